"""Saved searches by a program of the member who made its key; searches without an answer by the team's session."""

from datetime import timedelta

import pytest

from accounts.models import User
from marketplace.actions.unmet import counted
from marketplace.models import UnmetSearch
from tests.api.program import Program, program_of
from tests.api.test_frame import problem
from tests.factories.accounts import actor_of, make_organization, sign_in
from tests.factories.footprint import make_exporter
from tests.factories.partners import make_offer, make_partner

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ready(reference, settings, tmp_path):
    settings.SEARCH_FOLDER = tmp_path / "search"
    counted.clear()


def test_a_program_saves_changes_and_deletes(nobody):
    argane = make_exporter()
    program, body = program_of(argane), {"name": "Toits", "q": "toiture", "filters": {"measure": ["pv_rooftop"]}}
    problem(nobody.get("/saved-searches/"), 401, "not_authenticated")
    problem(program_of(argane, scope="read").post("/saved-searches/", body), 403, "refused")
    made = program.post("/saved-searches/", {**body, "alerts": "instant"}, Idempotency_Key="one")
    assert made.status_code == 201, made.content
    row = made.json()
    assert row["filters"] == {"measure": ["pv_rooftop"]}
    assert (row["name"], row["q"], row["find"], row["alerts"], row["told_at"]) == (
        "Toits",
        "toiture",
        "",
        "instant",
        None,
    )
    assert program.post("/saved-searches/", {**body, "alerts": "instant"}, Idempotency_Key="one").json() == row
    assert program.get("/saved-searches/").json()["results"] == [row]
    address = f"/saved-searches/{row['id']}/"
    assert program.get(address).json() == row
    assert program.patch(address, {"alerts": "daily"}).json() == {**row, "alerts": "daily"}
    for wrong, field in (
        ({**body, "filters": {"colour": ["red"]}}, "filters"),
        ({**body, "name": ""}, "name"),
        ({"name": "Tout"}, "q"),
        ({**body, "find": "partner", "alerts": "daily"}, "alerts"),
        ({**body, "owner": "x"}, "owner"),
    ):
        told = problem(program.post("/saved-searches/", wrong), 400, "invalid")
        assert told["errors"][0]["field"] == field
    partners_alone = program.post("/saved-searches/", {**body, "find": "partner"}).json()
    assert partners_alone["find"] == "partner"
    rival = program_of(make_exporter("Zellige"))
    for call in (rival.get, rival.delete):
        problem(call(address), 404, "not_found")
    problem(program_of(argane, scope="read").patch(address, {"name": "x"}), 403, "refused")
    assert program.delete(address).status_code == 204
    problem(program.get(address), 404, "not_found")


def test_the_team_reads_what_found_nothing_and_no_key_does(nobody, drain):
    make_offer(make_partner())
    drain()
    for _time in range(2):
        assert nobody.get("/search/", q="biométhaniseur", region="MA-12").json()["total"] == 0
    row = UnmetSearch.objects.get()
    assert (row.text, row.tags, row.count) == ("biomethaniseur", "region:MA-12", 2)
    row.pk, row.day = None, row.day - timedelta(days=1)
    row.save()
    operator = actor_of(make_organization("Borj", "operator"))
    team = Program()
    sign_in(team.client, user_of(operator))
    answer = team.get("/oversight/unmet-searches/", days=30).json()
    assert answer["untold"] == 0
    (one,) = answer["results"]
    assert (one["text"], one["tags"], one["count"], one["days"]) == ("biomethaniseur", ["region:MA-12"], 4, 2)
    assert team.get("/oversight/unmet-searches/", days=0).status_code == 400
    problem(program_of(operator).get("/oversight/unmet-searches/"), 403, "refused")
    problem(program_of(make_exporter()).get("/oversight/unmet-searches/"), 403, "refused")


def user_of(actor):
    return User.objects.get(pk=actor.user_id)
