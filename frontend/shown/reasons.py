"""Why an offer is, or is not, among the partners of a site: its card, and the facts that the firm can tell here."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext

from footprint.choices import Voltage
from frontend import formats
from frontend.asking import AskingForm
from frontend.shown.matches import card_of, points_of
from frontend.shown.needs import answer_form
from frontend.templatetags.words import unit
from matching import queries as matching

# What is asked here: numbers with their unit, and what is answered by yes or no.
NUMBERS = {
    "budget_mad": "MAD",
    "own_funds_mad": "MAD",
    "revenue_mad": "MAD",
    "employees": "",
    "years_operating": "years",
    "planned_stable_jobs": "",
    "share_held_by_large_group_pct": "%",
    "roof_m2": "m2",
    "organic_waste_t": "t",
    "containers_per_year": "",
}
YES_NO = {"cgem_member"}
# Facts that a page of their own tells best: what is used stands in the bills, what is exported in the customs codes.
ELSEWHERE = {
    "energy_use": "bills",
    "energy_bill_mad": "bills",
    "owns_building": "site",
    "sector": "site",
    "region": "site",
    "export_hs": "cbam_answer",
}


def page(site: Any, answer: Any, place: int | None, asked: AskingForm | None = None) -> dict[str, Any]:
    """Return the context of the page; `place` is where it stands in the list, None when it is not shown there."""
    reasons = matching.why_not_reasons(answer, formats.language())
    card = card_of(answer.offer, reasons, key=str(answer.offer.pk))
    told = asked.data.get("fact") if asked else ""
    return {
        "site": site,
        "match": card | points_of(reasons),
        "place": _place(reasons, place, is_outranked=answer.is_outranked),
        "questions": [
            question(one, asked if told == one.fact else None)
            for one in reasons.rules
            if site.can_change and one.state != "met" and one.who != "partner" and is_asked(one.fact)
        ],
        "elsewhere": [
            {"text": one.text, "url": _elsewhere(one.fact, site.pk)}
            for one in reasons.rules
            if site.can_change and _is_told_elsewhere(one)
        ],
        "contest_url": reverse("contest_match", args=[answer.match.pk]) if site.can_change and answer.match else "",
        "file_url": reverse("reasons_file", args=[site.pk, answer.offer.pk]),
        "matches_url": f"{reverse('matches', args=[site.pk])}?kind={reasons.kind}",
        "kind": reasons.kind,
    }


def _place(reasons: Any, place: int | None, *, is_outranked: bool) -> dict[str, Any]:
    if reasons.verdict == "fail":
        failed = [
            {"state": one.state, "text": one.text, "note": one.note} for one in reasons.rules if one.state == "missing"
        ]
        return {"kind": "missing", "title": gettext("Not in your list"), "text": "", "rules": failed}
    if place is None:
        text = gettext("It fits; others that fit have a higher score, or it takes no request today.")
        if is_outranked:
            text = gettext("It fits, and is not kept: three offers of this partner for the same need rank before it.")
        return {"kind": "unknown", "title": gettext("Not among those shown"), "text": text}
    text = gettext("Number %(place)s of its kind.") % {"place": formats.number(place)}
    return {"kind": "kept", "title": gettext("In your list"), "text": text}


def _is_told_elsewhere(rule: Any) -> bool:
    """Return whether a page of its own takes the answer: what bills say already is not to be completed there."""
    if rule.state == "met" or rule.who == "partner" or rule.fact not in ELSEWHERE:
        return False
    return rule.state == "unknown" or ELSEWHERE[rule.fact] != "bills"


def is_asked(fact: str) -> bool:
    return fact in NUMBERS or fact in YES_NO or fact == "voltage"


def question(rule: Any, asked: AskingForm | None = None) -> dict[str, Any]:
    """Return the question of one rule as <c-fact-question> takes it."""
    kind = "number" if rule.fact in NUMBERS else "yes_no" if rule.fact in YES_NO else "choice"
    form = asked or answer_form(rule.fact, is_number=kind == "number", of=NUMBERS.get(rule.fact, ""))
    return {
        "fact": rule.fact,
        "text": rule.text,
        "why": gettext("It is kept for your firm; every offer is looked at again."),
        "kind": kind,
        "unit": unit(NUMBERS.get(rule.fact, "")),
        "form": form,
        "options": [{"value": value, "label": label} for value, label in Voltage.choices],
    }


def _elsewhere(fact: str, site_id: UUID) -> str:
    route = ELSEWHERE[fact]
    return reverse(route) if route == "cbam_answer" else reverse(route, args=[site_id])
