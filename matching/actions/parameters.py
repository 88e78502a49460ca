from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts import actions as accounts
from accounts import queries as account_queries
from accounts.choices import Act
from kernel import events
from kernel.actor import Actor
from kernel.canonical import decimal_text
from kernel.errors import Conflict, Refused
from kernel.sentences import listed
from kernel.text import plain_lines
from matching.choices import LONGEST_REASON, Subject
from matching.choices.parameters import STARTING_AUTHOR, STARTING_REASON
from matching.engine.parameters import LIMITS, STARTING, adds_up, out_of_limits
from matching.events import WeightsChanged
from matching.models import ParameterSet
from matching.policies import may_weigh


def parameters_of(subject: str, now: datetime) -> ParameterSet:
    """Return the parameters in force of a subject; the published starting values make the first version."""
    active = ParameterSet.objects.filter(subject=subject, active=True).first()
    if active is not None:
        return active
    try:
        with transaction.atomic():
            return ParameterSet.objects.create(
                subject=subject,
                version=1,
                weights={code: str(weight) for code, weight in STARTING[subject].items()},
                author=STARTING_AUTHOR,
                reason=STARTING_REASON,
                created_at=now,
            )
    except IntegrityError:
        return ParameterSet.objects.get(subject=subject, active=True)


@transaction.atomic
def set_weights(
    subject: str, weights: Mapping[str, Decimal], *, author: str, reason: str, now: datetime
) -> ParameterSet:
    """
    Put a new version of the parameters of a subject in force; the one before stays, and what was made by it is served until redone.

    :raises ValidationError: when a number is missing or unknown, is out of its limits, weights do not add up to 1, or nobody says why
    """
    check_weights(subject, weights)
    if not author.strip() or not reason.strip():
        raise ValidationError(_("Say who sets them, and why."))
    before = parameters_of(subject, now)
    ParameterSet.objects.select_for_update().get(pk=before.pk)
    ParameterSet.objects.filter(subject=subject, active=True).update(active=False)
    row = ParameterSet.objects.create(
        subject=subject,
        version=before.version + 1,
        weights={code: decimal_text(weight) for code, weight in weights.items()},
        author=author.strip(),
        reason=reason.strip(),
        created_at=now,
    )
    events.publish(WeightsChanged(subject))
    return row


@transaction.atomic
def change_weights(
    actor: Actor, *, subject: str, weights: Mapping[str, Decimal], on_version: int, reason: str, now: datetime
) -> ParameterSet:
    """
    Put an operator's version in force, with why; its author is the team, and who it was is in the audit trail.

    :raises ParameterSet.DoesNotExist: when there is no such subject
    :raises Refused: if the actor may not weigh
    :raises ValidationError: when the numbers may not be these, are those in force, or nobody says why
    :raises Conflict: when another version came first
    """
    if not may_weigh(actor):
        raise Refused("weigh")
    if subject not in Subject.values:
        raise ParameterSet.DoesNotExist
    reason = plain_lines(reason)
    if not 0 < len(reason) <= LONGEST_REASON:
        raise ValidationError({"reason": ValidationError(_("Say why, in a few words."), code="required")})
    before = parameters_of(subject, now)
    if before.version != on_version:
        raise Conflict("changed", _("Something has changed since. Look at it again, then confirm."))
    check_weights(subject, weights)
    if weights == {code: Decimal(weight) for code, weight in before.weights.items()}:
        raise ValidationError(_("These numbers are in force already."))
    author = account_queries.names([actor.organization_id])[actor.organization_id]
    row = set_weights(subject, weights, author=author, reason=reason, now=now)
    accounts.record(actor, Act.WEIGHTS_SET, subject="weights", subject_id=row.pk, now=now, version=row.version)
    return row


def check_weights(subject: str, weights: Mapping[str, Decimal]) -> None:
    """
    Let the numbers of a subject through.

    :raises ValidationError: when one is missing or unknown, is out of its limits, or weights do not add up to 1
    """
    if weights.keys() != STARTING[subject].keys():
        raise ValidationError(
            _("Give a weight for each of these and no other: %(codes)s."),
            params={"codes": " ".join(STARTING[subject])},
        )
    if subject not in LIMITS and not adds_up(weights):
        raise ValidationError(_("Weights are not below zero and add up to 1."))
    if subject in LIMITS and (wrong := out_of_limits(subject, weights)):
        raise ValidationError(_("Out of its limits: %(codes)s."), params={"codes": listed(wrong)})
