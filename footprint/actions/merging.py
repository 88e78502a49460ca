"""What two firms that become one say of themselves, and the lists of two institutions."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from footprint.models import PreparedFirm, SmeProfile
from footprint.queries.merging import SAID
from kernel.joining import join

_LONGEST_KEY = 80


@transaction.atomic
def absorb(*, kept_id: UUID, absorbed_id: UUID, absorbed_first: bool, now: datetime) -> None:
    """Join what both say of themselves, and let each line of their lists have its own name."""
    other = SmeProfile.objects.select_for_update().filter(organization_id=absorbed_id).first()
    if other is not None:
        row, _made = SmeProfile.objects.select_for_update().get_or_create(
            organization_id=kept_id, defaults={"updated_at": now}
        )
        join(row, other, SAID, other_first=absorbed_first)
        row.updated_at = now
        row.save()
        other.delete()
    taken = PreparedFirm.objects.filter(organization_id=kept_id).values("source_key")
    for firm in PreparedFirm.objects.filter(organization_id=absorbed_id, source_key__in=taken):
        firm.source_key = f"{firm.source_key[: _LONGEST_KEY - 37]} {firm.pk}"
        firm.save(update_fields=["source_key"])
