import json
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import get_language, override

from footprint.choices import FACTS
from footprint.queries import sites
from kernel.actor import Actor
from matching.choices.obligations import OBLIGATIONS
from matching.choices.questions import QUESTIONS
from matching.engine.figures import RATE
from matching.engine.front import front
from matching.models import Match, Need
from matching.policies import NEED
from reference.browse import confidence_of
from reference.queries import catalogue, name, name_of

LEAST_SURE = "D"


@dataclass(frozen=True, slots=True)
class Range:
    """A figure at three levels."""

    low: Decimal
    typ: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Ask:
    """A missing fact that would sharpen a need: its question, and how it may be answered."""

    fact: str
    question: str
    kind: str
    unit: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PriceTaken:
    """A price of the file that stands for the one that the site's bills do not tell."""

    carrier: str
    item: str
    mad: Decimal
    per: str
    date: str
    confidence: str
    source: str


@dataclass(frozen=True, slots=True)
class NeedCard:
    """
    A need as a page shows it: tonnes of CO2e and MAD a year, each low, typical and high, with grade (A the best, D from memory) and source.

    Money has a grade of its own: D where it rests on `prices` that are not the site's. An end of the payback is None where the
    measure does not pay back. `rate` is what the value over its life counts a year.

    What cannot be known is None; `asks` say what would tell it. `own_capex_mad` is what finance in the list leaves of the cost,
    `border_mad` what the EU buyer saves in certificates, at a provisional price. `on_front` says that no other need of the site gives at least as
    many tonnes and as much value, and more of one.
    """

    id: UUID
    code: str
    name: str
    kind: str
    state: str
    certain: bool
    due: bool
    lowers: bool | None
    abatement_t: Range | None
    margin_t: Range | None
    net_mad: Range | None
    capex_mad: Range | None
    npv_mad: Range | None
    payback_years: Decimal | None
    payback_low_years: Decimal | None
    payback_high_years: Decimal | None
    years: int | None
    own_capex_mad: Decimal | None
    border_mad: Decimal | None
    asks: tuple[Ask, ...]
    confidence: str
    money_confidence: str
    source: str
    prices: tuple[PriceTaken, ...]
    rate: Decimal
    horizon: str
    is_visible: bool
    on_front: bool = False


def needs(actor: Actor, site_id: UUID) -> QuerySet[Need]:
    """
    Return the needs of a site in the order they are shown.

    :raises Site.DoesNotExist: if the actor may not see the site
    """
    sites(actor).only("pk").get(pk=site_id)
    return _needs(actor, site_id)


def _needs(actor: Actor, site_id: UUID) -> QuerySet[Need]:
    return NEED.abilities(actor, NEED.scope(actor, "read", Need.objects.filter(site_id=site_id)))


def need(actor: Actor, need_id: UUID) -> Need:
    """Return one need of the actor's firm."""
    rows = NEED.scope(actor, "read", Need.objects.select_related("site"))
    return NEED.abilities(actor, rows).get(pk=need_id)


def need_cards(actor: Actor, site_id: UUID, language: str = "") -> list[NeedCard]:
    """Return the needs of a site with their figures and questions."""
    found = list(_needs(actor, site_id))
    if not found:  # a need of a site tells that the actor sees it
        sites(actor).only("pk").get(pk=site_id)
    cards = [card_of(row, language or _language()) for row in found]
    points = {one.code: (one.abatement_t.typ, one.npv_mad.typ) for one in cards if one.abatement_t and one.npv_mad}
    best = set(front(points))
    return [replace(one, on_front=one.code in best) for one in cards]


def cost_of(need: Need) -> Decimal | None:
    """Return what a need typically costs, in MAD, when that is known."""
    capex = _range((need.facts["figures"] or {}).get("capex_mad"))
    return capex.typ if capex else None


def technical_case(site_id: UUID, need_code: str, match: Match) -> tuple[NeedCard, ...]:
    """Return the measures of a site that a match is about, with their figures; the caller has checked who may read them."""
    codes = [need_code] if need_code else json.loads(match.result)["measures"]
    return tuple(card_of(row, _language()) for row in Need.objects.filter(site_id=site_id, code__in=codes))


