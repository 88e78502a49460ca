"""What is typed as queries of Elasticsearch: terms only, so that no character has a meaning of its own."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from search import synonyms, weights
from search.backends.fields import TOMBSTONE
from search.ports import LANGUAGES, MOST_TAGS, Query
from search.reading import Reading, enough, loosely, readings, some
from search.words import SHORTEST_BEGINNING, arabic, grams, is_arabic, may_have_slip

_FIELDS: Final = {f"{part}_{language}": factor for part, factor in weights.PARTS.items() for language in LANGUAGES}


def query_of(query: Query) -> dict[str, Any]:
    """Return what the words, kinds and ids find; tags narrow it afterwards, so that facets may be counted beside them."""
    narrowed: list[dict[str, Any]] = [{"terms": {"shown_as": list(query.kinds)}}] if query.kinds else []
    if query.only is not None:
        narrowed.append({"terms": {"id": list(map(str, query.only))}})
    words = [_alike(query) if query.alike else _meant(query)] if query.text.strip() else []
    left_out = [{"term": {"shown_as": TOMBSTONE}}, {"terms": {"id": list(map(str, query.without))}}]
    return {"bool": {"must": words, "filter": narrowed, "must_not": left_out}}


def _alike(query: Query) -> dict[str, Any]:
    """Return what finds rows of all words, first, then of some, then titles that share most letters in threes."""
    shared, things = grams(query.text), loosely(query)
    choices = [_worth(_meant(query), weights.FIRST)]
    if things:  # a query without any condition would find every row
        choices.append(_any([_clause(one, weights.NAMED) for one in things], some(things)))
    if shared:
        threes = [{"term": {"grams": {"value": one, "boost": weights.GRAMS}}} for one in shared]
        choices.append(_any(threes, enough(shared)))
    return _any(choices)


def _meant(query: Query) -> dict[str, Any]:
    return _any([_read(one) for one in readings(query)])


def _read(reading: Reading) -> dict[str, Any]:
    parts = [_clause(clause) for clause in reading.clauses]
    if reading.begun:
        parts.append({"match_bool_prefix": {"begins": {"query": reading.begun, "boost": weights.BEGUN}}})
    return {"bool": {"must": parts}}


def _any(choices: list[dict[str, Any]], least: int = 1) -> dict[str, Any]:
    return {"bool": {"should": choices, "minimum_should_match": least}}


def _worth(condition: dict[str, Any], points: float) -> dict[str, Any]:
    return {"constant_score": {"filter": condition, "boost": points}}


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


def _clause(clause: synonyms.Clause, named_in: Mapping[str, float] = weights.TAGGED) -> dict[str, Any]:
    words = {"bool": {"must": [_word(word) for word in clause.words]}}
    if not clause.tags:
        return words
    before_others = _naming(clause, weights.ABOUT) if named_in is weights.TAGGED else []
    return {"bool": {"must": _any([words, *_naming(clause, named_in)]), "should": before_others}}


def _naming(clause: synonyms.Clause, fields: Mapping[str, float]) -> list[dict[str, Any]]:
    return [_worth({"terms": {field: list(clause.tags)}}, points) for field, points in fields.items()]


def _word(word: str) -> dict[str, Any]:
    """Return what finds a word: by its stem in any language, by its beginning, with one slip."""
    word = arabic(word) if is_arabic(word) else word
    choices: list[dict[str, Any]] = [
        {"match_phrase": {field: {"query": word, "boost": factor}}} for field, factor in _FIELDS.items()
    ]
    for field, points in weights.NEAR.items():
        if may_have_slip(word):
            slip = {"value": word, "fuzziness": 1, "rewrite": "constant_score"}
            choices.append(_worth({"fuzzy": {field: slip}}, points))
        if len(word) >= SHORTEST_BEGINNING:
            choices.append(_worth({"prefix": {field: word}}, points))
    return _any(choices)
