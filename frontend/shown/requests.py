"""Requests as each side reads them."""

from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from footprint.choices import Voltage
from frontend import formats
from frontend.shown.finance import ready_line
from frontend.shown.matches import cut, other_points, points_of
from frontend.shown.needs import OPTIONS
from frontend.templatetags.words import unit
from kernel.sentences import listed
from marketplace.choices import UNANSWERED, SizeBand, TicketBand
from matching.choices import OfferKind
from reference import queries as reference

BADGES = {
    "sent": ("new", ""),
    "seen": ("turn", ""),
    "question": ("turn", ""),
    "accepted": ("verified", ""),
    "visit": ("verified", ""),
    "quoted": ("verified", ""),
    "won": ("verified", ""),
    "lost": ("ended", ""),
    "expired": ("ended", ""),
    "declined": ("ended", ""),
    "withdrawn": ("ended", ""),
}


def what_they_read(need_name: str, offer_name: str, *, kind: str = "") -> list[dict[str, str]]:
    """Return what a partner receives, why, and until when, before anything is sent."""
    subject = listed(name for name in (need_name, offer_name) if name)
    named = gettext(
        "Your firm's name, your own name, e-mail and telephone, and the figures of the site that bear on the price:"
        " energy used, average price, roof, connection; you receive theirs."
    )
    if kind == OfferKind.CERTIFICATION:
        named += " " + gettext("Your places, headcount, working hours and certificates as well, to price an audit.")
    is_finance = kind == OfferKind.FINANCE
    opened = gettext(
        "Beside that the band of the amount, and nothing more. Your name, figures and documents show only while you open"
        " your file to it, document by document, and you close it in one click."
    )
    return [
        {"term": gettext("About"), "text": subject},
        {
            "term": gettext("What"),
            "text": gettext("Your sector, region and size band, the need with its reasons, your message."),
        },
        {"term": gettext("Why"), "text": gettext("So that it can answer whether it takes this on.")},
        {
            "term": gettext("Who"),
            "text": gettext(
                "This partner, and the next one of the list only if you choose so below. Your bills are never sent."
            ),
        },
        {
            "term": gettext("A financier") if is_finance else gettext("When it accepts"),
            "text": opened if is_finance else named,
        },
        {"term": gettext("Your right"), "text": gettext("You can withdraw the request as long as it has no answer.")},
    ]


def rows(sheets: list[Any]) -> list[dict[str, str]]:
    """Return requests sent, for a list of turns."""
    return [
        {
            "text": gettext("%(partner)s: %(need)s") % {"partner": one.partner.label, "need": one.subject},
            "url": reverse("request_sent", args=[one.id]),
            "by": one.status_label,
            "note": one.next_step or formats.day(one.sent_at, "weekday"),
        }
        for one in sheets
    ]


def clock_line(sheet: Any) -> str:
    """Return by when an answer is due and when its partner is reminded, with the real days; nothing once it is answered."""
    if sheet.status not in UNANSWERED or sheet.due_on is None:
        return ""
    due = {"day": formats.day(sheet.due_on, "weekday")}
    said = (
        gettext("Answer due on %(day)s at 18:00, Moroccan time; weekends, holidays and closed days are left out.") % due
    )
    if not sheet.reminders:
        return said
    days = listed(formats.day(one, "weekday") for one in sheet.reminders)
    reminders = gettext("Reminders: %(days)s.") % {"days": days}
    return f"{said} {reminders}"


def plain(answer: Any) -> dict[str, str]:
    """Return what has become of a need, as a callout takes it."""
    until = gettext("At the latest on %(day)s.") % {"day": formats.day(answer.until, "weekday")} if answer.until else ""
    kinds = {"taken_on": "kept", "nobody": "missing"}
    return {"kind": kinds.get(answer.kind, "turn"), "title": answer.text, "text": f"{until} {answer.next_step}".strip()}


def record(one: Any) -> str:
    """Return how a partner answers, in a sentence."""
    outcomes = _outcomes(one)
    if one.is_new:
        new = gettext("New on Qafila: fewer than five answers so far.")
        return f"{new} {outcomes}".rstrip()
    words = {"answered": formats.number(one.answered), "asked": formats.number(one.asked)}
    said = gettext("Answered %(answered)s of its last %(asked)s requests.") % words
    days = ngettext(
        "Half of its answers came within %(count)s working day.",
        "Half of its answers came within %(count)s working days.",
        one.median_days,
    )
    return f"{said} {days % {'count': formats.number(one.median_days)}} {outcomes}".rstrip()


