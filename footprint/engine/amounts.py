"""
Quantities with their unit, in exact ratios: `t.km`, `kg/kWh`, `g/MMBtu` are read as they are written.

A unit is a product of named units, at most over another product: `kg/t.km` is kilograms over tonne-kilometres. Sources of the ratios: the SI
brochure (2019), NIST Special Publication 811 appendix B (Btu of the International Table, gallon, barrel, short ton), the
toe of the IEA (41,868 MJ).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from footprint.engine.numbers import CONTEXT, ONE
from footprint.engine.problems import Problem, Refusal

Dimension = tuple[tuple[str, int], ...]

# What each family measures: how many of its first unit one of each holds, as a ratio that stays exact.
FAMILIES: Final[Mapping[str, Mapping[str, str]]] = {
    "energy": {
        "MJ": "1",
        "J": "1/1000000",
        "kJ": "1/1000",
        "GJ": "1000",
        "TJ": "1000000",
        "Wh": "18/5000",
        "kWh": "18/5",
        "MWh": "3600",
        "GWh": "3600000",
        "TWh": "3600000000",
        "toe": "41868",
        "ktoe": "41868000",
        "kcal": "4184/1000000",
        "Mcal": "4184/1000",
        "Gcal": "4184",
        "Btu": "1055.05585262/1000000",
        "MMBtu": "1055.05585262",
        "therm": "105.505585262",
    },
    "mass": {
        "kg": "1",
        "mg": "1/1000000",
        "g": "1/1000",
        "t": "1000",
        "kt": "1000000",
        "Mt": "1000000000",
        "lb": "0.45359237",
        "short_ton": "907.18474",
        "long_ton": "1016.0469088",
    },
    "volume": {
        "L": "1",
        "mL": "1/1000",
        "hL": "100",
        "m3": "1000",
        "ft3": "28.316846592",
        "gal_us": "3.785411784",
        "gal_uk": "4.54609",
        "bbl": "158.987294928",
    },
    "length": {"km": "1", "m": "1/1000", "mi": "1.609344", "nmi": "1.852", "ft": "0.3048/1000"},
    "area": {"m2": "1", "ha": "10000", "km2": "1000000", "ft2": "0.09290304"},
    "time": {"h": "1", "min": "1/60", "s": "1/3600", "d": "24"},
    "person": {"person": "1"},
    "vehicle": {"vehicle": "1"},
    "piece": {"piece": "1"},
    "night": {"night": "1"},
    "year": {"year": "1"},
    "ratio": {"1": "1", "%": "1/100", "room": "1"},
}
SPELLINGS: Final[Mapping[str, str]] = {
    "employee": "person",
    "item": "piece",
    "km²": "km2",
    "l": "L",
    "lbs": "lb",
    "litre": "L",
    "litres": "L",
    "liter": "L",
    "liters": "L",
    "mile": "mi",
    "miles": "mi",
    "mmbtu": "MMBtu",
    "m²": "m2",
    "m³": "m3",
    "nm3": "m3",
    "passenger": "person",
    "pieces": "piece",
    "pkm": "person.km",
    "scf": "ft3",
    "tep": "toe",
    "tkm": "t.km",
    "tonne": "t",
    "tonnes": "t",
    "unit": "piece",
    "vkm": "vehicle.km",
}
AMBIGUOUS: Final[Mapping[str, tuple[str, ...]]] = {
    "ton": ("t", "short_ton", "long_ton"),
    "tons": ("t", "short_ton", "long_ton"),
    "gal": ("gal_us", "gal_uk"),
    "gallon": ("gal_us", "gal_uk"),
    "gallons": ("gal_us", "gal_uk"),
    "cal": ("kcal", "J"),
}
NOT_ENERGY: Final = frozenset({"kva", "kw", "kvarh", "kvar", "mw", "w"})
MONEY: Final = re.compile(r"[A-Z]{3}\Z")


@dataclass(frozen=True, slots=True)
class Unit:
    """What a unit measures, and how many base units one of it holds: `over` divides, so that the ratio stays exact."""

    dimension: Dimension
    times: Decimal = ONE
    over: Decimal = ONE


@dataclass(frozen=True, slots=True)
class Amount:
    """A value in a unit, as typed."""

    value: Decimal
    unit: str

    def to(self, unit: str) -> Decimal:
        """
        Return the value in another unit of what this one measures.

        :raises Refusal: `unit_incompatible`, or what a unit that cannot be read raises
        """
        return product(unit, self)

    def measures(self, unit: str) -> bool:
        return read(self.unit).dimension == read(unit).dimension


def product(unit: str, *amounts: Amount) -> Decimal:
    """
    Return the product of amounts in a unit: 100 t times 800 km times 0.1 kg/t.km is 8,000 kg.

    :raises Refusal: `unit_incompatible` when the product measures something else, or what `read` raises
    """
    wanted = read(unit)
    value, times, over = ONE, wanted.over, wanted.times
    powers: dict[str, int] = {}
    for amount in amounts:
        one = read(amount.unit)
        value *= amount.value
        times, over = times * one.times, over * one.over
        for family, power in one.dimension:
            powers[family] = powers.get(family, 0) + power
    if _dimension(powers) != wanted.dimension:
        typed = " × ".join(amount.unit for amount in amounts)
        raise Refusal(Problem("unit_incompatible", params={"unit": typed, "expected": unit}))
    return value if times == over else CONTEXT.divide(value * times, over)


@lru_cache(maxsize=4096)
def read(name: str) -> Unit:
    """
    Read a unit as it is written.

    :raises Refusal: `ambiguous_unit` with its meanings, `not_energy`, `unit_unknown`
    """
    above, slash, below = name.strip().partition("/")
    powers: dict[str, int] = {}
    times, over = ONE, ONE
    for side, sign in ((above or "1", 1), (below if slash else "1", -1)):
        for part in side.split("."):
            unit = _named(part.strip(), name)
            for family, power in unit.dimension:
                powers[family] = powers.get(family, 0) + sign * power
            up, down = (unit.times, unit.over) if sign > 0 else (unit.over, unit.times)
            times, over = times * up, over * down
    return Unit(_dimension(powers), times, over)


def is_energy(name: str) -> bool:
    """Return whether a unit measures energy; a pack, or a word that cannot be read, does not."""
    try:
        return read(name).dimension == (("energy", 1),)
    except Refusal:
        return False


def is_money(name: str) -> bool:
    """Return whether a unit is a currency."""
    try:
        ((family, power),) = read(name).dimension
    except (Refusal, ValueError):
        return False
    return power == 1 and bool(MONEY.match(family))


def _dimension(powers: Mapping[str, int]) -> Dimension:
    return tuple(sorted((family, power) for family, power in powers.items() if power))


def _named(part: str, whole: str) -> Unit:
    folded = part.casefold()
    if part in _UNITS:
        return _UNITS[part]
    if folded in SPELLINGS:
        return read(SPELLINGS[folded])
    if folded in AMBIGUOUS:
        raise Refusal(Problem("ambiguous_unit", params={"unit": whole, "offered": AMBIGUOUS[folded]}))
    if folded in NOT_ENERGY:
        raise Refusal(Problem("not_energy", params={"unit": whole, "expected": "kWh"}))
    if folded in _FOLDED:
        return _UNITS[_FOLDED[folded]]
    if MONEY.match(part):
        return Unit(((part, 1),))
    raise Refusal(Problem("unit_unknown", params={"unit": whole}))


def _ratio(family: str, text: str) -> Unit:
    times, _, over = text.partition("/")
    return Unit(() if family == "ratio" else ((family, 1),), Decimal(times), Decimal(over or 1))


_UNITS: Final = {name: _ratio(family, text) for family, units in FAMILIES.items() for name, text in units.items()}
# Small and capital letters are told apart only where they mean two things: MJ and mJ, Mg and mg, Mt and mt.
_FOLDED: Final = {name.casefold(): name for name in _UNITS if name not in {"Mt", "mg", "MJ", "mL"}}
