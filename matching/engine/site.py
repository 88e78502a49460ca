"""Everything the rules of measures may name about one site, at three levels."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from matching.engine import carriers, photovoltaics
from matching.engine.energy import DERIVED, Energy, energy_of, is_farm
from matching.engine.facts import DEFAULTS
from matching.engine.numbers import exactly
from matching.engine.prices import Prices, prices_of, rates
from matching.engine.profile import SmeFacts
from reference.files import Catalogue

LOW, TYP, HIGH = range(3)
LEVELS = (LOW, TYP, HIGH)
_PLAIN = """
region voltage owns_building landlord_agreement roof_m2 heritage_roof export_markets export_hs importer_tonnes
organic_waste_t irrigated_ha
"""
PLAIN = tuple(_PLAIN.split())

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Site:
    """A site as the measures see it: the facts at each level, and those that are known, without any default."""

    sme: SmeFacts
    catalogue: Catalogue
    energy: Energy | None
    prices: Prices
    stated: Facts
    load_class: str | None
    levels: tuple[Facts, ...] = ()
    known: Facts = field(default_factory=dict)

    def uses(self, carrier: str) -> bool | None:
        """Whether a carrier is used: a fuel left out of a known use is not; water, waste, materials are not asked."""
        if carrier not in carriers.USABLE or self.energy is None:
            return None
        return carriers.SAME.get(carrier, carrier) in self.energy.uses

    @property
    def minima(self) -> frozenset[str]:
        """Return the facts that are minima: those derived from bills of some months only."""
        return DERIVED - self.stated.keys() if self.sme.energy_in_part else frozenset()

    def with_energy(self, energy: Energy | None) -> "Site":
        """Return the site with this energy, for the next measure of a plan."""
        levels = tuple(self._facts(energy, level) for level in LEVELS)
        defaults = DEFAULTS.keys() - self.stated.keys()
        known = {name: fact for name, fact in levels[TYP].items() if name not in defaults}
        return replace(self, energy=energy, levels=levels, known=known)

    def _facts(self, energy: Energy | None, level: int) -> Facts:
        found: dict[str, Any] = {name: values[level] for name, values in DEFAULTS.items()}
        found |= self.prices.facts() | rates(self.catalogue)
        if self.sme.region is not None:
            found["pv_yield"] = photovoltaics.yield_of(self.sme.region, self.catalogue)[level]
        if self.load_class is not None:
            found["pv_r80"] = photovoltaics.r80(self.load_class)
        if energy is not None:
            found |= energy.facts(level, self.catalogue)
        return found | dict(self.stated)


@exactly
def survey(sme: SmeFacts, catalogue: Catalogue) -> Site:
    """Read a profile into all the facts that rules may name."""
    stated = {name: fact for name in PLAIN if (fact := getattr(sme, name)) is not None} | dict(sme.facts)
    if "iso_50001" not in stated and sme.certifications_held is not None:
        stated["iso_50001"] = "iso_50001" in sme.certifications_held
    energy = energy_of(sme, catalogue)
    shape = photovoltaics.load_class(sme, farm=is_farm(sme, catalogue))
    prices = prices_of(sme, energy, catalogue)
    return Site(sme, catalogue, energy, prices, stated, shape).with_energy(energy)
