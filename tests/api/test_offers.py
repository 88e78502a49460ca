import itertools
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from api import pagination
from kernel import clock
from kernel.ids import NIL, uuid7
from kernel.models import Task
from matching import actions as matching
from partners import actions, queries
from tests.api.program import Program, program_of
from tests.api.test_frame import problem, told
from tests.factories.footprint import make_exporter, make_site
from tests.factories.partners import make_offer, make_partner

LINES = Path(__file__).parent.parent / "data" / "RW43_500_offers.jsonl"
TERMS = {
    "name_fr": "Toiture de 180 kWc",
    "name_ar": "ألواح على السطح",
    "regions_served": ["MA-03"],
    "sectors_served": ["*"],
    "measures": ["pv_rooftop"],
    "ticket_min_mad": "600000",
    "ticket_max_mad": 4000000,
    "intake": "open",
    "as_of": "2026-11-02",
    "references": [{"sector": "olive_oil", "year": 2024, "verified": False}],
    "requires_voltage": ["MV"],
    "remote": False,
}


def pages(program: Program, path: str, **parameters) -> list[list[dict]]:
    """Return all pages of a list, each followed by its link."""
    answer = program.get(path, **parameters).json()
    found = [answer["results"]]
    while answer["next"]:
        assert len(found) < 50
        answer = program.client.get(answer["next"], headers=program.headers).json()
        found.append(answer["results"])
    return found


def ids(found: list[list[dict]]) -> list[str]:
    return [row["offer"]["id"] if "offer" in row else row["id"] for page in found for row in page]


def test_an_offer_is_made_published_changed_paused_and_archived(chams, nobody):
    made = chams.post("/offers/", TERMS)
    assert made.status_code == 201, made.content
    offer = made.json()
    assert offer["shelf"] == "draft"
    assert (offer["ticket_min_mad"], offer["ticket_max_mad"]) == ("600000", "4000000")
    for name in ("regions_served", "references", "requires_voltage", "remote", "name_ar"):
        assert offer[name] == TERMS[name]
    assert offer["min_roof_m2"] is None
    path = f"/offers/{offer['id']}/"
    assert nobody.get(path).status_code == 404
    assert chams.post(f"{path}publish/").json()["shelf"] == "published"
    assert nobody.get(path).json()["can_edit"] is False
    changed = chams.patch(path, {"min_roof_m2": "١٬٠٠٠", "description_fr": "Étude, pose et suivi"}).json()
    assert (changed["min_roof_m2"], changed["ticket_min_mad"]) == ("1000", "600000")
    assert chams.patch(path, {"min_roof_m2": None}).json()["min_roof_m2"] is None
    assert chams.post(f"{path}pause/").json()["shelf"] == "paused"
    assert nobody.get(path).status_code == 404
    assert chams.post(f"{path}archive/").json()["shelf"] == "archived"


def test_what_is_wrong_is_said_beside_its_field(chams):
    body = {**TERMS, "colour": "red", "regions_served": ["MA-99"], "ticket_min_mad": "beaucoup"}
    errors = problem(chams.post("/offers/", {**body, "colour": "red"}), 400, "invalid")["errors"]
    assert [error["field"] for error in errors] == ["colour"]
    del body["colour"]
    errors = problem(chams.post("/offers/", body), 400, "invalid")["errors"]
    assert [(error["field"], error["code"]) for error in errors] == [("ticket_min_mad", "not_a_number")]
    body["ticket_min_mad"] = "5000000"
    errors = problem(chams.post("/offers/", body), 400, "invalid")["errors"]
    assert {error["field"] for error in errors} == {"regions_served", "ticket_max_mad"}


def test_server_set_fields_are_refused(chams):
    for name in ("organization", "shelf", "kind", "offer_kind", "takes_leads", "published_at", "id"):
        errors = problem(chams.post("/offers/", {**TERMS, name: "x"}), 400, "invalid")["errors"]
        assert [(error["field"], error["code"]) for error in errors] == [(name, "unknown_field")]


