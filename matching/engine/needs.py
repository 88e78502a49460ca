"""The needs of a site: the measures whose trigger holds or may hold, and what law or buyers ask (measures.md section 1)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from matching.engine import facts
from matching.engine.energy import DERIVED
from matching.engine.figures import RATE, Figures, figures
from matching.engine.numbers import exactly
from matching.engine.site import Site
from matching.engine.vocabulary import condition, exclusions, hangs_on, holds

State = Literal["priced", "carbon_only", "named_only", "unknown"]
EVERYBODY: Final = "*"
# What is computed from the energy use is asked for by asking for that; what may be told by itself is not.
OF_THE_USE: Final = DERIVED - facts.OPTIONAL


@dataclass(frozen=True, slots=True)
class Need:
    """
    One measure or obligation; `certain` is False while its trigger hangs on a missing fact.

    `asks` are the missing facts, those its trigger and exclusions hang on first; `due` is for obligations.
    """

    code: str
    kind: Literal["measure", "obligation"]
    state: State
    certain: bool
    figures: Figures | None = None
    asks: tuple[str, ...] = ()
    due: bool = False

    @property
    def lowers(self) -> bool | None:
        """Whether it lowers scope 1 and 2 here, on this grid: None while a fact is missing, and for advice."""
        return None if self.figures is None else self.figures.abatement_t.typ > 0


@dataclass(frozen=True, slots=True)
class Survey:
    """What a site needs, and what is out of the question there, by the code of its exclusion."""

    needs: tuple[Need, ...]
    excluded: dict[str, str]

    def by_code(self) -> dict[str, Need]:
        return {need.code: need for need in self.needs}


@exactly
def measures_for(site: Site, rate: Decimal = RATE) -> Survey:
    """Return the measures that apply to a site, in the order of the file, and those that an exclusion removes."""
    found, excluded = [], {}
    for code, row in site.catalogue.triggers.items():
        if not _is_for(site, code):
            continue
        trigger, rules = condition(row.trigger), exclusions(row.exclusions)
        if out := next(((name, rule) for name, rule in rules if holds(rule, site.known, site.minima)), None):
            # A trigger may ask for the contrary of its exclusion: what is excluded is said, not passed over.
            if holds(trigger, {**site.known, **dict.fromkeys(out[1].names)}, site.minima) is not False:
                excluded[code] = out[0]
            continue
        answer = holds(trigger, site.known, site.minima)
        if answer is False:
            continue
        open_rules = [trigger, *(rule for _, rule in rules if holds(rule, site.known, site.minima) is None)]
        asks = [name for rule in open_rules for name in hangs_on(rule, site.known, site.minima)]
        asks += [name for name in row.needs_facts if name != "energy_use" and site.known.get(name) is None]
        if (site.energy is None or site.sme.energy_in_part) and ("energy_use" in row.needs_facts or not asks):
            asks.insert(0, "energy_use")
        numbers = figures(site, code, rate)
        found.append(
            Need(
                code,
                "measure",
                _state(row.state, numbers),
                certain=answer is True,
                figures=numbers,
                asks=tuple(dict.fromkeys("energy_use" if name in OF_THE_USE else name for name in asks)),
            )
        )
    return Survey(tuple(found), excluded)


def _is_for(site: Site, code: str) -> bool:
    sectors = site.catalogue.measures[code].applicable_sectors
    if EVERYBODY not in sectors and site.sme.sector is not None and site.sme.sector not in sectors:
        return False
    uses = [True if one == "all" else site.uses(one) for one in site.catalogue.triggers[code].carriers]
    return any(one is not False for one in uses)


def _state(ceiling: State, numbers: Figures | None) -> State:
    """A price, a life and a gain make a need priced; without them it is carbon only until the price is given."""
    if ceiling == "named_only":
        return ceiling
    if numbers is None:
        return "unknown"
    if ceiling != "priced":
        return ceiling
    return "priced" if numbers.net_mad is not None and numbers.net_mad.typ > 0 else "carbon_only"
