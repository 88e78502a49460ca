"""Every hard rule in its three values; a fact that is missing is a question, never a refusal."""

import json
from datetime import date
from pathlib import Path

import pytest

from matching.choices.sentences import MENDS
from matching.engine.offers import case
from matching.engine.rules import RULES, is_near_miss, overall, verdicts
from partners.files.exchange import read_offer
from tests.matching.engine.firms import CATALOGUE, DAY, FINISHER, MILL, before, situated

DATA = Path(__file__).resolve().parents[2] / "data"
HOTEL = {
    "sme_id": "h",
    "sector": "tourism_guesthouse",
    "region": "MA-07",
    "energy_use": [{"carrier": "electricity", "amount": 96, "unit": "MWh"}],
}
NOBODY = {"sme_id": "n"}
CERTIFIER = {"kind": "certifier", "measures": None, "accreditation_valid_until": "2028-01-01"}
LOAN = {"kind": "financier", "instrument": "loan"}


def answer(code, written, **terms):
    return next(one for one in verdicts(before(written, **terms)) if one.code == code)


def firm(written=MILL, **changes):
    return {**written, **changes}


TABLE = [
    ("region", MILL, {"regions_served": ["MA-03"]}, "pass"),
    ("region", firm(head_office_region="MA-06"), {"regions_served": ["MA-06"]}, "fail"),
    ("region", NOBODY, {"regions_served": ["MA-06"]}, "unknown"),
    ("sector", MILL, {"sectors_served": ["olive_oil"]}, "pass"),
    ("sector", MILL, {"sectors_served": ["tanneries"]}, "fail"),
    ("sector", MILL, {"excluded_sectors": ["olive_oil"]}, "fail"),
    ("sector", NOBODY, {"sectors_served": ["tanneries"]}, "unknown"),
    ("sector", NOBODY, {}, "pass"),
    ("closed", MILL, {"status": "open"}, "pass"),
    ("closed", MILL, {"status": "closed"}, "fail"),
    ("closed", MILL, {"status": "unknown"}, "unknown"),
    ("closed", MILL, {"closes_on": "2026-11-24"}, "fail"),
    ("closed", MILL, {"closes_on": "2026-11-25"}, "pass"),
    ("ticket_min", MILL, {"ticket_min_mad": 1800000}, "pass"),
    ("ticket_min", MILL, {"ticket_min_mad": 1800001}, "fail"),
    ("ticket_min", NOBODY, {"ticket_min_mad": 1}, "unknown"),
    ("ticket_min", NOBODY, {}, "pass"),
    ("ticket_min", MILL, {"ticket_min_mad": 1500000, "ticket_basis": "loan", "own_funds_min_pct": 20}, "fail"),
    ("ticket_min", MILL, {"ticket_min_mad": 900000, "ticket_basis": "guarantee"}, "pass"),
    ("ticket_min", MILL, {"ticket_min_mad": 900001, "ticket_basis": "guarantee"}, "fail"),
    ("ticket_min", MILL, {"ticket_min_mad": 360000, "ticket_basis": "grant", "grant_pct": 20}, "pass"),
    ("ticket_min", MILL, {"ticket_min_mad": 360000, "ticket_basis": "grant"}, "unknown"),
    ("employees", firm(employees=250), {"employees_max": 250}, "pass"),
    ("employees", firm(employees=251), {"employees_max": 250}, "fail"),
    ("employees", MILL, {"employees_max": 250}, "unknown"),
    ("revenue", firm(revenue_mad=5), {"revenue_min_mad": 5, "revenue_max_mad": 5}, "pass"),
    ("revenue", firm(revenue_mad=4), {"revenue_min_mad": 5}, "fail"),
    ("revenue", firm(revenue_mad=6), {"revenue_max_mad": 5}, "fail"),
    ("revenue", MILL, {"revenue_max_mad": 5}, "unknown"),
    ("ownership", firm(share_held_by_large_group_pct=25), {"max_share_held_by_large_group_pct": 25}, "pass"),
    ("ownership", firm(share_held_by_large_group_pct=26), {"max_share_held_by_large_group_pct": 25}, "fail"),
    ("ownership", MILL, {"max_share_held_by_large_group_pct": 25}, "unknown"),
    ("age", firm(years_operating=3), {"min_years_operating": 3}, "pass"),
    ("age", firm(years_operating=2), {"min_years_operating": 3}, "fail"),
    ("age", MILL, {"min_years_operating": 3}, "unknown"),
    ("membership", firm(cgem_member=True), {"requires_cgem_member": True}, "pass"),
    ("membership", firm(cgem_member=False), {"requires_cgem_member": True}, "fail"),
    ("membership", MILL, {"requires_cgem_member": True}, "unknown"),
    ("membership", firm(cgem_member=False), {"requires_cgem_member": False}, "pass"),
    ("jobs", firm(planned_stable_jobs=3), {"min_stable_jobs_per_mmad": 1.5}, "pass"),
    ("jobs", firm(planned_stable_jobs=2), {"min_stable_jobs_per_mmad": 1.5}, "fail"),
    ("jobs", MILL, {"min_stable_jobs_per_mmad": 1.5}, "unknown"),
    ("jobs", firm(NOBODY, planned_stable_jobs=2), {"min_stable_jobs_per_mmad": 1.5}, "unknown"),
    (
        "jobs",
        firm(HOTEL, planned_stable_jobs=2, budget_mad=2000000),
        {"min_stable_jobs_per_mmad": 1.5, "min_stable_jobs_per_mmad_tourism": 1},
        "pass",
    ),
    ("accreditation_missing", MILL, {**CERTIFIER, "standards_accredited": ["iso_14001"]}, "pass"),
    ("accreditation_missing", firm(goals=["iso_14001"]), {**CERTIFIER, "standards_accredited": ["iso_14001"]}, "pass"),
    ("accreditation_missing", firm(goals=["iso_14001"]), {**CERTIFIER, "standards_accredited": ["iso_50001"]}, "fail"),
    ("accreditation_missing", firm(goals=["iso_14001"]), CERTIFIER, "unknown"),
    ("accreditation_missing", firm(open_obligations=["gots"]), {**CERTIFIER, "standards_accredited": ["grs"]}, "fail"),
    (
        "accreditation_missing",
        firm(open_obligations=["mandatory_audit"]),
        {"measures": ["energy_audit"], "approved_auditor_law_47_09": False},
        "fail",
    ),
    ("accreditation_missing", firm(open_obligations=["mandatory_audit"]), {"measures": ["energy_audit"]}, "unknown"),
    ("accreditation_missing", MILL, {"measures": ["energy_audit"], "approved_auditor_law_47_09": False}, "pass"),
    ("accreditation_expired", MILL, {**CERTIFIER, "accreditation_valid_until": "2026-11-25"}, "pass"),
    ("accreditation_expired", MILL, {**CERTIFIER, "accreditation_valid_until": "2026-11-24"}, "fail"),
    ("accreditation_expired", MILL, {**CERTIFIER, "accreditation_valid_until": None}, "unknown"),
    ("accreditation_expired", MILL, {}, "pass"),
    ("end_use", MILL, {"measures": ["vsd"]}, "pass"),
    ("end_use", MILL, {"measures": ["pipe_insulation", "eco_driving"]}, "fail"),
    ("end_use", HOTEL, {"measures": ["compressed_air_leaks"]}, "fail"),
    ("end_use", NOBODY, {"measures": ["vsd"]}, "unknown"),
    ("end_use", firm(NOBODY, footprint_share_by_end_use={"lighting": 1}), {"measures": ["vsd"]}, "fail"),
    ("end_use", firm(NOBODY, footprint_share_by_end_use={"lighting": 1}), {"measures": ["led"]}, "pass"),
    ("end_use", firm(NOBODY, footprint_share_by_carrier={"diesel": 1}), {"measures": ["led"]}, "fail"),
    ("end_use", MILL, {"measures": ["vsd"], "end_uses": ["kitchen"]}, "fail"),
    ("end_use", MILL, {"measures": ["*"]}, "pass"),
    ("end_use", MILL, {"measures": ["packaging_redesign"]}, "pass"),
    ("end_use", MILL, {"measures": ["ev_vans"]}, "fail"),  # commuting is everywhere, diesel is not
    ("end_use", NOBODY, {"measures": ["pv_rooftop"]}, "unknown"),
    ("end_use", firm(sector="tanneries"), {"measures": ["tannery_cleaner_production"]}, "pass"),
    ("end_use", firm(sector="digital_it"), {"measures": ["water_reuse"]}, "unknown"),
    ("own_funds", firm(own_funds_mad=360000), {**LOAN, "own_funds_min_pct": 20}, "pass"),
    ("own_funds", firm(own_funds_mad=359999), {**LOAN, "own_funds_min_pct": 20}, "fail"),
    ("own_funds", MILL, {**LOAN, "own_funds_min_pct": 20}, "unknown"),
    ("own_funds", MILL, {**LOAN, "own_funds_min_pct": 0}, "pass"),
    ("voltage", MILL, {"requires_voltage": ["MV", "HV"]}, "pass"),
    ("voltage", MILL, {"requires_voltage": "LV"}, "fail"),
    ("voltage", FINISHER, {"requires_voltage": "LV"}, "unknown"),
    ("voltage", firm(voltage="LV"), {"measures": ["battery_storage"]}, "fail"),
    ("voltage", firm(voltage="LV"), {"measures": ["battery_storage", "led"]}, "pass"),
    ("roof", MILL, {"min_roof_m2": 1150}, "pass"),
    ("roof", MILL, {"min_roof_m2": 1151}, "fail"),
    ("roof", FINISHER, {"min_roof_m2": 1}, "unknown"),
    ("roof", firm(heritage_roof=True), {"measures": ["pv_rooftop"]}, "fail"),
    ("roof", firm(heritage_roof=True), {"measures": ["pv_rooftop", "led"]}, "pass"),
    ("roof_owner", MILL, {"requires_roof_ownership": True}, "pass"),
    ("roof_owner", FINISHER, {"requires_roof_ownership": True}, "fail"),
    ("roof_owner", firm(FINISHER, landlord_agreement=True), {"requires_roof_ownership": True}, "pass"),
    ("roof_owner", {**NOBODY, "owns_building": False}, {"requires_roof_ownership": True}, "unknown"),
    ("roof_owner", {**NOBODY, "landlord_agreement": False}, {"requires_roof_ownership": True}, "unknown"),
    ("roof_owner", FINISHER, {"measures": ["pv_rooftop"]}, "fail"),
    ("roof_owner", FINISHER, {"measures": ["*"]}, "pass"),
    ("annual_kwh", MILL, {"min_annual_kwh": 412000}, "pass"),
    ("annual_kwh", MILL, {"min_annual_kwh": 412001}, "fail"),
    ("annual_kwh", NOBODY, {"min_annual_kwh": 1}, "unknown"),
    ("bill", firm(energy_bill_mad=100), {"min_energy_bill_mad": 100}, "pass"),
    ("bill", firm(energy_bill_mad=99), {"min_energy_bill_mad": 100}, "fail"),
    ("bill", MILL, {"min_energy_bill_mad": 100}, "unknown"),
    ("feedstock", firm(organic_waste_t=600), {"min_organic_waste_t": 500}, "pass"),
    ("feedstock", firm(organic_waste_t=400), {"min_organic_waste_t": 500}, "fail"),
    ("feedstock", MILL, {"min_organic_waste_t": 500}, "unknown"),
    ("feedstock", firm(FINISHER, pomace_access=False), {"measures": ["biomass_boiler"]}, "fail"),
    ("containers", firm(containers_per_year=5), {"min_containers_yr": 5}, "pass"),
    ("containers", firm(containers_per_year=4), {"min_containers_yr": 5}, "fail"),
    ("containers", MILL, {"min_containers_yr": 5}, "unknown"),
    ("energy_reduction", MILL, {"measures": ["vsd", "led"], "min_energy_reduction_pct": 7}, "pass"),
    ("energy_reduction", MILL, {"measures": ["vsd", "led"], "min_energy_reduction_pct": 9}, "fail"),
    ("energy_reduction", MILL, {"measures": ["pv_rooftop"], "min_energy_reduction_pct": 5}, "fail"),
    ("energy_reduction", NOBODY, {"measures": ["vsd"], "min_energy_reduction_pct": 5}, "unknown"),
    (
        "energy_reduction",
        {**HOTEL, "sector": "fish_frozen"},
        {"measures": ["biogas"], "min_energy_reduction_pct": 5},
        "fail",
    ),
    ("scope", firm(export_hs=["1509 20"]), {"measures": ["cbam_mrv"]}, "fail"),
    ("scope", firm(export_hs=["7318 15 82"]), {"measures": ["cbam_mrv"]}, "pass"),
    ("scope", firm(export_hs=["731815"]), {"measures": ["cbam_mrv"]}, "unknown"),
    ("scope", MILL, {"measures": ["cbam_mrv"]}, "unknown"),
    ("scope", firm(export_hs=["1509 20"]), {"measures": ["cbam_mrv", "carbon_footprint"]}, "pass"),
    ("scope", MILL, {**CERTIFIER, "standards_accredited": ["eu_organic"]}, "pass"),
    ("scope", firm(sector="cosmetics"), {**CERTIFIER, "standards_accredited": ["eu_organic"]}, "fail"),
    (
        "scope",
        firm(sector="argan", export_hs=["3304 99", "3301 29"]),
        {**CERTIFIER, "standards_accredited": ["eu_organic"]},
        "fail",
    ),
    ("scope", firm(sector="leather_goods"), {**CERTIFIER, "standards_accredited": ["lwg"]}, "fail"),
    ("scope", firm(sector="tanneries"), {**CERTIFIER, "standards_accredited": ["lwg"]}, "pass"),
    ("scope", firm(sector="juice_concentrates"), {**CERTIFIER, "standards_accredited": ["iso_22000"]}, "pass"),
    ("scope", firm(sector="garments"), {**CERTIFIER, "standards_accredited": ["brcgs_food"]}, "fail"),
    ("scope", firm(sector="garments"), {**CERTIFIER, "standards_accredited": ["brcgs_food", "iso_14001"]}, "pass"),
    ("scope", NOBODY, {**CERTIFIER, "standards_accredited": ["lwg"]}, "unknown"),
]


