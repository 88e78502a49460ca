"""Saved searches by their pages, without a script; and what the team reads of searches without an answer."""

import html
import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from kernel import clock
from marketplace import actions, queries
from marketplace.actions.unmet import counted
from marketplace.models import UnmetSearch
from tests.factories.accounts import actor_of, make_organization, sign_in
from tests.factories.footprint import make_exporter
from tests.factories.partners import make_offer, make_partner

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ready(reference, settings, tmp_path):
    settings.SEARCH_FOLDER = tmp_path / "search"
    counted.clear()


def client_of(actor):
    return sign_in(Client(), get_user_model().objects.get(pk=actor.user_id))


def text(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


def test_a_member_saves_runs_changes_and_deletes_a_search(client):
    argane, asked = make_exporter(), "?q=toiture+solaire&region=MA-03&region=MA-06"
    member, here = client_of(argane), reverse("directory")
    link = f"{reverse('save_search')}{asked}".replace("&", "&amp;")
    assert link in text(member.get(f"{here}{asked}"))
    assert reverse("save_search") not in text(client.get(f"{here}{asked}")), "a visitor has nowhere to keep it"
    assert reverse("save_search") not in text(member.get(here)), "there is nothing to keep yet"
    page = f"{reverse('save_search')}{asked}"
    proposed = text(member.get(page))
    assert "Fès-Meknès" in proposed
    assert "field--error" in text(member.post(page, {"name": "", "alerts": "hourly"}))
    assert "error-summary" in text(member.post(reverse("save_search"), {"name": "Vide", "alerts": "never"}))
    assert member.post(page, {"name": "Toits", "alerts": "daily"})["Location"] == f"{here}{asked}"
    row = queries.saved_searches(argane).get()
    assert (row.text, row.tags, row.alerts) == ("toiture solaire", [["region:MA-03", "region:MA-06"]], "daily")
    listed = text(member.get(reverse("saved_searches")))
    assert f"{here}{asked}".replace("&", "&amp;") in listed
    assert "Une fois par jour" in listed
    own = reverse("saved_search", args=[row.pk])
    assert own in listed
    assert reverse("saved_searches") in text(member.get(reverse("account")))
    assert member.post(own, {"name": "Toits", "alerts": "never"})["Location"] == reverse("saved_searches")
    assert queries.saved_search(argane, row.pk).alerts == "never"
    rival = client_of(make_exporter("Zellige"))
    for asks in (rival.get, rival.post):
        assert asks(own).status_code == 404
    delete = reverse("delete_search", args=[row.pk])
    assert rival.post(delete).status_code == 404
    assert delete in text(member.get(own))
    assert member.post(delete)["Location"] == reverse("saved_searches")
    assert "Enregistrer cette recherche" in text(member.get(reverse("saved_searches")))


def test_words_are_kept_as_they_were_typed():
    argane, typed = make_exporter(), """l'huile "bio" & <b> 100 %"""
    member = client_of(argane)
    shown = text(member.get(reverse("directory"), {"q": typed, "order": "newest"}))
    link = re.search(rf'href="({reverse("save_search")}[^"]*)"', shown)
    member.post(html.unescape(link[1]), {"name": "Huile", "alerts": "instant"})
    assert queries.saved_searches(argane).get().asked == [("q", typed)]


def test_a_search_that_a_program_saved_finds_the_same_on_the_page(drain):
    argane, now = make_exporter(), clock.now()
    make_offer(make_partner())
    make_partner("Mizan Solaire", "financier", verified_at=now)
    drain()
    kept = {"text": "solaire", "tags": [["partner:provider"]], "kinds": ["partner"]}
    row = actions.save_search(argane, name="Installateurs", **kept, now=now)
    member = client_of(argane)
    listed = text(member.get(reverse("saved_searches")))
    assert all(f"<bdi>{part}</bdi>" in listed for part in ("Partenaires", "Fournisseur"))
    page = member.get(f"{reverse('directory')}?{urlencode(row.asked)}").context
    assert (page["total"], [one["name"] for one in page["partners"]]) == (1, ["Chams Solaire"])
    assert [chip["label"] for chip in page["chips"]] == ["Partenaires", "Fournisseur"]
    wider = member.get(page["chips"][1]["url"]).context
    assert {one["name"] for one in wider["partners"]} == {"Chams Solaire", "Mizan Solaire"}
    member.post(page["save_url"], {"name": "Les mêmes", "alerts": "never"})
    assert queries.saved_searches(argane).get().name == "Les mêmes"


def test_words_that_find_nothing_reach_the_team_once_they_were_asked_on_two_days(client, drain):
    here = f"{reverse('directory')}?q=biométhaniseur&region=MA-12"
    team, page = client_of(actor_of(make_organization("Borj", "operator"))), reverse("operator_unmet")
    make_offer(make_partner())
    drain()
    for _time in range(2):
        text(client.get(here))
    client.head(here)
    team.get(here)
    row = UnmetSearch.objects.get()
    assert (row.text, row.tags, row.language, row.count) == ("biomethaniseur", "region:MA-12", "fr", 2)
    assert "biomethaniseur" not in text(team.get(page))
    row.pk, row.day = None, row.day - timedelta(days=1)
    row.save()
    assert page in text(team.get("/today/"))
    shown = text(team.get(page))
    assert "/directory/?q=biomethaniseur&amp;region=MA-12" in shown
    assert "Dakhla" in shown
    file = b"".join(team.get(f"{page[:-1]}.csv?days=30").streaming_content).decode("utf-8-sig")
    assert file.splitlines()[1].startswith("biomethaniseur;")
    for row in UnmetSearch.objects.order_by("day"):
        row.day -= timedelta(days=60)
        row.save()
    assert "biomethaniseur" not in text(team.get(f"{page}?days=30"))
    assert client_of(make_exporter()).get(page).status_code == 404
    technical = actor_of(make_organization("Rif", "operator"), "technical")
    assert client_of(technical).get(page).status_code == 403
