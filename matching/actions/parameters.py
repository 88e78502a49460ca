from datetime import datetime

from django.db import IntegrityError, transaction

from matching.engine.weights import STARTING_WEIGHTS
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
