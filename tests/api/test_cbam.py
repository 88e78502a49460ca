"""The public calculation of the carbon border tax: no key, nothing kept, each figure with the row it rests on."""

import copy
import json
from decimal import Decimal

import pytest
from django.test import Client

from api import throttles
from api.v1.footprint.cbam import CLINKER, EXAMPLES, SCREWS, UREA
from tests.api.program import Program
from tests.api.test_frame import problem

PATH = "/cbam/calculate/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor():
    throttles.counts.clear()
    return Program(language="en")


def changed(body, path, value):
    body = copy.deepcopy(body)
    *inner, last = path.split(".")
    at = body
    for name in inner:
        at = at[int(name)] if name.isdigit() else at[name]
    at[int(last) if last.isdigit() else last] = value
    return body


def said(rows):
    return {row["code"] for row in rows}


def test_the_screws_of_the_method_with_every_row(visitor):
    answer = visitor.post(PATH, SCREWS)
    assert answer.status_code == 200, answer.content
    body = answer.json()
    good = body["goods"][0]
    assert good["per_tonne"]["eur"] == {
        "default_low": "297.75",
        "default_high": "297.75",
        "own": "182.89",
        "worth_low": "114.87",
        "worth_high": "114.87",
    }
    assert good["per_tonne"]["certificates"]["own"] == "2.426855"
    assert [row["price_eur"] for row in good["per_tonne"]["band"]] == ["60", "75.36", "100"]
    assert (good["own"]["see_tco2e_t"], good["own"]["free_tco2e_t"]) == ("3.8603", "1.433445")
    own, rod = good["own"]["parts"]
    assert (own["benchmark"]["column"], own["benchmark"]["tco2_t"]) == ("A", "0.038")
    assert rod["default"] == {
        "country": "China",
        "code": "7213",
        "route": "C",
        "without_markup_tco2e_t": "3.169",
        "tco2e_t": "3.486",
        "column": "with_markup_2026",
        "act": "Implementing Regulation (EU) 2025/2621",
    }
    assert (rod["benchmark"]["column"], rod["benchmark"]["route"], rod["benchmark"]["tco2_t"]) == ("B", "C", "1.364")
    large, small = good["buyers"]
    assert (large["exemption"], large["eur"]["own"]) == ("not_exempt", "21946.54")
    assert (small["exemption"], small["is_counted"]) == ("probably_exempt", False)
    assert body["totals"]["eur"] == large["eur"]
    assert {"cscf_provisional", "certificate_rounding_not_settled", "default_price", "own_data_to_verify"} <= said(
        body["flags"]
    )
    assert all(row["sentence"] for row in body["flags"])
    assert (body["price"]["eur_per_t"], body["price"]["as_of"]) == ("75.36", "2026-04-07")
    assert body["sources"]
    assert body["edition"]


def test_the_urea_of_the_table(visitor):
    body = visitor.post(PATH, UREA).json()
    good = body["goods"][0]
    assert (good["buyers"][0]["certificates"]["default_low"], good["buyers"][0]["eur"]["default_low"]) == (
        "635.55",
        "47895.05",
    )
    assert [(row["field"], row["what"]) for row in good["missing"]] == [("goods.0", "own")]
    assert good["per_tonne"]["eur"]["own"] is None
    assert body["totals"]["eur"]["own"] is None


def test_the_clinker_by_its_flows(visitor):
    body = visitor.post(PATH, CLINKER).json()
    good = body["goods"][0]
    made = good["own"]["process"]
    assert (made["direct_tco2e"], made["indirect_tco2e"]) == ("869.25", "49")
    assert [flow["of"] for flow in made["flows"]] == ["pet coke", "limestone", "grid"]
    assert good["own"]["see_tco2e_t"] == "0.91825"
    assert good["own"]["free_tco2e_t"] == "0.6327"
    assert good["per_tonne"]["eur"]["own"] == "22.84"
    assert good["default_rows"][0]["default"]["country"] == "Morocco"
    assert "cement_estimate" in said(good["flags"])
    assert body["price"] == {"eur_per_t": "80", "as_of": "2026-11-02", "source": ""}
    assert body["cogeneration"][0]["heat_share"].startswith("0.61111111")


