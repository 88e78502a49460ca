"""Everything about one firm that its offers are held against, computed once for all of them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from matching.engine.border import border_savings
from matching.engine.choice import Parameters, weigh
from matching.engine.footprint import Footprint, footprint_of
from matching.engine.goals import Goal, resolve
from matching.engine.needs import Need, measures_for
from matching.engine.numbers import ONE, exactly
from matching.engine.obligations import AUDIT, CBAM, cbam_concerns, obligations
from matching.engine.plan import Plan, chained, without_alternatives
from matching.engine.profile import SmeFacts
from matching.engine.site import Site, survey
from reference.files import Catalogue

ENGINE: Final = "4"
ENGINES: Final = frozenset({"2", "3", ENGINE})
"""
Versions that this one still is: to the second, solar power in a plan costs what it does alone, and CBAM saves nothing; both ask
for an energy bill where nothing is left to price, and have no offer confirm that it is open.
"""


@dataclass(frozen=True, slots=True)
class Situation:
    """
    A firm, its site, needs, goals and footprint.

    `u` weighs the needs; for the page of one need it is that need alone. `border` is what measures save there, in MAD a year.
    `excluded` names measures that are out of the
    question at the site, with the code of what excludes them. `cbam` says whether a good it exports is concerned.
    """

    site: Site
    needs: Mapping[str, Need]
    excluded: Mapping[str, str]
    goals: tuple[Goal, ...]
    u: Mapping[str, Decimal]
    footprint: Footprint | None
    parameters: Parameters
    need: str | None = None
    cbam: bool | None = None
    engine: str = ENGINE
    border: Mapping[str, Decimal] = field(default_factory=dict)
    _plans: dict[Collection[str], Plan] = field(default_factory=dict, repr=False, compare=False)

    @property
    def asks_as_before(self) -> bool:
        """Whether this is a version that asked for bills which settle nothing."""
        return self.engine in {"2", "3"}

    @property
    def sme(self) -> SmeFacts:
        return self.site.sme

    @property
    def catalogue(self) -> Catalogue:
        return self.site.catalogue

    @property
    def asked_standards(self) -> frozenset[str]:
        """Return the standards asked for: stated, named as goals, or the one that settles a legal obligation."""
        if self.need is not None:
            return frozenset({self.need} & self.catalogue.standards.keys())
        return frozenset(code for code in self.needs if code in self.catalogue.standards)

    @property
    def open_obligations(self) -> frozenset[str]:
        return frozenset(code for code, need in self.needs.items() if need.kind == "obligation" and need.due)

    def main_need(self, served: Iterable[str]) -> str:
        """Return the need for which an offer counts: of those it serves, the one that weighs most."""
        if self.need is not None:
            return self.need
        return max((code for code in served if code in self.u), key=lambda code: (self.u[code], code), default="")

    def settled_by(self, obligation: str) -> tuple[frozenset[str], frozenset[str]]:
        """Return the standards and the measures that settle an obligation."""
        if obligation == AUDIT:
            return frozenset({"iso_50001"}), frozenset({"energy_audit"})
        if obligation == CBAM:
            return frozenset({"cbam_verification"}), frozenset({"cbam_mrv"})
        return frozenset({obligation}), frozenset()

    @exactly
    def plan(self, codes: frozenset[str]) -> Plan:
        """Return what priced measures do together, the better of alternatives only."""
        if codes not in self._plans:
            kept = self._without_alternatives(codes)
            if kept not in self._plans:
                rate, anew = self.parameters.rate, self.engine != "2"
                self._plans[kept] = chained(self.site, kept, rate, solar_anew=anew)
            self._plans[codes] = self._plans[kept]
        return self._plans[codes]

    def _without_alternatives(self, codes: frozenset[str]) -> tuple[str, ...]:
        worth = {
            code: numbers.npv_mad.typ
            for code in codes
            if (numbers := self.needs[code].figures) is not None and numbers.npv_mad is not None
        }
        return without_alternatives(codes, worth)


@exactly
def situation(
    sme: SmeFacts,
    catalogue: Catalogue,
    parameters: Parameters | None = None,
    need: str | None = None,
    engine: str = ENGINE,
) -> Situation:
    """Return the situation of a firm; with `need`, as the page of that one need sees it."""
    parameters = parameters or Parameters()
    site = survey(sme, catalogue)
    found = measures_for(site, parameters.rate)
    goals = resolve(sme.goals or (), catalogue)
    needs = {one.code: one for one in (*found.needs, *obligations(site, goals))}
    border = {} if engine == "2" else border_savings(site, found.needs, parameters)
    u = weigh(needs.values(), parameters, border)
    if need is not None:
        u = {need: ONE} if need in needs else {}
    footprint = footprint_of(sme, site.energy, catalogue)
    return Situation(
        site, needs, found.excluded, goals, u, footprint, parameters, need, cbam_concerns(site), engine, border
    )
