"""The pages and offers of two partners that become one."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kernel import events
from kernel.joining import join
from partners.events import OffersImported
from partners.models import Offer, PartnerProfile
from partners.queries.merging import SHOWN
from partners.search import find_again
from search import actions as search


@transaction.atomic
def absorb(*, kept_id: UUID, absorbed_id: UUID, absorbed_first: bool, now: datetime) -> None:
    """Join the pages of two partners; of two offers with the same reference, the one that comes over goes without."""
    held = {one.organization_id: one for one in _held(kept_id, absorbed_id)}
    if other := held.get(absorbed_id):
        row = held.get(kept_id) or PartnerProfile.objects.create(organization_id=kept_id, updated_at=now)
        join(row, other, SHOWN, other_first=absorbed_first or kept_id not in held)
        row.updated_at = now
        row.save()
        places = set(row.bases.values_list("province", "city"))
        for base in other.bases.all():
            if (base.province, base.city) not in places:
                base.profile = row
                base.save(update_fields=["profile"])
        search.changed("partner", other.pk)
        other.delete()
    taken = Offer.objects.filter(organization_id=kept_id).exclude(source_key="").values("source_key")
    Offer.objects.filter(
        organization_id=absorbed_id, source_key__in=list(taken.values_list("source_key", flat=True))
    ).update(source_key="")


def _held(*organization_ids: UUID) -> list[PartnerProfile]:
    rows = PartnerProfile.objects.select_for_update().filter(organization_id__in=organization_ids)
    return list(rows.order_by("pk"))


@transaction.atomic
def name_again(organization_id: UUID) -> None:
    """Bring the index and the matches in step with a partner that took over the offers of another."""
    if find_again(organization_id):
        events.publish(OffersImported(organization_id))
