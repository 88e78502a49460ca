"""What is typed as queries of Elasticsearch: terms only, so that no character has a meaning of its own."""

from typing import Any, Final

from search import synonyms
from search.backends.elastic_schema import PARTS, TOMBSTONE
from search.ports import LANGUAGES, Query
from search.words import arabic, is_arabic

_TITLE: Final = 3.0
_NAMED: Final = 0.5
_ALIKE: Final = 0.1
_FIELDS: Final = [f"{part}_{language}" for part in PARTS for language in LANGUAGES]


def query_of(query: Query) -> dict[str, Any]:
    narrowed: list[dict[str, Any]] = [{"terms": {"tags": list(group)}} for group in query.tags]
    if query.kinds:
        narrowed.append({"terms": {"shown_as": list(query.kinds)}})
    return {
        "bool": {
            "must": [_clause(clause) for clause in synonyms.known.clauses(query.text)],
            "filter": narrowed,
            "must_not": [{"term": {"shown_as": TOMBSTONE}}],
        }
    }


def _clause(clause: synonyms.Clause) -> dict[str, Any]:
    words = {"bool": {"must": [_word(word) for word in clause.words]}}
    if not clause.tags:
        return words
    named = {"constant_score": {"filter": {"terms": {"tags": list(clause.tags)}}, "boost": _NAMED}}
    return {"bool": {"should": [words, named], "minimum_should_match": 1}}


def _word(word: str) -> dict[str, Any]:
    """Return what finds a word in any language: by the analyzer of each field, by its beginning, with one slip."""
    word = arabic(word) if is_arabic(word) else word
    choices: list[dict[str, Any]] = []
    for field in _FIELDS:
        boost = _TITLE if field.startswith("title") else 1.0
        choices.append({"match_phrase": {field: {"query": word, "boost": boost}}})
        if len(word) >= 5:
            alike = {"query": word, "fuzziness": 1, "prefix_length": 0, "boost": _ALIKE}
            choices.append({"match": {field: alike}})
        if len(word) >= 6:
            choices.append({"match_bool_prefix": {field: {"query": word, "boost": _ALIKE}}})
    return {"bool": {"should": choices, "minimum_should_match": 1}}
