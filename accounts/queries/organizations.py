from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.choices import MANAGING_ROLES, Ending
from accounts.models import ApiKey, Membership, Organization, User
from accounts.policies import API_KEY, ORGANIZATION, OVERSIGHT
from kernel import clock
from kernel.actor import Actor
from kernel.text import ascii_digits

COMPANY_DIGITS = 9


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


def same_company(organization_id: UUID) -> set[UUID]:
    """Return the organizations that are one company: this one, and those whose number begins with the same nine digits."""
    number = Organization.objects.values_list("ice", flat=True).get(pk=organization_id)
    if len(number) < COMPANY_DIGITS:
        return {organization_id}
    same = Organization.objects.filter(ice__startswith=number[:COMPANY_DIGITS]).values_list("pk", flat=True)
    return {organization_id, *same}


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


def search_overseen(actor: Actor, *, text: str, state: str) -> QuerySet[Organization]:
    """Return those that an operator watches over whose name or number holds a text, in a state (verified, suspended…)."""
    rows, today = overseen(actor), clock.moroccan_day(clock.now())
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(ice__startswith=ascii_digits(text)))
    still = Q(verified_at__isnull=False) & (Q(verified_until=None) | Q(verified_until__gte=today))
    states = {
        "verified": still & Q(suspended_at=None),
        "unverified": ~still,
        "suspended": Q(suspended_at__isnull=False),
    }
    return rows.filter(states[state]) if state in states else rows


def ending_verifications(actor: Actor, first: date, last: date) -> QuerySet[Organization]:
    """Return those whose verification ends between two days, the first to end first."""
    return (
        overseen(actor).filter(verified_until__range=(first, last), suspended_at=None).order_by("verified_until", "pk")
    )


def suspended_of(user_id: UUID) -> QuerySet[Organization]:
    """Return the organizations of a person that the team suspended: it acts for none of them."""
    rows = Organization.objects.filter(memberships__user_id=user_id, suspended_at__isnull=False)
    return rows.exclude(suspended_for__in=Ending.values).order_by("name", "pk")


def closed_of(user_id: UUID) -> QuerySet[Organization]:
    """Return the organizations that a person owned and that were closed, as long as their data are there."""
    owned = Membership.objects.filter(user_id=user_id, role__in=MANAGING_ROLES, organization=OuterRef("pk"))
    return Organization.objects.filter(Exists(owned), suspended_for=Ending.CLOSED).order_by("name", "pk")


def closings(user_id: UUID) -> list[tuple[Organization, datetime]]:
    """Return what a person may still take back, each with the moment it is erased."""
    kept = timedelta(days=settings.KEEP_CLOSED_DAYS)
    found = [(one, one.suspended_at + kept) for one in closed_of(user_id) if one.suspended_at]
    return [(one, until) for one, until in found if until > clock.now()]


def closed_before(moment: datetime) -> list[UUID]:
    """Return the organizations that were closed before an instant and not taken back."""
    rows = Organization.objects.filter(suspended_for=Ending.CLOSED, suspended_at__lt=moment)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def owners_to_tell(organization_id: UUID) -> list[tuple[User, str, datetime]]:
    """Return each owner of an organization that was closed, its name, and when its data are erased."""
    row = Organization.objects.filter(pk=organization_id, suspended_for=Ending.CLOSED).first()
    if row is None or row.suspended_at is None:
        return []
    owners = User.objects.filter(
        memberships__organization_id=organization_id, memberships__role__in=MANAGING_ROLES, is_active=True
    )
    return [
        (one, row.name, row.suspended_at + timedelta(days=settings.KEEP_CLOSED_DAYS)) for one in owners.order_by("pk")
    ]
