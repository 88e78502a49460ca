"""The desk's first page: whose turn it is, for each kind of member."""

from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from footprint import queries as footprint
from frontend import formats
from frontend.shown.figures import between, sources
from frontend.shown.footprint import small_figures
from frontend.shown.requests import rows as request_rows
from kernel import clock
from kernel.sentences import listed
from marketplace.choices import TAKEN_ON, UNANSWERED, LeadStatus

ANSWERED = (*TAKEN_ON, LeadStatus.DECLINED)


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
        "sources": [],
        "known": [],
        "reads_only": False,
        "notices_url": reverse("notices"),
    }


def exporter(
    site: Any, result: Any, matched: bool, leads: list[Any], cbam: Any, counts: dict[str, int], *, may_write: bool
) -> dict[str, Any]:
    """Return the board of a firm: site, bills, partners, request, in that order."""
    states = [site is not None, result is not None, matched, bool(leads)]
    now = states.index(False) if False in states else len(states)
    names = [gettext("Your site"), gettext("Your bills"), gettext("Partners"), gettext("A request")]
    road = [
        {"name": name, "note": "", "state": "done" if number < now else "now" if number == now else ""}
        for number, name in enumerate(names)
    ]
    board: dict[str, Any] = {
        "headline": _headline(counts),
        "next": _next_step(site, now) if may_write or now == len(states) else None,
        "road": road,
        "mine": request_rows([one for one in leads if one.status in ANSWERED]),
        "theirs": request_rows([one for one in leads if one.status in UNANSWERED]),
    }
    if result is not None:
        board |= {"figures": _figures(result), "sources": sources(result)}
    if cbam is not None:
        board["known"] = [_cbam(cbam)]
    return board


def _headline(counts: dict[str, int]) -> str:
    answers, waiting = (sum(counts.get(one, 0) for one in statuses) for statuses in (ANSWERED, UNANSWERED))
    parts = []
    if answers:
        parts.append(ngettext("%(count)s answer received", "%(count)s answers received", answers) % {"count": answers})
    if waiting:
        said = ngettext("%(count)s request waits for its answer", "%(count)s requests wait for their answer", waiting)
        parts.append(said % {"count": waiting})
    return listed(parts) or gettext("Your next step")


def _next_step(site: Any, done: int) -> dict[str, Any]:
    """Return the one thing to do, by how much of the road is done."""
    when = gettext("Your turn, whenever you like. No clock is running.")
    if done == 0:
        title, why = gettext("Describe your site"), gettext("Region, sector, voltage: three minutes.")
        return step(when, title, why, reverse("new_site"), gettext("Describe it"))
    if done == 1:
        title, why = gettext("Add one bill"), gettext("One is enough for a first idea; twelve make a year.")
        return step(when, title, why, reverse("bills", args=[site.pk]), gettext("Add a bill"))
    if done == 2:
        title, why = gettext("See who can help"), gettext("Your needs are priced from your own bills.")
        return step(when, title, why, reverse("matches", args=[site.pk]), gettext("Find partners"))
    if done == 3:
        title = gettext("Ask a partner")
        why = gettext("You choose whom, and what it reads. At most six for a need.")
        return step(when, title, why, reverse("matches", args=[site.pk]), gettext("See the reasons"))
    title, why = gettext("See where your requests stand"), gettext("Each answer comes with its reason.")
    return step(when, title, why, reverse("requests_sent"), gettext("My requests"))


def step(when: str, title: str, why: str, url: str, action: str) -> dict[str, Any]:
    return {"when": when, "title": title, "why": why, "url": url, "action": action, "icon": "", "gains": []}


def _figures(result: Any) -> list[dict[str, Any]]:
    total, mass = result.total, formats.mass(result.total.kg)
    whole = {
        "label": gettext("Footprint of %(year)s") % {"year": result.year},
        "value": mass.value,
        "unit": mass.unit,
        "low": total.low_kg,
        "mid": total.kg,
        "high": total.high_kg,
        "top": (total.high_kg or total.kg) * Decimal("1.2"),
        "tone": "",
        "range": between(total.low_kg, total.kg, total.high_kg),
        "grade": "",
    }
    empty = {"low": "", "mid": "", "high": "", "top": "", "tone": ""}
    return [whole, *(empty | figure for figure in small_figures(result)[:2])]


def _cbam(answer: Any) -> dict[str, str]:
    texts = {
        "no": gettext("The carbon border tax does not concern what you declared."),
        "probably_exempt": gettext("Your buyers are probably exempt from the carbon border tax."),
        "yes": gettext("The carbon border tax concerns what you sell."),
        "ask": gettext(
            "Whether the carbon border tax is due on what you sell depends on what your buyer imports: ask it."
        ),
        "unknown": gettext("Whether the carbon border tax concerns you is not known yet: a customs code is missing."),
    }
    kind = "ask" if answer.kind == "unknown" and footprint.waits_for_buyer(answer.missing) else answer.kind
    state = {"no": "met", "probably_exempt": "met", "yes": "missing"}.get(kind, "unknown")
    return {"state": state, "text": texts[kind], "note": "", "url": reverse("cbam_answer")}


ICONS = {
    "lead_received": "inbox",
    "lead_accepted": "check",
    "lead_declined": "ban",
    "lead_question": "message-square",
    "lead_visit": "calendar",
    "lead_won": "handshake",
    "lead_lost": "ban",
    "lead_reminder": "clock",
    "lead_last_reminder": "clock",
    "lead_promised": "clock",
    "lead_missed": "clock",
    "lead_enough": "ban",
    "terms_named": "file-text",
    "document_asked": "file-text",
    "lead_delayed": "clock",
    "lead_expired": "clock",
    "lead_rerouted": "inbox",
    "need_ended": "ban",
    "company_left": "ban",
    "partner_suspended": "ban",
    "partner_verified": "badge-check",
    "verification_refused": "ban",
    "verification_ended": "clock",
    "quote_received": "file-text",
    "quote_accepted": "check",
    "quote_declined": "ban",
    "quote_ends": "clock",
    "quote_expired": "clock",
    "outcome_asked": "handshake",
    "result_asked": "footprints",
    "result_awaited": "footprints",
    "result_given": "check",
    "team_reminds": "clock",
    "next_proposed": "inbox",
    "lead_closed": "ban",
    "report_settled": "check",
    "contest_answered": "check",
    "message_received": "message-square",
    "search_met": "search",
    "operator_helps": "users",
    "merged": "users",
    "access_given": "eye",
    "access_ended": "lock",
    "file_removed": "lock",
}


def notice(told: Any) -> dict[str, Any]:
    """Return one notice as <c-notices> takes it."""
    return {
        "id": str(told.id),
        "icon": ICONS[told.kind],
        "text": told.text,
        "url": told.path,
        "at": told.created_at,
        "note": told.next_step,
        "unread": told.read_at is None,
    }
