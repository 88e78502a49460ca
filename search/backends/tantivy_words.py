"""What is typed as queries of the embedded engine: terms only, so that no character has a meaning of its own."""

from typing import Any

import tantivy

from search import synonyms
from search.backends.tantivy_schema import ANALYZERS, PARTS, TOMBSTONE, schema
from search.ports import LANGUAGES, Query
from search.words import arabic, is_arabic

_TITLE = 3.0
_NAMED = 0.5
_ALIKE = 0.1
_MUST, _SHOULD, _NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot


def query_of(query: Query) -> Any:
    parts: list[Any] = [(_MUST, tantivy.Query.all_query())]
    if query.kinds:
        parts.append((_MUST, _quiet(tantivy.Query.term_set_query(schema(), "kind", list(query.kinds)))))
    else:
        parts.append((_NOT, tantivy.Query.term_query(schema(), "kind", TOMBSTONE)))
    parts += [(_MUST, _quiet(_tagged(group))) for group in query.tags]
    parts += [(_MUST, _clause(clause)) for clause in synonyms.known.clauses(query.text)]
    return tantivy.Query.boolean_query(parts)


def _clause(clause: synonyms.Clause) -> Any:
    words = tantivy.Query.boolean_query([(_MUST, _word(word)) for word in clause.words])
    if not clause.tags:
        return words
    named = tantivy.Query.const_score_query(_tagged(clause.tags), _NAMED)
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


def _tagged(tags: tuple[str, ...]) -> Any:
    return tantivy.Query.term_set_query(schema(), "tags", list(tags))


def _quiet(query: Any) -> Any:
    """Return a query that narrows and adds nothing to the score."""
    return tantivy.Query.const_score_query(query, 0.0)
