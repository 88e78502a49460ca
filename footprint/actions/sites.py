from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from footprint import queries
from footprint.actions import company as firm
from footprint.actions import typed
from footprint.choices import FACTS, Fact, SharedBy, Voltage
from footprint.events import FootprintCompleted
from footprint.models import Site
from footprint.policies import may_write
from kernel import events
from kernel.actor import Actor
from kernel.canonical import decimal_text
from kernel.errors import Question, Refused
from kernel.policy import require
from reference.queries import catalogue

COLUMNS: dict[str, typed.Reader] = {
    "name": typed.text(120),
    "region": typed.one_of(lambda: catalogue().regions),
    "province": typed.one_of(lambda: catalogue().provinces),
    "city": typed.text(80),
    "voltage": typed.one_of(lambda: Voltage.values),
    "owns_building": typed.yes_no,
    "landlord_agreement": typed.yes_no,
    "roof_m2": typed.number(),
    "heritage_roof": typed.yes_no,
    "shared_by": typed.one_of(lambda: SharedBy.values),
}


def _fact(fact: Fact) -> typed.Reader:
    if fact.kind == "yes_no":
        return typed.yes_no
    if fact.kind == "choice":
        return typed.one_of(lambda: fact.options)
    return typed.number(highest=fact.highest)


FACT_READERS: dict[str, typed.Reader] = {name: _fact(fact) for name, fact in FACTS.items()}
READERS = COLUMNS | FACT_READERS


@transaction.atomic
def add_site(actor: Actor, *, values: Mapping[str, Any], now: datetime) -> Site:
    """
    Add a place of the firm; its name and region are needed.

    :raises Refused: if the actor may not write for a firm
    """
    if not may_write(actor):
        raise Refused("add_site")
    site = Site(organization_id=actor.organization_id)
    _write(actor, site, values, now)
    return site


@transaction.atomic
def change_site(actor: Actor, *, site_id: UUID, values: Mapping[str, Any], now: datetime) -> Site:
    """
    Change what is known of a place; fields left out stay, empty ones become unknown.

    :raises Site.DoesNotExist: if the actor may not even see it
    :raises Refused: if the actor may see it but not change it
    """
    site = queries.sites(actor).select_for_update().get(pk=site_id)
    require(site, "change")
    _write(actor, site, values, now)
    return site


@transaction.atomic
def keep_site(
    actor: Actor, *, site_id: UUID | None, values: Mapping[str, Any], company: Mapping[str, Any], now: datetime
) -> Site:
    """
    Keep a site, new when there is no id, with what its firm says about itself: both, or neither.

    :raises Site.DoesNotExist: if the actor may not even see the site
    :raises Refused: if the actor may not write for a firm
    :raises ValidationError: naming every field that is wrong, of the site and of the firm
    """
    problems: dict[str, Any] = {}
    try:
        firm.describe_company(actor, values=company, now=now)
    except Question:
        raise
    except ValidationError as error:
        problems |= error.error_dict
    try:
        if site_id is None:
            site = add_site(actor, values=values, now=now)
        else:
            site = change_site(actor, site_id=site_id, values=values, now=now)
    except Question:
        raise
    except ValidationError as error:
        problems |= error.error_dict
    if problems:
        raise ValidationError(problems)
    return site


@transaction.atomic
def set_facts(actor: Actor, *, site_id: UUID, facts: Mapping[str, Any], now: datetime) -> Site:
    """
    Keep the answers to questions about a site or its firm, under the name of the fact each question asks.

    :raises Site.DoesNotExist: if the actor may not even see the site
    :raises Refused: if the actor may see it but not change it
    :raises ValidationError: naming a fact that no question asks, or whose answer is wrong
    """
    if unknown := facts.keys() & {"name", "region", "province", "city"}:
        problem = ValidationError(_("No question asks this."), code="unknown_field")
        raise ValidationError({name: [problem] for name in unknown})
    site = change_site(
        actor, site_id=site_id, values={name: facts[name] for name in facts if name not in firm.READERS}, now=now
    )
    if of_the_firm := {name: facts[name] for name in facts if name in firm.READERS}:
        firm.describe_company(actor, values=of_the_firm, now=now)
    return site


def _write(actor: Actor, site: Site, values: Mapping[str, Any], now: datetime) -> None:
    cleaned = typed.read(values, READERS, language=typed.language_of(actor))
    firm.assign(site, {name: value for name, value in cleaned.items() if name in COLUMNS})
    typed.need({"name": site.name, "region": site.region}, "name", "region")
    _check_province(site)
    answers = {name: _kept(value) for name, value in cleaned.items() if name in FACT_READERS}
    site.facts = {name: value for name, value in {**site.facts, **answers}.items() if value is not None}
    site.updated_at = now
    site.save()
    events.publish(FootprintCompleted(site.pk, site.organization_id))


def _kept(value: Any) -> Any:
    """Return an answer as JSON keeps it: a number by all its digits."""
    return decimal_text(value) if isinstance(value, Decimal) else value


def _check_province(site: Site) -> None:
    if site.province and catalogue().provinces[site.province].region_code != site.region:
        problem = ValidationError(_("This province is in another region."), code="province_elsewhere")
        raise ValidationError({"province": [problem]})
