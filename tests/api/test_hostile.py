"""Whatever a field holds is taken or refused by its name: no value makes the service fail, on either database."""

import json
from itertools import count
from typing import Any

import pytest

from accounts.models import Organization
from api import throttles
from footprint.choices import QUESTIONS
from tests.api.program import Program
from tests.api.test_offers import import_lines
from tests.factories.accounts import owner_of
from tests.factories.footprint import BILL
from tests.factories.partners import TERMS

VALUES: dict[str, Any] = {
    "nul": "a\0b",
    "long": "x" * 4_500,
    "long address": "https://chams.example/" + "x" * 300,
    "large": 10**11,
    "larger": 10**12,
    "largest of a column": "999999999999.999",
    "huge": 10**17,
    "tiny": "0.0000000000000001",
    "below zero": -1,
    "list": ["a\0b"],
    "object": {"a\0": ["a\0b"]},
    "objects": [{"what": "a\0b", "sector": "a\0b", "year": 10**12, "province": "a\0b", "city": "x" * 300}],
    "far day": "9999-12-31",
    "first day": "0001-01-01",
    "truth": True,
    "emoji": "🫒" * 90,
}
COMPANY = {
    "sector": "olive_oil",
    "legal_form": "SARL",
    "employees": 4,
    "revenue_mad": "1",
    "budget_mad": "1",
    "own_funds_mad": "1",
    "years_operating": 3,
    "planned_stable_jobs": 2,
    "share_held_by_large_group_pct": "4",
    "head_office_region": "MA-03",
    "cgem_member": True,
    "languages": ["fr"],
    "goals": ["x"],
    "export_markets": ["ES"],
    "certifications_held": [],
}
SITE = {"name": "Moulin", "region": "MA-03", "province": "03.231", "city": "Fès", "voltage": "MV", "roof_m2": "4"}
EVERY_BILL = {
    **BILL,
    "amount_mad": "4",
    "tax_mad": "1",
    "source_key": "k",
    "note": "n",
    "document": "invoice",
    "confirmed": list(QUESTIONS),
}
EXPORT = {"code": "1509 20", "market": "ES", "tonnes_year": "3", "importer_name": "x", "importer_tonnes": "3"}
ORGANIZATION = {"name": "Argane", "ice": "", "phone": "0612345678", "region": "MA-03", "city": "Fès"}
LEAD = {"site_id": None, "need_id": None, "offer_ids": [], "message": "x", "released": ["name"], "consent": True}
OFFER = {
    **TERMS,
    "name_fr": "Offre",
    "name_ar": "عرض",
    "description_fr": "d",
    "source_key": "s",
    "closes_on": "2027-01-01",
    "ticket_min_mad": "1",
    "ticket_max_mad": "2",
    "note_ticket": "x",
    "employees_max": 9,
    "min_years_operating": 3,
    "available_in_days": 4,
    "price_low_mad": "1",
    "price_high_mad": "2",
    "price_unit": "x",
    "capacity_month": 3,
    "min_roof_m2": "4",
    "references": [],
    "claims": [],
    "own_funds_min_pct": "4",
}
OWN = {"key": "x", "code": "7213", "tonnes_per_tonne": "1", "origin": "CN", "source": "default", "route": "C"}
CALCULATION = {
    "year": 2026,
    "price_eur": "80",
    "price_as_of": "2026-11-02",
    "cscf": "1",
    "carbon_price_paid_eur": "0",
    "goods": [{"code": "73181582", "own": {"direct_tco2e_t": "1", "precursors": [OWN]}, "buyers": [{"tonnes": "3"}]}],
    "cogeneration": [],
}
PROFILE = {
    "headline_fr": "x",
    "about_fr": "x",
    "website": "https://chams.example",
    "founded_year": 1999,
    "employees": 3,
    "capacity_month": 3,
    "languages": ["fr"],
    "bases": [{"province": "03.231", "city": "x"}],
}
BODIES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "company": ("patch", "/company/", COMPANY),
    "site": ("post", "/sites/", SITE),
    "bill": ("post", "/sites/{site}/bills/", EVERY_BILL),
    "gas": ("post", "/sites/{site}/bills/", {**EVERY_BILL, "activity_id": "refrigerant_r404a", "unit": "kg"}),
    "export": ("post", "/exports/", EXPORT),
    "organization": ("patch", "/organization/", ORGANIZATION),
    "lead": ("post", "/leads/", LEAD),
    "offer": ("post", "/offers/", OFFER),
    "profile": ("patch", "/profile/", PROFILE),
    "calculation": ("post", "/cbam/calculate/", CALCULATION),
    "key": ("post", "/keys/", {"name": "ERP", "scope": "read"}),
}


