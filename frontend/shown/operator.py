"""What an operator sees, as its pages name it: facts of the market, never a message or a figure of a firm."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.choices import Kind
from frontend import formats
from frontend.shown.subjects import Subject
from frontend.shown.verification import credential
from kernel.sentences import listed
from partners.choices import CaseState, CredentialKind, RefusalReason
from partners.queries import in_language
from reference import queries as reference

STATES = [
    ("", _("All")),
    ("unverified", _("Not verified")),
    ("verified", _("Verified")),
    ("suspended", _("Suspended")),
]


def region(code: str) -> str:
    return reference.name("region", code) if code else gettext("region not given")


def state_of(row: Any) -> str:
    """Return in one word where an organization stands."""
    if row.suspended_at:
        return gettext("Suspended")
    return gettext("Verified") if row.is_verified else gettext("Not verified")


def queue(today: date, cases: list[Any], ending: list[Any], suspended: list[Any]) -> dict[str, Any]:
    """Return what waits for the team, what ends soon and what is suspended."""
    waiting = [
        {
            "text": one.organization.name,
            "url": reverse("operator_case", args=[one.pk]),
            "by": gettext("since %(day)s") % {"day": formats.day(one.opened_at)},
            "note": region(one.organization.region),
        }
        for one in cases
    ]
    headline = gettext("Nothing waits for the team")
    if waiting:
        headline = ngettext("%(count)s partner to verify", "%(count)s partners to verify", len(waiting))
        headline %= {"count": len(waiting)}
    return {
        "today": today,
        "headline": headline,
        "waiting": waiting,
        "ending": [
            {
                "text": one.name,
                "url": reverse("operator_organization", args=[one.pk]),
                "by": gettext("until %(day)s") % {"day": formats.day(one.verified_until)},
                "note": region(one.region),
            }
            for one in ending
        ],
        "suspended": [
            {
                "text": one.name,
                "url": reverse("operator_organization", args=[one.pk]),
                "by": gettext("since %(day)s") % {"day": formats.day(one.suspended_at)},
                "note": one.get_suspended_for_display(),
            }
            for one in suspended
        ],
    }


def requests(parts: dict[str, tuple[int, list[Any]]], overseen: set[UUID]) -> list[dict[str, Any]]:
    """Return the requests that stand still, in counts and rows: the partner, the region and the need, nobody's words."""
    titles = {
        "late": (gettext("Requests about to run out"), gettext("Every partner is in time.")),
        "unanswered": (gettext("Requests without an answer, 30 days"), gettext("Every request was answered.")),
        "refused": (gettext("Requests declined, 30 days"), gettext("No partner has declined.")),
    }
    return [
        {
            "id": f"requests-{name}",
            "title": f"{titles[name][0]} ({formats.number(count)})",
            "none": titles[name][1],
            "rows": [_request(one, overseen) for one in rows],
        }
        for name, (count, rows) in parts.items()
    ]


def _request(one: Any, overseen: set[UUID]) -> dict[str, Any]:
    due = gettext("due on %(day)s") % {"day": formats.day(one.due_on)} if one.due_on else ""
    return {
        "text": listed(part for part in (one.partner, one.need) if part),
        "url": reverse("operator_organization", args=[one.partner_id]) if one.partner_id in overseen else "",
        "by": due or formats.day(one.sent_at),
        "note": listed(part for part in (region(one.region), one.reason) if part),
        "acts": _acts(one),
    }


def _acts(one: Any) -> list[dict[str, str]]:
    """Return what the team may do for a request now."""
    acts = [
        (one.can_remind, "operator_remind", gettext("Remind the partner")),
        (one.can_ask_next, "operator_next", gettext("Next partner")),
        (one.can_remind, "operator_close", gettext("Close")),
    ]
    return [{"url": reverse(route, args=[one.id]), "label": label} for is_now, route, label in acts if is_now]


def reported(sheets: list[Any]) -> list[dict[str, str]]:
    """Return what is reported, for a list of turns."""
    return [
        {
            "text": one.reported,
            "url": reverse("operator_report", args=[one.id]),
            "by": gettext("since %(day)s") % {"day": formats.day(one.created_at)},
            "note": one.reason_label,
        }
        for one in sheets
    ]


