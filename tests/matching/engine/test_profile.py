"""The exchange format of a profile: every field read, every fault named, own facts kept apart."""

import json
from decimal import Decimal

import pytest

from kernel.canonical import dumps
from matching.engine import facts
from matching.engine.profile import FIELDS, as_written, read_sme
from tests.matching.engine.firms import CATALOGUE, FINISHER, MILL, sme

WHOLE = {
    "sme_id": "s",
    "text": "Nous pressons des olives",
    "text_language": "fr",
    "sector": "olive_oil",
    "region": "MA-03",
    "city": "Meknès",
    "head_office_region": "MA-06",
    "employees": 34,
    "revenue_mad": 18500000,
    "languages": ["fr", "ar", "fr"],
    "goals": ["solaire", "iso_14001"],
    "budget_mad": "1.8e6",
    "export_markets": ["EU"],
    "export_hs": ["1509 20"],
    "eu_tonnes": 310,
    "importer_tonnes": 900,
    "voltage": "MV",
    "owns_building": True,
    "landlord_agreement": False,
    "roof_m2": 1150,
    "heritage_roof": False,
    "energy_use": [
        {
            "carrier": "electricity",
            "amount": 412,
            "unit": "MWh",
            "end_use_split": {"lighting": 0.1, "motors_pumps": 0.8},
        },
        {"carrier": "butane", "amount": 10, "unit": "bottle_12kg"},
    ],
    "energy_bill_mad": 500000,
    "toe_per_year": 36,
    "organic_waste_t": 120,
    "containers_per_year": 12,
    "irrigated_ha": 3,
    "planned_stable_jobs": 2,
    "share_held_by_large_group_pct": 0,
    "years_operating": 14,
    "cgem_member": True,
    "certifications_held": ["iso_22000"],
    "legal_form": "SARL",
    "open_obligations": ["mandatory_audit", "iso_14001"],
    "own_funds_mad": 600000,
    "footprint_scope12_tco2e": 250,
    "footprint_share_by_end_use": {"motors_pumps": 0.7, "lighting": 0.2},
    "footprint_share_by_carrier": {"electricity": 0.9, "butane": 0.1},
}


def test_every_field_is_read_and_reads_back_equal():
    written = WHOLE | {"led_left_pct": 40, "leak_survey": False, "load_class": "olive_season"}
    found, problems = read_sme(written, CATALOGUE)
    assert WHOLE.keys() == FIELDS
    assert problems == []
    assert found.languages == ("fr", "ar")
    assert found.budget_mad == 1_800_000
    assert found.energy_use[0].end_use_split == {"lighting": Decimal("0.1"), "motors_pumps": Decimal("0.8")}
    assert found.facts == {"led_left_pct": Decimal(40), "leak_survey": False, "load_class": "olive_season"}
    again, problems = read_sme(json.loads(dumps(as_written(found))), CATALOGUE)
    assert problems == []
    assert again == found


def test_the_products_own_facts_are_no_part_of_the_format():
    own = {**MILL, "own_prices": {"electricity": "1.18"}, "province": "03.061"}
    _, problems = read_sme(own, CATALOGUE)
    assert {one.field for one in problems} == {"own_prices", "province"}
    found, problems = read_sme(own, CATALOGUE, own=True)
    assert problems == []
    assert read_sme(json.loads(dumps(as_written(found))), CATALOGUE, own=True)[0] == found


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("mood", "good", "unknown_field"),
        ("sector", "space", "unknown_code"),
        ("region", "MA-13", "unknown_code"),
        ("employees", "many", "not_a_number"),
        ("owns_building", 1, "not_yes_no"),
        ("leak_survey", "no", "not_yes_no"),
        ("led_left_pct", 101, "above_100"),
        ("load_class", "day", "unknown_choice"),
        ("goals", "solar", "not_a_list"),
        ("languages", [], "empty_list"),
        ("certifications_held", ["iso_1"], "unknown_code"),
        ("open_obligations", ["cbam"], "unknown_code"),
        ("energy_use", [], "empty_list"),
        ("energy_use", [{"carrier": "steam", "amount": 1, "unit": "t"}], "unknown_choice"),
        ("energy_use", [{"carrier": "electricity", "amount": 1, "unit": "kVA"}], "unknown_choice"),
        ("energy_use", [{"carrier": "butane", "amount": 1, "unit": "m3"}], "unknown_choice"),
        ("energy_use", [{"carrier": "diesel", "amount": -1, "unit": "L"}], "negative"),
        ("energy_use", [{"carrier": "diesel", "amount": 1, "unit": "L", "use": "x"}], "unknown_field"),
        ("energy_use", [{"carrier": "diesel", "amount": 1}], "not_text"),
        (
            "energy_use",
            [{"carrier": "diesel", "amount": 1, "unit": "L", "end_use_split": {"transport": 70, "other": 30}}],
            "above_100",
        ),
        ("footprint_share_by_end_use", {"dreams": 1}, "unknown_code"),
        ("footprint_share_by_carrier", ["electricity"], "not_an_object"),
    ],
)
def test_each_fault_is_named(field, value, code):
    found, problems = read_sme({"sme_id": "s", field: value}, CATALOGUE)
    assert found is None
    assert [(one.field, one.code) for one in problems] == [(field, code)]


def test_empty_lists_of_a_firm_mean_none():
    found = sme({"sme_id": "s"}, goals=[], certifications_held=[], open_obligations=[], export_markets=[])
    assert found.certifications_held == ()


def test_the_key_is_needed():
    assert [(one.field, one.code) for one in read_sme({}, CATALOGUE)[1]] == [("sme_id", "required")]


def test_forms_can_ask_for_every_optional_fact():
    from footprint.choices import FACTS

    assert FACTS.keys() >= facts.OPTIONAL
    assert {name for name, fact in FACTS.items() if fact.kind == "yes_no"} >= facts.YES_NO
    assert {name for name, fact in FACTS.items() if fact.kind == "choice"} == facts.CHOICES.keys()


def test_facts_that_measures_ask_for_can_be_told():
    told = FIELDS | facts.OPTIONAL | {"region"}
    assert {name for row in CATALOGUE.triggers.values() for name in row.needs_facts} <= told
    assert sme(FINISHER).landlord_agreement is False