def _outcomes(one: Any) -> str:
    """Return what came of a partner's work, in counts of firms; nothing before there are five of them."""
    parts = []
    if one.ended:
        words = {"signed": formats.number(one.signed), "ended": formats.number(one.ended)}
        parts.append(gettext("Of %(ended)s companies that came to an end with it, %(signed)s signed.") % words)
    if one.measured:
        words = {"kept": formats.number(one.kept), "measured": formats.number(one.measured)}
        said = gettext("Of %(measured)s that measured a whole year, %(kept)s had at least nine tenths of the promise.")
        parts.append(said % words)
    return " ".join(parts)


def lead_row(sheet: Any, current: Any = None, query: str = "") -> dict[str, Any]:
    """Return one request of a partner's inbox."""
    kind, _text = BADGES[sheet.status]
    return {
        "id": str(sheet.id),
        "url": f"{reverse('lead', args=[sheet.id])}{query}",
        "title": sheet.company.label,
        "what": f"{sheet.subject} · {sheet.assigned_name}" if sheet.assigned_name else sheet.subject,
        "score": None,
        "badge": {"kind": kind, "text": sheet.status_label},
        "state": f"{ready_line(sheet.readiness)} · {_by_when(sheet)}" if sheet.is_finance else _by_when(sheet),
        "current": sheet.id == current,
    }


def _by_when(sheet: Any) -> str:
    if sheet.status in UNANSWERED and sheet.due_on:
        return gettext("before %(day)s, 18:00") % {"day": formats.day(sheet.due_on, "short")}
    return formats.day(sheet.sent_at, "short")


def lead_sheet(sheet: Any) -> dict[str, Any]:
    """Return one request as the partner reads it."""
    kind, _text = BADGES[sheet.status]
    shown, other = points_of(sheet.reasons), other_points(sheet.other_side)
    scores = [(gettext("You suit this firm"), shown)] + ([(gettext("This firm suits you"), other)] if other else [])
    return {
        "id": str(sheet.id),
        "title": sheet.company.label,
        "is_demo": sheet.is_demo,
        "badge": {"kind": kind, "text": sheet.status_label},
        "what": sheet.subject,
        "contact": _contact(sheet.company, waits=sheet.status in UNANSWERED, is_finance=sheet.is_finance),
        "offer_title": sheet.offer_name,
        "scores": [
            {"label": label, "value": one["score"], "low": one["low"], "high": one["high"], "range": ""}
            for label, one in scores
        ],
        "points": shown["points"],
        "total": shown["score"],
        "rules": [] if sheet.is_finance else shown["rules"],
        "raise": shown["raise"],
        "reach": shown["reach"],
        "narrows": shown["narrows"],
        "other": other,
        "facts": facts(sheet),
        "facts_source": gettext("From the firm's own bills and answers"),
        "message": sheet.message,
        "hides": sheet.hides,
        "history": history(sheet),
        "clock": clock_line(sheet),
        "can_answer": sheet.can_answer,
        "reason": sheet.reason_label,
        "note": sheet.note,
    }


def facts(sheet: Any) -> list[dict[str, str]]:
    company, reasons = sheet.company, sheet.reasons
    found = [
        {"term": gettext("Sector"), "value": _name("sector", company.sector), "note": ""},
        {"term": gettext("Region of the site"), "value": _name("region", company.region), "note": ""},
        {"term": gettext("Size"), "value": str(SizeBand(company.size_band).label), "note": ""},
        {"term": gettext("Your offer"), "value": sheet.offer_name, "note": ""},
    ]
    if sheet.is_finance:
        amount = str(TicketBand(company.ticket_band).label)
        found.append({"term": gettext("Amount of the project"), "value": amount, "note": ""})
    found += _priced(sheet)
    if reasons.cut_t is not None:
        note = gettext("Typical figures of the measures, on the firm's own bills")
        found.append({"term": gettext("What your measures would take off"), "value": cut(reasons), "note": note})
    unknown = [one.text for one in reasons.rules if one.state == "unknown"]
    return found + [{"term": gettext("To ask"), "value": text, "note": ""} for text in unknown]


