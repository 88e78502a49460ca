"""When a partner is away or full: nobody asks it then, and its closed days do not count against it."""

from collections.abc import Callable, Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from kernel.actor import Actor
from partners.models import Absence, PartnerProfile
from partners.policies import ABSENCE


def absences(actor: Actor) -> QuerySet[Absence]:
    """Return when the actor's own organization is away, the next first."""
    return ABSENCE.abilities(actor, ABSENCE.scope(actor, "read", Absence.objects.order_by("starts_on", "pk")))


def closed_days(organization_id: UUID) -> Callable[[date], bool]:
    """Return whether a partner is closed on a day, as it has said by now."""
    spans = list(Absence.objects.filter(organization_id=organization_id).values_list("starts_on", "ends_on"))
    return lambda day: any(first <= day <= last for first, last in spans)


def is_full(organization_id: UUID) -> bool:
    """Return whether a partner has said that it has no room."""
    return PartnerProfile.objects.filter(organization_id=organization_id, is_full=True).exists()


def unavailable(organization_id: UUID, day: date) -> str:
    """Return why a partner takes no new request on a day: absent, full, or nothing."""
    return all_unavailable([organization_id], day).get(organization_id, "")


def all_unavailable(organization_ids: Iterable[UUID], day: date) -> dict[UUID, str]:
    """Return which of these partners take no new request on a day, and why."""
    ids = set(organization_ids)
    full = PartnerProfile.objects.filter(organization_id__in=ids, is_full=True)
    away = Absence.objects.filter(organization_id__in=ids, starts_on__lte=day, ends_on__gte=day)
    return dict.fromkeys(full.values_list("organization_id", flat=True), "full") | dict.fromkeys(
        away.values_list("organization_id", flat=True), "absent"
    )
