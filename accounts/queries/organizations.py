from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, QuerySet

from accounts.models import ApiKey, Membership, Organization
from accounts.policies import API_KEY, ORGANIZATION, OVERSIGHT
from kernel.actor import Actor


def organizations(actor: Actor) -> QuerySet[Organization]:
    """Return the actor's own organization, with what it may do to it."""
    return ORGANIZATION.abilities(actor, ORGANIZATION.scope(actor, "read", Organization.objects.all()))


def organization(actor: Actor) -> Organization:
    """
    Return the organization the actor acts for.

    :raises Organization.DoesNotExist: when it acts for none
    """
    return organizations(actor).get()


def names(organization_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names of these organizations; the caller has checked that they may be shown."""
    return dict(Organization.objects.filter(pk__in=set(organization_ids)).values_list("pk", "name"))


def profile_of(organization_ids: Iterable[UUID]) -> dict[UUID, Organization]:
    """Return these organizations by id; the caller has checked that they may be shown."""
    return Organization.objects.in_bulk(set(organization_ids))


def keys(actor: Actor) -> QuerySet[ApiKey]:
    """Return the API keys that an owner may see, newest first."""
    return API_KEY.abilities(actor, API_KEY.scope(actor, "read", ApiKey.objects.all())).order_by("-pk")


def overseen(actor: Actor) -> QuerySet[Organization]:
    """Return the organizations that an operator watches over, suspended ones too, with what it may do to each."""
    return OVERSIGHT.abilities(actor, OVERSIGHT.scope(actor, "read", Organization.objects.all())).order_by("-pk")


def headcounts(organization_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Return how many active members each of these organizations has."""
    rows = Membership.objects.filter(organization_id__in=set(organization_ids), user__is_active=True)
    return dict(rows.values_list("organization_id").annotate(Count("pk")))
