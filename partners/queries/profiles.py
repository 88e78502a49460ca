from uuid import UUID

from django.db.models import QuerySet

from kernel.actor import Actor
from partners.models import PartnerProfile
from partners.policies import PROFILE


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
