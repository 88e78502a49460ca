"""The link by which a partner answers a request from its letter: for one reader and one request, some days, once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core import signing
from django.urls import reverse

from accounts import queries as accounts
from kernel.actor import Actor
from marketplace import queries as marketplace
from marketplace.choices import UNANSWERED
from marketplace.queries import LeadSheet
from notices.models import Delivery
from notices.queries.told import Told

VIA = "letter"
LASTS = timedelta(days=3)
_SALT = "notices.answer"


@dataclass(frozen=True, slots=True)
class Answerable:
    """A request as the reader of its letter may answer it at this moment, or `obstacle`: used, old, answered, role."""

    actor: Actor
    delivery_id: int
    lead: LeadSheet
    obstacle: str


def answer_path(user: Any, organization_id: UUID, told: Told, now: datetime) -> str:
    """Return the page where the reader of a letter answers its request without signing in; nothing when it may not."""
    lead = told.lead
    if lead is None or lead.side != "partner" or not lead.can_answer or told.conversation_id is not None:
        return ""
    if accounts.actor_for(user, organization_id, via=VIA).organization_id != organization_id:
        return ""  # who has to prove a second factor signs in
    return reverse("answer_letter", args=[signing.dumps([str(told.id), (now + LASTS).isoformat()], salt=_SALT)])


def answerable(answer: str, now: datetime) -> Answerable:
    """
    Return what the link of a letter may answer; every right is asked at this moment.

    :raises ObjectDoesNotExist: when it is none of ours, its reader has left, or may no longer see the request
    """
    try:
        notice_id, until = signing.loads(answer, salt=_SALT)
    except (signing.BadSignature, ValueError) as wrong:
        raise Delivery.DoesNotExist from wrong
    delivery = Delivery.objects.select_related("notice__user").get(notice_id=UUID(notice_id))
    notice = delivery.notice
    actor = accounts.actor_for(notice.user, notice.organization_id, via=VIA)
    if actor.organization_id != notice.organization_id:
        raise Delivery.DoesNotExist
    lead = marketplace.lead(actor, UUID(notice.subject["lead_id"]))
    obstacle = "" if lead.can_answer else "role" if lead.status in UNANSWERED else "answered"
    if datetime.fromisoformat(until) <= now:
        obstacle = "old"
    if delivery.answered_at is not None:
        obstacle = "used"
    return Answerable(actor, delivery.pk, lead, obstacle)
