import pytest

from kernel.ids import uuid7
from tests.api.test_frame import problem, told
from tests.factories.accounts import make_organization, owner_of

BILL = {
    "activity_id": "electricity_grid",
    "quantity": "15200",
    "unit": "kWh",
    "starts_on": "2025-01-01",
    "ends_on": "2025-01-31",
}


@pytest.fixture
def site(argane):
    return argane.post("/sites/", {"name": "Moulin", "region": "MA-03", "voltage": "MV"}).json()


def test_a_company_is_described_and_the_unknown_stays_null(argane):
    body = {
        "sector": "olive_oil",
        "employees": "٣٤",
        "revenue_mad": 18500000,
        "cgem_member": None,
        "goals": ["pv_rooftop"],
    }
    company = argane.patch("/company/", body).json()
    assert (company["employees"], company["revenue_mad"]) == ("34", "18500000")
    assert company["cgem_member"] is None
    errors = problem(argane.patch("/company/", {"sector": "moonshine", "employees": "-3"}), 400, "invalid")["errors"]
    assert {error["field"] for error in errors} == {"sector", "employees"}
    assert argane.get("/company/").json() == company


def test_a_site_its_facts_and_who_sees_it(argane, zellige, chams, site):
    path = f"/sites/{site['id']}/"
    assert argane.patch(path, {"roof_m2": "1150", "owns_building": True}).json()["roof_m2"] == "1150"
    facts = argane.patch(f"{path}facts/", {"hours_per_year": "4000", "roof_asbestos": False}).json()["facts"]
    assert facts == {"hours_per_year": "4000", "roof_asbestos": False}
    problem(argane.patch(f"{path}facts/", {"moon": 1}), 400, "invalid")
    for stranger in (zellige, chams):
        foreign, missing = stranger.get(path), stranger.get(f"/sites/{uuid7()}/")
        assert told(foreign) == told(missing)
        problem(stranger.patch(path, {"region": "x"}), 404, "not_found")
        problem(stranger.post(f"{path}bills/", {"quantity": []}), 404, "not_found")


def test_a_bill_becomes_a_footprint(argane, site):
    path = f"/sites/{site['id']}/"
    bill = argane.post(f"{path}bills/", BILL)
    assert bill.status_code == 201, bill.content
    assert (bill.json()["quantity"], bill.json()["document"]) == ("15200", "invoice")
    assert argane.get(f"{path}footprints/").json() == {"years": [2025]}
    footprint = argane.get(f"{path}footprints/2025/").json()
    assert footprint["total"]["unit"] in {"kg", "t"}
    assert float(footprint["total"]["kg"]) > 0
    assert footprint["sources"]
    assert (footprint["is_complete"], footprint["is_a_year"], footprint["grade"]) == (False, False, "C")
    whole = argane.patch(f"{path}footprints/2025/", {"missing_days": "unused"}).json()
    assert (whole["is_complete"], whole["is_a_year"], whole["grade"]) == (True, True, "A")
    problem(argane.patch(f"{path}footprints/2025/", {"missing_days": "perhaps"}), 400, "invalid")
    assert footprint["lines"]
    changed = argane.patch(f"/bills/{bill.json()['id']}/", {"quantity": "12000"})
    assert changed.json()["quantity"] == "12000"
    less = argane.get(f"{path}footprints/2025/").json()
    assert float(less["total"]["kg"]) < float(footprint["total"]["kg"])
    assert argane.delete(f"/bills/{bill.json()['id']}/").status_code == 204
    assert argane.get(f"{path}footprints/").json() == {"years": []}
    problem(argane.get(f"{path}footprints/2025/"), 404, "not_found")


@pytest.mark.parametrize(
    ("typed", "read"), [("١٢٬٤٥٠٫٧٥", "12450.75"), ("۱۲۴۵۰", "12450"), ("١٢٤٥٠،٧٥", "12450.75"), (12450.75, "12450.75")]
)
def test_digits_of_every_keyboard(argane, site, typed, read):
    answer = argane.post(f"/sites/{site['id']}/bills/", {**BILL, "quantity": typed, "starts_on": "٠١/٠١/٢٠٢٥"})
    assert answer.status_code == 201, answer.content
    assert (answer.json()["quantity"], answer.json()["starts_on"]) == (read, "2025-01-01")


@pytest.mark.parametrize("phone", ["٠٦٠٠١٢٣٤٥٦", "+٢١٢ ٦ ٠٠ ١٢ ٣٤ ٥٦"])
def test_phone_and_company_number_of_every_keyboard(client, db, phone):
    client.force_login(owner_of(make_organization("Argane")))
    body = {"phone": phone, "ice": "٠٠٩٩٠٠٠٠١٠٠٠١٥٧"}
    answer = client.patch("/api/v1/organization/", body, content_type="application/json")
    assert answer.status_code == 200, answer.content
    assert (answer.json()["phone"], answer.json()["ice"]) == ("+212600123456", "009900001000157")


