"""Search in conversations: one's own, as one sees them, in three languages."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from kernel import clock
from kernel.ids import uuid7
from marketplace import actions as marketplace
from messaging import actions, queries
from messaging.choices import About
from tests.api.program import program_of
from tests.factories.accounts import sign_in
from tests.factories.marketplace import make_deal, make_lead

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk():
    """Return a deal, its request and a function by which one of its sides says something."""
    deal, lead = make_lead()
    row = queries.about(deal.sme, About.LEAD, [lead.pk])[lead.pk]

    def say(actor, text):
        actions.post_message(actor, conversation_id=row.pk, client_id=uuid7(), text=text, now=clock.now())

    return deal, lead, say


def texts(actor, query):
    return [one.text for one in queries.found(actor, query)]


@pytest.mark.parametrize(
    ("said", "query"),
    [
        ("La TOITURE est libérée en février", "toiture liber"),
        ("نؤكّد الزيارة يوم الإثنين", "الزياره الاثنين"),
        ("The meter is at 15 200 kWh", "METER 15"),
    ],
)
def test_a_message_is_found_by_its_words_or_their_beginnings(talk, said, query):
    deal, _lead, say = talk
    say(deal.partner, "Bonjour")
    say(deal.partner, said)
    assert texts(deal.sme, query) == texts(deal.partner, query) == [said]
    assert texts(deal.sme, f"{query} absent") == []
    assert texts(deal.sme, " ؟ ") == []


def test_what_is_hidden_from_a_reader_is_not_found_until_it_is_given(talk):
    deal, lead, say = talk
    say(deal.sme, "Appelez le 06 12 34 56 78 pour la toiture")
    assert texts(deal.sme, "0612 toiture") == []
    assert len(texts(deal.sme, "06 12 34 toiture")) == 1
    assert texts(deal.partner, "06 12 34 toiture") == []
    (seen,) = texts(deal.partner, "toiture")
    assert "34" not in seen
    marketplace.accept_lead(deal.partner, lead_id=lead.pk, now=clock.now())
    assert len(texts(deal.partner, "06 12 34 toiture")) == 1


def test_the_words_a_request_began_with_are_found_as_their_reader_sees_them(client):
    deal, lead = make_lead(message="La toiture est libre. Personne, 06 12 34 56 78, chez Argane")
    program, partner = program_of(deal.sme), program_of(deal.partner)
    (begun,) = program.get("/conversations/found/?q=toiture").json()["begun"]
    assert (begun["id"], begun["hides"]) == (str(lead.pk), False)
    (seen,) = partner.get("/conversations/found/?q=toiture").json()["begun"]
    assert (seen["message"], seen["hides"]) == ("La toiture est libre. •••, •••, chez •••", True)
    assert partner.get("/conversations/found/?q=argane").json()["begun"] == []
    assert program_of(make_deal(sme="Zellige").sme).get("/conversations/found/?q=toiture").json()["begun"] == []
    browser = sign_in(client, get_user_model().objects.get(pk=deal.partner.user_id))
    page = browser.get(reverse("conversations"), {"q": "toiture"}).content.decode()
    row = queries.about(deal.partner, About.LEAD, [lead.pk])[lead.pk]
    assert reverse("conversation", args=[row.pk]) in page
    assert "06 12" not in page
    for address in (reverse("lead", args=[lead.pk]), reverse("conversation", args=[row.pk])):
        shown = browser.get(address).content.decode()
        assert "06 12" not in shown
        assert "Les coordonnées sont montrées" in shown
    marketplace.accept_lead(deal.partner, lead_id=lead.pk, now=clock.now())
    (seen,) = partner.get("/conversations/found/?q=argane").json()["begun"]
    assert "06 12 34 56 78" in seen["message"]


def test_nobody_finds_what_others_say_nor_what_was_taken_away(talk):
    deal, _lead, say = talk
    say(deal.sme, "Toiture libre")
    other = make_deal(sme="Zellige")
    assert texts(other.sme, "toiture") == texts(other.partner, "toiture") == []
    (line,) = queries.found(deal.sme, "toiture")
    actions.remove_message(deal.sme, message_id=line.id, conversation_id=line.conversation_id, now=clock.now())
    assert texts(deal.partner, "toiture") == []


def test_the_page_and_a_program_find_the_same(talk, client):
    deal, _lead, say = talk
    say(deal.partner, "Visite <b>lundi</b>")
    for number in range(3):
        say(deal.partner, f"Autre {number}")
    browser = sign_in(client, get_user_model().objects.get(pk=deal.sme.user_id))
    page = browser.get(reverse("conversations"), {"q": "VISITE lundi"}).content.decode()
    assert "Visite &lt;b&gt;lundi&lt;/b&gt;" in page
    assert "Autre 1" not in page
    assert "#m1" in page
    assert "Rien de trouvé" in browser.get(reverse("conversations"), {"q": "jamais"}).content.decode()
    program = program_of(deal.sme)
    (found,) = program.get("/conversations/found/?q=visite").json()["results"]
    assert found["text"] == "Visite <b>lundi</b>"
    for wrong in ("", "?q=", f"?q={'x' * 201}", "?q=x&other=1"):
        assert program.get(f"/conversations/found/{wrong}").status_code == 400, wrong
