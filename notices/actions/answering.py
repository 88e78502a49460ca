from datetime import datetime

from django.db import transaction

from accounts import actions as accounts
from accounts.choices import Act
from kernel.errors import Conflict
from marketplace import actions as marketplace
from notices import queries
from notices.models import Delivery


@transaction.atomic
def answer_letter(answer: str, *, accepts: bool, reason: str = "", note: str = "", now: datetime) -> queries.Answerable:
    """
    Answer a request in the name of the reader of its letter; the link then works no more.

    :raises ObjectDoesNotExist: when the link is none of ours, or its reader may no longer see the request
    :raises Conflict: when it was used, is too old, the request was answered, or its reader only reads
    :raises ValidationError: when the reason is none of the codes, or "other" comes without a note; the link still works
    """
    found = queries.answerable(answer, now)
    unused = Delivery.objects.filter(pk=found.delivery_id, answered_at=None)
    if found.obstacle or not unused.update(answered_at=now):
        raise Conflict(f"letter_{found.obstacle or 'used'}")
    if accepts:
        marketplace.accept_lead(found.actor, lead_id=found.lead.id, now=now)
    else:
        marketplace.decline_lead(found.actor, lead_id=found.lead.id, reason=reason, note=note, now=now)
    accounts.record(found.actor, Act.LETTER_ANSWERED, subject="lead", subject_id=found.lead.id, now=now)
    return found