def need_name(code: str, language: str = "") -> str:
    """Return what a need is called: its measure, standard or obligation; the whole site when there is none."""
    language = language or _language()
    if code in OBLIGATIONS:
        with override(language):
            return str(OBLIGATIONS[code])
    known = catalogue()
    if code in known.measures:
        return name("measure", code, language)
    return name("standard", code, language) if code in known.standards else ""


def card_of(row: Need, language: str) -> NeedCard:
    figures = row.facts["figures"] or {}
    abatement = _range(figures.get("abatement_t"))
    fastest, payback, slowest = (_decimal(one) for one in figures.get("payback_years") or (None, None, None))
    measure, trigger = catalogue().measures.get(row.code), catalogue().triggers.get(row.code)
    prices = tuple(_price(one) for one in row.facts.get("prices", ()))
    grade = trigger.confidence[:1] if trigger else ""
    return NeedCard(
        id=row.pk,
        code=row.code,
        name=need_name(row.code, language),
        kind=row.kind,
        state=row.state,
        certain=row.facts["certain"],
        due=row.facts["due"],
        lowers=None if abatement is None else abatement.typ > 0,
        abatement_t=abatement,
        margin_t=_range(figures.get("margin_t")),
        net_mad=_range(figures.get("net_mad")),
        capex_mad=_range(figures.get("capex_mad")),
        npv_mad=_range(figures.get("npv_mad")),
        payback_years=payback,
        payback_low_years=fastest,
        payback_high_years=slowest,
        years=figures.get("years"),
        own_capex_mad=_decimal(row.facts.get("own_capex_mad")),
        border_mad=_decimal(row.facts.get("border_mad")),
        asks=tuple(_ask(fact, language) for fact in row.facts["asks"]),
        confidence=grade,
        money_confidence="" if not figures.get("gross_mad") else LEAST_SURE if prices else grade,
        source=measure.source if measure else "",
        prices=prices,
        rate=_decimal(row.facts.get("rate")) or RATE,
        horizon=row.horizon,
        is_visible=row.is_visible,
    )


def _price(code: str) -> PriceTaken:
    row = catalogue().prices[code]
    mad, sure = row.value or Decimal(0), confidence_of(row.confidence)
    return PriceTaken(row.carrier, row.item, mad, row.unit, row.date or "", sure, row.source or "")


def _ask(fact: str, language: str) -> Ask:
    """Return the question of a fact; `other` is told elsewhere: by bills, exports, or the form of the site."""
    question = question_of(fact, language)
    if fact in FACTS:
        known = FACTS[fact]
        return Ask(fact, question, known.kind, known.unit, known.options)
    kind = "yes_no" if fact in {"owns_building", "landlord_agreement", "heritage_roof"} else "other"
    return Ask(fact, question, "number", "m2", ()) if fact == "roof_m2" else Ask(fact, question, kind, "", ())


def is_asked(fact: str) -> bool:
    """Return whether a fact has a question of its own."""
    return fact in QUESTIONS or _asking(fact) is not None


def question_of(fact: str, language: str) -> str:
    """Return the question of a fact: the one of the first measure that asks it alone, else ours."""
    if fact in QUESTIONS:
        with override(language):
            return str(QUESTIONS[fact])
    return name_of(_asking(fact), language, "question")


def _asking(fact: str) -> Any:
    return next((row for row in catalogue().triggers.values() if row.needs_facts[:1] == (fact,)), None)


def _decimal(written: str | None) -> Decimal | None:
    return None if written is None else Decimal(written)


def _range(levels: Any) -> Range | None:
    if not levels:
        return None
    values = levels.values() if isinstance(levels, dict) else levels
    low, typ, high = (Decimal(one) for one in values)
    return Range(low, typ, high)


def _language() -> str:
    return (get_language() or "fr")[:2]
