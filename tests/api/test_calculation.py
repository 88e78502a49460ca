"""The footprint of lines that are sent: open to everybody, the engine of the pages, nothing kept."""

import json
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from api.v1.footprint.examples import EXAMPLES
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
        ("lines.0.unit", "ambiguous_ton"),
        ("lines.1.amount", "negative_amount"),
        ("lines.2.activity", "no_factor"),
    ]
    assert "short_ton" in errors[0]["detail"] or "t" in errors[0]["detail"]
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
