"""What is typed as queries of the embedded engine: terms only, so that no character has a meaning of its own."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import tantivy

from search import synonyms, weights
from search.backends.fields import TOMBSTONE
from search.backends.tantivy_schema import ANALYZERS, schema
from search.ports import LANGUAGES, Query
from search.reading import Reading, enough, loosely, readings, some
from search.words import SHORTEST_BEGINNING, arabic, grams, is_arabic, may_have_slip

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
    near = tantivy.Query.boolean_query(threes, minimum_number_should_match=enough(shared))
    things = loosely(query)
    clauses = [(_SHOULD, _clause(one, weights.NAMED)) for one in things]
    return tantivy.Query.boolean_query(
        [
            (_SHOULD, tantivy.Query.const_score_query(_meant(query), weights.FIRST)),
            (_SHOULD, tantivy.Query.boolean_query(clauses, minimum_number_should_match=some(things))),
            (_SHOULD, tantivy.Query.boost_query(near, weights.GRAMS)),
        ]
    )


def _meant(query: Query) -> Any:
    return tantivy.Query.boolean_query([(_SHOULD, _read(one)) for one in readings(query)])


def _read(reading: Reading) -> Any:
    parts = [(_MUST, _clause(clause)) for clause in reading.clauses]
    if reading.begun:
        # No slip and any end: the words of titles that begin so.
        begun = tantivy.Query.fuzzy_term_query(schema(), "begins", reading.begun, distance=0, prefix=True)
        parts.append((_MUST, tantivy.Query.boost_query(begun, weights.BEGUN)))
    return tantivy.Query.boolean_query(parts)


def _clause(clause: synonyms.Clause, named_in: Mapping[str, float] = weights.TAGGED) -> Any:
    words = tantivy.Query.boolean_query([(_MUST, _word(word)) for word in clause.words])
    if not clause.tags:
        return words
    found = tantivy.Query.boolean_query([(_SHOULD, words), *_naming(clause, named_in)])
    before_others = _naming(clause, weights.ABOUT) if named_in is weights.TAGGED else []
    return tantivy.Query.boolean_query([(_MUST, found), *before_others])


def _naming(clause: synonyms.Clause, fields: Mapping[str, float]) -> list[Any]:
    return [
        (_SHOULD, tantivy.Query.const_score_query(_terms(field, clause.tags), weight))
        for field, weight in fields.items()
    ]


def _word(word: str) -> Any:
    """Return what finds a word: by its stem in any language, by its beginning, with one slip."""
    word = arabic(word) if is_arabic(word) else word
    choices = []
    for language in LANGUAGES:
        tokens = ANALYZERS[f"{language}_"].analyze(word)
        for part, factor in weights.PARTS.items():
            if tokens:
                choices.append((_SHOULD, tantivy.Query.boost_query(_tokens(f"{part}_{language}", tokens), factor)))
    for field, weight in weights.NEAR.items():
        choices += [(_SHOULD, tantivy.Query.const_score_query(near, weight)) for near in _near(field, word)]
    return tantivy.Query.boolean_query(choices)


def _near(field: str, word: str) -> Iterator[Any]:
    if may_have_slip(word):
        yield tantivy.Query.fuzzy_term_query(schema(), field, word, distance=1)
    if len(word) >= SHORTEST_BEGINNING:
        yield tantivy.Query.fuzzy_term_query(schema(), field, word, distance=0, prefix=True)


def _tokens(field: str, tokens: list[Any]) -> Any:
    if len(tokens) == 1:
        return tantivy.Query.term_query(schema(), field, tokens[0])
    return tantivy.Query.phrase_query(schema(), field, tokens)


def _terms(field: str, values: Iterable[str]) -> Any:
    return tantivy.Query.term_set_query(schema(), field, list(values))


def _quiet(query: Any) -> Any:
    """Return a query that narrows and adds nothing to the score."""
    return tantivy.Query.const_score_query(query, 0.0)
