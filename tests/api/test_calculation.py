"""The footprint of lines that are sent: open to everybody, the engine of the pages, nothing kept."""

import json
from collections import defaultdict
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from api.v1.footprint.examples import EXAMPLES, SCORED
from footprint.choices import BESIDE_ITS_OWN, METHOD_QUESTIONS, METHOD_REFUSALS, QUESTIONS, REFUSALS, written
from footprint.engine.methods import METHODS
from tests.api.test_frame import problem

PATH = "/footprint/calculate/"
# What the example of each method comes to, in kg CO2e, as its docstring's formula gives it by hand.
ANSWERS = {
    "bill": "5710.5552",  # 14 of 31 days: 8,400 kWh × (0.57765 + 0.102178)
    "fuel": "53114.5",  # 1,000 × (53.06 + 0.001 × 28 + 0.0001 × 265)
    "electricity": "67982.8",  # 100,000 × (0.57765 + 0.102178)
    "heat": "95337.6782178218",  # 900 GJ / 0.9 / 40.4 MJ/kg × (3.13678 + 0.714865), gases by AR5
    "avoided_electricity": "0",
    "refrigerant_material_balance": "51256.4",  # (30 + 20 - 12 - 25) × 3942.8
    "refrigerant_simplified_balance": "9100",  # (11 - 10 + 4 + 8 - 6) × 1300
    "refrigerant_screening": "118284",  # 120 × 0.25 × 3942.8
    "refrigerant_invoices": "23082",  # 12 × 1923.5
    "freight_leg": "513.0539998326",  # 5,400 t.km × (0.07702 + 0.01799)
    "shared_run": "99.35301732",  # 120 L × 3/12 × (2.687677244 + 0.62409)
    "travel": "528.0660001428",  # 4,200 pkm × (0.10917 + 0.01656)
    "commuting": "23059.8000056856",
    "commuting_survey": "12546.0000013088",
    "waste": "3360",  # 4,000 × 0.84
    "waste_water": "75600",  # (15,000 - 1,500) × 0.25 × 0.8 × 28
    "fertiliser": "5517.6785714286",  # 1,000 × 0.01325 × 44/28 × 265
    "purchased_goods": "28500",  # 15,000 × 1.9
    "purchased_goods_hybrid": "46350",  # 20,000 + 5,000 × 5.27
    "leased_asset": "5000",  # 250 × 0.5 × 40
    "use_phase": "271931.2",  # 400,000 kWh × (0.57765 + 0.102178)
    "sold_products": "4480",  # 2,000 × 2.24
    "investment": "480000",  # 3,200 t × 15 %
    "process": "107800",  # 250 t × 98 % × 0.44
    "mass_balance": "285792",  # (102 - 24) t × 3.664
    "pfc_slope": "570076.65",  # 0.0715 × 1,000 × (6630 + 0.121 × 11100)
    "pfc_overvoltage": "292067.2421052632",  # 1.16 × 3 / 95 × 1,000 × (6630 + 0.121 × 11100)
    "continuous_measurement": "21600000",  # 0.2 kg/m3 × 15,000 × 8,000 × 90 %
    "reported": "12500",
}


def test_every_method_has_an_example():
    assert list(EXAMPLES) == list(METHODS) == list(ANSWERS)


@pytest.mark.django_db
def test_the_example_of_each_method_is_answered(nobody):
    """One body holds them all; each line alone comes to its answer."""
    body = {"year": 2024, "lines": list(EXAMPLES.values())}
    answer = nobody.post(PATH, body).json()
    found = dict.fromkeys(EXAMPLES, Decimal(0))
    for line in answer["lines"]:
        if line["totals"] != "market":
            found[line["key"]] += Decimal(line["kg"])
    assert {name: str(kg.normalize() if kg else kg) for name, kg in found.items()} == {
        name: str(Decimal(kg).normalize() if kg != "0" else 0) for name, kg in ANSWERS.items()
    }
    assert Decimal(answer["total"]["kg"]) == sum(found.values())
    assert answer["avoided"] == {"operating_margin_kg": "36450", "location_kg": "28882.5"}
    grid = next(line for line in answer["lines"] if line["key"] == "bill")
    assert grid["factor"]["id"] == "elec_ma_ember_2024"
    assert grid["factor"]["source"]
    assert grid["factor"]["geography"] == "Morocco"
    assert all(line["factor"]["source"] and line["unit"] and line["grade"] for line in answer["lines"])
    assert all(line["low_kg"] for line in answer["lines"] if Decimal(line["kg"]))


