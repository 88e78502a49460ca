"""An operator makes two organizations one: people, keys, details and the trail."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts import queries
from accounts.actions.audit import record
from accounts.actions.closing import end_what_it_gave
from accounts.actions.copies import discard
from accounts.choices import MANAGING_ROLES, Act, Ending, Role
from accounts.events import OrganizationsMerged
from accounts.models import DataCopy, Membership, Organization
from kernel import events, personal
from kernel.actor import Actor
from kernel.joining import join
from kernel.policy import require


@transaction.atomic
def absorb(actor: Actor, *, kept_id: UUID, absorbed_id: UUID, details_of: UUID, now: datetime) -> None:
    """
    Give the one that stays what leads to the other, for the room that has seen to what there is once; the other is kept as a sign.

    The keys, invitations and mandates of the absorbed one end: whoever holds them was trusted with its things alone.

    :raises Organization.DoesNotExist: when the actor may not see both
    :raises Refused: when the actor may see them but not merge them
    """
    of = queries.pair(actor, kept_id, absorbed_id, held=True)
    require(of.kept, "merge")
    require(of.absorbed, "merge")
    end_what_it_gave(absorbed_id, now)
    discard(DataCopy.objects.filter(organization_id=absorbed_id))
    _join_members(kept_id, absorbed_id)
    _join_details(of.kept, of.absorbed, details_of=details_of, now=now)
    Organization.objects.filter(merged_into=absorbed_id).update(merged_into=kept_id)
    personal.hand_over(absorbed_id, kept_id)
    events.publish(OrganizationsMerged(kept_id, absorbed_id))
    ids = {"kept": kept_id, "absorbed": absorbed_id}
    for one in of.both:
        record(actor, Act.ORGANIZATIONS_MERGED, subject="organization", subject_id=one, concerns=one, now=now, **ids)


def _join_members(kept_id: UUID, absorbed_id: UUID) -> None:
    """Who works for both stays once, in the role that may do more."""
    order: list[str] = [*MANAGING_ROLES, Role.MEMBER, Role.READER]
    known = {one.user_id: one for one in Membership.objects.filter(organization_id=kept_id)}
    for other in Membership.objects.filter(organization_id=absorbed_id, user_id__in=known):
        mine = known[other.user_id]
        mine.role = min(mine.role, other.role, key=lambda role: order.index(role) if role in order else len(order))
        mine.save(update_fields=["role"])
        other.delete()


def _join_details(kept: Organization, absorbed: Organization, *, details_of: UUID, now: datetime) -> None:
    """The badge goes with the name and number that were read; the other's holds as well when it read the same."""
    of_absorbed = details_of == absorbed.pk
    first, second = (absorbed, kept) if of_absorbed else (kept, absorbed)
    alike = (first.name, first.ice) == (second.name, second.ice)
    badge = second if alike and not first.is_verified else first
    verified = badge.verified_at, badge.verified_until
    absorbed.verified_at = absorbed.verified_until = None
    absorbed.suspended_at, absorbed.suspended_for, absorbed.merged_into = now, Ending.MERGED, kept
    absorbed.save(
        update_fields=["verified_at", "verified_until", "suspended_at", "suspended_for", "merged_into"]
    )  # first, since a number is verified once
    join(kept, absorbed, queries.DETAILS, other_first=of_absorbed)
    kept.verified_at, kept.verified_until = verified
    kept.save(update_fields=[*queries.DETAILS, "verified_at", "verified_until"])
