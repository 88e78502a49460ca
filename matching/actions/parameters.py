from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from kernel import events
from matching.engine.weights import STARTING_WEIGHTS
from matching.events import WeightsChanged
from matching.models import ParameterSet

AUTHOR = "Qafila"
REASON = "Starting values of the published method."


def parameters_of(kind: str, now: datetime) -> ParameterSet:
    """Return the weights in force for a kind of offer; the published starting values make the first version."""
    active = ParameterSet.objects.filter(offer_kind=kind, active=True).first()
    if active is not None:
        return active
    try:
        with transaction.atomic():
            return ParameterSet.objects.create(
                offer_kind=kind,
                version=1,
                weights={code: str(weight) for code, weight in STARTING_WEIGHTS[kind].items()},
                author=AUTHOR,
                reason=REASON,
                created_at=now,
            )
    except IntegrityError:
        return ParameterSet.objects.get(offer_kind=kind, active=True)


@transaction.atomic
def set_weights(kind: str, weights: Mapping[str, Decimal], *, author: str, reason: str, now: datetime) -> ParameterSet:
    """
    Put a new version of the weights of a kind of offer in force; the one before stays, and what was scored by it is served until redone.

    :raises ValidationError: when a criterion is missing or unknown, a weight is below zero, they do not add up to 1, or nobody says why
    """
    if weights.keys() != STARTING_WEIGHTS[kind].keys():
        raise ValidationError(
            _("Give a weight for each of these and no other: %(codes)s."),
            params={"codes": " ".join(STARTING_WEIGHTS[kind])},
        )
    if min(weights.values()) < 0 or sum(weights.values()) != 1:
        raise ValidationError(_("Weights are not below zero and add up to 1."))
    if not author.strip() or not reason.strip():
        raise ValidationError(_("Say who sets them, and why."))
    before = parameters_of(kind, now)
    ParameterSet.objects.select_for_update().get(pk=before.pk)
    ParameterSet.objects.filter(offer_kind=kind, active=True).update(active=False)
    row = ParameterSet.objects.create(
        offer_kind=kind,
        version=before.version + 1,
        weights={code: str(weight) for code, weight in weights.items()},
        author=author.strip(),
        reason=reason.strip(),
        created_at=now,
    )
    events.publish(WeightsChanged(kind))
    return row
