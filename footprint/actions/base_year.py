from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from footprint import queries
from footprint.models import BaseYear
from footprint.policies import may_write
from footprint.queries.statements import rows
from footprint.queries.statements.base import kept_of
from kernel.actor import Actor
from kernel.errors import Refused
from kernel.policy import require


@transaction.atomic
def mark_base_year(actor: Actor, *, year: Any, now: datetime) -> BaseYear:
    """
    Measure the firm against this year from now on, as it is computed today; the year marked before gives way.

    :raises Refused: if the actor may not write for a firm
    :raises ValidationError: if no site has a bill of that year
    """
    if not may_write(actor):
        raise Refused("mark_base_year")
    typed = str(year)
    wanted = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 4 else 0
    found = rows.results({wanted: list(queries.sites(actor))})[wanted].values()
    if not found:
        raise ValidationError({"year": [ValidationError(_("No bill of this year."), code="no_bill")]})
    values = {
        "year": wanted,
        "total_kg": sum(row.total_kg for row in found),
        "kept": kept_of(found),
        "marked_at": now,
    }
    return BaseYear.objects.update_or_create(organization_id=actor.organization_id, defaults=values)[0]


@transaction.atomic
def unmark_base_year(actor: Actor) -> None:
    """
    Measure the firm against no year any more.

    :raises BaseYear.DoesNotExist: if it marked none
    :raises Refused: if the actor may only see it
    """
    marked = queries.base_years(actor).get()
    require(marked, "remove")
    marked.delete()
