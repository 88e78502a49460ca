from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from kernel import events
from kernel.sentences import listed
from matching.engine.parameters import LIMITS, STARTING, adds_up, out_of_limits
from matching.events import WeightsChanged
from matching.models import ParameterSet

AUTHOR = "Qafila"
REASON = "Starting values of the published method."


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
                author=AUTHOR,
                reason=REASON,
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
        weights={code: str(weight) for code, weight in weights.items()},
        author=author.strip(),
        reason=reason.strip(),
        created_at=now,
    )
    events.publish(WeightsChanged(subject))
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
