"""What is typed as queries of Elasticsearch: terms only, so that no character has a meaning of its own."""

from collections.abc import Iterable
from typing import Any, Final

from search import synonyms
from search.backends.fields import PARTS, TOMBSTONE
from search.ports import LANGUAGES, MOST_TAGS, Query
from search.reading import Reading, enough, readings
from search.words import arabic, grams, is_arabic

_TITLE: Final = 3.0
_NAMED: Final = 0.5
_ALIKE: Final = 0.1
_BEGUN: Final = 1.0
_FIRST: Final = 1000.0
_FIELDS: Final = [f"{part}_{language}" for part in PARTS for language in LANGUAGES]


def query_of(query: Query) -> dict[str, Any]:
    """Return what the words, kinds and ids find; tags narrow it afterwards, so that facets may be counted beside them."""
    narrowed: list[dict[str, Any]] = [{"terms": {"shown_as": list(query.kinds)}}] if query.kinds else []
    if query.only is not None:
        narrowed.append({"terms": {"id": list(map(str, query.only))}})
    words = [_alike(query) if query.alike else _meant(query)] if query.text.strip() else []
    left_out = [{"term": {"shown_as": TOMBSTONE}}, {"terms": {"id": list(map(str, query.without))}}]
    return {"bool": {"must": words, "filter": narrowed, "must_not": left_out}}


def _alike(query: Query) -> dict[str, Any]:
    """Return what finds the rows of the words, first, and then those whose titles share most letters in threes."""
    shared = grams(query.text)
    threes = [{"term": {"grams": one}} for one in shared]
    first: dict[str, Any] = {"constant_score": {"filter": {"match_all": {}}, "boost": _FIRST}}
    choices: list[dict[str, Any]] = [{"bool": {"must": [_meant(query), first]}}]
    if threes:  # a query without any condition would find every row
        choices.append({"bool": {"should": threes, "minimum_should_match": enough(shared)}})
    return _any(choices)


def _meant(query: Query) -> dict[str, Any]:
    return _any([_read(one) for one in readings(query)])


def _read(reading: Reading) -> dict[str, Any]:
    parts = [_clause(clause) for clause in reading.clauses]
    if reading.begun:
        parts.append({"match_bool_prefix": {"begins": {"query": reading.begun, "boost": _BEGUN}}})
    return {"bool": {"must": parts}}


def _any(choices: list[dict[str, Any]]) -> dict[str, Any]:
    return {"bool": {"should": choices, "minimum_should_match": 1}}


def narrowed_by(tags: Iterable[tuple[str, ...]]) -> dict[str, Any]:
    return {"bool": {"filter": [{"terms": {"tags": list(group)}} for group in tags]}}


def counts_of(query: Query) -> dict[str, Any]:
    """Return the count of each facet, among what the other filters leave."""
    return {
        facet: {
            "filter": narrowed_by(query.beside(facet)),
            "aggs": {"tags": {"terms": {"field": "tags", "size": MOST_TAGS, "include": f"{facet}:.*"}}},
        }
        for facet in query.facets
    }


def _clause(clause: synonyms.Clause) -> dict[str, Any]:
    words = {"bool": {"must": [_word(word) for word in clause.words]}}
    if not clause.tags:
        return words
    named = {"constant_score": {"filter": {"terms": {"tags": list(clause.tags)}}, "boost": _NAMED}}
    return _any([words, named])


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
    return _any(choices)
