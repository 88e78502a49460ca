"""Two organizations that are one company: who looks like another, and what stands in the way of making them one."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.choices import Obstacle
from accounts.models import Organization
from accounts.queries.mandates import usable_mandates
from accounts.queries.organizations import overseen
from kernel.actor import Actor
from kernel.joining import differ

DETAILS = ("name", "ice", "ice_confirmed", "phone", "region", "city")
_COMPANY_DIGITS = 9  # of the 15: the company; the others are its establishment and a check


@dataclass(frozen=True, slots=True)
class Pair:
    """The organization that stays, and the one whose things it takes over."""

    kept: Organization
    absorbed: Organization

    @property
    def both(self) -> tuple[UUID, UUID]:
        return self.kept.pk, self.absorbed.pk


def pair(actor: Actor, kept_id: UUID, absorbed_id: UUID, *, held: bool = False) -> Pair:
    """
    Return two organizations that an operator watches over, until the end of the transaction when `held`.

    :raises Organization.DoesNotExist: when the actor may not see both
    """
    rows = overseen(actor).filter(pk__in=[kept_id, absorbed_id]).order_by("pk")
    found = {row.pk: row for row in (rows.select_for_update(of=("self",)) if held else rows)}
    if not {kept_id, absorbed_id} <= found.keys():
        raise Organization.DoesNotExist
    return Pair(found[kept_id], found[absorbed_id])


def twins(actor: Actor, row: Organization) -> QuerySet[Organization]:
    """Return the organizations in use, of the same kind, that have the company number or the name of another."""
    company = Q(ice__startswith=row.ice[:_COMPANY_DIGITS]) if row.ice else Q(pk=None)
    alike = overseen(actor).filter(company | Q(name__iexact=row.name), kind=row.kind, suspended_at=None)
    return alike.exclude(pk=row.pk)


def obstacles(actor: Actor, of: Pair) -> list[Obstacle]:
    """Return what keeps these two from becoming one: a wrong merge would show one company the figures of another."""
    kept, absorbed = of.kept, of.absorbed
    if kept.pk == absorbed.pk:
        return [Obstacle.SAME]
    found = []
    if kept.kind != absorbed.kind or kept.is_demo != absorbed.is_demo:
        found.append(Obstacle.KIND)
    if not kept.ice or kept.ice[:_COMPANY_DIGITS] != absorbed.ice[:_COMPANY_DIGITS]:
        found.append(Obstacle.NUMBER)
    allowed = usable_mandates(actor, of.both)
    if kept.pk not in allowed:
        found.append(Obstacle.KEPT_ALLOWS_NOT)
    if absorbed.pk not in allowed:
        found.append(Obstacle.ABSORBED_ALLOWS_NOT)
    return found


def details_differ(of: Pair) -> bool:
    """Return whether somebody has to say whose name, number, telephone and place stay."""
    return differ(of.kept, of.absorbed, DETAILS)


def kept_of(organization_id: UUID) -> UUID | None:
    """Return the organization that took over another, for who follows an old address."""
    return Organization.objects.filter(pk=organization_id).values_list("merged_into", flat=True).first()