@pytest.mark.parametrize("name", BODIES)
def test_no_value_of_a_field_breaks_the_service(name, argane, chams):
    method, path, body = BODIES[name]
    program = chams if name in {"offer", "profile"} else argane
    if name in {"organization", "key"}:  # no key may change these
        program = Program()
        program.client.force_login(owner_of(Organization.objects.get(kind="sme")))
    site = argane.post("/sites/", {"name": "Moulin", "region": "MA-03"}).json()["id"]
    own_keys = count()

    def send(**changes):
        key = {"source_key": f"own {next(own_keys)}"} if "source_key" in body else {}
        return getattr(program, method)(path.format(site=site), {**body, **key, **changes}).status_code

    assert send() in ({400} if name == "lead" else {200, 201})
    answers = {(field, kind): send(**{field: value}) for field in body for kind, value in VALUES.items()}
    assert {place for place, status in answers.items() if status >= 500} == set()


def test_no_value_of_an_imported_line_breaks_the_service(chams):
    line = {"kind": "provider", **{name: value for name, value in OFFER.items() if name in TERMS or "_mad" in name}}
    line |= {"name": "Offre", "description": "d", "note_ticket": "x", "price_unit": "x", "references": [], "claims": []}
    line = {("status" if name == "intake" else name): value for name, value in line.items()} | {"offer_id": "good"}
    assert import_lines(chams, json.dumps(line)).json() == {"kept": 1}
    for field in line:
        for value in VALUES.values():
            assert import_lines(chams, json.dumps({"offer_id": "x", **line, field: value})).status_code in {
                200,
                201,
                400,
            }


@pytest.mark.parametrize(
    ("path", "name"),
    [
        *(("/offers/", "region"), ("/offers/", "measure"), ("/offers/", "cursor"), ("/partners/", "region")),
        *(("/search/", "q"), ("/search/", "cursor"), ("/cbam/codes/", "code"), ("/offers/", "a\0b")),
    ],
)
@pytest.mark.parametrize("degraded", [False, True])
def test_no_parameter_breaks_the_service(path, name, degraded, nobody, db, monkeypatch):
    if degraded:
        monkeypatch.setattr("search.registry._broken_until", float("inf"))
    for value in (value for value in VALUES.values() if isinstance(value, str)):
        assert nobody.get(path, **{name: value}).status_code in {200, 400}


@pytest.mark.parametrize("inside", ["goods.0", "goods.0.own", "goods.0.own.precursors.0", "goods.0.buyers.0"])
def test_no_value_deep_in_a_calculation_breaks_the_service(inside, nobody, db):
    def send(field, value):
        body = json.loads(json.dumps(CALCULATION))
        place = body
        for name in inside.split("."):
            place = place[int(name)] if name.isdigit() else place[name]
        place[field] = value
        return nobody.post("/cbam/calculate/", body).status_code

    fields = {
        *OWN, "own", "buyers", "tonnes", "importer_tonnes", "direct_tco2e_t", "free_allocation_t", "precursors", "process",
    }  # fmt: skip
    for field in sorted(fields):
        throttles.counts.clear()
        assert {send(field, value) for value in VALUES.values()} <= {200, 400}, field
