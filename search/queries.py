from search import registry
from search.ports import LONGEST_TEXT, Hits, Query


def find(query: Query) -> Hits:
    """Return the ids that fit, best first; the caller checks each against its policy before it is shown."""
    limited = Query(query.text[:LONGEST_TEXT], query.tags, query.kinds, min(max(query.limit, 1), 1000))
    return registry.find(limited)
