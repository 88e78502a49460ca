"""Lists by time, newest first, a page at a time: the address names the row to go on from, so no row is skipped or seen twice."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import QueryDict

SIZE = 20


@dataclass(frozen=True)
class Page:
    """Some rows, and the addresses of those that are newer and older; `query` is this page's own."""

    rows: list[Any]
    newer_url: str
    older_url: str
    query: str

    @property
    def links(self) -> dict[str, Any]:
        return {"shown": len(self.rows), "before_url": self.newer_url, "after_url": self.older_url}


def page(rows: QuerySet[Any], typed: QueryDict, here: str, *, by: str, size: int = SIZE) -> Page:
    """Return the rows before or after the one that the address names, by a time and then by id."""
    way = next((way for way in ("before", "after") if way in typed), "")
    anchor = _row(rows, typed.get(way, "")) if way else None
    newer = way == "after" and anchor is not None
    if anchor is not None:
        side, at = "gt" if newer else "lt", getattr(anchor, by)
        rows = rows.filter(Q(**{f"{by}__{side}": at}) | Q(**{by: at, f"pk__{side}": anchor.pk}))
    found = list(rows.order_by(*([by, "pk"] if newer else [f"-{by}", "-pk"]))[: size + 1])
    more, found = len(found) > size, found[:size]
    if newer:
        found.reverse()
    has_newer, has_older = (more, True) if newer else (anchor is not None, more)
    return Page(
        found,
        f"{here}?after={found[0].pk}" if has_newer and found else here if has_newer else "",
        f"{here}?before={found[-1].pk}" if has_older and found else "",
        f"?{way}={anchor.pk}" if anchor is not None else "",
    )


def _row(rows: QuerySet[Any], typed: str) -> Any:
    try:
        return rows.filter(pk=UUID(typed)).first()
    except ValueError:
        return None
