"""Everyday words for what firms want, the same as in goals: handed down to search, each for its tags."""

from collections.abc import Iterator

from matching.engine.goals import lines
from reference.queries import catalogue
from search import registry


def everyday_words() -> Iterator[tuple[list[str], list[str]]]:
    """
    Return the tags of each phrase: of a measure, all measures of a category, a standard, a use or a carrier of energy.

    No row carries the tag of a use or a carrier; it is there for texts of different languages that name the same one.
    """
    measures = catalogue().measures.values()
    for targets, phrase in lines():
        groups = {code for kind, code in targets if kind == "category"}
        tags = [f"{kind}:{code}" for kind, code in targets if kind != "category"]
        yield [*tags, *(f"measure:{one.id}" for one in measures if one.category in groups)], [phrase]


registry.synonyms(everyday_words)
