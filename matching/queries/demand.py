"""
What a partner may know of the demand around its offers: counts of firms, hidden when they are small, and needs shown by their firm.

A firm is counted where an offer is among the best kept of its lists. Counts go by coarse steps, so that those of two offers that
differ by one condition cannot be subtracted to find a single firm; a near miss is told only from five firms on, since a row that
is there would already say that some firm misses.
"""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts import queries as accounts
from footprint import queries as footprint
from kernel.actor import Actor
from matching.choices import RULES, Horizon, Verdict
from matching.models import Match, Need
from matching.queries.needs import need_name
from partners import queries as partners
from reference.queries import name

FEWEST: Final = 5
STEPS: Final = (50, 20, 10, FEWEST)
MOST_NEEDS: Final = 50
MOST_OFFERS: Final = 100


@dataclass(frozen=True, slots=True)
class FirmCount:
    """How many firms at least, by steps; no number when they are fewer than five, none included."""

    at_least: int | None
    text: str


@dataclass(frozen=True, slots=True)
class NearMiss:
    """The firms, five or more, that one rule alone keeps from an offer."""

    rule: str
    label: str
    firms: FirmCount
    text: str


@dataclass(frozen=True, slots=True)
class OfferDemand:
    """How many firms one offer fits, and how many one rule alone keeps from it."""

    offer_id: UUID
    offer_name: str
    fits: FirmCount
    near_misses: tuple[NearMiss, ...]


@dataclass(frozen=True, slots=True)
class VisibleNeed:
    """A need whose firm lets partners see it, never whose it is."""

    need: str
    need_name: str
    sector: str
    sector_name: str
    region: str
    region_name: str
    horizon: str
    horizon_label: str


@dataclass(frozen=True, slots=True)
class Demand:
    offers: tuple[OfferDemand, ...]
    needs: tuple[VisibleNeed, ...]


def demand(actor: Actor, language: str) -> Demand:
    """Return what a partner may know of the demand for its published offers, the latest hundred; nothing for whoever has none."""
    offers = list(
        partners.own_offers(actor).filter(pk__in=partners.on_the_shelf().values("pk")).order_by("-pk")[:MOST_OFFERS]
    )
    if not offers:
        return Demand((), ())
    # Fictional firms are demand for fictional partners alone.
    is_demo = accounts.organization(actor).is_demo
    of_firm = {"site__organization__is_demo": is_demo, "site__organization__suspended_at": None}
    rows = Match.objects.filter(
        offer__in=[one.pk for one in offers],
        run__superseded_at=None,
        **{f"run__{lookup}": value for lookup, value in of_firm.items()},
    )
    fitting, near = _firms(rows)
    with override(language):
        found = tuple(_of_offer(one, fitting.get(one.pk, set()), near.get(one.pk, {}), language) for one in offers)
        return Demand(found, _needs(rows, of_firm, is_demo, language))


def _firms(rows: Any) -> tuple[dict[UUID, set[UUID]], dict[UUID, dict[str, set[UUID]]]]:
    """Return the firms that each offer fits, and by rule those that it alone keeps from it."""
    fitting: dict[UUID, set[UUID]] = {}
    near: dict[UUID, dict[str, set[UUID]]] = {}
    fits = rows.exclude(verdict=Verdict.FAIL).values_list("offer_id", "run__site__organization_id").distinct()
    for offer_id, firm in fits:
        fitting.setdefault(offer_id, set()).add(firm)
    misses = rows.exclude(misses="").values_list("offer_id", "run__site__organization_id", "misses").distinct()
    for offer_id, firm, rule in misses:
        if firm not in fitting.get(offer_id, ()):
            near.setdefault(offer_id, {}).setdefault(rule, set()).add(firm)
    return fitting, near


def _of_offer(offer: Any, firms: set[UUID], near: dict[str, set[UUID]], language: str) -> OfferDemand:
    misses = [_miss(code, firms) for code, firms in sorted(near.items()) if len(firms) >= FEWEST]
    return OfferDemand(offer.pk, partners.in_language(offer, "name", language), _count(len(firms)), tuple(misses))


def _miss(code: str, firms: set[UUID]) -> NearMiss:
    label, count = str(RULES[code].label), _count(len(firms))
    if code == "ticket_min":
        text = _("%(firms)s: their project misses your smallest one by less than 20 %%.") % {"firms": count.text}
    else:
        text = _("%(firms)s: nothing but this rule is missed: %(rule)s.") % {"firms": count.text, "rule": label}
    return NearMiss(code, label, count, text)


def _count(number: int) -> FirmCount:
    if number < FEWEST:
        return FirmCount(None, _("Fewer than five firms"))
    if number >= STEPS[0]:
        return FirmCount(STEPS[0], _("%(first)s firms or more") % {"first": STEPS[0]})
    first, last = next((step, above - 1) for above, step in pairwise(STEPS) if number >= step)
    return FirmCount(first, _("%(first)s to %(last)s firms") % {"first": first, "last": last})


def _needs(rows: Any, of_firm: dict[str, Any], is_demo: bool, language: str) -> tuple[VisibleNeed, ...]:
    """Return the needs that an offer serves and whose firm ticked that partners may see them."""
    visible = Need.objects.filter(is_visible=True, **of_firm)
    fits = rows.exclude(verdict=Verdict.FAIL).filter(run__site__in=visible.values("site_id"))
    serving: dict[UUID, set[str]] = {}
    for site_id, need_code, result in fits.values_list("run__site_id", "run__need_code", "result"):
        told = json.loads(result)
        served = [need_code] if need_code else [*told["measures"], *told["settles"]]
        serving.setdefault(site_id, set()).update(served)
    if not serving:
        return ()
    latest = visible.filter(site_id__in=fits.values("run__site_id")).select_related("site")
    latest = latest.order_by("-computed_at", "code", "pk")
    found = list(
        islice((one for one in latest.iterator(chunk_size=200) if one.code in serving.get(one.site_id, ())), MOST_NEEDS)
    )
    firms = footprint.firms_by_place(is_demo=is_demo)
    sectors = {organization_id: sector for organization_id, sector, _region in firms}
    cells = _cells(firms)
    return tuple(
        _visible(one, *_told(sectors.get(one.site.organization_id, ""), one.site.region, cells), language)
        for one in found
    )


def _cells(firms: Iterable[tuple[UUID, str, str]]) -> Counter[tuple[str, str]]:
    """Return how many firms share a sector and region, and each of the two alone."""
    shared = {(firm, cell) for firm, sector, region in firms for cell in ((sector, region), (sector, ""), ("", region))}
    return Counter(cell for _firm, cell in shared)


def _told(sector: str, region: str, cells: Counter[tuple[str, str]]) -> tuple[str, str]:
    """Return what may be said of whose need it is: no more than what five firms share, for the only one would be named."""
    wide = ((sector, region), ("", region), (sector, ""))
    return next((cell for cell in wide if cells[cell] >= FEWEST), ("", ""))


def _visible(need: Any, sector: str, region: str, language: str) -> VisibleNeed:
    return VisibleNeed(
        need.code,
        need_name(need.code, language),
        sector,
        name("sector", sector, language) if sector else "",
        region,
        name("region", region, language) if region else "",
        need.horizon,
        str(Horizon(need.horizon).label) if need.horizon else "",
    )
