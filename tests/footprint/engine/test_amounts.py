"""Units read as written, in exact ratios; Pint says the same."""

from decimal import Decimal
from itertools import combinations

import pint
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footprint.engine import Refusal
from footprint.engine.amounts import FAMILIES, Amount, product, read

PINT = pint.UnitRegistry()
# How Pint names what we name: the same unit, spelt its way.
NAMES = {
    "Btu": "Btu",
    "MMBtu": "megaBtu",
    "therm": "therm",
    "t": "metric_ton",
    "kt": "kilometric_ton",
    "Mt": "megametric_ton",
    "gal_us": "gallon",
    "gal_uk": "imperial_gallon",
    "bbl": "oil_bbl",
    "nmi": "nautical_mile",
    "ft3": "ft**3",
    "m3": "m**3",
    "m2": "m**2",
    "km2": "km**2",
    "ft2": "ft**2",
    "ha": "hectare",
    "ktoe": "kilotonne_of_oil_equivalent",
    "toe": "tonne_of_oil_equivalent",
    "L": "liter",
    "mL": "milliliter",
    "hL": "hectoliter",
    "d": "day",
}
ROUNDED = {"Btu", "MMBtu", "therm"}  # Pint takes 1055.056 J (ISO), we 1055.05585262 J (International Table)
CHECKED = ("energy", "mass", "volume", "length", "area", "time")


@pytest.mark.parametrize("family", CHECKED)
def test_pint_converts_alike(family):
    """Every pair of a family, to ten digits, where Pint has the unit."""
    for one, other in combinations(FAMILIES[family], 2):
        theirs = PINT.Quantity(1, NAMES.get(one, one)).to(NAMES.get(other, other)).magnitude
        ours = float(Amount(Decimal(1), one).to(other))
        assert ours == pytest.approx(theirs, rel=2e-7 if ROUNDED & {one, other} else 1e-10), (one, other)


@pytest.mark.parametrize(
    ("typed", "value", "wanted", "expected"),
    [
        ("tkm", "1", "kg.km", "1000"),
        ("short_ton.mi", "1", "t.km", "1.45997231821056"),
        ("pkm", "8", "passenger.km", "8"),
        ("kg/MMBtu", "1.05505585262", "g/MJ", "1"),
        ("lb/MWh", "1000", "kg/kWh", "0.45359237"),
        ("t/TJ", "74.1", "kg/GJ", "74.1"),
        ("room.night", "2", "night", "2"),
        ("Nm3", "1", "L", "1000"),
        ("MWH", "1", "kwh", "1000"),
        ("%", "25", "kg/kg", "0.25"),
        ("kg/MAD", "2", "t/MAD", "0.002"),
    ],
)
def test_units_as_people_write_them(typed, value, wanted, expected):
    assert Amount(Decimal(value), typed).to(wanted) == Decimal(expected)


@pytest.mark.parametrize(
    ("unit", "code"),
    [
        ("ton", "ambiguous_unit"),
        ("gal", "ambiguous_unit"),
        ("kg/gallon", "ambiguous_unit"),
        ("kVA", "not_energy"),
        ("KVARH", "not_energy"),
        ("furlong", "unit_unknown"),
        ("kg//L", "unit_unknown"),
        ("km.", "unit_unknown"),
    ],
)
def test_what_cannot_be_read_is_refused(unit, code):
    with pytest.raises(Refusal) as caught:
        read(unit)
    assert caught.value.problems[0].code == code


ANY_UNIT = st.sampled_from([(family, unit) for family in CHECKED for unit in FAMILIES[family]])
NUMBERS = st.decimals(min_value=Decimal("0.001"), max_value=10**9, places=3)


@settings(max_examples=80, deadline=None)
@given(NUMBERS, ANY_UNIT, ANY_UNIT, ANY_UNIT)
def test_a_product_does_not_depend_on_its_units(value, mass, way, back):
    """Kilograms per anything, times anything of that measure, are kilograms whatever the unit in between."""
    family, unit = way
    other = next(iter(FAMILIES[family]))
    factor = Amount(Decimal(3), f"kg/{unit}")
    straight = product("kg", Amount(value, unit), factor)
    around = product("kg", Amount(Amount(value, unit).to(other), other), factor)
    assert abs(straight - around) <= straight * Decimal("1e-25")
    if mass[0] != back[0]:
        with pytest.raises(Refusal):
            Amount(value, mass[1]).to(back[1])
