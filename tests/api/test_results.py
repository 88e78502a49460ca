from datetime import timedelta

import pytest

from kernel import clock
from kernel.ids import uuid7
from marketplace import actions
from marketplace.models import Result
from tests.api.program import program_of
from tests.api.test_frame import problem, told
from tests.factories.partners import make_partner
from tests.factories.quotes import make_quote
from tests.factories.results import make_result, measured

pytestmark = pytest.mark.django_db


def test_a_result_is_read_answered_and_shared():
    deal, row = make_result()
    sme, partner = program_of(deal.sme), program_of(deal.partner)
    listed = sme.get(f"/leads/{row.lead_id}/results/").json()["results"]
    assert [(one["months"], one["state"], one["can_answer"]) for one in listed] == [(12, "waiting", True)]
    answered = sme.post(f"/results/{row.pk}/answer/", measured(), idempotency_key="a")
    assert answered.status_code == 200, answered.content
    figure = answered.json()["figures"][0]
    assert (figure["code"], figure["measured"], figure["promised"], figure["share"]) == (
        "energy_kwh",
        "300000",
        "318000",
        "0.943",
    )
    assert sme.post(f"/results/{row.pk}/answer/", measured(), idempotency_key="a").content == answered.content
    assert partner.get(f"/results/{row.pk}/").json()["figures"] == []
    problem(partner.post(f"/results/{row.pk}/answer/", measured()), 403, "refused")
    assert sme.get(f"/leads/{row.lead_id}/").json()["steps"][-1]["what"] == "result_given"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"energy_kwh": "beaucoup"}, "energy_kwh"),
        ({"source": "rumour"}, "source"),
        ({"state": "waiting"}, "state"),
        ({"ends_on": "2099-01-01"}, "ends_on"),
        ({"months": 6}, "months"),
    ],
)
def test_what_is_wrong_is_named(changed, field):
    deal, row = make_result()
    answer = program_of(deal.sme).post(f"/results/{row.pk}/answer/", measured(**changed))
    assert field in {one["field"] for one in problem(answer, 400, "invalid")["errors"]}
    assert Result.objects.get().state == "waiting"


def test_not_decided_yet_is_said_once_it_was_asked():
    deal, quote = make_quote()
    sme, path = program_of(deal.sme), f"/leads/{quote.lead_id}/later/"
    problem(sme.post(path), 409, "outcome_not_asked")
    actions.ask_outcome(quote.lead_id, now=clock.now() + timedelta(days=60))
    assert sme.get(f"/leads/{quote.lead_id}/").json()["asks_outcome"] is True
    assert sme.post(path).json()["asks_outcome"] is False


def test_a_stranger_is_told_nothing():
    _deal, row = make_result()
    stranger = program_of(make_partner("Rif Énergie"))
    for foreign, missing in (
        (stranger.get(f"/results/{row.pk}/"), stranger.get(f"/results/{uuid7()}/")),
        (stranger.get(f"/leads/{row.lead_id}/results/"), stranger.get(f"/leads/{uuid7()}/results/")),
        (stranger.post(f"/results/{row.pk}/answer/", {}), stranger.post(f"/results/{uuid7()}/answer/", {})),
    ):
        assert told(foreign) == told(missing)
        assert foreign.status_code == 404
