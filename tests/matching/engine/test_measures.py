"""Tables A and B of docs/method/measures.md section 8, to the last digit they show."""

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from matching.engine.figures import annuity, figures
from matching.engine.numbers import exactly
from matching.engine.plan import ALTERNATIVES, ORDER, chained, together, without_alternatives
from matching.engine.site import survey
from tests.matching.engine.firms import CATALOGUE, FINISHER, MILL, sme

METHOD = (Path(__file__).resolve().parents[3] / "docs/method/measures.md").read_text(encoding="utf-8")
FIRMS = {"A": MILL, "B": FINISHER}
MILL_PLAN = (
    "led lighting_controls compressed_air_pressure compressed_air_leaks cogged_belts motors_premium vsd submetering"
).split()
FINISHER_PLAN = [
    "textile_wet_process",
    *MILL_PLAN[:-1],
    "pipe_insulation",
    "steam_optimisation",
    "waste_heat_recovery",
    "boiler_tuneup",
    "boiler_economiser",
    "submetering",
]


def rows(table):
    """Return code, years and the printed cells of each row of a table."""
    part = METHOD.split(f"\n**{table}. ")[1].split("\n\n")[1]
    for line in part.splitlines()[2:]:
        name, *cells = (cell.strip() for cell in line.strip("|").split("|"))
        code, _, life = name.partition(" (")
        yield code, int(life.split()[0]), cells


ROWS = [(table, *row) for table in FIRMS for row in rows(table)]


def shown(values, digits):
    step = Decimal(1).scaleb(-digits)
    return ", ".join("-" if one is None else str(one.quantize(step, ROUND_HALF_UP)) for one in values)


def test_both_tables_are_there():
    assert [sum(row[0] == table for row in ROWS) for table in FIRMS] == [11, 21]


@pytest.mark.parametrize(("table", "code", "years", "cells"), ROWS, ids=[f"{row[0]}-{row[1]}" for row in ROWS])
def test_a_row_to_the_last_digit(table, code, years, cells):
    found = figures(survey(sme(FIRMS[table]), CATALOGUE), code)
    assert found.years == years
    assert [
        shown(found.abatement_t, 3),
        shown([found.margin_t.typ], 3),
        shown(found.net_mad, 2),
        shown(found.capex_mad, 2),
        shown(found.payback_years, 2),
        shown(found.npv_mad, 2),
    ] == cells


@pytest.mark.parametrize(
    ("years", "factor"),
    [
        (2, "1.690051"),
        (3, "2.401831"),
        (5, "3.604776"),
        (6, "4.111407"),
        (10, "5.650223"),
        (12, "6.194374"),
        (15, "6.810864"),
        (20, "7.469444"),
        (25, "7.843139"),
    ],
)
def test_annuities(years, factor):
    assert shown([exactly(annuity)(years)], 6) == factor


def test_the_roof_of_a_mill_that_bottles_all_year():
    site = survey(sme(MILL, load_class="two_shift_6d"), CATALOGUE)
    found = figures(site, "pv_rooftop")
    assert shown([found.size], 3) == "104.545"
    useful = found.energy["electricity_day_kwh"].typ / (found.size * 1792 * Decimal("0.94"))
    assert shown([useful], 4) == "0.8626"
    assert shown([found.net_mad.typ], 2) == "139230.97"
    assert shown([found.capex_mad.typ], 2) == "1045454.55"
    assert shown(found.npv_mad, 2) == "-703886.62, 46553.29, 487576.01"


def test_the_roof_of_a_mill_in_season():
    found = figures(survey(sme(MILL), CATALOGUE), "pv_rooftop")
    assert shown([found.size], 3) == "36.786"
    assert shown([found.energy["electricity_day_kwh"].typ], 2) == "49819.70"


def test_the_plan_of_the_mill():
    plan = chained(survey(sme(MILL), CATALOGUE), reversed(MILL_PLAN))
    assert list(plan.codes) == MILL_PLAN
    assert shown([plan.electricity_kwh], 2) == "53844.14"
    assert shown([plan.abatement_t], 3) == "31.103"
    assert shown([plan.net_mad, plan.capex_mad, plan.npv_mad], 2) == "59620.60, 186742.61, 192356.25"
    assert shown([plan.alone_mad], 2) == "64209.22"
    assert shown([(plan.alone_mad / plan.net_mad - 1) * 100], 2) == "7.70"


def test_the_plan_of_the_finisher():
    plan = chained(survey(sme(FINISHER), CATALOGUE), FINISHER_PLAN)
    assert list(plan.codes) == FINISHER_PLAN
    assert shown([plan.electricity_kwh, plan.fuel_kwh], 2) == "108828.53, 421058.47"
    assert shown([plan.abatement_t], 3) == "180.557"
    assert shown([plan.net_mad, plan.capex_mad, plan.npv_mad], 2) == "271737.03, 556998.90, 1003559.44"
    assert shown([plan.alone_mad], 2) == "307389.79"
    assert shown([(plan.alone_mad / plan.net_mad - 1) * 100], 2) == "13.12"
    assert plan.capex_mad < 600_000


def test_six_measures_on_one_steam_base():
    heat = "textile_wet_process pipe_insulation steam_optimisation waste_heat_recovery boiler_tuneup boiler_economiser"
    site = survey(sme(FINISHER), CATALOGUE)
    shares = []
    for code in heat.split():
        base = {"boiler_economiser": "f_steam_kwh", "steam_optimisation": "f_steam_kwh"}.get(code, "f_wet_kwh")
        shares.append(figures(site, code).energy["fuel_kwh"].typ / site.levels[1][base])
    assert shown([together(shares) * 100], 4) == "32.9480"
    assert shown([sum(shares) * 100], 4) == "38.3170"


def test_of_alternatives_the_better_one_stays():
    worth = {"pv_rooftop": Decimal(5), "pv_third_party": Decimal(9), "led": Decimal(1)}
    assert without_alternatives(worth, worth) == ("led", "pv_third_party")
    both = ["compressed_air_system", "compressed_air_leaks", "compressed_air_pressure"]
    assert without_alternatives(both, dict.fromkeys(both, Decimal(2))) == (
        "compressed_air_pressure",
        "compressed_air_leaks",
    )
    assert without_alternatives(["led", "vsd"], {}) == ("led", "vsd")


def test_plans_name_measures_of_the_file_once():
    assert len(set(ORDER)) == len(ORDER)
    assert set(ORDER) <= CATALOGUE.measures.keys()
    assert {one for options in ALTERNATIVES for option in options for one in option} <= CATALOGUE.measures.keys()
