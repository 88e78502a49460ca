from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from footprint import queries
from footprint.actions import typed
from footprint.actions.company import assign
from footprint.choices import Boundary, Output
from footprint.models import Product
from kernel.actor import Actor
from kernel.policy import require

READERS: dict[str, typed.Reader] = {
    "year": typed.whole(highest=2100),
    "name": typed.text(120),
    "code": typed.text(40),
    "unit": typed.one_of(lambda: Output.values),
    "made": typed.number(),
    "exported": typed.number(),
    "mass_kg": typed.number(),
    "energy_mj": typed.number(),
    "revenue_mad": typed.number(places=2),
    "is_waste": typed.yes_no,
    "boundary": typed.one_of(lambda: Boundary.values),
}
DEFAULTS = {"unit": Output.TONNE, "boundary": Boundary.GATE, "is_waste": False}
FIRST_YEAR = 1990


@transaction.atomic
def add_product(actor: Actor, *, site_id: UUID, values: Mapping[str, Any], now: datetime) -> Product:
    """
    Keep what a site made in a year: its name, how much, and what of it was exported.

    :raises Site.DoesNotExist: if the actor may not see the site
    :raises Refused: if the actor may see it but not change it
    :raises ValidationError: naming every field that is wrong
    :raises Question: when a number has several readings
    """
    site = queries.sites(actor).get(pk=site_id)
    require(site, "change")
    return _write(actor, Product(site=site), values, now)


@transaction.atomic
def change_product(actor: Actor, *, product_id: UUID, values: Mapping[str, Any], now: datetime) -> Product:
    """Change one product, as `add_product` would take it; fields left out stay, empty ones become unknown."""
    product = queries.product(actor, product_id)
    require(product, "change")
    return _write(actor, product, values, now)


@transaction.atomic
def remove_product(actor: Actor, *, product_id: UUID) -> Product:
    product = queries.product(actor, product_id)
    require(product, "remove")
    site_id, year = product.site_id, product.year
    product.delete()
    product.site_id, product.year = site_id, year
    return product


def _write(actor: Actor, product: Product, values: Mapping[str, Any], now: datetime) -> Product:
    cleaned = typed.read(values, READERS, language=typed.language_of(actor))
    assign(product, {name: DEFAULTS.get(name) if value is None else value for name, value in cleaned.items()})
    typed.need({"year": product.year, "name": product.name, "made": product.made}, "year", "name", "made")
    if problems := _problems(product):
        raise ValidationError(problems)
    product.updated_at = now
    product.save()
    return product


def _problems(product: Product) -> dict[str, list[ValidationError]]:
    found = {}
    if product.year < FIRST_YEAR:
        found["year"] = ValidationError(_("This day is too far back."), code="too_old")
    if product.made <= 0:
        found["made"] = ValidationError(
            _("More than zero is needed: what is not made carries nothing."), code="too_low"
        )
    elif product.exported is not None and product.exported > product.made:
        found["exported"] = ValidationError(_("No more can leave than is made."), code="above_output")
    if product.mass_kg is not None and product.mass_kg <= 0:
        found["mass_kg"] = ValidationError(
            _("More than zero is needed: leave it empty while it is unknown."), code="too_low"
        )
    if product.code and queries.check_code(product.code).status == "unreadable":
        found["code"] = ValidationError(_("This is not a customs code."), code="unreadable")
    same = Product.objects.filter(site_id=product.site_id, year=product.year, name=product.name)
    if same.exclude(pk=product.pk).exists():
        found["name"] = ValidationError(_("This product stands there already: change its line."), code="declared_twice")
    return {name: [problem] for name, problem in found.items()}
