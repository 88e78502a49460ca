"""Who of a partner's team sees to a request."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import queries as accounts
from kernel.actor import Actor
from marketplace.actions.steps import lead_for, tell
from marketplace.events import LeadMoved
from marketplace.models import Lead


@transaction.atomic
def assign_lead(actor: Actor, *, lead_id: UUID, user_id: UUID | None) -> Lead:
    """
    Give a request to a member of the partner's team, or to nobody; everybody of the team still sees and answers it.

    :raises Lead.DoesNotExist: if the actor may not even see it
    :raises Refused: if it was not sent to the actor, or the actor only reads
    :raises ValidationError: when the person is no member of the team
    """
    lead = lead_for(actor, "answer", lead_id)
    if user_id is not None and user_id not in {one.pk for one in accounts.members(actor.organization_id)}:
        raise ValidationError({"user_id": ValidationError(_("Choose a member of your team."), code="unknown_choice")})
    if lead.assigned_to_id != user_id:  # type: ignore[attr-defined]
        Lead.objects.filter(pk=lead.pk).update(assigned_to_id=user_id)
        lead.refresh_from_db(fields=["assigned_to"])
        tell(LeadMoved, lead)
    return lead