@pytest.mark.django_db
def test_a_line_that_is_wrong_is_named_with_what_would_mend_it(nobody):
    lines = [
        {"method": "fuel", "key": "a", "amount": {"value": "12", "unit": "ton"}, "activity": "coal"},
        {"method": "travel", "key": "b", "amount": {"value": "-3", "unit": "km"}, "activity": "travel_taxi"},
        {"method": "bill", "key": "c", "amount": {"value": "3", "unit": "kWh"}, "activity": "heat_purchased"},
    ]
    errors = problem(nobody.post(PATH, {"year": 2024, "lines": lines}), 400, "invalid")["errors"]
    assert [(error["field"], error["code"]) for error in errors] == [
        ("lines.0.amount.unit", "ambiguous_ton"),
        ("lines.1.amount", "negative_amount"),
        ("lines.2.activity", "no_factor"),
    ]
    assert "short_ton" in errors[0]["detail"]
    assert "long_ton" in errors[0]["detail"]
    malformed = (
        ({"year": 2024, "lines": [{"method": "magic", "key": "a"}]}, "lines.0.method"),
        ({"year": 2024, "lines": [{"method": "fuel", "key": "a"}]}, "lines.0.amount"),
        ({"year": 2024, "lines": [{**EXAMPLES["fuel"], "moon": 1}]}, "lines.0.moon"),
        ({"year": 2024, "lines": ["x"]}, "lines.0"),
        (
            {"year": 2024, "lines": [{**EXAMPLES["waste"], "mass": {"value": "1,234", "unit": "kg"}}]},
            "lines.0.mass.value",
        ),
        ({"year": 2024, "lines": []}, "lines"),
        ({"year": 1066, "lines": [EXAMPLES["waste"]]}, "year"),
        ({"year": 2024, "lines": [EXAMPLES["waste"]], "sector": "moonshine"}, "sector"),
        ({"year": 2024, "lines": [EXAMPLES["waste"]], "products": [{"key": "p"}]}, "products.0.output"),
    )
    for body, field in malformed:
        assert field in {error["field"] for error in problem(nobody.post(PATH, body), 400, "invalid")["errors"]}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("line", "path", "code"),
    [
        (EXAMPLES["bill"] | {"activity": "unicorn"}, "activity", "activity_unknown"),
        (EXAMPLES["bill"] | {"amount": {"value": "-3", "unit": "kWh"}}, "amount.value", "negative_without_credit_note"),
        (EXAMPLES["bill"] | {"amount": {"value": "3", "unit": "kVA"}}, "amount.unit", "not_energy"),
        (EXAMPLES["bill"] | {"amount": {"value": "3", "unit": "furlong"}}, "amount.unit", "unit_incompatible"),
        (EXAMPLES["electricity"] | {"amount": {"value": "3", "unit": "L"}}, "amount.unit", "unit_incompatible"),
        (EXAMPLES["waste"] | {"mass": {"value": "3", "unit": "tons"}}, "mass.unit", "ambiguous_ton"),
        (
            EXAMPLES["commuting"] | {"modes": [{"one_way": {"value": "3", "unit": "km"}, "activity": "unicorn"}]},
            "modes.0.activity",
            "activity_unknown",
        ),
        (
            {
                "method": "fuel",
                "key": "a",
                "activity": "diesel_road",
                "amount": {"value": "9", "unit": "kWh"},
                "basis": "gross",
            },
            "gross_to_net",
            "gross_or_net",
        ),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_a_refusal_names_the_field_of_the_body(nobody, line, path, code):
    errors = problem(nobody.post(PATH, {"year": 2024, "lines": [line]}), 400, "invalid")["errors"]
    assert [(one["field"], one["code"]) for one in errors] == [(f"lines.0.{path}", code)]


@pytest.mark.django_db
def test_a_factor_is_scored_and_its_interval_says_it(nobody):
    """√(47.3861² + 5²) around 28.5 t; the scores stand in the example of the document."""
    (line,) = nobody.post(PATH, {"year": 2024, "lines": [SCORED]}).json()["lines"]
    assert (line["kg"], line["factor"]["uncertainty_pct"], line["uncertainty_pct"]) == ("28500", "47.3861", "47.6492")
    assert (line["low_kg"], line["high_kg"]) == ("14919.9774", "42080.0226")
    body = {"year": 2024, "lines": [{**SCORED, "quality": {"temporal": 6}}]}
    assert [one["field"] for one in problem(nobody.post(PATH, body), 400, "invalid")["errors"]] == [
        "lines.0.quality.temporal"
    ]


@pytest.mark.django_db
def test_slips_stand_beside_the_result(nobody):
    """As they were sent they are counted; each doubt names its line, its field and the other bill, in the caller's words."""

    def bill(key, value, unit, *days):
        row = {"method": "bill", "key": key, "activity": "electricity_grid", "amount": {"value": value, "unit": unit}}
        return row | dict(zip(("starts_on", "ends_on"), days, strict=False))

    lines = [
        bill("a", "9000", "kWh", "2024-01-01", "2024-06-30"),
        bill("b", "9000", "MWh", "2024-06-16", "2024-12-31"),
        EXAMPLES["refrigerant_screening"] | {"key": "c", "yearly_pct": "0.15"},
    ]
    answer = nobody.post(PATH, {"year": 2024, "lines": lines}).json()
    assert [(one["key"], one["code"], one["field"], one["beside"]) for one in answer["doubts"]] == [
        ("c", "fraction_or_percent", "yearly_pct", ""),
        ("a", "thousandth", "", ""),
        ("b", "mwh_or_kwh", "", ""),
        ("b", "overlap", "starts_on", "a"),
    ]
    sentences = [one["sentence"] for one in answer["doubts"]]
    assert "15 %" in sentences[0]
    assert "915 " in sentences[2], "three figures, and beside the other bills"
    assert "16" in sentences[3]
    assert "30" in sentences[3]
    outside = problem(
        nobody.post(PATH, {"year": 2024, "lines": [bill("a", "9", "kWh", "2023-01-01", "2023-01-31")]}), 400, "invalid"
    )["errors"]
    assert [(one["field"], one["code"]) for one in outside] == [("lines.0.starts_on", "outside_year")]


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["1" * 31, int("1" * 31), "0." + "1" * 31, 1.5e300, 1e-300, -1e300])
def test_a_number_of_too_many_digits_is_refused_by_its_field(nobody, number):
    """In a line, in a product, in what is divided by: said beside the field, never counted and never an error of ours."""
    fuel = EXAMPLES["waste"]
    for body, field in (
        ({"lines": [fuel | {"mass": {"value": number, "unit": "kg"}}]}, "lines.0.mass.value"),
        (
            {"lines": [fuel], "products": [{"key": "p", "output": {"value": number, "unit": "t"}}]},
            "products.0.output.value",
        ),
        ({"lines": [fuel], "per": {"tonnes": number}}, "per.tonnes"),
    ):
        errors = problem(nobody.post(PATH, {"year": 2024, **body}), 400, "invalid")["errors"]
        assert [(one["field"], one["code"]) for one in errors] == [(field, "too_many_digits")]