def test_a_rival_may_see_a_published_offer_but_not_touch_it(chams_owner, db):
    rival = program_of(make_partner("Rif Énergie"))
    shown, draft = make_offer(chams_owner), make_offer(chams_owner, publish=False)
    for act in ("publish", "pause", "archive"):
        problem(rival.post(f"/offers/{shown.pk}/{act}/"), 403, "refused")
        problem(rival.post(f"/offers/{draft.pk}/{act}/"), 404, "not_found")
    problem(rival.patch(f"/offers/{shown.pk}/", {"colour": 1}), 403, "refused")
    hidden, missing = rival.get(f"/offers/{draft.pk}/"), rival.get(f"/offers/{uuid7()}/")
    assert told(hidden) == told(missing)
    assert hidden.status_code == missing.status_code == 404


def test_an_sme_makes_no_offer(argane):
    problem(argane.post("/offers/", {}), 403, "refused")


@pytest.mark.parametrize(
    ("parameters", "found"),
    [
        ({"region": "MA-03"}, 1),
        ({"region": "MA-01"}, 1),
        ({"measure": "pv_rooftop"}, 2),
        ({"sector": "olive_oil"}, 2),
        ({"offer_kind": "technology"}, 2),
        ({"kind": "financier"}, 0),
        ({"intake": "open", "region": "MA-03"}, 1),
        ({"shelf": "draft"}, 0),
    ],
)
def test_filters(nobody, chams_owner, parameters, found):
    make_offer(chams_owner)
    make_offer(chams_owner, regions_served=["MA-01"])
    make_offer(chams_owner, publish=False)
    assert len(nobody.get("/offers/", **parameters).json()["results"]) == found


@pytest.mark.parametrize("parameters", [{"region": "MA-99"}, {"organization": "x"}, {"shelf": "nowhere"}])
def test_a_filter_refuses_what_it_does_not_know(nobody, db, parameters):
    errors = problem(nobody.get("/offers/", **parameters), 400, "invalid")["errors"]
    assert [error["field"] for error in errors] == list(parameters)


@pytest.fixture
def imported(chams):
    return import_lines(chams, LINES.read_text(encoding="utf-8"))


def import_lines(program: Program, text: str):
    return program.client.post(
        "/api/v1/offers/import/", text, content_type="application/x-ndjson", headers=program.headers
    )


def test_five_hundred_rows_of_one_instant_page_whole(chams, imported, nobody, drain):
    assert imported.json() == {"kept": 500}
    for ordering in ("-id", "-updated_at", "updated_at", "ticket_min_mad", "-ticket_min_mad", "closes_on"):
        found = pages(nobody, "/offers/", page_size="50", ordering=ordering)
        assert [len(page) for page in found] == [50] * 10, ordering
        assert len(set(ids(found))) == 500
    amounts = [row["ticket_min_mad"] for page in found for row in page]
    assert None in amounts
    for ordering in ("ticket_min_mad", "-ticket_min_mad"):
        amounts = [
            row["ticket_min_mad"]
            for page in pages(nobody, "/offers/", page_size="50", ordering=ordering)
            for row in page
        ]
        known = [float(amount) for amount in amounts if amount is not None]
        assert amounts[len(known) :] == [None] * (500 - len(known))
        assert known == sorted(known, reverse=ordering.startswith("-"))


@pytest.fixture
def edited_between(chams, chams_owner, imported, drain):
    """Read a list of fifty a page to its end while other offers are edited, and return the pages of what was imported."""
    others = [make_offer(chams_owner, name_fr=f"Offre fictive autre {number}") for number in range(3)]
    turns = itertools.cycle(others)
    Task.objects.all().delete()
    call_command("search_rebuild", stdout=StringIO())

    def read(path, by=chams, **parameters):
        answer, found = by.get(path, page_size="50", **parameters).json(), []
        while True:
            found.append(row.get("offer") or row for row in answer["results"])
            if not answer["next"]:
                break
            values = {"note_ticket": str(len(found)), "ticket_min_mad": str(len(found) * 100_000)}
            actions.change_offer(chams_owner, offer_id=next(turns).pk, values=values, now=clock.now())
            drain()
            answer = by.client.get(answer["next"], headers=by.headers).json()
        ids = [row["id"] for page in found for row in page]
        return [one for one in ids if one not in {str(other.pk) for other in others}]

    return read


