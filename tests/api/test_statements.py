"""A year with its sources, the products of a site and the base year, by program."""

import pytest

from tests.api.test_footprint import BILL
from tests.api.test_frame import problem


@pytest.fixture
def site(argane):
    made = argane.post("/sites/", {"name": "Moulin", "region": "MA-03", "voltage": "MV"}).json()
    for year in (2024, 2025):
        days = {"starts_on": f"{year}-01-01", "ends_on": f"{year}-12-31"}
        assert argane.post(f"/sites/{made['id']}/bills/", BILL | days).status_code == 201
    return f"/sites/{made['id']}/"


def test_a_statement_names_every_source_and_its_set(argane, zellige, site):
    found = argane.get(f"{site}footprints/2025/statement/").json()
    assert [line["factor_id"] for line in found["lines"]] == ["elec_ma_ember_2024", "elec_ma_td_default"]
    assert found["lines"][0]["figure"]["kg"] == "8780.28"
    assert found["comparison"]["before_year"] == 2024
    assert found["gwp_set"] == "AR5"
    assert argane.get(f"{site}footprints/2025/statement/?gwp_set=AR6").json()["gwp_set"] == "AR6"
    problem(argane.get(f"{site}footprints/2025/statement/?gwp_set=AR9"), 400, "invalid")
    assert argane.get("/footprints/2025/statement/").json()["total"] == found["total"]
    problem(zellige.get(f"{site}footprints/2025/statement/"), 404, "not_found")
    problem(argane.get("/footprints/1999/statement/"), 404, "not_found")


def test_a_report_is_a_pdf(argane, site):
    for path in (f"{site}footprints/2025/report/", "/footprints/2025/report/"):
        assert b"".join(argane.get(path).streaming_content).startswith(b"%PDF")
        for asked in ("gwp_set=AR9", "gwp=AR9", "language=xx"):
            errors = problem(argane.get(f"{path}?{asked}"), 400, "invalid")["errors"]
            assert [one["field"] for one in errors] == [asked.partition("=")[0]]


def test_products_are_added_changed_and_removed_as_they_were_read(argane, zellige, site):
    body = {"year": 2025, "name": "Huile", "made": "940", "unit": "t"}
    made = argane.post(f"{site}products/", body, idempotency_key="one")
    assert made.status_code == 201, made.content
    assert argane.post(f"{site}products/", body, idempotency_key="one").json() == made.json()
    path = f"/products/{made.json()['id']}/"
    read = argane.get(path)
    assert argane.patch(path, {"made": "900"}, if_match=read["ETag"]).json()["made"] == "900"
    problem(argane.patch(path, {"made": "800"}, if_match=read["ETag"]), 412, "stale")
    problem(argane.patch(path, {"exported": "901"}), 400, "invalid")
    assert argane.get(f"{site}products/?year=2024").json()["results"] == []
    sheet = argane.get(f"{site}footprints/2025/statement/").json()["products"][0]
    assert (sheet["name"], sheet["share_pct"], sheet["shared_by"]) == ("Huile", "100", "mass")
    problem(zellige.delete(path), 404, "not_found")
    assert argane.delete(path).status_code == 204


def test_what_a_product_lacks_is_null_and_named(argane, site):
    for body in ({"name": "Huile", "made": "940", "unit": "t"}, {"name": "Savon", "made": "500", "unit": "piece"}):
        assert argane.post(f"{site}products/", {"year": 2025, **body}).status_code == 201
    found = argane.get(f"{site}footprints/2025/statement/").json()
    assert {one["name"]: (one["problem"], one["share_pct"], one["scope12_kg"]) for one in found["products"]} == {
        "Huile": ("others_needed", None, None),
        "Savon": ("weight_needed", None, None),
    }
    assert {one["code"]: one["total_kg"] for one in found["ratios"]}["tonnes"] is None
    assert found["comparison"]["covers"] == []


def test_the_base_year_is_marked_and_left(argane, site):
    problem(argane.get("/base-year/"), 404, "not_found")
    assert argane.post("/base-year/", {"year": "2024"}).json()["is_due"] is False
    problem(argane.post("/base-year/", {"year": "1999"}), 400, "invalid")
    assert argane.delete("/base-year/").status_code == 204
    problem(argane.delete("/base-year/"), 404, "not_found")