def letters(rows: list[Any], about: Mapping[UUID, Subject]) -> list[dict[str, str]]:
    """Return what organizations wrote to the team and wait to have answered, for a list of turns."""
    return [
        {
            "text": about[one.pk].title,
            "url": reverse("conversation", args=[one.pk]),
            "by": gettext("since %(day)s") % {"day": formats.day(one.last_at)},
            "note": "",
        }
        for one in rows
        if one.pk in about
    ]


def report(sheet: Any) -> dict[str, str]:
    return {
        "title": sheet.reported,
        "reason": sheet.reason_label,
        "words": sheet.words,
        "by": gettext("since %(day)s") % {"day": formats.day(sheet.created_at)},
        "outcome": sheet.outcome_label,
    }


def excerpt(rows: Any, sheet: Any) -> list[dict[str, Any]]:
    """Return a reported message with what stands next to it, by side and without a name."""
    return [
        {
            "text": one.text,
            "who": gettext("The reported side") if one.organization_id == sheet.reported_id else gettext("Who reports"),
            "at": one.posted_at,
            "is_it": one.sequence == sheet.sequence,
        }
        for one in rows
    ]


def organization_columns() -> list[dict[str, Any]]:
    return [{"label": gettext("Organization")}, {"label": gettext("Region")}, {"label": gettext("State")}]


def organization_row(row: Any) -> dict[str, Any]:
    return {
        "head": row.name,
        "note": str(Kind(row.kind).label),
        "url": reverse("operator_organization", args=[row.pk]),
        "cells": [region(row.region), state_of(row)],
    }


def organization_facts(row: Any, members: int) -> list[dict[str, str]]:
    """Return the facts of an organization; nothing of its footprint, its requests or its messages."""
    facts = [
        (gettext("Kind"), str(Kind(row.kind).label), ""),
        (gettext("State"), state_of(row), _state_note(row)),
        (gettext("ICE number"), row.ice or gettext("not given"), "" if row.ice_confirmed else gettext("to confirm")),
        (gettext("Telephone"), formats.phone(row.phone) if row.phone else gettext("not given"), ""),
        (gettext("Region"), region(row.region), row.city),
        (gettext("Active members"), formats.number(members), ""),
        (gettext("Here since"), formats.day(row.created_at), ""),
    ]
    return [{"term": term, "value": value, "note": note} for term, value, note in facts]


def _state_note(row: Any) -> str:
    if row.suspended_at:
        return str(row.get_suspended_for_display())
    if row.is_verified and row.verified_until:
        return gettext("until %(day)s") % {"day": formats.day(row.verified_until)}
    return ""


def project_key(sector: str, year: int) -> str:
    """Return what names a past project in a form."""
    return f"{sector} {year}"


def projects(offers: Any) -> list[dict[str, Any]]:
    """Return the past projects that each offer of a partner names, and whether the team checked them."""
    return [
        {
            "id": str(offer.pk),
            "name": in_language(offer, "name"),
            "may_confirm": offer.can_confirm,
            "projects": [
                {
                    "key": project_key(one["sector"], one["year"]),
                    "text": f"{reference.name('sector', one['sector'])} · {one['year']}",
                    "checked": bool(one.get("verified")),
                }
                for one in offer.terms["references"]
            ],
        }
        for offer in offers
        if offer.terms.get("references")
    ]


def case_row(row: Any) -> dict[str, Any]:
    said = str(CaseState(row.state).label)
    if row.reason:
        said = f"{said} · {RefusalReason(row.reason).label}"
    if row.until:
        said = f"{said} · {gettext('until %(day)s') % {'day': formats.day(row.until)}}"
    scope = listed(CredentialKind(one).label for one in row.scope)
    return {
        "text": said,
        "url": reverse("operator_case", args=[row.pk]),
        "by": formats.day(row.decided_at or row.opened_at),
        "note": scope,
    }


def proof(row: Any) -> dict[str, Any]:
    return {**credential(row), "can_take_back": False}
