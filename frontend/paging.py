"""Lists by time, newest first, a page at a time: the address names the row to go on from, so no row is skipped or seen twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
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


def page(
    rows: QuerySet[Any], typed: QueryDict, here: str, *, by: str, size: int = SIZE, kept: Sequence[tuple[str, str]] = ()
) -> Page:
    """Return the rows before or after the one that the address names, by a time or rank and then by id, filters kept."""
    filters = urlencode(kept)

    def address(*place: str) -> str:
        asked = "&".join(part for part in (filters, *place) if part)
        return f"{here}?{asked}" if asked else here

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
        address(f"after={found[0].pk}" if found else "") if has_newer else "",
        address(f"before={found[-1].pk}") if has_older and found else "",
        address(f"{way}={anchor.pk}" if anchor is not None else "").removeprefix(here),
    )


def _row(rows: QuerySet[Any], typed: str) -> Any:
    try:
        return rows.filter(pk=UUID(typed)).first()
    except ValueError:
        return None
