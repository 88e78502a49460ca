"""A lost second factor: an operator removes it for a person who proved who they are."""

from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import queries
from accounts.actions.audit import record
from accounts.actions.security import tell_of_security
from accounts.actions.sessions import end_sessions
from accounts.choices import Act, FactorLoss, IdentityProof, SecurityChange
from accounts.models import Membership
from kernel.actor import Actor
from kernel.ids import NIL
from kernel.policy import require


@transaction.atomic
def remove_factors(actor: Actor, *, user_id: UUID, reason: str, proof: str, now: datetime) -> bool:
    """
    Remove the app, the passkeys and the recovery codes of a person, end its sessions and write to it.

    Each of its organizations reads that in its trail. Removing twice is once. Return whether there was one.

    :raises User.DoesNotExist: when the actor may not see this person
    :raises Refused: when the actor may see but not help it, as oneself
    :raises ValidationError: without a reason, or without how the person proved who it is
    """
    user = queries.people(actor).select_for_update(of=("self",)).get(pk=user_id)
    require(user, "remove_factors")
    _known(reason=reason in FactorLoss.values, proof=proof in IdentityProof.values)
    held = Authenticator.objects.filter(user=user)
    kinds = sorted({Authenticator.Type(one).value for one in held.values_list("type", flat=True)})
    if not kinds:
        return False
    held.delete()
    end_sessions(user.pk)
    tell_of_security(user.pk, SecurityChange.FACTORS_REMOVED, now=now)
    joined = Membership.objects.filter(user=user).order_by("organization_id").values_list("organization_id", flat=True)
    for organization_id in list(joined) or [NIL]:
        record(
            actor,
            Act.FACTORS_REMOVED,
            subject="user",
            subject_id=user.pk,
            concerns=organization_id,
            now=now,
            reason=reason,
            proof=proof,
            factors=kinds,
        )
    return True


def _known(*, reason: bool, proof: bool) -> None:
    problems = {
        **({} if reason else {"reason": ValidationError(_("Choose a reason."), "reason")}),
        **({} if proof else {"proof": ValidationError(_("Say how the person proved who it is."), "proof")}),
    }
    if problems:
        raise ValidationError(problems)
