"""What the address of the directory asks for."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.choices import MOST_FILTERS, Order
from search.ports import LONGEST_TEXT, Place

FACETS = {
    "kind": _("What they do"),
    "partner": _("Kind of partner"),
    "region": _("Region served"),
    "measure": pgettext_lazy("noun", "Measure"),
    "sector": _("Sector served"),
    "standard": _("Standard"),
    "instrument": _("Kind of finance"),
    "ticket": _("Size of project"),
    "language": _("Working language"),
    "verified": _("Proofs"),
    "status": _("Takes requests"),
}
FIND = {"offer": _("Offers"), "partner": _("Partners")}  # as an address may ask for one of them alone
MOST_BEFORE = 20  # pages that the address knows the way back to
_CODE = re.compile(r"[A-Za-z0-9_.*-]{1,60}")


def text_of(typed: QueryDict) -> str:
    """Return the words, a letter more than is looked for: so the pages that follow say too that the rest does not count."""
    return typed.get("q", "")[: LONGEST_TEXT + 1]


def asked_of(typed: QueryDict) -> dict[str, list[str]]:
    """Return the values asked of each filter, each once: what can be no code is left out, and what is beyond a hundred."""
    asked: dict[str, list[str]] = {}
    room = MOST_FILTERS
    for name in FACETS:
        asked[name] = list(dict.fromkeys(filter(_CODE.fullmatch, typed.getlist(name))))[:room]
        room -= len(asked[name])
    return asked


def kinds_of(typed: QueryDict) -> tuple[str, ...]:
    """Return what to find: offers and partners, unless the address asks for one of them alone."""
    asked = typed.get("find", "")
    return (asked,) if asked in FIND else tuple(FIND)


def tags_of(asked: Mapping[str, Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Return the filters as groups of tags: one of each group must hold."""
    return tuple(tuple(f"{name}:{value}" for value in values) for name, values in asked.items() if values)


def order_of(typed: str, offered: Sequence[Order]) -> Order:
    """Return the order asked for; one that is not offered to this reader is the usual one."""
    return next((order for order in offered if order == typed), Order.RELEVANCE)


def places_of(typed: Iterable[str]) -> list[Place]:
    """Return where this page and those before it began; what cannot be read is left out."""
    return [place for one in typed if (place := _place(one))][-MOST_BEFORE:]


def _place(written: str) -> Place | None:
    score, _tilde, pk = written.partition("~")
    try:
        place = float(score[:40]), UUID(pk[:36])
    except ValueError:
        return None
    return place if math.isfinite(place[0]) else None


def written(place: Place) -> str:
    return f"{place[0]!r}~{place[1]}"
