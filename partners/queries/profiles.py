from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from kernel.actor import Actor
from partners.models import PartnerProfile
from partners.policies import PROFILE
from partners.queries.offers import on_the_shelf


def profiles(actor: Actor) -> QuerySet[PartnerProfile]:
    """Return the partner profiles this actor may read, with their organization and bases."""
    rows = PartnerProfile.objects.select_related("organization").prefetch_related("bases")
    return PROFILE.abilities(actor, PROFILE.scope(actor, "read", rows))


def profile(actor: Actor, organization_id: UUID) -> PartnerProfile:
    """
    Return the profile of one partner.

    :raises PartnerProfile.DoesNotExist: when there is none, or the actor may not see it
    """
    return profiles(actor).get(organization_id=organization_id)


def capacities(organization_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Return how many introductions a month these partners take: the most that an offer of theirs states, else their profile."""
    ids = set(organization_ids)
    of_profile = PartnerProfile.objects.filter(organization_id__in=ids).values_list("organization_id", "capacity_month")
    stated = on_the_shelf().filter(organization_id__in=ids, terms__has_key="capacity_month")
    found: dict[UUID, list[int]] = {}
    for organization_id, terms in stated.values_list("organization_id", "terms"):
        found.setdefault(organization_id, []).append(int(terms["capacity_month"]))
    return dict(of_profile) | {partner: max(numbers) for partner, numbers in found.items()}
