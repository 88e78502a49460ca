from collections.abc import Collection, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from babel import Locale
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from footprint import queries
from footprint.actions import typed
from footprint.actions.results import compute_again
from footprint.choices import COUNTRIES, EUROPEAN_UNION
from footprint.events import ProfileChanged
from footprint.models import SmeProfile
from kernel import events
from kernel.actor import Actor
from kernel.policy import require
from reference.queries import catalogue


def _languages() -> Collection[str]:
    return Locale("en").languages


def _markets() -> Collection[str]:
    return COUNTRIES | {EUROPEAN_UNION}


_MONEY = typed.number(places=2)

READERS: dict[str, typed.Reader] = {
    "sector": typed.one_of(lambda: catalogue().sectors),
    "legal_form": typed.text(40),
    "employees": typed.whole(highest=1_000_000),
    "revenue_mad": _MONEY,
    "budget_mad": _MONEY,
    "own_funds_mad": _MONEY,
    "years_operating": typed.whole(highest=1000),
    "planned_stable_jobs": typed.whole(highest=1_000_000),
    "share_held_by_large_group_pct": typed.number(highest=Decimal(100), places=2),
    "cgem_member": typed.yes_no,
    "head_office_region": typed.one_of(lambda: catalogue().regions),
    "languages": typed.some_of(_languages),
    "goals": typed.some_of(),
    "export_markets": typed.some_of(_markets),
    "certifications_held": typed.some_of(lambda: catalogue().standards),
}


@transaction.atomic
def describe_company(actor: Actor, *, values: Mapping[str, Any], now: datetime) -> SmeProfile:
    """
    Keep what the firm says about itself; fields left out stay, empty ones become unknown.

    :raises Refused: if the actor may not write for a firm
    :raises ValidationError: naming every field that is wrong
    :raises Question: when a number has several readings
    """
    require(queries.company(actor), "change")
    SmeProfile.objects.get_or_create(organization_id=actor.organization_id, defaults={"updated_at": now})
    company = queries.companies(actor).select_for_update().get()
    cleaned = typed.read(values, READERS, language=typed.language_of(actor))
    sector = company.sector
    assign(company, cleaned)
    if cleaned.keys() & {"budget_mad", "own_funds_mad"}:  # what was kept before this was checked holds up nothing else
        _check_part_of_budget(company)
    company.updated_at = now
    company.save()
    if company.sector != sector:
        compute_again(actor.organization_id, now)
    events.publish(ProfileChanged(actor.organization_id))
    return company


def _check_part_of_budget(company: SmeProfile) -> None:
    budget, own = company.budget_mad, company.own_funds_mad
    if budget is not None and own is not None and own > budget:
        words = _("Your own money cannot exceed the investment that it is a part of.")
        raise ValidationError({"own_funds_mad": [ValidationError(words, code="above_budget")]})


def assign(row: models.Model, cleaned: Mapping[str, Any]) -> None:
    """Set the fields of a row; an unknown text is empty, any other unknown is null."""
    for name, value in cleaned.items():
        field: Any = row._meta.get_field(name)
        setattr(row, name, "" if value is None and not field.null else value)
