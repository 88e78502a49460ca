"""A firm asks a person about a score; the team looks at what it was made from, makes it again, and answers."""

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
from kernel.policy import require
from kernel.text import plain_lines
from matching import queries
from matching.choices import LONGEST_CONTEST, ContestOutcome
from matching.events import ContestAnswered
from matching.models import Contest
from matching.policies import may_ask
from matching.queries.contests import Evidence, evidence_of, overseen_contest


@transaction.atomic
def contest_match(actor: Actor, *, match_id: UUID, words: str, now: datetime) -> Contest:
    """
    Ask a person about the score of a match. Twice, while it is not answered, is once.

    :raises Match.DoesNotExist: if the match is not of the actor's firm
    :raises Refused: if the actor only reads
    :raises ValidationError: without a word of why
    """
    match = queries.match(actor, match_id)
    if not may_ask(actor):
        raise Refused("contest")
    row, is_new = Contest.objects.get_or_create(
        organization_id=actor.organization_id,
        match=match,
        answered_at=None,
        defaults={"words": _checked("words", words), "created_at": now},
    )
    if is_new:
        accounts.record(actor, Act.SCORE_CONTESTED, subject="contest", subject_id=row.pk, now=now, match=str(match.pk))
    return row


@transaction.atomic
def read_contest(actor: Actor, *, contest_id: UUID, now: datetime) -> Evidence:
    """
    Return what a contested score was made from and whether it comes out the same again; each reading is written down.

    :raises Contest.DoesNotExist: when the actor is not in charge of the firm
    """
    row: Any = overseen_contest(actor, contest_id)
    require(row, "answer")
    found = evidence_of(row)
    accounts.record(
        actor, Act.CONTEST_READ, subject="contest", subject_id=row.pk, concerns=row.organization_id, now=now
    )
    return found


@transaction.atomic
def answer_contest(actor: Actor, *, contest_id: UUID, outcome: str, answer: str, now: datetime) -> Contest:
    """
    Answer a firm that contests a score, by a code and in words. Answered, it stays as it is.

    :raises Contest.DoesNotExist: when the actor is not in charge of the firm
    :raises ValidationError: when the outcome is none of the codes, or without a word
    """
    row: Any = overseen_contest(actor, contest_id)
    require(row, "answer")
    if outcome not in ContestOutcome.values:
        raise ValidationError({"outcome": ValidationError(_("Choose one of the answers."), code="unknown_choice")})
    written = {"outcome": outcome, "answer": _checked("answer", answer), "answered_at": now}
    if Contest.objects.filter(pk=row.pk, answered_at=None).update(**written):
        events.publish(ContestAnswered(row.pk, row.organization_id))
        concerns = row.organization_id
        accounts.record(
            actor,
            Act.CONTEST_ANSWERED,
            subject="contest",
            subject_id=row.pk,
            concerns=concerns,
            now=now,
            outcome=outcome,
        )
    row.refresh_from_db(fields=list(written))
    return row


def _checked(name: str, text: str) -> str:
    text = plain_lines(text)
    if not text:
        raise ValidationError({name: ValidationError(_("Say it in a few words."), code="required")})
    if len(text) > LONGEST_CONTEST:
        problem = ValidationError(
            _("At most %(longest)s characters."), code="too_long", params={"longest": LONGEST_CONTEST}
        )
        raise ValidationError({name: problem})
    return text
