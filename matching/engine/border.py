"""
What a measure saves at the border: certificates that the EU buyer need not buy for goods under CBAM (docs/method/measures.md section 5).

The buyer pays them, so the saving is the exporter's only through the price; the price of a certificate is that of a day, and
provisional. Nothing is counted while the goods, the buyer's tonnes or the share sold to it are not known.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

from footprint.engine.cbam import resolve
from matching.engine import carriers
from matching.engine.choice import Parameters
from matching.engine.figures import TONNE, Figures
from matching.engine.needs import Need
from matching.engine.numbers import HUNDRED, ZERO, exactly
from matching.engine.obligations import cbam_concerns, may_pay
from matching.engine.site import TYP, Site

POWER: Final = ("electricity_kwh", "electricity_day_kwh")


@exactly
def border_savings(site: Site, needs: Iterable[Need], parameters: Parameters) -> Mapping[str, Decimal]:
    """Return in MAD a year, by measure, the certificates that it saves; no measure when one of the facts is missing."""
    share = site.stated.get("eu_sales_pct")
    if not share or not parameters.cbam_eur_t or cbam_concerns(site) is not True or may_pay(site) is not True:
        return {}
    with_power = counts_power(site)
    price = parameters.cbam_eur_t * site.levels[TYP]["fx_eur"] * share / HUNDRED
    found = {need.code: border_tonnes(site, need.figures, with_power=with_power) for need in needs if need.figures}
    return {code: tonnes * price for code, tonnes in found.items()}


def border_tonnes(site: Site, figures: Figures, *, with_power: bool) -> Decimal:
    """Return the tonnes a year that a measure takes off the goods: of electricity only where the goods answer for it."""
    if with_power:
        return figures.abatement_t.typ
    power = sum((figures.energy[name].typ for name in POWER if name in figures.energy), ZERO)
    return figures.abatement_t.typ - power * site.catalogue.factors[carriers.GRID].kgco2e_per_unit / TONNE


def counts_power(site: Site) -> bool:
    """Return whether every good under CBAM that the firm exports answers for the electricity it took."""
    lines = [
        site.catalogue.cbam_lines[line]
        for code in site.sme.export_hs or ()
        for line in resolve(code, site.catalogue).lines
    ]
    return bool(lines) and all(one.scope_of_embedded_emissions == "direct+indirect" for one in lines)