@pytest.mark.django_db
def test_the_largest_numbers_are_refused_and_never_break(nobody):
    most = {"value": "9" * 30, "unit": "L"}
    fuel = {"method": "fuel", "key": "a", "activity": "diesel_road", "amount": most}
    product = {"key": "p", "output": {"value": "9" * 30, "unit": "t"}}
    huge = fuel | {"amount": {"value": "9" * 18, "unit": "L"}}
    for body, field in (
        ({"lines": [fuel]}, "lines.0.amount"),
        ({"lines": [huge]}, "lines.0"),
        ({"lines": [EXAMPLES["travel"] | {"amount": {"value": "9" * 18, "unit": "km"}}]}, "lines.0"),
        ({"lines": [EXAMPLES["waste"]], "products": [product]}, "products.0.output"),
        ({"lines": [EXAMPLES["waste"]], "per": {"tonnes": "-1"}}, "per.tonnes"),
    ):
        errors = problem(nobody.post(PATH, {"year": 2024, **body}), 400, "invalid")["errors"]
        assert [one["field"] for one in errors] == [field]
    least = {
        "lines": [EXAMPLES["waste"] | {"mass": {"value": "9" * 17, "unit": "kg"}}],
        "per": {"tonnes": "0.000000001"},
    }
    (per_tonne,) = nobody.post(PATH, {"year": 2024, **least}).json()["intensities"]
    assert per_tonne["total_kg"] == str(int("9" * 17) * 84 * 10**7)


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_every_sentence_about_a_line_can_be_said(language):
    """A per cent sign of a translation is no place for a fact."""
    with override(language):
        for _field, sentence in [*METHOD_REFUSALS.values(), *REFUSALS.values()]:
            assert str(sentence) % defaultdict(str)
        for sentence in [*QUESTIONS.values(), *METHOD_QUESTIONS.values(), *BESIDE_ITS_OWN.values()]:
            assert str(sentence) % defaultdict(str)


