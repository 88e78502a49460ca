"""The exchange format of an offer: every field read, every fault named, nothing guessed."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from kernel.canonical import dumps
from partners.files.exchange import FIELDS, Claim, Problem, Reference, as_written, read_offer
from reference.files import load

DATA = Path(__file__).resolve().parents[2] / "data"
WHOLE = {
    "offer_id": "o1",
    "kind": "provider",
    "name": "Toitures du Saïss",
    "description": "Pose de panneaux",
    "description_language": "fr",
    "languages": ["fr", "ar"],
    "regions_served": ["MA-03", "MA-03", "MA-01"],
    "sectors_served": ["*"],
    "excluded_sectors": [],
    "measures": ["pv_rooftop", "led"],
    "end_uses": ["all_electric"],
    "instrument": "loan",
    "status": "open",
    "as_of": "2026-11-02",
    "closes_on": "2026-12-31",
    "ticket_min_mad": 100000,
    "ticket_max_mad": "500000.50",
    "note_ticket": "par site",
    "ticket_basis": "loan",
    "employees_max": 250,
    "revenue_min_mad": 1000000,
    "revenue_max_mad": 200000000,
    "own_funds_min_pct": 20,
    "grant_pct": 15.5,
    "min_stable_jobs_per_mmad": 1.5,
    "min_stable_jobs_per_mmad_tourism": 1,
    "max_share_held_by_large_group_pct": 25,
    "requires_cgem_member": False,
    "min_years_operating": 3,
    "min_energy_reduction_pct": 20,
    "standards_accredited": [],
    "accreditation_valid_until": "2027-01-31",
    "approved_auditor_law_47_09": True,
    "available_in_days": 45,
    "base_provinces": ["03.061"],
    "remote": False,
    "interpreter": ["es"],
    "price_low_mad": 7400,
    "price_high_mad": 10500,
    "price_unit": "kWp",
    "references": [{"sector": "olive_oil", "year": 2025, "verified": True}, {"sector": "argan", "year": 2024}],
    "capacity_month": 6,
    "claims": [{"what": "qualipv", "document": "d1", "valid_until": "2027-06-30"}, {"what": "assurance"}],
    "requires_voltage": "MV",
    "requires_roof_ownership": True,
    "min_roof_m2": 150,
    "min_annual_kwh": 40000,
    "min_energy_bill_mad": 50000,
    "min_organic_waste_t": 10,
    "min_containers_yr": 5,
}


@pytest.fixture(scope="module")
def catalogue():
    return load()


def read(catalogue, **changes):
    return read_offer({"offer_id": "o", "kind": "provider", **changes}, catalogue)


def test_every_field_is_read(catalogue):
    offer, problems = read_offer(WHOLE, catalogue)
    assert WHOLE.keys() == FIELDS
    assert problems == []
    assert offer.regions_served == ("MA-03", "MA-01")
    assert offer.ticket_max_mad == Decimal("500000.50")
    assert offer.grant_pct == Decimal("15.5")
    assert offer.closes_on == date(2026, 12, 31)
    assert offer.requires_voltage == ("MV",)
    assert offer.references == (Reference("olive_oil", 2025, verified=True), Reference("argan", 2024, verified=False))
    assert offer.claims == (Claim("qualipv", "d1", date(2027, 6, 30)), Claim("assurance", None, None))
    assert [name for name in FIELDS if getattr(offer, name) is None] == []


def test_what_is_written_reads_back_equal(catalogue):
    offer, _ = read_offer(WHOLE, catalogue)
    again, problems = read_offer(json.loads(dumps(as_written(offer))), catalogue)
    assert problems == []
    assert again == offer


def test_a_missing_field_is_unknown(catalogue):
    offer, problems = read(catalogue)
    assert problems == []
    assert {name for name in FIELDS if getattr(offer, name) is not None} == {"offer_id", "kind"}


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("colour", "green", "unknown_field"),
        ("name", 3, "not_text"),
        ("name", "x" * 5001, "too_long"),
        ("ticket_min_mad", True, "not_a_number"),
        ("ticket_min_mad", "1_000", "not_a_number"),
        ("ticket_min_mad", "١٠٠", "not_a_number"),
        ("ticket_min_mad", float("nan"), "not_a_number"),
        ("ticket_min_mad", -1, "negative"),
        ("ticket_min_mad", 10**13, "too_high"),
        ("ticket_min_mad", "1e99999999", "not_a_number"),
        ("employees_max", 2.5, "not_whole"),
        ("grant_pct", 101, "above_100"),
        ("remote", "yes", "not_yes_no"),
        ("as_of", "02/11/2026", "not_a_day"),
        ("as_of", 20261102, "not_a_day"),
        ("as_of", "2026-02-30", "not_a_day"),
        ("instrument", "gift", "unknown_choice"),
        ("kind", "bank", "unknown_choice"),
        ("regions_served", "MA-03", "not_a_list"),
        ("regions_served", ["MA-13"], "unknown_code"),
        ("regions_served", ["*"], "unknown_code"),
        ("regions_served", [["MA-03"]], "unknown_code"),
        ("regions_served", [], "empty_list"),
        ("sectors_served", [], "empty_list"),
        ("measures", [], "empty_list"),
        ("languages", [], "empty_list"),
        ("end_uses", [], "empty_list"),
        ("measures", ["magic"], "unknown_code"),
        ("standards_accredited", ["iso_1"], "unknown_code"),
        ("base_provinces", ["99.999"], "unknown_code"),
        ("requires_voltage", ["MT"], "unknown_code"),
        ("references", [{"sector": "moon", "year": 2025}], "unknown_code"),
        ("references", [{"sector": ["olive_oil"], "year": 2025}], "unknown_code"),
        ("references", [{"sector": "olive_oil", "year": 2025, "client": "x"}], "unknown_field"),
        ("claims", ["qualipv"], "not_a_list"),
        ("claims", [{"what": "x", "document": 3}], "not_text"),
    ],
)
def test_each_fault_is_named_and_nothing_is_read(catalogue, field, value, code):
    offer, problems = read(catalogue, **{field: value})
    assert offer is None
    assert [(one.field, one.code) for one in problems] == [(field, code)]


def test_the_largest_below_the_smallest_is_a_fault(catalogue):
    offer, problems = read(catalogue, ticket_min_mad=10, ticket_max_mad=9, revenue_min_mad=2, revenue_max_mad=1)
    assert offer is None
    assert {(one.field, one.code) for one in problems} == {
        ("ticket_max_mad", "below_minimum"),
        ("revenue_max_mad", "below_minimum"),
    }


def test_an_offer_needs_its_key_and_its_kind(catalogue):
    _, problems = read_offer({}, catalogue)
    assert problems == [Problem("offer_id", "required"), Problem("kind", "required")]


def test_a_category_stands_for_its_measures(catalogue):
    offer, _ = read(catalogue, measures=["cooling", "led"])
    cooling = [one.id for one in catalogue.measures.values() if one.category == "cooling"]
    assert list(offer.measures) == [*cooling, "led"]


def test_territories_of_the_imported_file(catalogue):
    rows = [json.loads(line) for line in (DATA / "RW29_territory.jsonl").read_text(encoding="utf-8").splitlines()]
    read_rows = {row["offer_id"]: read_offer(row, catalogue) for row in rows}
    assert len(read_rows["T1"][0].regions_served) == 12
    assert read_rows["T2"][0].regions_served is None
    assert read_rows["T4"][0].regions_served == ("MA-12", "MA-06")
    assert read_rows["T5"] == (None, [Problem("regions_served", "empty_list")])


def test_five_hundred_rows_read(catalogue):
    lines = (DATA / "RW43_500_offers.jsonl").read_text(encoding="utf-8").splitlines()
    offers = [read_offer(json.loads(line), catalogue) for line in lines]
    assert len({offer.offer_id for offer, _ in offers}) == 500
    assert not [problem for _, problems in offers for problem in problems]
