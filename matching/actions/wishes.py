"""What each side says of whom it looks for: the firm of a need, the partner of its customers."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kernel.actor import Actor
from kernel.errors import Refused
from kernel.policy import require
from matching import policies, queries
from matching.choices import Horizon, SizeBand
from matching.jobs import allocate_soon
from matching.models import IdealCustomer, Need
from reference.queries import catalogue


@transaction.atomic
def say_of_need(actor: Actor, *, need_id: UUID, horizon: str, is_visible: bool, now: datetime) -> Need:
    """
    Keep how soon the firm buys, and whether partners may see this need, never whose it is.

    :raises Need.DoesNotExist: if the need is not of the actor's firm
    :raises Refused: if the actor only reads
    :raises ValidationError: when the horizon is none of the codes
    """
    need = queries.need(actor, need_id)
    require(need, "match")
    if horizon and horizon not in Horizon.values:
        raise ValidationError({"horizon": ValidationError(_("Choose one of the answers."), code="unknown_choice")})
    need.horizon, need.is_visible = horizon, is_visible
    need.save(update_fields=["horizon", "is_visible"])
    allocate_soon(now)
    return need


@transaction.atomic
def save_ideal_customer(actor: Actor, *, values: Mapping[str, Any], now: datetime) -> IdealCustomer:
    """
    Keep the firms that a partner looks for; what it leaves empty suits anybody. It moves places, never a score.

    :raises Refused: if the actor does not write for a partner
    :raises ValidationError: for a code that does not exist
    """
    if not policies.may_look_for(actor):
        raise Refused("save_ideal_customer")
    known = catalogue()
    problems = {
        **_unknown("sectors", values["sectors"], known.sectors),
        **_unknown("regions", values["regions"], known.regions),
        **_unknown("sizes", values["sizes"], filter(None, SizeBand.values)),
    }
    if problems:
        raise ValidationError(problems)
    row, _made = IdealCustomer.objects.update_or_create(
        organization_id=actor.organization_id,
        defaults={
            "sectors": sorted(set(values["sectors"])),
            "regions": sorted(set(values["regions"])),
            "sizes": [one for one in SizeBand.values if one in values["sizes"]],
            "updated_at": now,
        },
    )
    allocate_soon(now)
    return row


def _unknown(name: str, codes: Iterable[str], known: Iterable[str]) -> dict[str, ValidationError]:
    if not set(codes) - set(known):
        return {}
    return {name: ValidationError(_("Choose among the codes of the reference data."), code="unknown_code")}
