"""A change overwrites nobody: ETag, If-None-Match, If-Match."""

import json
import threading
import time
from types import SimpleNamespace

import pytest
from django.db import connection

from footprint import actions
from footprint.models import Site
from tests.api.program import program_of
from tests.api.test_frame import problem
from tests.factories.accounts import actor_of, make_organization

OFFER = {"name_fr": "Photovoltaïque", "regions_served": ["MA-03"], "sectors_served": ["*"], "measures": ["pv_rooftop"]}


def made(program) -> str:
    return f"/sites/{program.post('/sites/', {'name': 'Moulin', 'region': 'MA-03'}).json()['id']}/"


def again(program, path: str, tag: str):
    return program.client.get(f"/api/v1{path}", headers={**program.headers, "if-none-match": tag})


def test_what_was_read_is_not_sent_twice(argane):
    path = made(argane)
    tag = argane.get(path)["ETag"]
    assert tag.startswith('"')
    for held in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        answer = again(argane, path, held)
        assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", tag), held
    argane.patch(path, {"name": "Dépôt"})
    fresh = again(argane, path, tag)
    assert fresh.status_code == 200
    assert fresh["ETag"] != tag
    assert fresh.json()["name"] == "Dépôt"


def test_a_change_of_what_was_read_is_taken_and_of_what_moved_on_is_not(argane):
    path = made(argane)
    tag = argane.get(path)["ETag"]
    first = argane.patch(path, {"name": "Dépôt"}, if_match=tag)
    assert first.status_code == 200
    problem(argane.patch(path, {"name": "Usine"}, if_match=tag), 412, "stale")
    problem(argane.patch(path, {"name": "Usine"}, if_match=f"W/{first['ETag']}"), 412, "stale")
    problem(argane.patch(path, {"name": "Usine"}, if_match="no tag"), 412, "stale")
    assert argane.get(path).json()["name"] == "Dépôt"
    for tag in (first["ETag"], "*"):
        assert argane.patch(path, {"name": "Usine"}, if_match=tag).status_code == 200
    assert argane.patch(path, {"name": "Moulin"}).status_code == 200


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/organization/", {"name": "Argane du Sud"}),
        ("/company/", {"employees": 12}),
        ("{site}", {"name": "Dépôt"}),
        ("{site}facts/", {"roof_asbestos": True}),
        ("{export}", {"tonnes_year": "12"}),
    ],
)
def test_the_answer_to_a_change_carries_the_tag_of_the_next_reading(argane, path, body, client):
    site = made(argane)
    export = f"/exports/{argane.post('/exports/', {'code': '1509 20', 'market': 'ES'}).json()['id']}/"
    path = path.format(site=site, export=export)
    caller = argane
    if path == "/organization/":
        client.force_login(make_organization("Zellige").memberships.get().user)
        caller = argane.__class__()
        caller.client = client
    read = path.removesuffix("facts/")
    changed = caller.patch(path, body, if_match=caller.get(read)["ETag"])
    assert changed.status_code == 200, changed.content
    assert changed["ETag"] == caller.get(read)["ETag"]


def test_an_offer_is_changed_as_it_was_read(chams):
    path = f"/offers/{chams.post('/offers/', OFFER).json()['id']}/"
    tag = chams.get(path)["ETag"]
    changed = chams.patch(path, {"name_fr": "Toitures"}, if_match=tag)
    assert changed["ETag"] == chams.get(path)["ETag"] != tag
    problem(chams.patch(path, {"name_fr": "Autre"}, if_match=tag), 412, "stale")


def test_what_moved_on_is_not_removed(argane):
    path = f"/exports/{argane.post('/exports/', {'code': '1509 20', 'market': 'ES'}).json()['id']}/"
    tag = argane.get(path)["ETag"]
    argane.patch(path, {"tonnes_year": "12"})
    problem(argane.delete(path, if_match=tag), 412, "stale")
    assert argane.delete(path, if_match=argane.get(path)["ETag"]).status_code == 204


def test_a_condition_tells_nothing_of_what_is_not_ones_own(argane, zellige):
    path = made(argane)
    problem(zellige.patch(path, {"name": "x"}, if_match=argane.get(path)["ETag"]), 404, "not_found")
    problem(zellige.patch(path, {"name": "x"}, if_match='"guess"'), 404, "not_found")


@pytest.mark.django_db(transaction=True)
def test_of_two_changes_at_once_exactly_one_wins(monkeypatch):
    def slowly(*args, **values):
        time.sleep(0.2)  # both have compared by now, unless one keeps the other out
        return actions.change_site(*args, **values)

    monkeypatch.setattr("api.v1.footprint.views.actions", SimpleNamespace(**{**vars(actions), "change_site": slowly}))
    argane = program_of(actor_of(make_organization("Argane")))
    path = made(argane)
    for turn in range(3):
        tag, answers, gate = argane.get(path)["ETag"], {}, threading.Barrier(2)

        def change(name, tag=tag, answers=answers, gate=gate):
            gate.wait(10)
            answers[name] = argane.patch(path, {"name": name}, if_match=tag).status_code
            connection.close()

        names = [f"Moulin {turn}", f"Usine {turn}"]
        threads = [threading.Thread(target=change, args=[name]) for name in names]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert sorted(answers.values()) == [200, 412]
        assert Site.objects.get().name == next(name for name, status in answers.items() if status == 200)


def test_every_readable_thing_that_changes_declares_its_conditions(client, db):
    document = json.loads(client.get("/api/schema/", headers={"accept": "application/json"}).content)
    changed = 0
    for path, methods in document["paths"].items():
        for method in {"patch", "delete"} & methods.keys():
            operation = methods[method]
            changed += 1
            assert "If-Match" in {one["name"] for one in operation["parameters"]}, (path, method)
            assert "412" in operation["responses"]
            if "get" in methods:
                assert "If-None-Match" in {one["name"] for one in methods["get"]["parameters"]}, path
                assert "304" in methods["get"]["responses"]
                assert "ETag" in methods["get"]["responses"]["200"]["headers"]
    assert changed > 12
