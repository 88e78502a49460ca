"""The desk's first page: whose turn it is, for each kind of member."""

from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from accounts.choices import PARTNER_KINDS
from frontend import formats
from frontend.shown.footprint import between
from frontend.shown.requests import rows as request_rows
from kernel import clock
from marketplace.choices import LeadStatus


def frame() -> dict[str, Any]:
    """Return what the template names, empty."""
    return {
        "today": clock.moroccan_day(clock.now()),
        "headline": gettext("Your desk"),
        "next": None,
        "road": [],
        "mine": [],
        "theirs": [],
        "figures": [],
        "figures_source": "",
        "known": [],
        "notices_url": reverse("notices"),
    }


def exporter(site: Any, result: Any, matched: bool, leads: list[Any], cbam: Any) -> dict[str, Any]:
    """Return the board of a firm: site, bills, partners, request, in that order."""
    step = _next_step(site, result, matched, leads)
    waiting = [one for one in leads if one.status in {"sent", "seen"}]
    answered = [one for one in leads if one.status in {"accepted", "declined"}]
    states = [site is not None, result is not None, matched, bool(leads)]
    now = states.index(False) if False in states else len(states)
    names = [gettext("Your site"), gettext("Your bills"), gettext("Partners"), gettext("A request")]
    road = [
        {"name": name, "note": "", "state": "done" if number < now else "now" if number == now else ""}
        for number, name in enumerate(names)
    ]
    board: dict[str, Any] = {
        "headline": step["title"],
        "next": step,
        "road": road,
        "mine": request_rows(answered),
        "theirs": request_rows(waiting),
    }
    if result is not None:
        board |= {"figures": _figures(result), "figures_source": "; ".join(result.sources)}
    if cbam is not None:
        board["known"] = [_cbam(cbam)]
    return board


def _next_step(site: Any, result: Any, matched: bool, leads: list[Any]) -> dict[str, Any]:
    when = gettext("Your turn, whenever you like. No clock is running.")
    if site is None:
        title, why = gettext("Describe your site"), gettext("Region, sector, voltage: three minutes.")
        return _step(when, title, why, reverse("new_site"), gettext("Describe it"))
    if result is None:
        title, why = gettext("Add one bill"), gettext("One is enough for a first idea; twelve make a year.")
        return _step(when, title, why, reverse("bills", args=[site.pk]), gettext("Add a bill"))
    if not matched:
        title, why = gettext("See who can help"), gettext("Your needs are priced from your own bills.")
        return _step(when, title, why, reverse("matches", args=[site.pk]), gettext("Find partners"))
    if not leads:
        title = gettext("Ask a partner")
        why = gettext("You choose whom, and what it reads. At most six for a need.")
        return _step(when, title, why, reverse("matches", args=[site.pk]), gettext("See the reasons"))
    title, why = gettext("See where your requests stand"), gettext("Each answer comes with its reason.")
    return _step(when, title, why, reverse("requests_sent"), gettext("My requests"))


def _step(when: str, title: str, why: str, url: str, action: str) -> dict[str, Any]:
    return {"when": when, "title": title, "why": why, "url": url, "action": action, "icon": "", "gains": []}


def _figures(result: Any) -> list[dict[str, Any]]:
    total, mass = result.total, formats.mass(result.total.kg)
    return [
        {
            "label": gettext("Footprint of %(year)s") % {"year": result.year},
            "value": mass.value,
            "unit": mass.unit,
            "low": total.low_kg,
            "mid": total.kg,
            "high": total.high_kg,
            "top": (total.high_kg or total.kg) * Decimal("1.2"),
            "tone": "",
            "range": between(total.low_kg, total.kg, total.high_kg),
            "grade": result.grade,
        }
    ]


def _cbam(answer: Any) -> dict[str, str]:
    texts = {
        "no": gettext("The carbon border tax does not concern what you declared."),
        "yes": gettext("The carbon border tax concerns what you sell."),
        "unknown": gettext("Whether the carbon border tax concerns you is not known yet: a customs code is missing."),
    }
    state = {"no": "met", "yes": "missing", "unknown": "unknown"}[answer.kind]
    return {"state": state, "text": texts[answer.kind], "note": ""}


def partner(organization: Any, inbox: list[Any], offers: list[Any]) -> dict[str, Any]:
    """Return the board of a partner: requests that wait, then offers."""
    waiting = [one for one in inbox if one.can_answer]
    mine = [
        {
            "text": gettext("%(firm)s: %(need)s") % {"firm": one.company.label, "need": one.subject},
            "url": reverse("lead", args=[one.id]),
            "by": str(LeadStatus(one.status).label),
            "note": "",
        }
        for one in waiting
    ]
    if organization.kind not in PARTNER_KINDS:
        return {"headline": gettext("Your desk"), "mine": [], "theirs": []}
    when = gettext("Your turn, whenever you like. No clock is running.")
    if not offers:
        title, why = gettext("Publish an offer"), gettext("It is found and matched as soon as it is published.")
        step = _step(when, title, why, reverse("new_offer"), gettext("New offer"))
    elif waiting:
        title = ngettext("%(count)s request waits for you", "%(count)s requests wait for you", len(waiting)) % {
            "count": len(waiting)
        }
        step = _step(when, title, gettext("Declining costs nothing."), reverse("inbox"), gettext("Open the requests"))
    else:
        title, why = gettext("Nothing waits for you"), gettext("Requests come when a need passes your conditions.")
        step = _step(when, title, why, reverse("offers"), gettext("Look over my offers"))
    return {"headline": title, "next": step, "mine": mine, "theirs": []}


def notice(told: Any) -> dict[str, Any]:
    """Return one notice as <c-notices> takes it."""
    received = told.lead.side == "partner"
    return {
        "id": str(told.id),
        "icon": "inbox" if received else "check",
        "text": told.text,
        "url": reverse("lead" if received else "request_sent", args=[told.lead.id]),
        "at": told.created_at,
        "note": told.next_step,
        "unread": told.read_at is None,
    }
