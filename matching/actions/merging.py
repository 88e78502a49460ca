from uuid import UUID

from django.db import transaction

from matching.actions.steps import KEPT_HOURS
from matching.models import PartnerStats

_COUNTS = ("introductions", "answers", "accepted", "declined", "signed", "unsigned", "kept", "missed")


@transaction.atomic
def absorb(*, kept_id: UUID, absorbed_id: UUID) -> None:
    """Add what one partner did with its introductions to what another did, for the room that makes them one."""
    other = PartnerStats.objects.select_for_update().filter(pk=absorbed_id).first()
    if other is None:
        return
    row, _made = PartnerStats.objects.select_for_update().get_or_create(organization_id=kept_id)
    for name in _COUNTS:
        setattr(row, name, getattr(row, name) + getattr(other, name))
    row.hours_to_answer = [*other.hours_to_answer, *row.hours_to_answer][-KEPT_HOURS:]
    row.recent = sorted([*other.recent, *row.recent])
    months = {row.month: row.introductions_month}
    months[other.month] = months.get(other.month, 0) + other.introductions_month
    row.month = max((month for month in months if month), default=None)
    row.introductions_month = months[row.month]
    row.save()
    other.delete()
