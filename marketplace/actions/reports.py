"""Somebody tells the team of a message or a partner; the team reads that message with its near context alone, and settles it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import actions as accounts
from accounts.choices import Act
from kernel import events
from kernel.actor import Actor
from kernel.errors import Refused
from kernel.ids import NIL
from kernel.policy import require
from kernel.text import plain_lines
from marketplace import queries
from marketplace.choices import AROUND, LONGEST_WORDS, ReportOutcome, ReportReason
from marketplace.events import ReportSettled
from marketplace.models import Report
from messaging import queries as messaging
from messaging.choices import MessageKind
from messaging.queries import Excerpt
from partners import queries as partners


@transaction.atomic
def report_message(
    actor: Actor, *, conversation_id: UUID, sequence: int | None = None, reason: str, words: str = "", now: datetime
) -> Report:
    """
    Tell the team of a message of the other side, by default its last one. Twice, while it is not settled, is once.

    :raises Conversation.DoesNotExist: when the actor takes no part in it
    :raises Refused: when the actor only reads, or the other side is the team itself
    :raises ValidationError: without a coded reason, or when the other side wrote no such message
    """
    require(messaging.conversation(actor, conversation_id), "report")
    words = _checked(actor, reason, words)
    others = messaging.messages(actor, conversation_id).filter(kind=MessageKind.TEXT)
    others = others.exclude(organization_id=actor.organization_id)
    row: Any = (others.filter(sequence=sequence) if sequence else others).order_by("-sequence").first()
    if row is None:
        missing = _("The other side has written no such message.")
        raise ValidationError({"sequence": ValidationError(missing, code="no_message")})
    about = {"reported_id": row.organization_id, "conversation_id": conversation_id, "sequence": row.sequence}
    return _keep(actor, about, reason, words, now)


@transaction.atomic
def report_partner(actor: Actor, *, organization_id: UUID, reason: str, words: str = "", now: datetime) -> Report:
    """
    Tell the team of a partner of the directory. Twice, while it is not settled, is once.

    :raises PartnerProfile.DoesNotExist: when the actor may not see it
    :raises Refused: when the actor only reads, or it is its own
    :raises ValidationError: without a coded reason
    """
    profile: Any = partners.profile(actor, organization_id)
    words = _checked(actor, reason, words)
    if profile.organization_id == actor.organization_id:
        raise Refused("report")
    about = {"reported_id": profile.organization_id, "conversation_id": NIL, "sequence": 0}
    return _keep(actor, about, reason, words, now)


@transaction.atomic
def read_report(actor: Actor, *, report_id: UUID, now: datetime) -> list[Excerpt]:
    """
    Return the reported message and what stands next to it; each reading is written down where its sides see it.

    :raises Report.DoesNotExist: when the actor is not in charge of whom it is about
    """
    row: Any = queries.overseen_report(actor, report_id)
    require(row, "settle")
    if not row.sequence:
        return []
    found = messaging.excerpt(row.conversation_id, row.sequence, around=AROUND)
    concerns = row.reported_id
    accounts.record(
        actor, Act.REPORT_READ, subject="report", subject_id=row.pk, concerns=concerns, now=now, message=row.sequence
    )
    return found


@transaction.atomic
def settle_report(actor: Actor, *, report_id: UUID, outcome: str, now: datetime) -> Report:
    """
    Decide what is reported, with a coded outcome that is told to who reported. Settled, it stays as it is.

    :raises Report.DoesNotExist: when the actor is not in charge of whom it is about
    :raises ValidationError: when the outcome is none of the codes
    """
    row: Any = queries.overseen_report(actor, report_id)
    require(row, "settle")
    if outcome not in ReportOutcome.values:
        raise ValidationError({"outcome": ValidationError(_("Choose one of the answers."), code="unknown_choice")})
    if Report.objects.filter(pk=row.pk, settled_at=None).update(outcome=outcome, settled_at=now):
        events.publish(ReportSettled(row.pk, row.organization_id))
        concerns = row.reported_id
        accounts.record(
            actor, Act.REPORT_SETTLED, subject="report", subject_id=row.pk, concerns=concerns, now=now, outcome=outcome
        )
    row.refresh_from_db(fields=["outcome", "settled_at"])
    return row


def _checked(actor: Actor, reason: str, words: str) -> str:
    if not actor.writes:
        raise Refused("report")
    words = plain_lines(words)
    problems = {}
    if reason not in ReportReason.values:
        problems["reason"] = ValidationError(_("Choose one of the reasons."), code="unknown_choice")
    if len(words) > LONGEST_WORDS:
        problems["words"] = ValidationError(
            _("At most %(longest)s characters."), code="too_long", params={"longest": LONGEST_WORDS}
        )
    if reason == ReportReason.OTHER and not words:
        problems["words"] = ValidationError(_("Say the reason in a few words."), code="required")
    if problems:
        raise ValidationError(problems)
    return words


def _keep(actor: Actor, about: dict[str, Any], reason: str, words: str, now: datetime) -> Report:
    row, _is_new = Report.objects.get_or_create(
        organization_id=actor.organization_id,
        settled_at=None,
        **about,
        defaults={"reason": reason, "words": words, "created_at": now},
    )
    return row
