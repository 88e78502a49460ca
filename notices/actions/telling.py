from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts import queries as accounts
from kernel import events
from kernel.actor import Actor
from messaging import queries as messaging
from notices import jobs, queries
from notices.choices import ABSENT_AFTER, NoticeKind
from notices.events import NoticePosted
from notices.models import Delivery, Notice


@transaction.atomic
def post(
    organization_id: UUID, *, kind: NoticeKind, about: UUID, now: datetime, facts: Mapping[str, str] | None = None
) -> None:
    """
    Tell each member of an organization once, in the product and by e-mail; telling again changes nothing.

    It is about a lead, or about something of the organization itself whose `facts` (codes and dates) it keeps.
    """
    subject = {"lead_id": str(about)} if facts is None else dict(facts)
    for member in accounts.members(organization_id):
        tell(member.pk, organization_id, kind, f"{about}:{member.pk}", subject, now)


@transaction.atomic
def tell(
    user_id: UUID, organization_id: UUID, kind: NoticeKind, name: str, subject: Mapping[str, Any], now: datetime
) -> None:
    """Tell one person, for one organization; under the same name it is told once."""
    notice, is_new = Notice.objects.get_or_create(
        key=f"{kind}:{name}",
        defaults={
            "user_id": user_id,
            "organization_id": organization_id,
            "kind": kind,
            "subject": subject,
            "created_at": now,
        },
    )
    if is_new:
        Delivery.objects.create(notice=notice, message_id=jobs.message_id(notice.pk))
        jobs.send_email.keyed(f"notice:{notice.pk}").enqueue(str(notice.pk))  # type: ignore[attr-defined]
        events.publish(NoticePosted(notice.pk, user_id, organization_id))


@transaction.atomic
def tell_the_absent(conversation_id: UUID, *, now: datetime) -> datetime | None:
    """
    Tell who has not read what others wrote some minutes ago, once until it reads; return when to look again, if at all.

    A silence is one notice and one letter: while it is unread, more messages add none.
    """
    again = []
    told = _told_up_to(conversation_id)
    for reader in messaging.readers(conversation_id):
        up_to, is_unread = told.get((reader.user_id, reader.organization_id), (0, False))
        read = max(reader.read, up_to)
        fresh = messaging.written_by_others(conversation_id, reader.organization_id, after=read)
        if is_unread or fresh is None:
            continue
        since, last = fresh
        if since + ABSENT_AFTER > now:
            again.append(since + ABSENT_AFTER)
            continue
        subject = {"conversation_id": str(conversation_id), "after": reader.read, "up_to": last}
        name = f"{conversation_id}:{last}:{reader.user_id}"
        tell(reader.user_id, reader.organization_id, NoticeKind.MESSAGE_RECEIVED, name, subject, now)
    return min(again, default=None)


def _told_up_to(conversation_id: UUID) -> dict[tuple[UUID, UUID], tuple[int, bool]]:
    """Return, by reader, up to which message it was told, and whether it has yet to look."""
    rows = Notice.objects.filter(key__startswith=f"{NoticeKind.MESSAGE_RECEIVED}:{conversation_id}:")
    found: dict[tuple[UUID, UUID], tuple[int, bool]] = {}
    for row in rows:
        who = row.user_id, row.organization_id
        up_to, is_unread = found.get(who, (0, False))
        found[who] = max(up_to, row.subject["up_to"]), is_unread or row.read_at is None
    return found


def settle_read(conversation_id: UUID, *, now: datetime) -> None:
    """Mark as read, for who has read a conversation as far as it was told of, the notice that told so."""
    marks = {(one.user_id, one.organization_id): one.read for one in messaging.readers(conversation_id, muted=True)}
    waiting = Notice.objects.filter(key__startswith=f"{NoticeKind.MESSAGE_RECEIVED}:{conversation_id}:", read_at=None)
    read = [row.pk for row in waiting if marks.get((row.user_id, row.organization_id), 0) >= row.subject["up_to"]]
    Notice.objects.filter(pk__in=read).update(read_at=now)


def settle(kind: NoticeKind, *, about: UUID, now: datetime) -> None:
    """Mark as read, for everybody, what a request asked for once it was done."""
    Notice.objects.filter(key__startswith=f"{kind}:{about}:", read_at=None).update(read_at=now)


@transaction.atomic
def mark_read(actor: Actor, *, notice_id: UUID | None = None, now: datetime) -> int:
    """
    Mark one notice as read, or all of them; twice is the same as once. Return how many became read.

    :raises Notice.DoesNotExist: if the actor may not see this one
    """
    rows = queries.notices(actor)
    if notice_id is not None:
        rows = rows.filter(pk=rows.get(pk=notice_id).pk)
    return rows.filter(read_at=None).update(read_at=now)
