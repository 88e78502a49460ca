"""What a firm is worth to a partner, as sentences for both sides; for a financier its readiness alone."""

import json
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts import queries as accounts
from kernel.actor import Actor
from matching.choices import Horizon, Moved, OfferKind, SizeBand
from matching.choices.two_sides import OTHER_SIDE, OTHER_SIDE_FACTS, READY_ITEMS
from matching.engine.other_side import Ideal, Standing, other_side
from matching.engine.profile import read_sme
from matching.models import IdealCustomer, Match
from matching.policies import IDEAL_CUSTOMER
from matching.queries import placements as ask
from matching.queries.reasons import START, STRONG, Point, out_of_100
from matching.queries.records import firm_weights, weights_in_force
from reference.queries import catalogue


@dataclass(frozen=True, slots=True)
class ToBegin:
    """One thing that a partner needs to begin with, and what the firm does about it when it is missing."""

    code: str
    label: str
    is_met: bool
    next_step: str


@dataclass(frozen=True, slots=True)
class OtherSide:
    """
    How much a firm suits a partner: start + the points = score.

    Of a financier there is no score, so that nothing reads as a decision on credit: its readiness says what is missing.
    """

    score: int | None
    low: int | None
    high: int | None
    start: int
    points: tuple[Point, ...]
    readiness: tuple[ToBegin, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """
    Where a match stands in its list, where its score alone would put it, and what moved it, in a sentence when it was.

    Of a financier there is no mutual score: with the score of the offer it would tell the one that is not shown.
    """

    place: int
    by_score: int
    moved: str
    moved_text: str
    mutual: int | None


def place_of(match: Any, language: str) -> Place | None:
    """Return the place of a match in a shown list, as its allocation kept it; None while none has."""
    row = getattr(match, "placement", None)
    if row is None:
        return None
    with override(language):
        text = ""
        if row.moved:
            params = {"place": row.by_score, "why": Moved(row.moved).label}
            text = _("By its score alone it would stand in place %(place)s: %(why)s.") % params
        both = None if row.offer_kind == OfferKind.FINANCE else out_of_100(row.mutual_micro)
        return Place(row.place, row.by_score, row.moved, text, both)


def other_side_of(match: Any, language: str) -> OtherSide | None:
    """Return the other side of a match of a shown list, as its allocation kept it; None while none has."""
    row = getattr(match, "placement", None)
    return None if row is None else _in_words(json.loads(row.other_side), language)


def other_side_for_partner(match: Match, language: str) -> OtherSide | None:
    """Return what the firm of a request is worth to the partner that was asked, by what is known today."""
    run, result = match.run, json.loads(match.result)
    sme, _problems = read_sme(json.loads(run.sme.facts), catalogue(), own=True)
    if sme is None or match.partner_id is None or result["kind"] == "finance":
        return None
    organization_id = run.site.organization_id
    horizon = soonest(ask.horizons([run.site_id]), run.site_id, run.need_code, result)
    standing = Standing(
        decider=bool(accounts.reachable([organization_id])), horizon=horizon, size=SizeBand.of(sme.employees).value
    )
    ideal = ask.ideals([match.partner_id]).get(match.partner_id, Ideal())
    weights = firm_weights(weights_in_force())[run.offer_kind]
    return _in_words(other_side(result, sme, ideal, standing, weights), language)


def soonest(said: dict[tuple[Any, str], str], site_id: Any, need_code: str, result: dict[str, Any]) -> str:
    """Return how soon the firm buys what the offer does: the soonest it said of any such need."""
    codes = [need_code] if need_code else [*result["measures"], *result["settles"]]
    found = {said.get((site_id, code), "") for code in codes}
    return next((one for one in Horizon.values if one in found), "")


def ideal_customer(actor: Actor) -> IdealCustomer | None:
    """Return the firms that the actor's partner looks for, if it has said so."""
    return IDEAL_CUSTOMER.scope(actor, "read", IdealCustomer.objects.all()).first()


def _in_words(kept: dict[str, Any], language: str) -> OtherSide:
    with override(language):
        items = tuple(_item(code, is_met) for code, is_met in kept["readiness"].items())
        if kept["kind"] == "finance":
            return OtherSide(None, None, None, START, (), items)
        points = sorted((_point(part) for part in kept["parts"]), key=lambda one: (-abs(one.points), one.code))
        score, low, high = (out_of_100(kept[name]) for name in ("score", "low", "high"))
        return OtherSide(score, low, high, START, tuple(points), items)


def _point(part: dict[str, Any]) -> Point:
    code, missing = part["code"], part["x"] is None
    worded = OTHER_SIDE_FACTS[code]
    fact = worded.missing if missing else worded.strong if part["x"] >= STRONG else worded.weak
    return Point(code, str(OTHER_SIDE[code]), str(fact), part["points"], part["weight"], missing)


def _item(code: str, is_met: bool) -> ToBegin:
    item = READY_ITEMS[code]
    return ToBegin(code, str(item.label), is_met, "" if is_met else str(item.next_step))
