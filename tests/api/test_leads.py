import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kernel import clock
from kernel.ids import uuid7
from marketplace.models import Lead
from notices.models import Notice
from tests.api.program import Program, program_of
from tests.api.test_frame import problem, told
from tests.factories.marketplace import ask, make_deal
from tests.factories.partners import make_offer, make_partner


@pytest.fixture
def deal(db):
    return make_deal(partners=2)


@pytest.fixture
def sme(deal) -> Program:
    return program_of(deal.sme)


@pytest.fixture
def partner(deal) -> Program:
    return program_of(deal.partner)


def request_for(deal, **values) -> dict:
    return {
        "site_id": str(deal.site.pk),
        "offer_ids": [str(offer.pk) for offer in deal.offers],
        "message": "Pouvez-vous passer ?",
        "released": ["contact"],
        "consent": True,
        **values,
    }


def test_a_request_is_sent_seen_accepted_and_told(deal, sme, partner, drain):
    answer = sme.post("/leads/", request_for(deal))
    assert answer.status_code == 201, answer.content
    assert [row["is_new"] for row in answer.json()["results"]] == [True, True]
    assert answer.json()["places_left"] == 4
    assert [row["is_new"] for row in sme.post("/leads/", request_for(deal)).json()["results"]] == [False, False]
    lead = partner.get("/leads/inbox/", status="sent").json()["results"][0]
    assert (lead["side"], lead["company"]["is_masked"], lead["site_id"]) == ("partner", True, None)
    path = f"/leads/{lead['id']}/"
    assert "Argane" not in partner.get(path).content.decode()
    assert partner.post(f"{path}see/").json()["status"] == "seen"
    accepted = partner.post(f"{path}accept/").json()
    assert accepted["company"]["label"] == "Argane"
    assert accepted["company"]["contact"]["email"]
    assert accepted["reasons"]["points"]
    assert [step["status"] for step in accepted["steps"]] == ["sent", "seen", "accepted"]
    problem(partner.post(f"{path}decline/", {"reason": "too_far"}), 409, "lead_accepted")
    problem(sme.post(f"{path}withdraw/"), 409, "lead_accepted")
    drain()
    notices = sme.get("/notices/").json()["results"]
    assert [notice["kind"] for notice in notices] == ["lead_accepted"]
    assert sme.get("/me/").json()["unread_notices"] == 1
    assert sme.post(f"/notices/{notices[0]['id']}/read/").json() == {"marked": 1}
    assert sme.post("/notices/read/").json() == {"marked": 0}
    assert sme.get("/notices/", unread="true").json()["results"] == []


def test_a_refusal_carries_its_reason_and_the_next_step(deal, sme, partner):
    lead_id = sme.post("/leads/", request_for(deal)).json()["results"][0]["lead"]["id"]
    owner = partner if partner.get(f"/leads/{lead_id}/").status_code == 200 else program_of(deal.partners[1])
    errors = problem(owner.post(f"/leads/{lead_id}/decline/", {"reason": "bored"}), 400, "invalid")["errors"]
    assert [error["field"] for error in errors] == ["reason"]
    errors = problem(owner.post(f"/leads/{lead_id}/decline/", {"reason": "other"}), 400, "invalid")["errors"]
    assert [error["field"] for error in errors] == ["note"]
    assert owner.post(f"/leads/{lead_id}/decline/", {"reason": "no_capacity"}).status_code == 200
    declined = sme.get("/leads/sent/", status="declined").json()["results"][0]
    assert (declined["reason"], declined["reason_label"]) == ("no_capacity", "Pas de place en ce moment")
    assert declined["next_step"].startswith("Demandez maintenant")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"consent": False}, "consent"),
        ({"offer_ids": []}, "offer_ids"),
        ({"site_id": None}, "site_id"),
        ({"site_id": "x"}, "site_id"),
        ({"released": ["budget"]}, "released.0"),
        ({"message": "x" * 2001}, "message"),
        ({"status": "accepted"}, "status"),
    ],
)
def test_nothing_is_sent_when_something_is_wrong(deal, sme, values, field):
    errors = problem(sme.post("/leads/", request_for(deal, **values)), 400, "invalid")["errors"]
    assert field in {error["field"] for error in errors}
    assert not Lead.objects.exists()