def test_the_examples_of_the_document_are_the_ones_tested(client):
    document = client.get("/api/schema/", headers={"accept": "application/json"}).json()
    shown = document["paths"]["/api/v1/cbam/calculate/"]["post"]["requestBody"]["content"]["application/json"][
        "examples"
    ]
    assert [row["value"] for row in shown.values()] == list(EXAMPLES.values())


@pytest.mark.parametrize(
    ("path", "value", "field", "code"),
    [
        ("year", 2025, "year", "min_value"),
        ("price_eur", "80", "price_as_of", "date_needed"),
        ("price_as_of", "2026-11-02", "price_eur", "price_needed"),
        ("cscf", "1.2", "cscf", "too_large"),
        ("carbon_price_paid_eur", "-1", "carbon_price_paid_eur", "below_zero"),
        ("goods", [], "goods", "min_length"),
        ("moon", 1, "moon", "unknown_field"),
        ("goods.0.code", "73181500", "goods.0.code", "code_unknown"),
        ("goods.0.code", "8051022", "goods.0.code", "code_lost_zero"),
        ("carbon_price_paid_eur", "100000", "carbon_price_paid_eur", "too_large"),
        ("goods.0.route", "K", "goods.0.route", "route_unknown"),
        ("goods.0.origin", "EZ", "goods.0.origin", "origin_unknown"),
        ("goods.0.own.precursors.0.tonnes_per_tonne", "0", "goods.0.own.precursors.0.tonnes_per_tonne", "zero_amount"),
        ("goods.0.origin", "China", "goods.0.origin", "origin_unknown"),
        ("goods.0.buyers.1.tonnes", "-3", "goods.0.buyers.1.tonnes", "below_zero"),
        ("goods.0.buyers.1.importer_tonnes", "19", "goods.0.buyers.1.importer_tonnes", "below_sold"),
        ("goods.0.buyers.1.tonnes", "many", "goods.0.buyers.1.tonnes", "not_a_number"),
        ("goods.0.own.direct_tco2e_t", "-3", "goods.0.own.direct_tco2e_t", "below_zero"),
        ("goods.0.own.precursors.0.tonnes_per_tonne", "1050", "goods.0.own.precursors.0.tonnes_per_tonne", "too_large"),
        ("goods.0.own.direct_tco2e_t", "20.1", "goods.0.own.direct_tco2e_t", "too_large"),
        ("goods.0.own.precursors.0.direct_tco2e_t", "1", "goods.0.own.precursors.0.direct_tco2e_t", "measured_beside_default"),
        ("goods.0.own.precursors.0", {"code": "7213 91 10", "tonnes_per_tonne": "1", "source": "measured", "direct_tco2e_t": "1", "free_allocation_t": "1.5"}, "goods.0.own.precursors.0.free_allocation_t", "above_benchmark"),
        ("goods.0.own", {"process": {"output_t": "1", "flows": [{"kind": "heat", "energy_tj": "1", "tco2e_per_tj": "60", "leaves": True}]}}, "goods.0.own.process.flows", "attributed_below_zero"),
        ("goods.0.own.precursors.0.code", "7602", "goods.0.own.precursors.0.code", "code_outside"),
        ("goods.0.own.precursors.0.code", "7318159", "goods.0.own.precursors.0.code", "code_unknown"),
        ("goods.0.own.precursors.0.origin", "Moon", "goods.0.own.precursors.0.origin", "origin_unknown"),
        ("goods.0.own.precursors.0.source", "guess", "goods.0.own.precursors.0.source", "invalid_choice"),
        ("goods.0.own.process", {"output_t": "1", "flows": [{"kind": "n2o", "tonnes": "1"}]}, "goods.0.own.process", "said_twice"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_its_path(visitor, path, value, field, code):
    errors = problem(visitor.post(PATH, changed(SCREWS, path, value)), 400, "invalid")["errors"]
    assert (field, code) in {(error["field"], error["code"]) for error in errors}
    assert all(error["detail"] for error in errors)


@pytest.mark.parametrize("large", ["9" * 29, "9" * 30, f"{'9' * 27}.25", 1e40, 1e308])
@pytest.mark.parametrize(
    ("body", "path"),
    [
        (SCREWS, "goods.0.buyers.0.tonnes"),
        (SCREWS, "goods.0.buyers.0.importer_tonnes"),
        (SCREWS, "goods.0.own.direct_tco2e_t"),
        (SCREWS, "cscf"),
        (CLINKER, "price_eur"),
        (CLINKER, "goods.0.own.process.output_t"),
        (CLINKER, "goods.0.own.process.flows.0.energy_tj"),
    ],
)
def test_a_number_beyond_all_measure_is_refused_by_its_field(visitor, body, path, large):
    errors = problem(visitor.post(PATH, changed(body, path, large)), 400, "invalid")["errors"]
    assert path in {error["field"] for error in errors}


@pytest.mark.parametrize(
    ("flow", "field", "code"),
    [
        ({"kind": "fuel", "energy_tj": "1"}, "tco2_per_tj", "field_needed"),
        ({"kind": "fuel", "energy_tj": "1", "tco2_per_tj": "56", "mwh": "3"}, "mwh", "field_of_another_kind"),
        ({"kind": "fuel", "energy_tj": "1", "tco2_per_tj": "56", "leaves": True}, "leaves", "field_of_another_kind"),
        ({"kind": "fuel", "energy_tj": "1", "tco2_per_tj": "56", "oxidation": "2"}, "oxidation", "too_large"),
        ({"kind": "wind"}, "kind", "invalid_choice"),
        ({"kind": "pfc_overvoltage", "aluminium_t": "1", "coefficient": "1", "millivolts": "1", "efficiency_pct": "950", "c2f6_share": "0.1"}, "efficiency_pct", "too_large"),
    ],
)  # fmt: skip
def test_each_flow_takes_what_its_kind_needs(visitor, flow, field, code):
    body = changed(CLINKER, "goods.0.own.process.flows.1", flow)
    errors = problem(visitor.post(PATH, body), 400, "invalid")["errors"]
    assert [(error["field"], error["code"]) for error in errors] == [(f"goods.0.own.process.flows.1.{field}", code)]


def test_a_refusal_names_the_line_in_the_readers_language():
    body = changed(SCREWS, "goods.0.own.precursors.0.code", "7602")
    told = [
        problem(Program(language=language).post(PATH, body), 400, "invalid")["errors"][0]["detail"]
        for language in ("fr", "ar", "en")
    ]
    assert len(set(told)) == 3
    assert all(text.startswith("wire rod: ") for text in told)


def test_what_is_missing_is_a_list_of_fields_to_send(visitor):
    body = changed(SCREWS, "goods.0.own.precursors.0", {"code": "7213"})
    good = visitor.post(PATH, body).json()["goods"][0]
    assert [row["field"] for row in good["missing"]] == [
        f"goods.0.own.precursors.0.{name}" for name in ("origin", "tonnes_per_tonne", "source")
    ]
    assert good["per_tonne"]["eur"]["default_low"] == "297.75"
    assert good["per_tonne"]["eur"]["own"] is None


def test_a_measured_precursor_inside_a_measured_precursor(visitor):
    rod = {
        "code": "7213 91 10",
        "tonnes_per_tonne": "1.05",
        "source": "measured",
        "direct_tco2e_t": "0.45",
        "precursors": [{"code": "7207 11 11", "tonnes_per_tonne": "1.02", "source": "measured", "route": "E"}],
    }
    own = visitor.post(PATH, changed(SCREWS, "goods.0.own.precursors.0", rod)).json()["goods"][0]["own"]
    assert own["see_tco2e_t"] == "0.6725"
    assert own["free_tco2e_t"] == "0.143827125"
    assert own["share_on_defaults_pct"] == "0"


@pytest.mark.parametrize("origin", ["FR", "EU", "ch", "NO", "RE", "DE"])
def test_a_material_of_the_union_is_no_material_of_other_countries(visitor, origin):
    body = visitor.post(PATH, changed(SCREWS, "goods.0.own.precursors.0.origin", origin)).json()
    own = body["goods"][0]["own"]
    assert (own["see_tco2e_t"], own["free_tco2e_t"], own["parts"][1]["kind"]) == ("0.2", "0.03705", "exempt")
    assert "precursor_exempt" in said(body["flags"])
    good = visitor.post(PATH, changed(SCREWS, "goods.0.origin", origin)).json()["goods"][0]
    assert (good["per_tonne"], good["buyers"], said(good["flags"])) == (None, [], {"origin_exempt"})


def test_a_range_and_a_code_outside(visitor):
    six = visitor.post(PATH, {"year": 2026, "goods": [{"code": "731815"}, {"code": "0805 10 22"}]}).json()["goods"]
    assert (six[0]["per_tonne"]["eur"]["default_low"], six[0]["per_tonne"]["eur"]["default_high"]) == (
        "297.75",
        "313.18",
    )
    assert len(six[0]["default_rows"]) == 12
    assert (six[1]["code"]["is_concerned"], six[1]["per_tonne"]) == (False, None)


@pytest.mark.parametrize("code", ["2804", "250700", "7202"])
def test_a_part_of_a_heading_is_no_cost_as_fact_and_has_no_own_data(visitor, code):
    goods = [{"code": code, "own": {"direct_tco2e_t": "1"}, "buyers": [{"tonnes": "60", "importer_tonnes": "900"}]}]
    (good,) = visitor.post(PATH, {"year": 2026, "goods": goods}).json()["goods"]
    assert (good["code"]["status"], good["own"]) == ("part_concerned", None)
    assert [(row["field"], row["what"]) for row in good["missing"]] == [("goods.0", "digits")]
    eur = good["per_tonne"]["eur"]
    assert (eur["default_low"], eur["own"], eur["worth_low"]) == ("0", None, None)
    assert (Decimal(eur["default_high"]) > 0) is (code != "250700")  # calcined clay is below its benchmark
    assert good["buyers"][0]["exemption"] == "unknown"


def test_a_process_of_direct_and_indirect_goods_has_to_tell_its_electricity(visitor):
    flows = CLINKER["goods"][0]["own"]["process"]["flows"]
    body = changed(CLINKER, "goods.0.own.process.flows", flows[:2])
    (good,) = visitor.post(PATH, body).json()["goods"]
    assert [(row["field"], row["what"]) for row in good["missing"]] == [
        ("goods.0.own.process.flows", "indirect_tco2e_t")
    ]
    assert (good["own"]["process"]["indirect_tco2e"], good["per_tonne"]["eur"]["own"]) == (None, None)
    none_used = [*flows[:2], {"kind": "electricity", "mwh": "0", "tco2e_per_mwh": "0"}]
    (good,) = visitor.post(PATH, changed(CLINKER, "goods.0.own.process.flows", none_used)).json()["goods"]
    assert (good["missing"], good["own"]["process"]["indirect_tco2e"]) == ([], "0")


def test_the_gain_is_over_the_default_values_of_the_own_route(visitor):
    body = changed(CLINKER, "goods.0.route", None)
    (good,) = visitor.post(PATH, body).json()["goods"]
    eur = good["per_tonne"]["eur"]
    by_route = [row["eur_per_t"] for row in good["default_rows"] if row["default"]["route"] == "A"]
    assert len(good["default_rows"]) > len(by_route) == 1
    assert eur["worth_low"] == eur["worth_high"] == str(Decimal(by_route[0]) - Decimal(eur["own"]))


def test_materials_far_from_the_weight_of_the_good_are_flagged(visitor):
    for tonnes, is_flagged in (("0.5", True), ("0.9", False), ("2", False), ("2.1", True)):
        body = changed(SCREWS, "goods.0.own.precursors.0.tonnes_per_tonne", tonnes)
        assert ("precursors_implausible" in said(visitor.post(PATH, body).json()["flags"])) is is_flagged


@pytest.mark.parametrize(
    ("code", "is_flagged"), [("0805 10 22", False), ("31056000", False), ("25070020", False), ("8501", True), ("7317", True)]
)  # fmt: skip
def test_the_proposal_for_2028_is_told_of_its_chapters_alone(visitor, code, is_flagged):
    (good,) = visitor.post(PATH, {"year": 2026, "goods": [{"code": code}]}).json()["goods"]
    assert ("downstream_proposal" in said(good["flags"])) is is_flagged


def test_a_country_that_was_not_copied_is_not_said_to_have_no_value(visitor):
    for origin, of_good, of_material in (
        ("BR", "origin_not_copied", "precursor_not_copied"),
        ("MA", "other_countries_value", "precursor_of_other_countries"),
    ):
        body = changed(changed(SCREWS, "goods.0.origin", origin), "goods.0.own.precursors.0.origin", origin)
        flags = said(visitor.post(PATH, body).json()["flags"])
        told = {"origin_not_copied", "precursor_not_copied", "other_countries_value", "precursor_of_other_countries"}
        assert flags & told == {of_good, of_material}


def test_nobody_needs_a_key_a_wrong_one_is_refused_and_a_visitor_is_counted(visitor):
    assert visitor.post(PATH, UREA).status_code == 200
    problem(Program("qaf_nothing").post(PATH, UREA), 401, "key_refused")
    statuses = [visitor.post(PATH, UREA).status_code for _ in range(125)]
    assert (statuses[0], statuses[-1]) == (200, 429)


def test_nothing_is_written(visitor, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert visitor.post(PATH, SCREWS).status_code == 200


def test_numbers_of_json_are_exact(visitor):
    body = changed(SCREWS, "goods.0.own.direct_tco2e_t", 0.2)
    text = json.dumps(body).replace('"1.05"', "1.05")
    answer = Client().post(f"/api/v1{PATH}", text, content_type="application/json").json()
    assert Decimal(answer["goods"][0]["own"]["see_tco2e_t"]) == Decimal("3.8603")


def test_a_firm_keeps_its_own_data_by_a_program(argane, zellige):
    line = argane.post("/exports/", {"code": "7318 15 82", "market": "DE", "tonnes_year": "120"}).json()
    path = f"/exports/{line['id']}/own/"
    assert argane.get(path).json()["own"] is None
    rod = {"code": "7213", "tonnes_per_tonne": "1.05", "origin": "CN", "source": "default"}
    kept = argane.patch(path, {"direct_tco2e_t": 0.2, "precursors": [rod]})
    assert kept.status_code == 200, kept.content
    assert kept.json()["own"] == {"direct_tco2e_t": "0.2", "precursors": [rod]}
    assert kept.json()["answer"]["goods"][0]["per_tonne"]["eur"]["worth_low"] == "114.87"
    errors = problem(argane.patch(path, {"precursors": [{**rod, "code": "7602"}]}), 400, "invalid")["errors"]
    assert [(error["field"], error["code"]) for error in errors] == [("precursors.0.code", "code_outside")]
    problem(zellige.get(path), 404, "not_found")
    problem(zellige.patch(path, {"direct_tco2e_t": "1"}), 404, "not_found")
    outside = argane.post("/exports/", {"code": "1509 20", "market": "ES"}).json()
    problem(argane.get(f"/exports/{outside['id']}/own/"), 404, "not_found")
