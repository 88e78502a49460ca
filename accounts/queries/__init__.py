from accounts.policies import manages
from accounts.queries.actors import (
    actor_for,
    actor_for_key,
    current_organization,
    has_second_factor,
    is_held_back,
    lacks_second_factor,
    memberships,
    session_lasts,
)
from accounts.queries.members import invitation, invitation_of, invitations, members, team, token_of
from accounts.queries.organizations import keys, names, organization, organizations, profile_of
from accounts.queries.repairs import Repaired, repair_ice, repair_phone, repair_region

__all__ = [
    "Repaired",
    "actor_for",
    "actor_for_key",
    "current_organization",
    "has_second_factor",
    "invitation",
    "invitation_of",
    "invitations",
    "is_held_back",
    "keys",
    "lacks_second_factor",
    "manages",
    "members",
    "memberships",
    "names",
    "organization",
    "organizations",
    "profile_of",
    "repair_ice",
    "repair_phone",
    "repair_region",
    "session_lasts",
    "team",
    "token_of",
]
