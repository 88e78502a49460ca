"""The unit typed becomes the unit of the activity, or the refusal says why not."""

from decimal import Decimal

import pytest

from footprint.engine import Refusal, units_for
from footprint.engine.units import in_activity_unit
from reference.files import load

KINDS = load().activities


@pytest.mark.parametrize(
    ("activity", "quantity", "unit", "expected"),
    [
        ("electricity_grid", "1.5", "MWh", "1500"),
        ("electricity_grid", "2", "GWh", "2000000"),
        ("electricity_grid", "36", "MJ", "10"),
        ("electricity_grid", "3.6", "GJ", "1000"),
        ("electricity_grid", "1", "toe", "11630"),
        ("electricity_grid", "7", "", "7"),
        ("electricity_grid", "7", "KWH", "7"),
        ("diesel_road", "2", "m3", "2000"),
        ("diesel_road", "3", "hL", "300"),
        ("diesel_road", "830.7", "kg", "1000"),
        ("diesel_road", "0.8307", "t", "1000"),
        ("diesel_road", "2", "drum_200l", "400"),
        ("fuel_oil", "1000", "L", "983.3"),
        ("fuel_oil", "1", "m3", "983.3"),
        ("butane", "2", "bottle_12kg", "24"),
        ("butane", "1.2", "tonnes", "1200"),
        ("water_supply", "1500", "L", "1.5"),
        ("natural_gas", "90", "kWh_net", "100"),
        ("natural_gas", "0.1", "MWh_gross", "100"),
        ("freight_rail", "12", "t.km", "12"),
        ("freight_rail", "1000", "kg.km", "1"),
        ("diesel_road", "357.201", "MJ_net", "10"),
        ("coal", "1", "short_ton", "907.18474"),
        ("flight_economy", "1", "person.mi", "1.609344"),
        ("hotel_night", "3", "night", "3"),
        ("natural_gas_net", "100", "kWh_gross", "90"),
        ("natural_gas_net", "100", "kWh_net", "100"),
        ("natural_gas", "100", "kWh_gross", "100"),
    ],
)
def test_conversions(activity, quantity, unit, expected):
    assert in_activity_unit(Decimal(quantity), unit, KINDS[activity]) == Decimal(expected)


@pytest.mark.parametrize(
    ("activity", "unit", "code"),
    [
        ("electricity_grid", "kVA", "not_energy"),
        ("electricity_grid", "kVArh", "not_energy"),
        ("electricity_grid", "L", "unit_incompatible"),
        ("coal", "ton", "ambiguous_ton"),
        ("coal", "L", "density_unknown"),
        ("butane", "L", "density_unknown"),
        ("butane", "bottle_35kg", "unit_incompatible"),
        ("electricity_grid", "kWh_gross", "gross_or_net"),
        ("freight_rail", "kg", "unit_incompatible"),
        ("diesel_road", "kWh", "gross_or_net"),
        ("diesel_road", "kWh_gross", "gross_or_net"),
        ("electricity_grid", "furlong", "unit_incompatible"),
    ],
)
def test_refusals(activity, unit, code):
    with pytest.raises(Refusal) as caught:
        in_activity_unit(Decimal(1), unit, KINDS[activity])
    assert [problem.code for problem in caught.value.problems] == [code]


def test_a_form_offers_only_units_that_convert():
    for kind in KINDS.values():
        offered = units_for(kind)
        assert offered[0] == kind.unit
        for unit in offered:
            assert in_activity_unit(Decimal(1), unit, kind) > 0