@pytest.mark.parametrize(
    ("code", "written", "terms", "verdict"), TABLE, ids=[f"{row[0]}-{number}" for number, row in enumerate(TABLE)]
)
def test_a_rule(code, written, terms, verdict):
    assert answer(code, written, **terms).verdict == verdict


def test_every_rule_is_met_in_every_value():
    met = {(row[0], row[3]) for row in TABLE}
    assert met == {(code, verdict) for code in RULES for verdict in ("pass", "fail", "unknown")}


REASONS = """
region sector closed ticket_min employees revenue ownership age membership jobs accreditation_missing accreditation_expired
end_use own_funds voltage roof roof_owner annual_kwh bill feedstock containers energy_reduction scope
"""


def test_every_reason_of_the_exchange_format_is_a_rule_that_says_what_would_mend_it():
    assert set(RULES) == set(REASONS.split())
    for code, written, terms, verdict in TABLE:
        said = answer(code, written, **terms)
        if verdict == "fail":
            assert said.who == RULES[code].who
            assert (said.who == "nobody") == (said.how == "")
            assert not said.how or MENDS[said.how]
            assert said.fact
        elif verdict == "unknown":
            assert said.who in {"sme", "partner"}, code
            assert (said.how, bool(said.fact)) == ("tell", True)
    assert MENDS.keys() == {rule.how for rule in RULES.values()} - {""}