def test_who_may_not(deal, sme, partner):
    problem(partner.post("/leads/", request_for(deal)), 403, "refused")
    lead = ask(deal, deal.offer)[0].lead
    stranger = program_of(make_partner("Rif Énergie"))
    for act in ("", "see/", "accept/", "decline/", "withdraw/"):
        call = stranger.get if act == "" else stranger.post
        foreign, missing = call(f"/leads/{lead.pk}/{act}"), call(f"/leads/{uuid7()}/{act}")
        assert told(foreign) == told(missing)
        assert foreign.status_code == missing.status_code == 404
    problem(sme.post(f"/leads/{lead.pk}/accept/"), 403, "refused")
    problem(partner.post(f"/leads/{lead.pk}/withdraw/"), 403, "refused")
    assert stranger.get("/leads/inbox/").json()["results"] == stranger.get("/leads/sent/").json()["results"] == []


def test_needs_matches_and_why_not(deal, sme, partner):
    needs = sme.get(f"/sites/{deal.site.pk}/needs/").json()
    assert needs
    assert {"code", "name", "capex_mad", "asks", "source"} <= set(needs[0])
    matches = sme.get(f"/sites/{deal.site.pk}/matches/", offer_kind="technology").json()
    assert {row["offer_id"] for row in matches["results"]} == {str(offer.pk) for offer in deal.offers}
    card = matches["results"][0]["reasons"]
    assert card["score"] == card["start"] + sum(point["points"] for point in card["points"])
    one = sme.get(f"/matches/{matches['results'][0]['id']}/").json()
    assert one["reasons"] | {"reach": None} == card, "what reaches a target is of one match by itself"
    assert one["reasons"]["reach"] == {"target": card["score"] // 10 * 10 + 10, "score": None, "changes": []}
    aimed = sme.get(f"/matches/{one['id']}/", target="100").json()["reasons"]["reach"]
    assert aimed == {"target": 100, "score": None, "changes": []}, "the firm can change nothing of the offer"
    problem(sme.get(f"/matches/{one['id']}/", target="101"), 400, "invalid")
    problem(partner.get(f"/matches/{one['id']}/"), 404, "not_found")
    problem(sme.get(f"/sites/{deal.site.pk}/matches/", offer_kind="moon"), 400, "invalid")
    need = next(need for need in needs if need["code"] == "pv_rooftop")
    answer = sme.post(f"/needs/{need['id']}/matches/")
    assert answer.status_code == 201
    assert answer.json()["results"] == sme.get(f"/needs/{need['id']}/matches/").json()["results"]
    elsewhere = make_offer(make_partner("Rif Énergie"), regions_served=["MA-01"])
    why = sme.get(f"/sites/{deal.site.pk}/why-not/{elsewhere.pk}/").json()["reasons"]
    assert why["verdict"] == "fail"
    assert [rule["code"] for rule in why["rules"] if rule["state"] == "missing"] == ["region"]


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_reasons_come_in_the_callers_language(deal, language):
    program = program_of(deal.sme, language=language)
    card = program.get(f"/sites/{deal.site.pk}/matches/").json()["results"][0]["reasons"]
    french = program_of(deal.sme).get(f"/sites/{deal.site.pk}/matches/").json()["results"][0]["reasons"]
    assert (card["why"] == french["why"]) is (language == "fr")
    assert [point["points"] for point in card["points"]] == [point["points"] for point in french["points"]]


def test_lists_cost_the_same_for_five_and_for_fifty(deal, partner):
    lead = ask(deal, deal.offer)[0].lead
    Lead.objects.bulk_create(copy_of(lead, number) for number in range(49))
    for row in Lead.objects.all():
        Notice.objects.create(
            user_id=deal.partner.user_id,
            organization_id=deal.partner.organization_id,
            kind="lead_received",
            subject={"lead_id": str(row.pk)},
            key=str(row.pk),
            created_at=clock.now(),
        )
    partner.get("/me/")  # notes the use of the key, once an hour
    for path in ("/leads/inbox/", "/notices/"):
        counts = []
        for size in ("5", "50"):
            with CaptureQueriesContext(connection) as seen:
                assert len(partner.get(path, page_size=size).json()["results"]) == int(size)
            counts.append(len(seen))
        assert counts[0] == counts[1] <= 6


def copy_of(lead: Lead, number: int) -> Lead:
    values = {field.attname: getattr(lead, field.attname) for field in Lead._meta.concrete_fields}
    return Lead(**{**values, "id": uuid7(), "need_code": f"copy {number}"})


def test_a_withdrawn_request_frees_its_place(deal, sme):
    lead = ask(deal, deal.offer)[0].lead
    assert sme.post(f"/leads/{lead.pk}/withdraw/").json()["status"] == "withdrawn"
    assert sme.post("/leads/", request_for(deal)).json()["places_left"] == 4
    problem(program_of(deal.partner).post(f"/leads/{lead.pk}/accept/"), 409, "lead_withdrawn")
