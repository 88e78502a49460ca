"""The team reads every version of the weights, looks at what a new one changes, and puts it in force."""

import json
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from kernel.models import Task
from matching.engine.parameters import STARTING
from matching.models import ParameterSet
from tests.factories.accounts import actor_of, make_organization

pytestmark = pytest.mark.django_db
PAGE = "operator_weight_versions"


@pytest.fixture
def borj():
    return make_organization("Borj", "operator")


def numbers(subject, **changes):
    return {code: str(value) for code, value in (STARTING[subject] | changes).items()}


def test_a_version_is_looked_at_then_put_in_force_with_who_and_why(signed_in, borj):
    desk, here = signed_in(actor_of(borj)), reverse(PAGE, args=["finance"])
    assert here in desk.get(reverse("operator_weights")).content.decode()
    first = desk.get(here)
    assert [(one["is_active"], one["reason"]) for one in first.context["versions"]] == [
        (True, "Valeurs de départ de la méthode publiée.")
    ]
    assert not ParameterSet.objects.exists(), "reading writes nothing"
    typed = numbers("finance", goal="0.10", cover="0.22") | {"on_version": "1", "reason": "Les objectifs pèsent trop"}
    for wrong in ({"goal": "0.2"}, {"reason": " "}, {"goal": "beaucoup"}, numbers("finance")):
        answer = desk.post(here, typed | wrong)
        assert answer.context["form"].errors, wrong
        assert not answer.context["changes"]
    looked = desk.post(here, typed)
    assert len(looked.context["changes"]) == 2
    assert not ParameterSet.objects.exists(), "looked at, and not yet in force"
    seen = {"seen": looked.context["form"].digest}
    other = desk.post(here, typed | numbers("finance", goal="0.11", cover="0.21") | seen)
    assert other.context["changes"], "what was not looked at is shown first"
    assert desk.post(here, typed | seen).status_code == 302
    last = desk.get(here).context["versions"]
    assert (last[0]["is_active"], last[0]["reason"]) == (True, "Les objectifs pèsent trop")
    assert "Borj" in last[0]["by"]
    assert last[0]["changes"].count("0,22") == 1
    assert Task.objects.filter(key="matching.subscribers.on_weights_changed:finance").exists(), (
        "the queue makes lists again"
    )
    entry = AuditEntry.objects.get(act="weights_set")
    assert (entry.subject_kind, entry.facts["version"]) == ("weights", 2)
    assert desk.post(here, typed | numbers("finance", goal="0.11", cover="0.21") | seen).context["changes"]
    late = desk.post(here, typed | {"on_version": "1"} | numbers("finance", goal="0.12", cover="0.20"))
    late = desk.post(here, {**late.wsgi_request.POST.dict(), "seen": late.context["form"].digest})
    assert late.status_code == 409, "another version came first"


def test_the_api_does_the_same_and_only_the_team_may(signed_in, borj):
    desk, here = signed_in(actor_of(borj)), "/api/v1/oversight/weights/lists/"
    assert [row["subject"] for row in desk.get("/api/v1/oversight/weights/").json()][-1] == "lists"
    body = {"weights": numbers("lists", places="5"), "on_version": 1, "reason": "Five are enough"}

    def post(client, said):
        return client.post(here, json.dumps(said), content_type="application/json")

    assert post(desk, body | {"reason": ""}).status_code == 400
    assert post(desk, body | {"weights": numbers("lists", places="40")}).status_code == 400
    made = post(desk, body)
    assert made.status_code == 201
    assert (made.json()["version"], made.json()["author"], made.json()["changes"][0]["code"]) == (2, "Borj", "places")
    assert post(desk, body | {"weights": numbers("lists", places="4")}).status_code == 409
    assert [row["version"] for row in desk.get(here).json()] == [2, 1]
    assert desk.get("/api/v1/oversight/weights/nothing/").status_code == 404
    reader, firm = signed_in(actor_of(borj, "read_only")), signed_in(actor_of(make_organization("Argane")))
    assert reader.get(here).status_code == 200
    assert post(reader, body).status_code == 403
    assert not reader.get(reverse(PAGE, args=["lists"])).context["may_weigh"]
    assert reader.post(reverse(PAGE, args=["lists"]), numbers("lists")).status_code == 403
    assert firm.get(here).status_code == 403
    assert firm.get(reverse("operator_weights")).status_code == 404
    assert ParameterSet.objects.get(subject="lists", active=True).weights["places"] == "5"
    assert Decimal(ParameterSet.objects.get(subject="lists", version=1).weights["places"]) == 6
