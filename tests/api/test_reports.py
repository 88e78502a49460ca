import pytest

from kernel import clock
from kernel.ids import uuid7
from messaging import actions as messages
from messaging import queries as messaging
from messaging.choices import About
from tests.api.program import program_of
from tests.api.test_frame import problem, told
from tests.factories.marketplace import make_lead
from tests.factories.partners import make_partner

pytestmark = pytest.mark.django_db


def test_a_program_reports_a_message_and_reads_what_became_of_it():
    deal, lead = make_lead()
    talk = messaging.about(deal.sme, About.LEAD, [lead.pk])[lead.pk]
    messages.post_message(deal.partner, conversation_id=talk.pk, client_id=uuid7(), text="Insulte", now=clock.now())
    sme, path = program_of(deal.sme), f"/conversations/{talk.pk}/report/"
    made = sme.post(path, {"reason": "insult"}, idempotency_key="a")
    assert made.status_code == 201, made.content
    assert sme.post(path, {"reason": "insult"}, idempotency_key="a").content == made.content
    assert [one["id"] for one in sme.get("/reports/").json()["results"]] == [made.json()["id"]]
    assert sme.get("/reports/").json()["results"][0]["outcome"] == ""
    problem(sme.post(path, {"reason": "bored"}), 400, "invalid")
    problem(sme.post(path, {"reason": "insult", "sequence": 9}), 400, "invalid")
    stranger = program_of(make_partner("Rif Énergie"))
    assert told(stranger.post(path, {})) == told(stranger.post(f"/conversations/{uuid7()}/report/", {}))
    assert stranger.get("/reports/").json()["results"] == []
    for act in (f"/oversight/reports/{made.json()['id']}/read/", f"/oversight/leads/{lead.pk}/close/"):
        assert sme.post(act).status_code == 404
