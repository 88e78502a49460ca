"""How the scope 1 and 2 footprint of a site is shared out by carrier and end use."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from matching.engine import carriers
from matching.engine.energy import Energy
from matching.engine.numbers import ONE, ZERO
from matching.engine.profile import SmeFacts
from matching.engine.site import TYP
from reference.files import Catalogue

EVERY = frozenset({"all"})
Cell = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Footprint:
    """Shares of scope 1+2 by (carrier, end use); None is a part that is not shared out. `total_t` is in tCO2e."""

    total_t: Decimal | None
    shares: Mapping[Cell, Decimal]

    def hit(self, of: Collection[str], end_uses: Collection[str]) -> frozenset[Cell]:
        """Return the cells that a measure of these carriers and end uses addresses."""
        return frozenset(cell for cell in self.shares if _carrier_fits(cell, of) and _use_fits(cell, end_uses))

    def share(self, cells: Collection[Cell]) -> Decimal:
        return min(ONE, sum((self.shares[cell] for cell in sorted(cells, key=str)), ZERO))

    def by_end_use(self) -> dict[str, Decimal]:
        found: dict[str, Decimal] = {}
        for (_, use), share in self.shares.items():
            found[use or "unallocated"] = found.get(use or "unallocated", ZERO) + share
        return found


def _carrier_fits(cell: Cell, of: Collection[str]) -> bool:
    return "all" in of or cell[0] is None or cell[0] in of


def _use_fits(cell: Cell, end_uses: Collection[str]) -> bool:
    if "all" in end_uses or ("all_electric" in end_uses and cell[0] in {"electricity", None}):
        return True
    return cell[1] is not None and cell[1] in end_uses


def footprint_of(sme: SmeFacts, energy: Energy | None, catalogue: Catalogue) -> Footprint | None:
    """Return the footprint from the energy used, or as the profile states it; None when neither is known."""
    kg = {} if energy is None else _kg(energy, catalogue)
    if kg is None:
        return None
    total = sum(kg.values(), ZERO)
    stated = None if sme.footprint_scope12_tco2e is None else sme.footprint_scope12_tco2e * 1000
    whole = max(total, stated or ZERO)  # what the energy emits cannot exceed the whole
    shares: dict[Cell, Decimal] = {cell: one / whole for cell, one in kg.items() if one} if whole else {}
    for given, place in ((sme.footprint_share_by_end_use, 1), (sme.footprint_share_by_carrier, 0)):
        if given is not None:
            shares = _as_stated(shares, given, place)
            break
    if energy is None and not shares:
        return None
    return Footprint(whole / 1000 if whole else None, shares)


def _kg(energy: Energy, catalogue: Catalogue) -> dict[Cell, Decimal] | None:
    found: dict[Cell, Decimal] = {}
    for carrier, kwh in energy.uses.items():
        parts = {use: level[TYP] for (one, use), level in energy.cells.items() if one == carrier}
        factor = carriers.kg_per_kwh(carrier, catalogue)
        if factor is None:
            return None
        for use, part in parts.items():
            on_road = use == "transport"
            found[carrier, use] = part * (carriers.kg_per_kwh(carrier, catalogue, on_the_road=on_road) or ZERO)
        rest = kwh - sum(parts.values(), ZERO)
        if rest > 0:
            found[carrier, None] = rest * factor
    return found


def _as_stated(shares: Mapping[Cell, Decimal], given: Mapping[str, Decimal], place: int) -> dict[Cell, Decimal]:
    """Scale the cells so that each end use, or carrier, has the share the profile states."""
    found: dict[Cell, Decimal] = {}
    for name, share in given.items():
        cells = {cell: one for cell, one in shares.items() if cell[place] == name}
        total = sum(cells.values(), ZERO)
        if total:
            found |= {cell: share * one / total for cell, one in cells.items()}
        else:
            found[(None, name) if place else (name, None)] = share
    return found
