"""An operator makes two organizations one, whole or not at all."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import actions as accounts
from documents import actions as documents
from footprint import actions as footprint
from kernel.actor import Actor
from kernel.errors import Conflict
from marketplace import jobs, queries
from marketplace.choices import Stays
from marketplace.models import Tally
from matching import actions as matching
from messaging import actions as messaging
from partners import actions as partners

LATE = timedelta(minutes=2)


@transaction.atomic
def merge(
    actor: Actor, *, kept_id: UUID, absorbed_id: UUID, choices: Mapping[str, str], digest: str, now: datetime
) -> None:
    """
    Give one organization everything of another that is the same company, and keep the other as a sign that leads to it.

    `choices` says, where both say something different, whose details and presentation stay; `digest` is that of the
    merger as it was shown.

    :raises Organization.DoesNotExist: when the actor may not see both
    :raises Refused: when the actor may see them but not merge them
    :raises Conflict: when something stands in the way, or has changed since it was shown
    :raises ValidationError: without a choice that is needed
    """
    shown = queries.merger(actor, kept_id=kept_id, absorbed_id=absorbed_id, held=True)
    if shown.obstacles:
        raise Conflict("obstacles", shown.obstacles[0].label, obstacles=list(shown.obstacles))
    missing = [name for name in shown.choices if choices.get(name) not in Stays.values]
    if missing:
        raise ValidationError({name: ValidationError(_("Choose which one stays."), "choice") for name in missing})
    if digest != shown.digest:
        raise Conflict("changed", _("Something has changed since. Look at it again, then confirm."))
    details = choices.get(queries.DETAILS, Stays.KEPT)
    presentation = choices.get(queries.PRESENTATION, Stays.KEPT)
    bring_over(kept_id, absorbed_id, absorbed_first=presentation == Stays.ABSORBED, now=now)
    details_of = absorbed_id if details == Stays.ABSORBED else kept_id
    accounts.absorb(actor, kept_id=kept_id, absorbed_id=absorbed_id, details_of=details_of, now=now)
    jobs.bring_over_late.using(run_after=now + LATE).enqueue(str(kept_id), str(absorbed_id))


@transaction.atomic
def bring_over(kept_id: UUID, absorbed_id: UUID, *, absorbed_first: bool = False, now: datetime) -> None:
    """See to what there is once, room by room, then hand over everything else."""
    documents.absorb(kept_id=kept_id, absorbed_id=absorbed_id, now=now)
    partners.absorb(kept_id=kept_id, absorbed_id=absorbed_id, absorbed_first=absorbed_first, now=now)
    footprint.absorb(kept_id=kept_id, absorbed_id=absorbed_id, absorbed_first=absorbed_first, now=now)
    matching.absorb(kept_id=kept_id, absorbed_id=absorbed_id)
    messaging.absorb(kept_id=kept_id, absorbed_id=absorbed_id, now=now)
    _join_tallies(kept_id, absorbed_id)


def _join_tallies(kept_id: UUID, absorbed_id: UUID) -> None:
    """Leave one of what both did with the same firm or partner: what was counted stays counted."""
    for ours, theirs in (
        ("organization_id", "partner_organization_id"),
        ("partner_organization_id", "organization_id"),
    ):
        known = Tally.objects.filter(**{ours: kept_id}).values_list(theirs, "of")
        for other_id, of in known:
            Tally.objects.filter(**{ours: absorbed_id, theirs: other_id, "of": of}).delete()