@pytest.mark.parametrize("ordering", ["", "-updated_at", "updated_at", "ticket_min_mad", "-ticket_min_mad"])
def test_five_hundred_rows_page_whole_while_others_are_edited(edited_between, ordering):
    seen = edited_between("/offers/", **({"ordering": ordering} if ordering else {}))
    assert len(seen) == len(set(seen)) == 500


@pytest.mark.parametrize("order", ["newest", "distance", "answers"])
def test_five_hundred_rows_page_whole_in_each_order_of_the_search(edited_between, argane_with_a_site, order):
    seen = edited_between("/search/", q="fictive", find="offer", order=order, by=argane_with_a_site)
    assert len(seen) == len(set(seen)) == 500


@pytest.fixture
def argane_with_a_site(db):
    argane = make_exporter()
    make_site(argane, province="03.231")
    return program_of(argane)


@pytest.mark.parametrize("degraded", [False, True])
def test_five_hundred_rows_of_one_score_page_whole_while_others_are_edited(
    edited_between, degraded, monkeypatch, chams
):
    if degraded:
        monkeypatch.setattr("search.registry._broken_until", float("inf"))
        monkeypatch.setattr("search.registry.close_breaker", lambda: None)
    assert chams.get("/search/", q="fictive", find="offer").json()["degraded"] is degraded
    seen = edited_between("/search/", q="fictive", find="offer")
    assert len(seen) == len(set(seen)) == 500


def test_five_hundred_rows_page_whole_when_the_database_answers(chams, imported, monkeypatch):
    monkeypatch.setattr("search.registry._broken_until", float("inf"))
    found = pages(chams, "/search/", q="fictive", find="offer", page_size="50")
    assert [len(page) for page in found] == [50] * 10
    assert len(set(ids(found))) == 500


def test_an_import_takes_all_or_nothing_and_names_each_line(chams):
    good = '{"offer_id": "A", "kind": "provider", "name": "Bonne"}'
    bad = '{"offer_id": "B", "kind": "provider", "colour": "red"}'
    body = problem(import_lines(chams, f"{good}\n{bad}\nnot json"), 400, "invalid")
    assert [error["field"] for error in body["errors"]] == ["2.colour", "3"]
    assert chams.get("/offers/").json()["results"] == []
    assert import_lines(chams, good).json() == {"kept": 1}
    problem(chams.post("/offers/import/", {}), 415, "unsupported_media_type")


def test_a_national_body_serves_every_region_and_an_empty_list_serves_nobody(chams):
    common = {"sectors_served": ["*"], "measures": ["*"], "status": "open"}
    lines = (LINES.parent / "RW29_territory.jsonl").read_text(encoding="utf-8").splitlines()
    written = [json.dumps(json.loads(line) | common) for line in lines]
    errors = problem(import_lines(chams, "\n".join(written)), 400, "invalid")["errors"]
    assert [error["field"] for error in errors] == ["5.regions_served"]
    assert "ne sert personne" in errors[0]["detail"]
    assert import_lines(chams, "\n".join(written[:4])).json() == {"kept": 4}
    drafts = {row["name_fr"]: row["shelf"] for row in chams.get("/offers/").json()["results"]}
    assert drafts.pop("Sans région renseignée") == "draft", "kept, and asked where it works before it is matched"
    assert set(drafts.values()) == {"published"}

    argane = make_exporter(head_office_region="MA-06")
    dakhla = make_site(argane, region="MA-12")
    matching.request_matches(argane, site_id=dakhla.pk, now=clock.now())
    program = program_of(argane, language="en")
    found = {}
    for row in program.get("/offers/").json()["results"]:
        rules = program.get(f"/sites/{dakhla.pk}/why-not/{row['id']}/").json()["reasons"]["rules"]
        region = next(rule for rule in rules if rule["code"] == "region")
        found[row["name_fr"]] = (region["state"], "site in Dakhla" in region["text"])
    assert found == {
        "Organisme national": ("met", False),
        "Casablanca seulement": ("missing", True),
        "Deux lignes pour la même région": ("met", False),
    }


