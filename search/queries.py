from dataclasses import replace
from typing import Final

from search import registry
from search.ports import LONGEST_TEXT, Hits, Query

MOST: Final = 1000


def find(query: Query) -> Hits:
    """Return the ids that fit, best first; the caller checks each against its policy before it is shown."""
    limit = min(max(query.limit, 1), MOST)
    return registry.find(replace(query, text=query.text[:LONGEST_TEXT], limit=limit))
