import pytest

from kernel.ids import uuid7
from marketplace.models import Quote
from tests.api.program import program_of
from tests.api.test_frame import problem, told
from tests.factories.partners import make_partner
from tests.factories.quotes import LINES, figures, make_quote, make_taken_on

pytestmark = pytest.mark.django_db


def body(**changed):
    return {**figures(**changed), "lines": LINES}


def test_a_quote_is_written_sent_compared_and_accepted():
    deal, lead = make_taken_on()
    sme, partner, path = program_of(deal.sme), program_of(deal.partner), f"/leads/{lead.pk}/quotes/"
    answer = partner.post(path, body(capex_mad="1500000"))
    assert answer.status_code == 201, answer.content
    assert answer.json()["differences"][0] == {"code": "capex_mad", "stated": "1500000", "computed": "1494000"}
    draft = answer.json()["id"]
    problem(sme.get(f"/quotes/{draft}/"), 404, "not_found")
    assert sme.get(path).json()["results"] == []
    assert partner.post(path, body()).json()["id"] == draft
    assert partner.post(f"/quotes/{draft}/send/").json()["status"] == "sent"
    found = sme.get(f"{path}compared/").json()["results"][0]
    assert (found["rates"]["mad_per_kwp"], found["rates"]["payback_years"]) == ("8300", "6.22")
    assert found["lines"][0]["amount_mad"] == "954000"
    assert {one["code"]: one["unit"] for one in found["references"]}["price"] == "MAD/kWp"
    accepted = sme.post(f"/quotes/{draft}/accept/", {}, idempotency_key="once")
    assert accepted.json()["status"] == "accepted"
    assert sme.post(f"/quotes/{draft}/accept/", {}, idempotency_key="once").content == accepted.content
    assert sme.get(f"/leads/{lead.pk}/").json()["status"] == "won"
    problem(sme.post(f"/quotes/{draft}/decline/", {"reason": "price"}), 409, "quote_accepted")
    problem(partner.post(path, body()), 409, "lead_not_under_way")


def test_one_key_drafts_and_sends_once():
    deal, lead = make_taken_on()
    partner, path = program_of(deal.partner), f"/leads/{lead.pk}/quotes/"
    first, again = (partner.post(path, body(), idempotency_key="a") for _twice in range(2))
    assert first.content == again.content
    problem(partner.post(path, body(notes="autre"), idempotency_key="a"), 422, "other_body")
    assert Quote.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"capex_mad": "beaucoup"}, "capex_mad"),
        ({"valid_until": "demain"}, "valid_until"),
        ({"finance": ["gold"]}, "finance.0"),
        ({"status": "sent"}, "status"),
        ({"lines": [{"label": "A", "quantity": "x", "unit_price_mad": "1"}]}, "lines.0.quantity"),
        ({"lines": [{"label": "A"}]}, "lines.0.quantity"),
    ],
)
def test_what_is_wrong_is_named(changed, field):
    deal, lead = make_taken_on()
    answer = program_of(deal.partner).post(f"/leads/{lead.pk}/quotes/", {**body(), **changed})
    assert field in {one["field"] for one in problem(answer, 400, "invalid")["errors"]}
    assert not Quote.objects.exists()


def test_what_is_missing_is_named_when_it_is_sent():
    deal, quote = make_quote(send=False, capex_mad="", valid_until="")
    answer = program_of(deal.partner).post(f"/quotes/{quote.pk}/send/")
    assert {one["field"] for one in problem(answer, 400, "invalid")["errors"]} == {"capex_mad", "valid_until"}


def test_who_may_not():
    deal, quote = make_quote()
    stranger = program_of(make_partner("Rif Énergie"))
    for act in ("", "send/", "accept/", "decline/"):
        call = stranger.get if act == "" else stranger.post
        foreign, missing = call(f"/quotes/{quote.pk}/{act}"), call(f"/quotes/{uuid7()}/{act}")
        assert told(foreign) == told(missing)
        assert foreign.status_code == 404
    for path in (f"/leads/{quote.lead_id}/quotes/", f"/leads/{quote.lead_id}/quotes/compared/"):
        problem(stranger.get(path), 404, "not_found")
    problem(program_of(deal.partner).get(f"/leads/{quote.lead_id}/quotes/compared/"), 404, "not_found")
    problem(program_of(deal.partner).post(f"/quotes/{quote.pk}/accept/"), 403, "refused")
    problem(program_of(deal.sme).post(f"/quotes/{quote.pk}/send/"), 403, "refused")
    problem(program_of(deal.sme, scope="read").post(f"/quotes/{quote.pk}/accept/"), 403, "refused")


def test_a_quote_is_a_file_in_the_language_of_the_request(monkeypatch):
    from kernel import typesetting

    deal, quote = make_quote()
    sme, path = program_of(deal.sme), f"/quotes/{quote.pk}/file/"
    answer = sme.get(path)
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert (answer["X-Content-Type-Options"], answer["Content-Type"]) == ("nosniff", "application/pdf")
    assert "no-store" in answer["Cache-Control"]
    problem(program_of(make_partner("Rif Énergie")).get(path), 404, "not_found")
    monkeypatch.setattr(typesetting, "PATIENCE", 0.001)
    problem(sme.get(path), 503, "busy")
