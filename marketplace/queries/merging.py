"""What making two organizations one would do, told to an operator before it is done."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery

from accounts import queries as accounts
from accounts.choices import Obstacle
from footprint import queries as footprint
from kernel import personal
from kernel.actor import Actor
from kernel.canonical import digest
from kernel.imports import jobs as imports
from kernel.policy import require
from marketplace.choices import OPEN
from marketplace.models import Lead
from partners import queries as partners

DETAILS, PRESENTATION = "details", "presentation"


@dataclass(frozen=True, slots=True)
class Merger:
    """What moves (rows of each model), what somebody has to choose, what stands in the way; `digest` names all of it."""

    kept: Any  # the organizations, with what the actor may do to them
    absorbed: Any
    obstacles: tuple[Obstacle, ...]
    choices: tuple[str, ...]
    moves: Mapping[str, int]

    @property
    def digest(self) -> str:
        """Return what tells this merger from the same one after something changed."""
        sides = [[one.pk, one.name, one.ice] for one in (self.kept, self.absorbed)]
        return digest([sides, self.obstacles, self.choices, self.moves])


def merger(actor: Actor, *, kept_id: UUID, absorbed_id: UUID, held: bool = False) -> Merger:
    """
    Return what merging one organization into another would do; both are held until the end of the transaction when `held`.

    :raises Organization.DoesNotExist: when the actor may not see both
    :raises Refused: when the actor may see them but not merge them
    """
    of = accounts.pair(actor, kept_id, absorbed_id, held=held)
    require(of.kept, "merge")
    require(of.absorbed, "merge")
    found = accounts.obstacles(actor, of)
    if partners.both_wait(*of.both):
        found.append(Obstacle.CASES)
    if imports.under_way(absorbed_id):
        found.append(Obstacle.IMPORT)
    if _asked_twice(kept_id, absorbed_id):
        found.append(Obstacle.ASKED_TWICE)
    choices = {
        DETAILS: accounts.details_differ(of),
        PRESENTATION: footprint.companies_differ(*of.both) or partners.profiles_differ(*of.both),
    }
    asked = tuple(name for name, differs in choices.items() if differs)
    return Merger(of.kept, of.absorbed, tuple(found), asked, personal.moves(absorbed_id))


def _asked_twice(kept_id: UUID, absorbed_id: UUID) -> bool:
    """Return whether a site waits for both, or works with both, for one need."""
    of_kept = Lead.objects.filter(partner_organization_id=kept_id, status__in=OPEN, site=OuterRef("site"))
    same = Subquery(of_kept.filter(need_code=OuterRef("need_code")).values("pk")[:1])
    asked = Lead.objects.filter(partner_organization_id=absorbed_id, status__in=OPEN)
    return asked.annotate(twin=same).filter(twin__isnull=False).exists()
