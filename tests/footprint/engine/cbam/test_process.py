"""Attributed emissions, cogeneration, perfluorocarbons and dates: sections 3, 8 and 9 of docs/method/cbam.md."""

from datetime import date
from decimal import Decimal

import pytest

from footprint.engine import Refusal
from footprint.engine.cbam.cogeneration import Cogeneration, split
from footprint.engine.cbam.dates import ahead
from footprint.engine.cbam.pfc import Overvoltage, Slope, by_overvoltage, by_slope
from footprint.engine.cbam.process import (
    Electricity,
    Fuel,
    Heat,
    Material,
    Oxide,
    Stream,
    WasteGas,
    attributed,
)

D = Decimal


def refused(act):
    with pytest.raises(Refusal) as error:
        act()
    return [(one.code, one.key, one.params.get("field")) for one in error.value.problems]


@pytest.mark.parametrize(
    ("flow", "direct", "indirect", "biomass"),
    [
        (Fuel("gas", D(100), D("56.1")), "5610", "0", "0"),
        (Fuel("coke", D(10), D("94.6"), oxidation=D("0.99")), "936.54", "0", "0"),
        (Fuel("olive stones", D(10), D(100), biomass_share=D("0.9")), "100", "0", "900"),
        (Material("limestone", D(1000), D("0.44"), conversion=D("0.98")), "431.2", "0", "0"),
        (Stream("coal in", D(100), D("0.8")), "293.12", "0", "0"),
        (Stream("steel out", D(1000), D("0.002"), leaves=True), "-7.328", "0", "0"),
        (Stream("charcoal", D(10), D("0.75"), biomass_share=D(1)), "0", "0", "27.48"),
        (Heat("steam in", D(5), D(70)), "350", "0", "0"),
        (Heat("steam out", D(5), D(70), leaves=True), "-350", "0", "0"),
        (WasteGas("gas in", D(10)), "561", "0", "0"),
        (WasteGas("gas out", D(10), leaves=True), "-374.187", "0", "0"),
        (Electricity("grid", D(200), D("0.7")), "0", "140", "0"),
        (Electricity("sold", D(200), D("0.4"), leaves=True), "-80", "0", "0"),
        (Oxide("n2o", D(2)), "530", "0", "0"),
        (Slope("cells", D(1000), D("0.5"), D(2), D("0.143"), D("0.121")), "1140.1533", "0", "0"),
    ],
)
def test_each_flow_by_itself(flow, direct, indirect, biomass):
    ballast = Fuel("ballast", D(1000), D(1))
    found = attributed("mill", D(500), [ballast, flow])
    counted = found.flows[1]
    assert (counted.direct_tco2e, counted.indirect_tco2e, counted.biomass_tco2) == (D(direct), D(indirect), D(biomass))
    assert found.direct_tco2e == 1000 + D(direct)
    assert found.direct_tco2e_t == (1000 + D(direct)) / 500
    is_told = isinstance(flow, Electricity) and not flow.leaves
    assert found.indirect_tco2e_t == (D(indirect) / 500 if is_told else None)


def test_what_is_given_away_cannot_be_more_than_there_is():
    flows = [Fuel("gas", D(1), D(56)), Heat("out", D(1), D(70), leaves=True)]
    assert refused(lambda: attributed("mill", D(10), flows)) == [("attributed_below_zero", "mill", "flows")]


def test_each_flow_that_cannot_be_right_is_named():
    flows = [
        Fuel("gas", D(-1), D(56)),
        Fuel("coke", D(1), D(56), oxidation=D("1.2")),
        Stream("coal", D("NaN"), D(2)),
        Slope("cells", D(1), D(1), D(1), D(1), D(2)),
        Overvoltage("cells 2", D(1), D(1), D(1), D(0), D(0)),
    ]
    assert refused(lambda: attributed("mill", D(0), flows)) == [
        ("zero_amount", "mill", "output_t"),
        ("below_zero", "gas", "energy_tj"),
        ("too_large", "coke", "oxidation"),
        ("not_a_number", "coal", "tonnes"),
        ("too_large", "coal", "carbon_t_per_t"),
        ("too_large", "cells", "c2f6_share"),
        ("zero_efficiency", "cells 2", "efficiency_pct"),
    ]


def test_perfluorocarbons_by_slope_and_by_overvoltage():
    slope = by_slope(Slope("cells", D(1000), D("0.5"), D(2), D("0.143"), D("0.121")))
    assert (slope.cf4_t, slope.c2f6_t) == (D("0.143"), D("0.017303"))
    assert slope.tco2e == D("0.143") * 6630 + D("0.017303") * 11100
    volts = by_overvoltage(Overvoltage("cells", D(1000), D("1.16"), D("1.9"), D(95), D("0.121")))
    assert volts.cf4_t == D("0.0232")
    assert volts.c2f6_t == D("0.0028072")
    assert volts.tco2e == D("0.0232") * 6630 + D("0.0028072") * 11100