@pytest.mark.django_db
def test_products_and_intensities_come_with_it(nobody):
    body = {
        "year": 2024,
        "lines": [EXAMPLES["fuel"]],
        "products": [
            {"key": "oil", "output": {"value": "60", "unit": "t"}, "exported": {"value": "45", "unit": "t"}},
            {"key": "pomace", "output": {"value": "200", "unit": "t"}, "is_waste": True},
        ],
        "per": {"employees": "10", "tonnes": 60},
    }
    answer = nobody.post(PATH, body).json()
    assert [one["kg"] for one in answer["products"]] == ["53114.5", "0"]
    assert answer["products"][0]["exported_kg"] == "39835.875"
    assert [(one["name"], one["total_kg"]) for one in answer["intensities"]] == [
        ("employees", "5311.45"),
        ("tonnes", "885.2416666667"),
    ]
    body["shared_by"] = "economic"
    errors = problem(nobody.post(PATH, body), 400, "invalid")["errors"]
    assert [error["field"] for error in errors] == ["products.0.weight"]


@pytest.mark.django_db
def test_products_are_told_apart_and_sales_are_money(nobody):
    """One key for two would give each all of it; kilograms are no money; what is exported is counted like what is made."""
    made = {"key": "oil", "output": {"value": "60", "unit": "t"}, "weight": {"value": "3", "unit": "kg"}}
    pieces = {"key": "box", "output": {"value": "60", "unit": "piece"}, "exported": {"value": "4", "unit": "t"}}
    for products, rule, expected in (
        ([made, made], "mass", [("products.1.key", "key_twice")]),
        ([made], "economic", [("products.0.weight", "weights_differ")]),
        ([pieces], "mass", [("products.0.exported", "unit_incompatible")]),
    ):
        body = {"year": 2024, "lines": [EXAMPLES["fuel"]], "products": products, "shared_by": rule}
        errors = problem(nobody.post(PATH, body), 400, "invalid")["errors"]
        assert [(one["field"], one["code"]) for one in errors] == expected


@pytest.mark.django_db
def test_a_bill_has_both_its_days_or_neither(nobody):
    for day, other, year in (("ends_on", "starts_on", 2025), ("starts_on", "ends_on", 2024)):
        bill = {name: value for name, value in EXAMPLES["bill"].items() if name != other}
        bill |= {day: "2025-01-31" if day == "ends_on" else "2023-12-15"}
        errors = problem(nobody.post(PATH, {"year": year, "lines": [bill]}), 400, "invalid")["errors"]
        assert [(one["field"], one["code"]) for one in errors] == [(f"lines.0.{other}", "other_day_needed")]
    whole = {name: value for name, value in EXAMPLES["bill"].items() if name not in {"starts_on", "ends_on"}}
    assert nobody.post(PATH, {"year": 2024, "lines": [whole]}).json()["lines"][0]["quantity"] == "18600"


@pytest.mark.django_db
def test_what_has_not_come_is_asked_and_no_year_has_more_days_or_hours(nobody):
    bill = EXAMPLES["bill"] | {"starts_on": "2050-03-01", "ends_on": "2050-03-31"}
    doubts = nobody.post(PATH, {"year": 2050, "lines": [bill]}).json()["doubts"]
    found = {(one["key"], one["code"], one["field"]) for one in doubts}
    assert {("", "year_to_come", "year"), ("bill", "in_future", "ends_on")} <= found
    of_a_year = nobody.post(PATH, {"year": 2024, "lines": [EXAMPLES["waste"]]}).json()["doubts"]
    assert of_a_year == []
    stack = EXAMPLES["continuous_measurement"]
    periods = [one | {"hours": "8785"} for one in stack["periods"]]
    lines = [EXAMPLES["commuting"] | {"days_per_year": "367"}, stack | {"periods": periods}]
    errors = problem(nobody.post(PATH, {"year": 2024, "lines": lines}), 400, "invalid")["errors"]
    assert [(one["field"], one["code"]) for one in errors] == [
        ("lines.0.days_per_year", "out_of_bounds"),
        *[(f"lines.1.periods.{at}.hours", "out_of_bounds") for at in range(len(periods))],
    ]


def test_the_first_of_a_month_is_written_as_in_french():
    with override("fr"):
        assert written(date(2025, 1, 1)) == "1er janvier 2025"
        assert written(date(2025, 1, 11)) == "11 janvier 2025"


def test_a_file_is_computed_by_the_same_engine(tmp_path, capsys):
    good, wrong = tmp_path / "good.json", tmp_path / "wrong.json"
    good.write_text(json.dumps({"year": 2024, "lines": [EXAMPLES["reported"]]}))
    wrong.write_text(
        json.dumps({"year": 2024, "lines": [{**EXAMPLES["reported"], "emissions": {"value": 1, "unit": "L"}}]})
    )
    call_command("footprint_calculate", str(good))
    assert json.loads(capsys.readouterr().out)["total"]["kg"] == "12500"
    for path, words in ((wrong, "lines.0.emissions"), (tmp_path / "none.json", "none.json")):
        with pytest.raises(CommandError, match=words):
            call_command("footprint_calculate", str(path))
