"""Conversations as their readers see them: days, lines, events in words, how far the other side has read."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frontend import formats
from kernel import clock
from messaging.choices import MessageKind

EXCERPT = 240  # letters of a message that a search found
AFTER = 20  # messages shown after it
ICONS = {"accepted": "handshake", "visit": "calendar", "won": "handshake"}
ICONS |= dict.fromkeys(("declined", "lost", "expired", "withdrawn", "quote_declined"), "ban")
ICONS |= {"quote_sent": "file-text", "quote_accepted": "check"}


def title_of(sheet: Any) -> str:
    """Return the other side of a request, as far as it may be known."""
    return str((sheet.company if sheet.side == "partner" else sheet.partner).label)


def page_of(sheet: Any) -> str:
    return reverse("lead" if sheet.side == "partner" else "request_sent", args=[sheet.id])


def row(conversation: Any, sheet: Any) -> dict[str, Any]:
    """Return one conversation of the list."""
    fresh = max(0, conversation.last_sequence - conversation.read)
    state = ngettext("%(count)s new", "%(count)s new", fresh) % {"count": formats.number(fresh)} if fresh else ""
    return {
        "text": title_of(sheet),
        "url": reverse("conversation", args=[conversation.pk]),
        "by": state or formats.day(conversation.last_at, "short"),
        "note": sheet.subject,
    }


def found(line: Any, sheet: Any) -> dict[str, str]:
    """Return one message that a search found, with where it stands in its conversation."""
    address = reverse("conversation", args=[line.conversation_id])
    return {
        "text": line.text if len(line.text) <= EXCERPT else f"{line.text[:EXCERPT]}…",
        "url": f"{address}?before={line.sequence + AFTER}#m{line.sequence}",
        "by": formats.day(line.posted_at, "short"),
        "note": f"{_('You') if line.mine else title_of(sheet)} · {sheet.subject}",
    }


def parts(
    lines: Iterable[Any],
    files: Mapping[UUID, Any],
    *,
    sheet: Any,
    read: int,
    other_read: int,
    previous: date | None = None,
) -> list[dict[str, Any]]:
    """
    Return what stands in the column of messages: a day before its first message, an event across, a bubble for the rest.

    `read` is how far the reader had read when the page was asked for, `other_read` how far the other side has.
    """
    found: list[dict[str, Any]] = []
    day, told = previous, False
    for line in lines:
        on = clock.moroccan_day(line.posted_at)
        if on != day:
            found.append({"is": "day", "day": on, "key": on.isoformat()})
            day = on
        if not told and not line.mine and line.sequence > read and read:
            found.append({"is": "unread", "key": "unread"})
        told = told or (not line.mine and line.sequence > read)
        if line.kind == MessageKind.EVENT:
            found.append({"is": "event", "key": line.sequence, **_event(line, sheet)})
        else:
            found.append({"is": "bubble", "key": line.sequence, **_bubble(line, files, other_read)})
    return found


def _event(line: Any, sheet: Any) -> dict[str, Any]:
    code, day = line.facts.get("code", ""), line.facts.get("day")
    words = {
        "partner": sheet.partner.label,
        "day": formats.day(date.fromisoformat(day), "weekday") if day else "",
        "version": line.facts.get("version", ""),
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
    quote = line.facts.get("quote_id")
    return {
        "icon": ICONS.get(code, "info"),
        "text": sentences[code] % words,
        "at": line.posted_at,
        "url": reverse("quote", args=[quote]) if quote else "",
    }


def _bubble(line: Any, files: Mapping[UUID, Any], other_read: int) -> dict[str, Any]:
    file = files.get(line.document_id) if line.document_id else None
    return {
        "id": str(line.id),
        "mine": line.mine,
        "by": line.author,
        "text": line.text,
        "hidden": line.hidden,
        "removed": line.removed_at is not None,
        "edited": line.edited_at is not None and line.removed_at is None,
        "at": line.posted_at,
        "read": line.mine and line.sequence <= other_read,
        "client_id": str(line.client_id),
        "can_change": line.can_change,
        "file": _file(file) if file else None,
        "lost_file": line.document_id is not None and file is None,
    }


def _file(row: Any) -> dict[str, Any]:
    return {"url": reverse("document", args=[row.pk]), "name": row.name, "size": row.size}