def test_a_key_of_ones_own_is_unique_and_not_shared(chams, chams_owner, db):
    assert chams.post("/offers/", {**TERMS, "source_key": "A1"}).status_code == 201
    errors = problem(chams.post("/offers/", {**TERMS, "source_key": "A1"}), 400, "invalid")["errors"]
    assert errors[0]["field"] == "source_key"
    assert program_of(make_partner("Rif")).post("/offers/", {**TERMS, "source_key": "A1"}).status_code == 201


@pytest.mark.parametrize(
    ("find", "words"), [("offer", "toiture"), ("offer", "السطح"), ("partner", "solaire"), ("offer", "zzz")]
)
def test_words_find_offers_and_partners(nobody, chams, drain, find, words, settings, tmp_path):
    settings.SEARCH_FOLDER = tmp_path / "search"
    offer = chams.post("/offers/", TERMS).json()
    chams.post(f"/offers/{offer['id']}/publish/")
    drain()
    found = nobody.get("/search/", q=words, find=find, region="MA-03").json()
    assert found["total"] == (0 if words == "zzz" else 1)
    assert [row["kind"] for row in found["results"]] == [find] * found["total"]


def test_search_counts_what_is_asked_to_be_counted(nobody, chams, drain, settings, tmp_path):
    settings.SEARCH_FOLDER = tmp_path / "search"
    offer = chams.post("/offers/", TERMS).json()
    chams.post(f"/offers/{offer['id']}/publish/")
    drain()
    found = nobody.get("/search/", find="offer", region="MA-06", facets="region,offer_kind").json()
    assert (found["total"], found["counts"]["offer_kind"]) == (0, {})
    assert found["counts"]["region"]["MA-03"] == 1, "as if no region were asked"
    assert nobody.get("/search/", find="offer").json()["counts"] == {}


def test_search_narrows_by_several_codes_and_says_what_stands_beside_a_result(
    nobody, chams_owner, drain, settings, tmp_path, argane_with_a_site
):
    settings.SEARCH_FOLDER = tmp_path / "search"
    solar = make_offer(chams_owner, ticket_max_mad="400000")
    pumps = make_offer(chams_owner, measures=["vsd"], ticket_min_mad="600000")
    loan = make_offer(make_partner("Mizan", "financier", verified_at=clock.now()), instrument="loan", measures=["*"])
    drain()

    def found(program=nobody, **asked):
        return program.get("/search/", find="offer", **asked).json()

    both = found(measure=["pv_rooftop", "vsd"], facets="measure,ticket,instrument,verified,language", page_size="1")
    assert both["total"] == 3
    assert both["counts"]["measure"]["vsd"] == both["counts"]["measure"]["pv_rooftop"] == 2
    assert (both["counts"]["ticket"]["0-0.5"], both["counts"]["ticket"]["50-"]) == (1, 1)
    assert both["counts"]["instrument"] == {"loan": 1}
    assert (both["counts"]["verified"], both["counts"]["language"]["fr"]) == ({"yes": 1}, 3)
    following = nobody.client.get(both["next"]).json()
    assert following["total"] == 3, "the next page has the same codes"
    for asked, rows in (
        ({"ticket": "0-0.5"}, [solar]),
        ({"ticket": ["0-0.5", "2-10"]}, [pumps, solar]),
        ({"instrument": "loan"}, [loan]),
        ({"verified": "yes"}, [loan]),
        ({"order": "newest", "q": "photovoltaïque"}, [loan, pumps, solar]),
    ):
        assert [row["offer"]["id"] for row in found(**asked)["results"]] == [str(row.pk) for row in rows], asked
    first = found(argane_with_a_site, order="distance")["results"][0]
    assert (first["distance_km"], first["record"], first["points"]) == (0, None, None)
    body = problem(nobody.get("/search/", order="distance"), 400, "invalid")
    assert [(error["field"], error["code"]) for error in body["errors"]] == [("order", "no_site")]