def test_a_doubtful_company_number_is_asked_about(client, db):
    client.force_login(owner_of(make_organization("Argane")))
    answer = client.patch("/api/v1/organization/", {"ice": "9900001000157"}, content_type="application/json")
    error = problem(answer, 400, "question")["errors"][0]
    assert (error["field"], error["readings"]) == ("ice", [{"ice": "009900001000157"}])


def test_a_doubt_is_asked_and_confirmed(argane, site):
    path = f"/sites/{site['id']}/bills/"
    body = problem(argane.post(path, {**BILL, "quantity": "15200", "unit": "MWh"}), 400, "question")
    error = body["errors"][0]
    assert error["field"] == "quantity"
    assert error["detail"]
    assert {"quantity", "unit"} <= set(error["readings"][0])
    assert argane.get(path).json()["results"] == []
    for taken in (True, ["overlap"], ["all"], [["mwh_or_kwh"]]):
        assert argane.post(path, {**BILL, "unit": "MWh", "confirmed": taken}).status_code == 400
    code = body["errors"][0]["code"]
    assert argane.post(path, {**BILL, "unit": "MWh", "confirmed": [code]}).status_code == 201


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"quantity": "-5"}, "quantity"),
        ({"quantity": "beaucoup"}, "quantity"),
        ({"quantity": True}, "quantity"),
        ({"unit": "L"}, "unit"),
        ({"activity_id": "unicorn"}, "activity_id"),
        ({"ends_on": "2024-12-31"}, "ends_on"),
        ({"starts_on": "32/01/2025"}, "starts_on"),
        ({"document": "napkin"}, "document"),
        ({"site_id": "x"}, "site_id"),
    ],
)
def test_what_is_wrong_with_a_bill_is_said_beside_its_field(argane, site, values, field):
    path = f"/sites/{site['id']}/bills/"
    errors = problem(argane.post(path, {**BILL, **values}), 400, "invalid")["errors"]
    assert field in {error["field"] for error in errors}
    assert argane.get(path).json()["results"] == []


def test_exports_and_the_honest_answer(argane, zellige):
    assert argane.get("/cbam/").json()["kind"] == "unknown"
    line = argane.post("/exports/", {"code": "1509 20", "market": "ES", "tonnes_year": "310"})
    assert line.status_code == 201, line.content
    answer = argane.get("/cbam/").json()
    assert answer["kind"] == "no"
    assert answer["lines"][0]["export"]["id"] == line.json()["id"]
    changed = argane.patch(f"/exports/{line.json()['id']}/", {"tonnes_year": "300"})
    assert changed.json()["tonnes_year"] == "300"
    problem(zellige.delete(f"/exports/{line.json()['id']}/"), 404, "not_found")
    assert argane.delete(f"/exports/{line.json()['id']}/").status_code == 204


def test_a_code_is_checked_for_anybody(nobody, db):
    steel = nobody.get("/cbam/codes/", code="7308 90").json()
    assert steel["is_concerned"] is True
    assert nobody.get("/cbam/codes/", code="1509 20").json()["is_concerned"] is False
    assert nobody.get("/cbam/codes/", code="huile").json()["is_concerned"] is None
    problem(nobody.get("/cbam/codes/"), 400, "invalid")
    problem(nobody.get("/cbam/codes/", code="7" * 41), 400, "invalid")


@pytest.mark.parametrize("path", ["regions", "sectors", "measures", "standards", "activities"])
def test_lists_to_choose_from(nobody, db, path):
    rows = nobody.get(f"/{path}/").json()
    assert all(row["code"] and row["name"] for row in rows)
    assert len(rows) >= 8
    if path == "regions":
        assert len(rows) == 12
        assert all(row["provinces"] for row in rows)


def test_a_list_of_bills_costs_the_same_for_five_and_for_fifty(argane, site, django_assert_max_num_queries):
    from footprint.models import Activity
    from kernel import clock

    for number in range(50):
        Activity.objects.create(
            site_id=site["id"],
            activity_id="electricity_grid",
            quantity=1,
            unit="kWh",
            starts_on="2025-01-01",
            ends_on="2025-01-31",
            entered_at=clock.now(),
            source_key=str(number),
        )
    for size in ("5", "50"):
        with django_assert_max_num_queries(4):
            assert len(argane.get(f"/sites/{site['id']}/bills/", page_size=size).json()["results"]) == int(size)


def test_a_comma_of_a_program_is_asked_about_and_a_speck_is_not_zero(argane, site):
    path = f"/sites/{site['id']}/bills/"
    error = problem(argane.post(path, {**BILL, "quantity": "1,234"}), 400, "question")["errors"][0]
    assert error["field"] == "quantity"
    assert argane.post(path, {**BILL, "quantity": "1.234", "confirmed": ["thousandth"]}).json()["quantity"] == "1.234"
    for speck in (1e-30, "0.00000001"):
        assert (
            problem(argane.post(path, {**BILL, "quantity": speck}), 400, "invalid")["errors"][0]["field"] == "quantity"
        )
