from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts import queries as accounts
from kernel import events
from kernel.actor import Actor
from notices import jobs, queries
from notices.choices import NoticeKind
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
        notice, is_new = Notice.objects.get_or_create(
            key=f"{kind}:{about}:{member.pk}",
            defaults={
                "user_id": member.pk,
                "organization_id": organization_id,
                "kind": kind,
                "subject": subject,
                "created_at": now,
            },
        )
        if is_new:
            Delivery.objects.create(notice=notice, message_id=jobs.message_id(notice.pk))
            jobs.send_email.keyed(f"notice:{notice.pk}").enqueue(str(notice.pk))  # type: ignore[attr-defined]
            events.publish(NoticePosted(notice.pk, member.pk, organization_id))


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