def test_search_says_what_was_meant_and_what_may_be_finished(nobody, chams_owner, drain, settings, tmp_path):
    settings.SEARCH_FOLDER = tmp_path / "search"
    offer = make_offer(chams_owner, name_fr="Ombrières de parking", name_ar="مظلات شمسية")
    make_offer(chams_owner, name_fr="Ombrières cachées", publish=False)
    drain()
    slipped = nobody.get("/search/", q="ommbrierres de parking", find="offer").json()
    assert slipped["near"]
    assert slipped["meant"].lower() == "ombrières de parking"
    assert [row["offer"]["id"] for row in slipped["results"]] == [str(offer.pk)]

    def suggested(typed, language="fr"):
        rows = Program(language=language).get("/search/suggest/", q=typed).json()["results"]
        return {(row["kind"], row["code"]) for row in rows}

    assert suggested("ombri") == {("offer", str(offer.pk))}
    assert ("offer", str(offer.pk)) in suggested("مظل", "ar")
    assert ("partner", str(chams_owner.organization_id)) in suggested("cha")
    assert ("measure", "pv_rooftop") in suggested("photov")
    assert ("region", "MA-03") in suggested("fès")
    assert ("region", "MA-09") in suggested("agadir")
    assert ("measure", "solar_water_heating") in suggested("سخان", "ar")
    assert ("instrument", "loan") in suggested("emprunt", "en")
    assert suggested("x") == set()
    problem(nobody.get("/search/suggest/"), 400, "invalid")


def test_search_refuses_what_it_does_not_know(nobody, db):
    for parameters in (
        {"region": "MA-99"},
        {"color": "red"},
        {"cursor": "x"},
        {"page_size": "1000"},
        {"facets": "x"},
        {"region": ["MA-03", "MA-99"]},
        {"ticket": "3-4"},
        {"verified": "no"},
        {"order": "best"},
    ):
        problem(nobody.get("/search/", **parameters), 400, "invalid")


def test_nothing_typed_is_an_error(nobody, chams_owner, drain, settings, tmp_path):
    settings.SEARCH_FOLDER = tmp_path / "search"
    offer = make_offer(chams_owner, name_fr="Toiture solaire")
    drain()
    for typed in ("Nous cherchons une toiture solaire. " * 100, "toiture\0solaire", "\0", " ", "-:'\""):
        for address in ("/search/", "/search/suggest/"):
            answer = nobody.get(address, q=typed)
            assert answer.status_code == 200, (address, typed[:20])
        if "toiture" in typed:
            found = nobody.get("/search/", q=typed, find="offer").json()["results"]
            assert [row["offer"]["id"] for row in found] == [str(offer.pk)]


@pytest.mark.parametrize("place", [[str(NIL), 20], [1, str(NIL)], [-1.0, str(NIL)], [1e9, str(NIL)], [1.0, "x"], [1.0]])
def test_search_refuses_a_cursor_that_it_did_not_give(nobody, db, place):
    body = problem(nobody.get("/search/", cursor=pagination.encode(place)), 400, "invalid")
    assert [(error["field"], error["code"]) for error in body["errors"]] == [("cursor", "bad_cursor")]


def test_the_profile_of_a_partner(chams, chams_owner, nobody, argane):
    body = {"headline_fr": "Solaire en toiture", "languages": ["fr", "ar"], "bases": [{"province": "03.061"}]}
    assert chams.patch("/profile/", body).json()["headline_fr"] == "Solaire en toiture"
    shown = nobody.get(f"/partners/{chams_owner.organization_id}/").json()
    assert (shown["kind"], shown["bases"][0]["province"]) == ("provider", "03.061")
    assert [row["organization"]["name"] for row in nobody.get("/partners/", region="MA-03").json()["results"]] == [
        "Chams Solaire"
    ]
    problem(argane.patch("/profile/", body), 403, "refused")
    problem(argane.get("/profile/"), 404, "not_found")


def test_lists_cost_the_same_for_five_and_for_fifty(nobody, chams_owner, django_assert_num_queries):
    make_offers = [make_offer(chams_owner, name_fr=f"Offre {number}") for number in range(50)]
    assert queries.offers(chams_owner).count() == len(make_offers)
    for size in ("5", "50"):
        with django_assert_num_queries(1):
            assert len(nobody.get("/offers/", page_size=size).json()["results"]) == int(size)