def _priced(sheet: Any) -> list[dict[str, str]]:
    """Return what the firm released for a price, each with where it comes from and when it was told."""
    told = sheet.priced
    if not told:
        return []
    day = formats.day(sheet.sent_at)
    found = _to_audit(told, day)
    bills = gettext("Bills of %(year)s, told on %(day)s") % {"year": told.get("year", ""), "day": day}
    if told.get("in_part"):
        bills = gettext("Bills of some months of %(year)s: a minimum, told on %(day)s") % {
            "year": told["year"],
            "day": day,
        }
    for use in told.get("energy", ()):
        value = formats.with_unit(formats.number(Decimal(use["amount"]), 0), unit(use["unit"]))
        found.append({"term": reference.name("carrier", use["carrier"]), "value": value, "note": bills})
    if price := told.get("electricity_mad_per_kwh"):
        value = formats.with_unit(formats.number(Decimal(price), 2), unit("MAD/kWh"))
        found.append(
            {"term": gettext("Average price of electricity, without tax where known"), "value": value, "note": bills}
        )
    answer = gettext("The firm's answer, told on %(day)s") % {"day": day}
    if roof := told.get("roof_m2"):
        value = formats.with_unit(formats.number(Decimal(roof)), unit("m2"))
        found.append({"term": gettext("Roof"), "value": value, "note": answer})
    if code := told.get("voltage"):
        found.append({"term": gettext("Connection"), "value": str(Voltage(code).label), "note": answer})
    if owns := told.get("owns_building"):
        value = gettext("Yes") if owns == "yes" else gettext("No")
        found.append({"term": gettext("Owns the building"), "value": value, "note": answer})
    return found


def _to_audit(told: dict[str, Any], day: str) -> list[dict[str, str]]:
    """Return what a certifier prices an audit by; what the firm has not told says so, and is asked in the conversation."""
    if "scope" not in told:
        return []
    unknown, note = gettext("Not told yet"), gettext("The firm's answer, told on %(day)s") % {"day": day}
    places = listed(
        " ".join(part for part in (one["city"], _name("region", one["region"])) if part) for one in told["sites"]
    )
    held = told.get("certificates")
    rows = {
        gettext("Standards asked for"): listed(reference.name("standard", one) for one in told["standards"]) or unknown,
        gettext("Scope"): _name("sector", told["scope"]),
        gettext("Places"): places,
        gettext("Headcount"): formats.number(Decimal(told["headcount"])) if "headcount" in told else unknown,
        gettext("Shifts"): str(OPTIONS[told["shifts"]]) if "shifts" in told else unknown,
        gettext("Certificates held"): listed(reference.name("standard", one) for one in held) if held else unknown,
    }
    return [{"term": term, "value": value, "note": note if value != unknown else ""} for term, value in rows.items()]


def _name(kind: str, code: str) -> str:
    return reference.name(kind, code) if code else gettext("Not given")


def _contact(side: Any, *, waits: bool, is_finance: bool = False) -> str:
    if is_finance and side.is_masked:
        return gettext("The firm's name shows while it opens its file to you.")
    if side.contact is None and not waits:
        return gettext("Its contact was not given, and will not be.")
    if side.contact is None:
        if side.is_masked:
            return gettext("The firm's name and contact show when you accept.")
        return gettext("Its contact shows when you accept.")
    one = side.contact
    return " · ".join(part for part in (one.name, one.email, formats.phone(one.phone) if one.phone else "") if part)


def history(sheet: Any) -> list[dict[str, Any]]:
    return [
        {"text": f"{step.label} · {formats.day(step.day, 'weekday')}" if step.day else step.label, "at": step.at}
        for step in sheet.steps
    ]


def sent_sheet(sheet: Any) -> dict[str, Any]:
    """Return one request as the firm that sent it reads it."""
    kind, _text = BADGES[sheet.status]
    return {
        "id": str(sheet.id),
        "partner": sheet.partner.label,
        "partner_url": reverse("partner", args=[sheet.partner.id]),
        "is_demo": sheet.is_demo,
        "what": sheet.subject,
        "badge": {"kind": kind, "text": sheet.status_label},
        "contact": "" if sheet.partner.contact is None else _contact(sheet.partner, waits=False),
        "message": sheet.message,
        "reason": sheet.reason_label,
        "note": sheet.note,
        "next_step": sheet.next_step,
        "points": points_of(sheet.reasons)["points"],
        "score": sheet.reasons.score,
        "history": history(sheet),
        "clock": clock_line(sheet),
        "can_withdraw": sheet.can_withdraw,
        "withdraw_url": reverse("withdraw_request", args=[sheet.id]),
    }
