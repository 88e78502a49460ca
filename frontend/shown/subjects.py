"""What a conversation is about, in one form whatever it is: who is on the other side, in what matter, and how it began."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import queries as accounts
from accounts.choices import Kind
from frontend import formats
from kernel.actor import Actor
from marketplace import queries as marketplace
from messaging.choices import About

ICONS = {"accepted": "handshake", "visit": "calendar", "won": "handshake"}
ICONS |= dict.fromkeys(("declined", "lost", "expired", "withdrawn", "quote_declined"), "ban")
ICONS |= {"quote_sent": "file-text", "quote_accepted": "check"}


@dataclass(frozen=True, slots=True)
class Opening:
    """The words that stand before the first message."""

    text: str
    mine: bool
    at: datetime
    hides: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to the subject, in a sentence."""

    icon: str
    text: str
    url: str


def _nothing_happens(facts: Mapping[str, Any]) -> Event:
    return Event("info", facts.get("code", ""), "")


@dataclass(frozen=True, slots=True)
class Subject:
    """For one reader: the other side, the matter and its page (with the words of the link), and how an event is told."""

    title: str
    what: str
    url: str = ""
    link: str = ""
    opening: Opening | None = None
    is_demo: bool = False
    speaks_as: str = ""  # how the other side is called where none of its people is named
    tell: Callable[[Mapping[str, Any]], Event] = field(default=_nothing_happens)


def subjects(actor: Actor, conversations: Iterable[Any]) -> dict[UUID, Subject]:
    """Return what each of these conversations is about, by conversation; one whose subject the reader lost is left out."""
    rows = list(conversations)
    found: dict[UUID, Subject] = {}
    for about, make in KINDS.items():
        ids = {row.pk: row.subject_id for row in rows if row.about == about}
        made = make(actor, set(ids.values())) if ids else {}
        found |= {pk: made[subject_id] for pk, subject_id in ids.items() if subject_id in made}
    return found


def title_of(sheet: Any) -> str:
    """Return the other side of a request, as far as it may be known."""
    return str((sheet.company if sheet.side == "partner" else sheet.partner).label)


def page_of(sheet: Any) -> str:
    return reverse("lead" if sheet.side == "partner" else "request_sent", args=[sheet.id])


def of_lead(sheet: Any) -> Subject:
    """Return a request as the subject of its conversation, as far as its reader may know the other side."""
    return Subject(
        title=title_of(sheet),
        what=sheet.subject,
        url=page_of(sheet),
        link=_("The request"),
        opening=Opening(sheet.message, sheet.side == "sme", sheet.sent_at, sheet.hides),
        is_demo=sheet.is_demo,
        tell=partial(_of_lead, sheet),
    )


def _leads(actor: Actor, lead_ids: Collection[UUID]) -> dict[UUID, Subject]:
    rows = marketplace.leads(actor).filter(pk__in=lead_ids)
    return {sheet.id: of_lead(sheet) for sheet in marketplace.sheets(actor, rows)}


def _team(actor: Actor, organization_ids: Collection[UUID]) -> dict[UUID, Subject]:
    """The team for who writes to it, and the organization for the team."""
    profiles = accounts.profile_of(organization_ids)
    return {pk: _with_team(actor, row) for pk, row in profiles.items()}


def _with_team(actor: Actor, row: Any) -> Subject:
    if actor.kind != Kind.OPERATOR:
        return Subject(
            title=_("The Qafila team"),
            what=_("Your questions to the Qafila team"),
            url=reverse("mandate"),
            link=_("Help from the team"),
            speaks_as=_("The Qafila team"),
        )
    address = reverse("operator_organization", args=[row.pk])
    return Subject(row.name, _("A letter to the Qafila team"), address, _("The organization"), is_demo=row.is_demo)


KINDS: Mapping[str, Callable[[Actor, Collection[UUID]], dict[UUID, Subject]]] = {
    About.LEAD: _leads,
    About.OPERATOR: _team,
}


def _of_lead(sheet: Any, facts: Mapping[str, Any]) -> Event:
    code, day = facts.get("code", ""), facts.get("day")
    words = {
        "partner": sheet.partner.label,
        "day": formats.day(date.fromisoformat(day), "weekday") if day else "",
        "version": facts.get("version", ""),
    }
    sentences = {
        "accepted": _("%(partner)s has taken the request on. Both sides see each other's contacts."),
        "question": _("%(partner)s asks before it answers. The clock goes on."),
        "delayed": _("%(partner)s will answer by %(day)s."),
        "visit": _("Visit agreed for %(day)s."),
        "quoted": _("%(partner)s has sent a quote."),
        "won": _("The request is signed. This conversation stays open."),
        "lost": _("Nothing is signed. This conversation is closed."),
        "expired": _("%(partner)s has not answered in time. This conversation is closed."),
        "declined": _("%(partner)s has declined the request. This conversation is closed."),
        "withdrawn": _("The company has withdrawn the request. This conversation is closed."),
        "quote_sent": _("%(partner)s has sent its quote, version %(version)s."),
        "quote_accepted": _("The company has accepted version %(version)s of the quote."),
        "quote_declined": _("The company has declined version %(version)s of the quote; its reason is beside it."),
    }
    if sheet.is_finance:
        sentences |= {
            "accepted": _("%(partner)s is interested. It reads the file that the company opens to it."),
            "quoted": _("%(partner)s has named its terms. They stand in the request."),
            "declined": _("%(partner)s does not finance this request. This conversation is closed."),
        }
    quote = facts.get("quote_id")
    url = reverse("quote", args=[quote]) if quote else ""
    return Event(ICONS.get(code, "info"), sentences[code] % words, url)
