"""What a person wants by e-mail, chosen on its page, by a program, or by the link of a letter."""

from collections.abc import Mapping
from datetime import time
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kernel.actor import Actor
from kernel.errors import Refused
from marketplace import actions as marketplace
from notices import queries
from notices.choices import CHOSEN, DIGEST, Pace
from notices.engine.quiet import Quiet
from notices.models import Preference, QuietHours


@transaction.atomic
def choose(
    actor: Actor,
    *,
    paces: Mapping[str, str] | None = None,
    quiet_from: time | None = None,
    quiet_until: time | None = None,
    quiet_sundays: bool | None = None,
) -> None:
    """
    Keep how the actor wants each kind of letter, and when it wants none; what is not given stays.

    :raises Refused: for a key that only reads
    :raises ValidationError: for a kind that one may not choose for, or a pace that there is not
    """
    if not actor.may("write"):
        raise Refused("choose")
    paces = paces or {}
    if any(kind not in CHOSEN or pace not in Pace.values for kind, pace in paces.items()):
        wrong = ValidationError(_("Choose among the kinds and paces that are offered."), "unknown_choice")
        raise ValidationError({"paces": wrong})
    for kind, pace in paces.items():
        _keep(actor.user_id, kind, pace)
    before = queries.quiet_of(actor.user_id)
    quiet = Quiet(
        before.starts if quiet_from is None else quiet_from,
        before.ends if quiet_until is None else quiet_until,
        before.sundays if quiet_sundays is None else quiet_sundays,
    )
    if quiet != before:
        told = {"starts": quiet.starts, "ends": quiet.ends, "sundays": quiet.sundays}
        QuietHours.objects.update_or_create(user_id=actor.user_id, defaults=told)


@transaction.atomic
def unsubscribe(letter: str) -> queries.Subscription:
    """
    Send a person no more letters of the kind or the saved search that a link names; nothing else changes. Twice is once.

    :raises ObjectDoesNotExist: when the link is none of ours, or its person has left or deleted the search
    """
    found = queries.subscription_of(letter)
    if found.search_id is not None:
        marketplace.end_alerts(found.search_id, found.user_id)
    elif found.kind != DIGEST:
        _keep(found.user_id, found.kind, Pace.NEVER)
    else:
        Preference.objects.filter(user_id=found.user_id, pace=Pace.DAILY).update(pace=Pace.NEVER)
    return found


def _keep(user_id: UUID, kind: str, pace: str) -> None:
    Preference.objects.update_or_create(user_id=user_id, kind=kind, defaults={"pace": pace})
