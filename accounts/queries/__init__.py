from accounts.policies import in_charge, manages, operates
from accounts.queries.actors import actor_for, actor_for_key, current_organization, lacks_second_factor, memberships
from accounts.queries.audit import trail
from accounts.queries.members import invitation, invitation_of, invitations, members, team, token_of
from accounts.queries.organizations import headcounts, keys, names, organization, organizations, overseen, profile_of
from accounts.queries.repairs import Repaired, repair_ice, repair_phone, repair_region

__all__ = [
    "Repaired",
    "actor_for",
    "actor_for_key",
    "current_organization",
    "headcounts",
    "in_charge",
    "invitation",
    "invitation_of",
    "invitations",
    "keys",
    "lacks_second_factor",
    "manages",
    "members",
    "memberships",
    "names",
    "operates",
    "organization",
    "organizations",
    "overseen",
    "profile_of",
    "repair_ice",
    "repair_phone",
    "repair_region",
    "team",
    "token_of",
    "trail",
]
