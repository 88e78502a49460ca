"""Conversations as their readers see them: days, lines, events in words, how far the other side has read."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frontend import formats
from frontend.shown.subjects import Subject, of_lead
from kernel import clock
from messaging.choices import MessageKind

EXCERPT = 240  # letters of a message that a search found
AFTER = 20  # messages shown after it


def row(conversation: Any, subject: Subject) -> dict[str, Any]:
    """Return one conversation of the list."""
    fresh = max(0, conversation.last_sequence - conversation.read)
    state = ngettext("%(count)s new", "%(count)s new", fresh) % {"count": formats.number(fresh)} if fresh else ""
    return {
        "text": subject.title,
        "url": reverse("conversation", args=[conversation.pk]),
        "by": state or formats.day(conversation.last_at, "short"),
        "note": subject.what,
    }


def found(line: Any, subject: Subject) -> dict[str, str]:
    """Return one message that a search found, with where it stands in its conversation."""
    address = reverse("conversation", args=[line.conversation_id])
    return {
        "text": _excerpt(line.text),
        "url": f"{address}?before={line.sequence + AFTER}#m{line.sequence}",
        "by": formats.day(line.posted_at, "short"),
        "note": f"{_('You') if line.mine else subject.title} · {subject.what}",
    }


def begun(sheet: Any, conversation: Any) -> dict[str, str]:
    """Return the words that a request began with, once a search found them."""
    subject = of_lead(sheet)
    return {
        "text": _excerpt(sheet.message),
        "url": f"{reverse('conversation', args=[conversation.pk])}?before={AFTER}",
        "by": formats.day(sheet.sent_at, "short"),
        "note": f"{_('You') if sheet.side == 'sme' else subject.title} · {subject.what}",
    }


def _excerpt(text: str) -> str:
    return text if len(text) <= EXCERPT else f"{text[:EXCERPT]}…"


def parts(
    lines: Iterable[Any],
    files: Mapping[UUID, Any],
    *,
    subject: Subject,
    read: int,
    other_read: int,
    previous: date | None = None,
) -> list[dict[str, Any]]:
    """
    Return what stands in the column of messages: a day before its first message, an event across, a bubble for the rest.

    `read` is how far the reader had read when the page was asked for, `other_read` how far the other side has.
    """
    found: list[dict[str, Any]] = []
    day, is_told = previous, False
    for line in lines:
        on = clock.moroccan_day(line.posted_at)
        if on != day:
            found.append({"is": "day", "day": on, "key": on.isoformat()})
            day = on
        if not is_told and not line.mine and line.sequence > read and read:
            found.append({"is": "unread", "key": "unread"})
        is_told = is_told or (not line.mine and line.sequence > read)
        if line.kind == MessageKind.EVENT:
            told = subject.tell(line.facts)
            event = {"icon": told.icon, "text": told.text, "url": told.url, "at": line.posted_at}
            found.append({"is": "event", "key": line.sequence, **event})
        else:
            found.append({"is": "bubble", "key": line.sequence, **_bubble(line, files, subject, other_read)})
    return found


def _bubble(line: Any, files: Mapping[UUID, Any], subject: Subject, other_read: int) -> dict[str, Any]:
    file = files.get(line.document_id) if line.document_id else None
    return {
        "id": str(line.id),
        "mine": line.mine,
        "by": line.author or ("" if line.mine else subject.speaks_as),
        "text": line.text,
        "hidden": line.hidden,
        "removed": line.removed_at is not None,
        "edited": line.edited_at is not None and line.removed_at is None,
        "at": line.posted_at,
        "read": line.mine and line.sequence <= other_read,
        "client_id": str(line.client_id),
        "can_change": line.can_change,
        "can_report": not line.mine and line.removed_at is None,
        "file": _file(file) if file else None,
        "lost_file": line.document_id is not None and file is None,
    }


def _file(row: Any) -> dict[str, Any]:
    return {"url": reverse("document", args=[row.pk]), "name": row.name, "size": row.size}
