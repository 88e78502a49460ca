"""What is burnt or bought at a site, in kWh (net calorific value), with its weight in CO2e."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from footprint.engine.problems import Refusal
from footprint.engine.units import in_activity_unit
from reference.files import ActivityKind, Catalogue

NOTHING: Mapping[str, Any] = MappingProxyType({})
MJ_PER_KWH = Decimal("3.6")
GRID: Final = "elec_ma_ember_2024"
OPERATING_MARGIN: Final = "elec_ma_operating_margin_2021"

# carrier: the activities that may weigh it; the first is its own unit and price.
ACTIVITIES: Final[dict[str, tuple[str, ...]]] = {
    "electricity": ("electricity_grid",),
    "diesel": ("diesel_stationary",),
    "petrol": ("petrol_road",),
    "butane": ("butane",),
    "propane": ("propane",),
    "lpg": ("lpg", "lpg_road"),
    "natural_gas": ("natural_gas", "natural_gas_volume", "natural_gas_mass"),
    "fuel_oil": ("fuel_oil",),
    "marine_fuel": ("marine_fuel_oil",),
    "kerosene": ("kerosene",),
    "coal": ("coal",),
    "petcoke": ("petcoke",),
    "wood": ("wood",),
    "olive_pomace": ("olive_pomace",),
    "biomass": ("olive_pomace",),
    "charcoal": ("charcoal",),
    "biogas": ("biogas",),
    "heat": ("heat_purchased",),
}
USABLE: Final = frozenset(ACTIVITIES)
ROAD: Final = {"diesel": "diesel_road", "petrol": "petrol_road"}
# Carriers that the split does not name go as the one they resemble.
SPLIT_AS: Final = {"lpg": "propane", "kerosene": "fuel_oil", "charcoal": "wood", "biogas": "propane"}
SAME: Final = {"biomass": "olive_pomace"}
NOT_FOSSIL: Final = frozenset({"wood", "olive_pomace", "charcoal", "biogas"})
NOT_STATIONARY: Final = frozenset({"electricity", "petrol", "marine_fuel", "heat"})
MOBILE_USES: Final = frozenset({"transport", "onsite_genset", "irrigation"})


def kind_of(carrier: str, catalogue: Catalogue) -> ActivityKind:
    return catalogue.activities[ACTIVITIES[carrier][0]]


def kwh_per_unit(carrier: str, catalogue: Catalogue) -> Decimal:
    """Return the net kWh in one unit (kWh, L, kg) of a carrier."""
    return _net(kind_of(carrier, catalogue))


def net_kwh(carrier: str, amount: Decimal, unit: str, catalogue: Catalogue) -> Decimal | None:
    """Return what an amount holds in net kWh, or None when the unit does not measure this carrier."""
    for activity in ACTIVITIES[carrier]:
        kind = catalogue.activities[activity]
        try:
            return in_activity_unit(amount, unit, kind) * _net(kind)
        except Refusal:
            continue
    try:
        return in_activity_unit(amount, unit, catalogue.activities["electricity_grid"])
    except Refusal:
        return None


def kg_per_kwh(carrier: str, catalogue: Catalogue, *, on_the_road: bool = False) -> Decimal | None:
    """Return the kg of CO2e of one net kWh by the inventory's factor, or None when the file has none."""
    kind = catalogue.activities[ROAD[carrier]] if on_the_road and carrier in ROAD else kind_of(carrier, catalogue)
    if kind.factor_id is None:
        return None
    return catalogue.factors[kind.factor_id].kgco2e_per_unit / _net(kind)


def _net(kind: ActivityKind) -> Decimal:
    if kind.ncv_mj_per_unit is None:
        raise LookupError(kind.activity_id)
    return kind.ncv_mj_per_unit / MJ_PER_KWH
