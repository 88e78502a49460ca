"""What is typed as queries of the embedded engine: terms only, so that no character has a meaning of its own."""

from collections.abc import Iterable
from typing import Any

import tantivy

from search import synonyms
from search.backends.fields import PARTS, TOMBSTONE
from search.backends.tantivy_schema import ANALYZERS, schema
from search.ports import LANGUAGES, Query
from search.reading import Reading, enough, readings
from search.words import arabic, grams, is_arabic

_TITLE = 3.0
_NAMED = 0.5
_ALIKE = 0.1
_BEGUN = 1.0
_FIRST = 1000.0
_MUST, _SHOULD, _NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot


def query_of(query: Query) -> Any:
    """Return what finds every row that fits, whatever its place."""
    parts = [(_MUST, _quiet(_terms("tags", group))) for group in query.tags]
    if query.kinds:
        parts.append((_MUST, _quiet(_terms("shown_as", query.kinds))))
    if query.only is not None:
        parts.append((_MUST, _quiet(_terms("id", map(str, query.only)))))
    if query.text.strip():
        parts.append((_MUST, _alike(query) if query.alike else _meant(query)))
    # What must be there for there to be something that the rest is taken from.
    parts = parts or [(_MUST, tantivy.Query.all_query())]
    parts.append((_NOT, _terms("shown_as", [TOMBSTONE])))
    if query.without:
        parts.append((_NOT, _terms("id", map(str, query.without))))
    return tantivy.Query.boolean_query(parts)


def _alike(query: Query) -> Any:
    """Return what finds the rows of the words, first, and then those whose titles share most letters in threes."""
    shared = grams(query.text)
    threes = [(_SHOULD, tantivy.Query.term_query(schema(), "grams", one)) for one in shared]
    first = tantivy.Query.const_score_query(tantivy.Query.all_query(), _FIRST)
    return tantivy.Query.boolean_query(
        [
            (_SHOULD, tantivy.Query.boolean_query([(_MUST, _meant(query)), (_MUST, first)])),
            (_SHOULD, tantivy.Query.boolean_query(threes, minimum_number_should_match=enough(shared))),
        ]
    )


def _meant(query: Query) -> Any:
    return tantivy.Query.boolean_query([(_SHOULD, _read(one)) for one in readings(query)])


def _read(reading: Reading) -> Any:
    parts = [(_MUST, _clause(clause)) for clause in reading.clauses]
    if reading.begun:
        # No slip and any end: the words of titles that begin so.
        begun = tantivy.Query.fuzzy_term_query(schema(), "begins", reading.begun, distance=0, prefix=True)
        parts.append((_MUST, tantivy.Query.boost_query(begun, _BEGUN)))
    return tantivy.Query.boolean_query(parts)


def _clause(clause: synonyms.Clause) -> Any:
    words = tantivy.Query.boolean_query([(_MUST, _word(word)) for word in clause.words])
    if not clause.tags:
        return words
    named = tantivy.Query.const_score_query(_terms("tags", clause.tags), _NAMED)
    return tantivy.Query.boolean_query([(_SHOULD, words), (_SHOULD, named)])


def _word(word: str) -> Any:
    """Return what finds a word in any language: by the analyzer of each field, by its beginning, with one slip."""
    word = arabic(word) if is_arabic(word) else word
    choices = []
    for language in LANGUAGES:
        tokens = ANALYZERS[f"{language}_"].analyze(word)
        for part in PARTS:
            field, boost = f"{part}_{language}", _TITLE if part == "title" else 1.0
            if tokens:
                choices.append((_SHOULD, tantivy.Query.boost_query(_tokens(field, tokens), boost)))
            if len(tokens) == 1 and len(tokens[0]) >= 5:
                stem = tokens[0]
                alike = tantivy.Query.fuzzy_term_query(schema(), field, stem, distance=1, prefix=len(stem) >= 6)
                choices.append((_SHOULD, tantivy.Query.boost_query(alike, _ALIKE)))
    return tantivy.Query.boolean_query(choices)


def _tokens(field: str, tokens: list[Any]) -> Any:
    if len(tokens) == 1:
        return tantivy.Query.term_query(schema(), field, tokens[0])
    return tantivy.Query.phrase_query(schema(), field, tokens)


def _terms(field: str, values: Iterable[str]) -> Any:
    return tantivy.Query.term_set_query(schema(), field, list(values))


def _quiet(query: Any) -> Any:
    """Return a query that narrows and adds nothing to the score."""
    return tantivy.Query.const_score_query(query, 0.0)