def test_perfluorocarbons_as_published():
    """GHG Protocol and International Aluminium Institute, worksheets 2.0, worksheet 8, equations 1 and 2, for 1,000 t."""
    slope = by_slope(Slope("vss", D(1000), D(1), D(10), D("0.092"), D("0.053")))
    assert (slope.cf4_t, slope.c2f6_t) == (D("0.92"), D("0.04876"))
    volts = by_overvoltage(Overvoltage("cwpb", D(1000), D("1.16"), D(5), D(95), D("0.121")))
    assert (round(volts.cf4_t, 7), round(volts.c2f6_t, 8)) == (D("0.0610526"), D("0.00738737"))


def test_source_streams_of_the_commission_example_of_cement():
    """European Commission, CBAM communication template 2.1, example workbook 1: 1,037,310 t, 0.785215 and 0.122243 t/t."""
    fuels = ((88_000, 25, 95, 0), (25_000, 20, 83, "0.15"), (43_000, 40, 78, 0))
    flows = [
        Material("raw meal", D(1_255_000), D("0.525")),
        *(
            Fuel(str(factor), D(tonnes) * D(gj) / 1000, D(factor), biomass_share=D(biomass))
            for tonnes, gj, factor, biomass in fuels
        ),
        Electricity("grid", D("193864.47368421053"), D("0.833")),
    ]
    found = attributed("cement", D("1321052.6315789474"), flows)
    assert found.direct_tco2e == 1_037_310
    assert round(found.direct_tco2e_t, 12) == round(D("0.7852147410358565"), 12)
    assert round(found.indirect_tco2e_t, 9) == D("0.122242750")


def test_cogeneration_as_published():
    """oemof-thermal, test of allocate_emissions, alternative generation: 96.7551622 of electricity, 103.2448378 of heat."""
    plant = Cogeneration(
        "chp",
        D(200),
        D(100),
        reference_electricity=D("0.525"),
        heat_tj=D(50),
        electricity_mwh=D(30_000) / D("3.6"),
        reference_heat=D("0.82"),
    )
    found = split(plant)
    assert round(found.heat_tco2e, 10) == round(D("103.24483775811208"), 10)
    assert round(found.electricity_tco2e, 10) == round(D("96.7551622418879"), 10)


def test_cogeneration_by_default_efficiencies():
    plant = split(Cogeneration("plant", D(10000), D(100), reference_electricity=D("0.5")))
    assert plant.heat_share.quantize(D("1E-10")) == D("0.6111111111")
    assert plant.heat_tco2e + plant.electricity_tco2e == 10000
    assert abs(plant.heat_tco2e_per_tj - plant.heat_tco2e / 55) < D("1E-20")
    assert plant.electricity_tco2e_per_mwh.quantize(D("1E-10")) == (
        plant.electricity_tco2e * D("3.6") / 25000
    ).quantize(D("1E-10"))
    assert plant.flags == ("default_efficiencies",)


def test_cogeneration_as_measured():
    plant = split(Cogeneration("plant", D(5610), D(100), D("0.525"), heat_tj=D(42), electricity_mwh=D(8750)))
    assert plant.flags == ()
    assert plant.heat_share == D("0.5"), "0.42 / 0.70 = 0.6; 8750 MWh are 31.5 TJ, 0.315 / 0.525 = 0.6"
    assert (plant.heat_tco2e, plant.electricity_tco2e) == (2805, 2805)
    alone = split(Cogeneration("boiler", D(5610), D(100), D("0.525"), heat_tj=D(90), electricity_mwh=D(0)))
    assert (alone.heat_share, alone.electricity_tco2e_per_mwh) == (1, None)


def test_a_plant_gives_no_more_than_it_burns():
    much = Cogeneration("plant", D(1), D(10), D("0.5"), heat_tj=D(9), electricity_mwh=D(1000))
    assert refused(lambda: split(much)) == [("more_energy_than_fuel", "plant", "fuel_tj")]
    none = Cogeneration("plant", D(1), D(10), D("0.5"), heat_tj=D(0), electricity_mwh=D(0))
    assert refused(lambda: split(none)) == [("nothing_made", "plant", "heat_tj")]
    assert refused(lambda: split(Cogeneration("plant", D(1), D(0), D("0.5")))) == [("zero_amount", "plant", "fuel_tj")]
    assert refused(lambda: split(Cogeneration("plant", D(1), D(1), D("1.5")))) == [
        ("too_large", "plant", "reference_electricity")
    ]


@pytest.mark.parametrize(
    ("today", "first", "count"),
    [
        (date(2026, 11, 26), ("certificates_on_sale", date(2027, 2, 1)), 10),
        (date(2027, 2, 1), ("certificates_on_sale", date(2027, 2, 1)), 10),
        (date(2027, 2, 2), ("half_held_q1", date(2027, 3, 31)), 9),
        (date(2030, 10, 1), ("repurchase", date(2030, 10, 31)), 8),
        (date(2040, 12, 31), ("half_held_q4", date(2040, 12, 31)), 7),
    ],
)
def test_the_dates_ahead(today, first, count):
    found = ahead(today)
    assert (found[0].code, found[0].day) == first
    assert len(found) == count
    assert all(one.day >= today for one in found)
    assert list(found) == sorted(found, key=lambda one: one.day)
