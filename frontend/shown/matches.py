"""Matches and their reasons as the reason card names them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from frontend import formats
from kernel.sentences import listed
from matching import queries as matching
from partners import queries as partners
from partners.choices import OfferKind

KINDS = {**dict(OfferKind.choices), "technology": _("Equipment and services")}
PLACES = {
    "bank branch": _("At a branch of the bank"),
    "through the bank": _("Through your bank"),
    "CRI platform of the region": _("On the platform of the regional investment centre"),
}
MOST_LEFT_OUT, MOST_POINTS, MOST_RAISES, MOST_NARROWS = 12, 4, 3, 2
MENDERS = {"sme": _("What you can do"), "partner": _("What the partner can do")}
UNAVAILABLE = {
    "absent": _("This partner is away at the moment: it takes no request."),
    "full": _("This partner has no room for more requests at the moment."),
}


def page(
    site: Any,
    need: Any,
    runs: list[Any],
    rows: list[Any],
    near: list[Any],
    *,
    kind: str,
    leads: dict[UUID, Any],
    unavailable: Mapping[UUID, str],
) -> dict[str, Any]:
    """Return the context of the page of matches, one kind of offer at a time; `unavailable` says who takes no request today."""
    of_kind = [row for row in rows if row.run.offer_kind == kind]
    run = next((one for one in runs if one.offer_kind == kind), None)
    products = [card(row, site, need, leads, unavailable) for row in of_kind if not row.takes_leads]
    here = reverse("need_matches", args=[site.pk, need.pk]) if need else reverse("matches", args=[site.pk])
    title = matching.need_name(need.code) if need else gettext("Partners for %(site)s") % {"site": site.name}
    return {
        "site": site,
        "need": {"title": title, "about": gettext("The same reasons are read by both sides. Nobody pays to be here.")},
        "kinds": [
            {
                "url": f"{here}?kind={code}",
                "label": label,
                "count": sum(row.run.offer_kind == code for row in rows),
                "current": code == kind,
            }
            for code, label in KINDS.items()
        ],
        "considered": run.examined if run else 0,
        "kept": len(of_kind),
        "at": run.as_of if run else None,
        "matches": [card(row, site, need, leads, unavailable) for row in of_kind if row.takes_leads],
        "products": products,
        "products_label": ngettext(
            "%(count)s product of public sources", "%(count)s products of public sources", len(products)
        )
        % {"count": len(products)},
        "why_not": sorted((_left_out(row) for row in near), key=lambda one: not one["is_mine"]),
        "left_out": (run.examined - len(of_kind)) if run else 0,
        "refresh_url": reverse("refresh_matches", args=[site.pk]) if site.can_change else "",
        "need_id": need.pk if need else "",
    }


def card(row: Any, site: Any, need: Any, leads: dict[UUID, Any], unavailable: Mapping[UUID, str]) -> dict[str, Any]:
    """Return one match with what can be done about it."""
    shown = reason_card(row)
    scheme = partners.scheme_of(row.offer)
    lead = leads.get(row.partner_id) if row.partner_id else None
    ask: dict[str, str] | None = None
    why_not = unavailable.get(row.partner_id, "") if row.takes_leads and lead is None else ""
    if row.takes_leads and lead is None and site.can_change and not why_not:
        ask = {"url": _ask_url(site, need, row), "label": gettext("Ask")}
    return shown | {
        "ask": ask,
        "cannot_ask": str(UNAVAILABLE[why_not]) if why_not else "",
        "apply": apply(scheme) if scheme else None,
        "contest_url": reverse("contest_match", args=[row.pk]) if site.can_change else "",
        "asked": lead.status_label if lead else "",
        "asked_url": reverse("request_sent", args=[lead.id]) if lead else "",
    }


def _ask_url(site: Any, need: Any, row: Any) -> str:
    if need:
        return reverse("ask_for_need", args=[site.pk, need.pk, row.offer_id])
    return reverse("ask", args=[site.pk, row.offer_id])


def reason_card(row: Any) -> dict[str, Any]:
    """Return a match as <c-reason-card> takes it."""
    shown = card_of(row.offer, matching.reasons(row, formats.language()), key=str(row.pk))
    place = matching.place_of(row, formats.language())
    moved = [{"icon": "info", "text": place.moved_text}] if place and place.moved else []
    return shown | {"facts": moved + shown["facts"], "other": _other(row)}


def card_of(offer: Any, reasons: Any, *, key: str) -> dict[str, Any]:
    """Return any offer with its reasons as <c-reason-card> takes it; `key` tells it from the others of the page."""
    organization, scheme = offer.organization, partners.scheme_of(offer)
    verified = bool(organization and organization.is_verified)
    return {
        "id": key,
        "partner": {
            "id": str(organization.pk if organization else offer.pk),
            "name": partners.owner_name(offer),
            "url": reverse("partner", args=[organization.pk]) if organization else reverse("offer", args=[offer.pk]),
            "is_verified": verified,
            "verification_label": "" if verified or scheme else gettext("Not verified yet"),
            "is_demo": bool(organization and organization.is_demo),
        },
        "summary": partners.in_language(offer, "name"),
        **points_of(reasons),
        "why": reasons.why,
        "facts": _facts(offer, reasons),
        "other": None,
    }


def _other(row: Any) -> dict[str, Any] | None:
    """Return what the partner sees of the firm: its points as rules, then what it lacks to begin; no score for a financier."""
    other = matching.other_side_of(row, formats.language())
    if other is None:
        return None
    points = [
        {"state": "unknown" if one.is_missing else "missing" if one.points < 0 else "met", "text": one.fact, "note": ""}
        for one in other.points
        if one.code != "readiness"
    ]
    return {"score": other.score, "rows": points + _ready(other)}


def _ready(other: Any) -> list[dict[str, str]]:
    return [
        {"state": "met" if one.is_met else "missing", "text": one.label, "note": one.next_step}
        for one in other.readiness
    ]


def other_points(other: Any) -> dict[str, Any] | None:
    """Return what a firm is worth to a partner, as the partner reads it."""
    if other is None:
        return None
    rows = [
        {"label": one.label, "fact": one.fact, "points": one.points, "low": None, "high": None} for one in other.points
    ]
    score = {"score": other.score, "low": other.low, "high": other.high, "start": other.start}
    return score | {"points": rows, "ready": [one | {"note": ""} for one in _ready(other)]}


def example(row: Any) -> dict[str, Any]:
    """Return a match as the home page takes it apart: its largest points one by one, the others as one line."""
    card = reason_card(row)
    first, others = card["points"][:MOST_POINTS], card["points"][MOST_POINTS:]
    rest = {
        "label": gettext("Other criteria"),
        "fact": listed(one["label"] for one in others),
        "points": sum(one["points"] for one in others),
        "low": None,
        "high": None,
    }
    return card | {"points": [*first, rest] if others else first, "at": row.run.as_of}


def points_of(reasons: Any) -> dict[str, Any]:
    """Return the counted part of a card: score, points and rules."""
    return {
        "score": reasons.score,
        "low": reasons.low,
        "high": reasons.high,
        "start": reasons.start,
        "points": [
            {"label": one.label, "fact": one.fact, "points": one.points, "low": None, "high": None}
            for one in reasons.points
        ],
        "rules": [{"state": one.state, "text": one.text, "note": one.note} for one in reasons.rules],
        "raise": [{"points": one.points, "text": one.text} for one in reasons.raises if one.points][:MOST_RAISES],
        "reach": matching.reach_sentence(reasons, formats.language()),
        "narrows": [
            {"points": one.points, "text": one.text, "note": one.note} for one in reasons.narrows if one.points
        ][:MOST_NARROWS],
    }


def cut(reasons: Any) -> str:
    """Return what the measures of an offer take off together, in tonnes and beside scopes 1 and 2."""
    mass = formats.mass(formats.significant(reasons.cut_t) * 1000)
    if not set(reasons.cut_pct) & set("123456789"):
        return gettext("About %(mass)s less a year") % {"mass": f"{mass.value} {mass.unit}"}
    return gettext("About %(mass)s less a year, %(share)s of scopes 1 and 2") % {
        "mass": f"{mass.value} {mass.unit}",
        "share": reasons.cut_pct,
    }


def _facts(offer: Any, reasons: Any) -> list[dict[str, str]]:
    facts = []
    if reasons.cut_t is not None and reasons.cut_t > 0:
        facts.append({"icon": "footprints", "text": cut(reasons)})
    if offer.ticket_min_mad is not None:
        text = gettext("From %(amount)s") % {"amount": formats.money(offer.ticket_min_mad)}
        facts.append({"icon": "coins", "text": text})
    days = offer.terms.get("available_in_days")
    if days is not None:
        facts.append({"icon": "calendar", "text": gettext("Free in %(days)s days") % {"days": formats.number(days)}})
    return facts[:4]


def apply(scheme: Any) -> dict[str, Any]:
    """Return how a product of the public sources is applied for; its conditions stay in the words of the source."""
    place = str(PLACES.get(scheme.apply_at, scheme.apply_at)) if scheme.apply_at else ""
    return {
        "how": place or gettext("Not said by the source; ask the institution."),
        "conditions": scheme.conditions or "",
        "source": f"{scheme.source} ({scheme.as_of})" if scheme.as_of else scheme.source,
        "url": scheme.source_url,
    }


def _left_out(row: Any) -> dict[str, Any]:
    """Return an offer that one condition alone keeps out, and who can mend it."""
    reasons = matching.reasons(row, formats.language())
    rule = next((one for one in reasons.rules if one.state == "missing"), None)
    name = partners.in_language(row.offer, "name")
    return {
        "name": f"{row.partner.name} · {name}" if row.partner else name,
        "url": reverse("reasons", args=[row.run.site_id, row.offer_id]),
        "state": "missing",
        "text": rule.text if rule else "",
        "who": str(MENDERS.get(rule.who, "")) if rule else "",
        "fix": rule.note if rule else "",
        "is_mine": bool(rule and rule.who == "sme"),
    }
