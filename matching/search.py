"""Everyday words for measures and standards, the same as in goals: handed down to search, each for its tags."""

from collections.abc import Iterator

from matching.engine.goals import lines
from reference.queries import catalogue
from search import registry


def everyday_words() -> Iterator[tuple[list[str], list[str]]]:
    """Return the tags of each phrase that names a measure, a category of measures or a standard."""
    measures = catalogue().measures.values()
    for targets, phrase in lines():
        tags = [f"{kind}:{code}" for kind, code in targets if kind in {"measure", "standard"}]
        groups = {code for kind, code in targets if kind == "category"}
        tags += [f"measure:{one.id}" for one in measures if one.category in groups]
        if tags:
            yield tags, [phrase]


registry.synonyms(everyday_words)