def test_a_verdict_says_what_was_asked_and_found_and_who_can_repair_it():
    refused = answer("ticket_min", MILL, ticket_min_mad=2000000)
    assert refused.plain() == {
        "code": "ticket_min",
        "verdict": "fail",
        "fact": "budget_mad",
        "required": 2000000,
        "actual": 1800000,
        "unit": "MAD",
        "who": "sme",
        "how": "raise_budget",
    }
    question = answer("roof_owner", {**NOBODY, "owns_building": False}, requires_roof_ownership=True)
    assert (question.fact, question.who, question.how) == ("landlord_agreement", "sme", "tell")


def test_territories():
    dakhla = situated({"sme_id": "d", "region": "MA-12", "head_office_region": "MA-06"})
    found = {}
    for line in (DATA / "RW29_territory.jsonl").read_text(encoding="utf-8").splitlines():
        written = {**json.loads(line), "sectors_served": ["*"], "measures": ["*"], "status": "open"}
        read, problems = read_offer(written, CATALOGUE)
        if read is None:
            found[written["offer_id"]] = problems[0].code
            continue
        answers = verdicts(case(dakhla, read, DAY))
        region = next(one for one in answers if one.code == "region")
        found[read.offer_id] = (region.verdict, region.actual, region.who, overall(answers))
    assert found == {
        "T1": ("pass", "MA-12", "partner", "pass"),
        "T2": ("unknown", "MA-12", "partner", "unknown"),
        "T3": ("fail", "MA-12", "partner", "fail"),
        "T4": ("pass", "MA-12", "partner", "pass"),
        "T5": "empty_list",
    }


