"""What others published, to the last digit that they print."""

from decimal import Decimal

import pytest

from footprint.engine.calculation import calculate
from footprint.engine.factors import OwnFactor
from footprint.engine.methods import METHODS
from footprint.engine.pedigree import gsd2_of_scores, rating
from reference.files import load
from tests.footprint.engine.published.examples import MARKET, PUBLISHED, amount

CATALOGUE = load()


@pytest.mark.parametrize("one", PUBLISHED, ids=lambda one: one.name)
def test_published_examples(one):
    kg = calculate(one.lines, CATALOGUE, 2025).inventory.total.kg
    assert abs(kg - one.kg) <= one.within * one.kg, f"{one.document}, page {one.page}: {one.kg} printed, {kg} computed"


def test_instruments_cover_what_they_cover():
    """NGA 2025, example 2: 8,443,965 kWh are left to the residual mix; 7,768.4 t are printed."""
    market = calculate([MARKET], CATALOGUE, 2025).inventory.market.kg
    assert abs(market - Decimal(7_768_400)) < Decimal(50)


@pytest.mark.parametrize(
    ("method", "fields", "cf4", "c2f6"),
    [
        ("pfc_slope", {"slope": "0.092", "anode_effect_minutes": "10", "c2f6_fraction": "0.053"}, "920", "48.76"),
        (
            "pfc_overvoltage",
            {"coefficient": "1.16", "overvoltage_mv": "5", "current_efficiency_pct": "95", "c2f6_fraction": "0.121"},
            "61.0526",
            "7.38737",
        ),
    ],
)
def test_perfluorocarbons_of_aluminium(method, fields, cf4, c2f6):
    """GHG Protocol and International Aluminium Institute, worksheets 2.0, worksheet 8, equations 1 and 2, for 1,000 t."""
    row = METHODS[method](
        key="a", aluminium=amount(1000, "t"), **{name: Decimal(value) for name, value in fields.items()}
    )
    masses = calculate([row], CATALOGUE, 2025).inventory.gas_masses_kg
    assert round(masses["cf4"], 4) == Decimal(cf4)
    assert round(masses["c2f6"], 5) == Decimal(c2f6)


def test_waste_water_gives_its_methane():
    """Pibulsongkram Rajabhat University, Green Office workbook 2564, sheet 3: 18.6 kg CH4 of 775.2 m3 at 120 mg COD a litre."""
    row = METHODS["waste_water"](
        key="a",
        flow=amount("775.2", "m3"),
        concentration=amount(120, "mg/L"),
        b0=amount("0.2", "kg/kg"),
        methane_correction=Decimal(1),
    )
    masses = calculate([row], CATALOGUE, 2025).inventory.gas_masses_kg
    assert round(masses["ch4"], 1) == Decimal("18.6")


def test_steam_keeps_its_gases():
    """US EPA simplified calculator as atomic6ghg has it: 4,133.33 g CH4 and 933.33 g N2O."""
    factor = OwnFactor(co2=amount(74, "kg/MMBtu"), ch4=amount(3.1, "g/MMBtu"), n2o=amount(0.7, "g/MMBtu"))
    row = METHODS["heat"](key="a", amount=amount(1000, "MMBtu"), boiler_efficiency_pct=Decimal(75), factor=factor)
    masses = calculate([row], CATALOGUE, 2025).inventory.gas_masses_kg
    assert round(masses["ch4"], 9) == Decimal("4.133333333")
    assert round(masses["n2o"], 9) == Decimal("0.933333333")


@pytest.mark.parametrize(
    ("scores", "gsd2", "rated"),
    [
        ({}, "2.5163566012590954", 1),
        ({"completeness": 4, "geographic": 3}, "2.459659422059095", 2),
        (
            {"completeness": 4, "geographic": 3, "reliability": 2, "technical": 1, "temporal": 5},
            "2.0488353976695466",
            2,
        ),
    ],
)
def test_deviations_of_the_bilan_carbone(scores, gsd2, rated):
    """Association pour la transition Bas Carbone, test of its uncertainty service; coefficients of the method, 4.4.2."""
    found = gsd2_of_scores(scores)
    assert round(found, 14) == round(Decimal(gsd2), 14)
    assert rating(found) == rated
