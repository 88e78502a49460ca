"""The use of a site parted by carrier and end use, and the facts derived from it (measures.md section 2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from matching.engine import carriers
from matching.engine.numbers import HUNDRED, ONE, ZERO, Triple, triple
from matching.engine.profile import SmeFacts
from reference.files import Catalogue

FARM = "farm_irrigated"
OWN_LOW, OWN_HIGH = Decimal("0.9"), Decimal("1.1")
Cell = tuple[str, str]

E_FACTS = {
    "e_lighting_kwh": ("lighting",),
    "e_compressed_air_kwh": ("compressed_air",),
    "e_motors_kwh": ("motors_pumps",),
    "e_refrigeration_kwh": ("refrigeration",),
    "e_hvac_kwh": ("hvac",),
    "e_hot_water_kwh": ("hot_water",),
    "e_it_kwh": ("it_servers",),
    "e_irrigation_kwh": ("irrigation",),
    "e_heat_kwh": ("process_heat_low", "process_heat_medium", "process_heat_high"),
    "e_building_kwh": ("hvac", "lighting"),
}
F_FACTS = {
    "f_steam_kwh": ("process_heat_medium",),
    "f_low_kwh": ("process_heat_low",),
    "f_hw_kwh": ("hot_water",),
    "f_high_kwh": ("process_heat_high",),
    "f_boiler_kwh": ("process_heat_medium", "process_heat_low", "hot_water"),
    "f_wet_kwh": ("process_heat_medium", "process_heat_low"),
}
LITRES = {
    "diesel_transport_l": ("diesel", "transport"),
    "petrol_transport_l": ("petrol", "transport"),
    "diesel_genset_l": ("diesel", "onsite_genset"),
}
SUMS = ("elec_kwh", "site_kwh", "f_heat_kwh", "fossil_heat_kwh", "pump_kwh", "pump_all_kwh")
DERIVED = frozenset({*E_FACTS, *F_FACTS, *LITRES, *SUMS})
PARTLY_STATIONARY = frozenset({"diesel", "butane"})


@dataclass(frozen=True, slots=True)
class Energy:
    """Net kWh a year: of each carrier, and of each carrier for each end use at three levels."""

    uses: Mapping[str, Decimal]
    cells: Mapping[Cell, Triple]

    def of(self, end_uses: tuple[str, ...], level: int, *, electric: bool) -> dict[str, Decimal]:
        """Return the kWh of each carrier that go to these end uses: electricity, or stationary fuel."""
        found: dict[str, Decimal] = {}
        for (carrier, use), kwh in self.cells.items():
            fits = carrier == "electricity" if electric else carrier not in carriers.NOT_STATIONARY
            if fits and use in end_uses:
                found[carrier] = min(self.uses[carrier], found.get(carrier, ZERO) + kwh[level])
        return found

    def stationary(self, level: int) -> dict[str, Decimal]:
        """Return the stationary fuel of each carrier: what vehicles, generators and pumps burn is left out."""
        found = {}
        for carrier, kwh in self.uses.items():
            if carrier in carriers.NOT_STATIONARY:
                continue
            moving = [one for one in self.cells if one[0] == carrier and one[1] in carriers.MOBILE_USES]
            staying = [one for one in self.cells if one[0] == carrier and one[1] not in carriers.MOBILE_USES]
            parts = staying if carrier != "diesel" else [one for one in staying if one[1] != "other"]
            found[carrier] = sum((self.cells[one][level] for one in parts), ZERO) if moving else kwh
        return found

    def mix(self, names: tuple[str, ...], level: int) -> dict[str, Decimal]:
        """Return the fuel behind the facts that a rule names, by carrier."""
        found: dict[str, Decimal] = {}
        for name in names:
            if name in F_FACTS:
                part = self.of(F_FACTS[name], level, electric=False)
            elif name in {"f_heat_kwh", "fossil_heat_kwh"}:
                part = self.stationary(level)
                if name == "fossil_heat_kwh":
                    part = {one: kwh for one, kwh in part.items() if one not in carriers.NOT_FOSSIL}
            elif name == "pump_kwh":
                part = self.of(("irrigation",), level, electric=False)
            else:
                continue
            for carrier, kwh in part.items():
                found[carrier] = found.get(carrier, ZERO) + kwh
        return found

    @property
    def unparted(self) -> frozenset[str]:
        """Return the carriers whose end uses are not known."""
        return frozenset(self.uses) - {carrier for carrier, _ in self.cells} - {"heat"}

    def facts(self, level: int, catalogue: Catalogue) -> dict[str, Decimal]:
        """Return the derived facts of measures.md section 2 at one level; what hangs on an unknown split is left out."""
        electricity = self.uses.get("electricity", ZERO)
        found, unparted = {"elec_kwh": electricity}, self.unparted
        if "electricity" not in unparted:
            for name, uses in E_FACTS.items():
                found[name] = sum(self.of(uses, level, electric=True).values(), ZERO)
        if not unparted & PARTLY_STATIONARY:
            for name in ("f_heat_kwh", "fossil_heat_kwh"):
                found[name] = sum(self.mix((name,), level).values(), ZERO)
            found["site_kwh"] = electricity + found["f_heat_kwh"]
        if unparted - {"electricity"}:
            return found
        for name in (*F_FACTS, "pump_kwh"):
            found[name] = sum(self.mix((name,), level).values(), ZERO)
        if "e_irrigation_kwh" in found:
            found["pump_all_kwh"] = found["pump_kwh"] + found["e_irrigation_kwh"]
        for name, cell in LITRES.items():
            kwh = self.cells[cell][level] if cell in self.cells else ZERO
            found[name] = kwh / carriers.kwh_per_unit(cell[0], catalogue)
        return found


def energy_of(sme: SmeFacts, catalogue: Catalogue) -> Energy | None:
    """Return the energy of a site, or None when its use is not known; a carrier left out is not used."""
    if sme.energy_use is None:
        return None
    uses: dict[str, Decimal] = {}
    own: dict[str, Mapping[str, Decimal]] = {}
    for use in sme.energy_use:
        carrier = carriers.SAME.get(use.carrier, use.carrier)
        kwh = carriers.net_kwh(use.carrier, use.amount, use.unit, catalogue)
        uses[carrier] = uses.get(carrier, ZERO) + (kwh or ZERO)
        if use.end_use_split:
            own[carrier] = use.end_use_split
    uses = {carrier: kwh for carrier, kwh in uses.items() if kwh}
    cells: dict[Cell, Triple] = {}
    for carrier, kwh in uses.items():
        shares = _own_shares(own[carrier]) if carrier in own else _sector_shares(sme, carrier, catalogue)
        for end_use, share in shares.items():
            cells[carrier, end_use] = Triple(*(kwh * level for level in share))
    return Energy(uses, cells)


def is_farm(sme: SmeFacts, catalogue: Catalogue) -> bool:
    """Whether the site grows and waters: its irrigated land is known and its trade is farming."""
    return bool(sme.irrigated_ha) and sme.sector is not None and catalogue.sectors[sme.sector].nma2010_division == "01"


def _own_shares(split: Mapping[str, Decimal]) -> dict[str, Triple]:
    shares = {use: Triple(share * OWN_LOW, share, min(ONE, share * OWN_HIGH)) for use, share in split.items()}
    rest = ONE - sum(split.values(), ZERO)
    if rest > 0 and "other" not in shares:
        shares["other"] = triple(rest)
    return shares


def _sector_shares(sme: SmeFacts, carrier: str, catalogue: Catalogue) -> dict[str, Triple]:
    if carrier == "marine_fuel":
        return {"transport": triple(ONE)}
    sector = FARM if is_farm(sme, catalogue) else sme.sector or ""
    named = carriers.SPLIT_AS.get(carrier, carrier)
    return {
        row.end_use: Triple(row.share_pct_low / HUNDRED, row.share_pct_typical / HUNDRED, row.share_pct_high / HUNDRED)
        for row in catalogue.end_use_shares.get(sector, ())
        if row.share_pct_typical is not None and named in row.carrier_base
    }