def test_an_offer_is_closed_from_the_day_after_its_last():
    last = date(2026, 11, 25)
    for day, verdict in ((last, "pass"), (date(2026, 11, 26), "fail")):
        found = verdicts(before(MILL, day=day, closes_on="2026-11-25"))
        assert next(one.verdict for one in found if one.code == "closed") == verdict
    assert last == DAY


def test_a_near_miss_is_one_failure_that_somebody_can_repair():
    assert is_near_miss(verdicts(before(MILL, ticket_min_mad=2000000)))
    assert not is_near_miss(verdicts(before(MILL, ticket_min_mad=2000000, regions_served=["MA-01"])))
    assert not is_near_miss(verdicts(before(MILL, status="closed")))
    assert not is_near_miss(verdicts(before(MILL)))


def test_a_rule_can_be_left_out():
    shut = before(MILL, status="closed")
    assert overall(verdicts(shut)) == "fail"
    assert overall(verdicts(shut, without={"closed"})) == "pass"


def test_whoever_left_everything_open_is_never_refused():
    bare, _ = read_offer({"offer_id": "b", "kind": "provider"}, CATALOGUE)
    for written in (MILL, FINISHER, NOBODY):
        answers = verdicts(case(situated(written), bare, DAY))
        assert overall(answers) == "unknown"
        assert {one.code for one in answers if one.verdict == "unknown"} >= {"region", "closed"}
