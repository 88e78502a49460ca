from accounts.policies import in_charge, manages, may_give_mandate, operates
from accounts.queries.actors import actor_for, actor_for_key, current_organization, lacks_second_factor, memberships
from accounts.queries.audit import may_read_trail, trail
from accounts.queries.mandates import acting, mandate, usable_mandates
from accounts.queries.members import invitation, invitation_of, invitations, members, team, token_of
from accounts.queries.organizations import (
    ending_verifications,
    headcounts,
    keys,
    names,
    organization,
    organizations,
    overseen,
    profile_of,
    search_overseen,
    suspended_of,
)
from accounts.queries.repairs import Repaired, repair_ice, repair_phone, repair_region

__all__ = [
    "Repaired",
    "acting",
    "actor_for",
    "actor_for_key",
    "current_organization",
    "ending_verifications",
    "headcounts",
    "in_charge",
    "invitation",
    "invitation_of",
    "invitations",
    "keys",
    "lacks_second_factor",
    "manages",
    "mandate",
    "may_give_mandate",
    "may_read_trail",
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
    "search_overseen",
    "suspended_of",
    "team",
    "token_of",
    "trail",
    "usable_mandates",
]
