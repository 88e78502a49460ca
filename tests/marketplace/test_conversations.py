"""The conversation of a request: opened with it, masked until the partner accepts, closed when it ends."""

from uuid import uuid4

import pytest

from kernel import clock
from kernel.errors import Conflict
from marketplace import actions
from messaging import actions as messaging
from messaging import queries
from messaging.choices import About
from tests.factories.marketplace import make_deal, make_lead

pytestmark = pytest.mark.django_db


def conversation_of(actor, lead):
    return queries.about(actor, About.LEAD, [lead.pk])[lead.pk]


def say(actor, lead, text):
    row = conversation_of(actor, lead)
    return messaging.post_message(actor, conversation_id=row.pk, client_id=uuid4(), text=text, now=clock.now())


def seen_by(actor, lead):
    return queries.lines(actor, queries.messages(actor, conversation_of(actor, lead).pk))


def test_they_talk_before_the_answer_without_contacts_and_with_them_once_it_is_accepted():
    deal, lead = make_lead(released=["contact"])
    say(deal.partner, lead, "Quelle surface ? Écrivez à chams@chams.example")
    say(deal.sme, lead, "1150 m², Argane, 06 12 34 56 78")
    assert seen_by(deal.sme, lead)[0].text == "Quelle surface ? Écrivez à •••"
    assert seen_by(deal.partner, lead)[1].text == "1150 m², •••, •••"
    actions.accept_lead(deal.partner, lead_id=lead.pk, now=clock.now())
    told = seen_by(deal.partner, lead)
    assert told[1].text == "1150 m², Argane, 06 12 34 56 78"
    assert (told[2].kind, told[2].facts) == ("event", {"code": "accepted"})


def test_a_name_that_was_given_with_the_request_is_not_hidden():
    deal, lead = make_lead(released=["name"])
    say(deal.sme, lead, "Argane vous attend")
    assert seen_by(deal.partner, lead)[0].text == "Argane vous attend"


def test_a_request_that_ends_closes_its_conversation_and_one_more_opens_another():
    deal, lead = make_lead()
    say(deal.sme, lead, "Bonjour")
    actions.decline_lead(deal.partner, lead_id=lead.pk, reason="too_far", now=clock.now())
    with pytest.raises(Conflict):
        say(deal.sme, lead, "Vraiment ?")
    assert [one.kind for one in seen_by(deal.sme, lead)] == ["text", "event"]
    _deal, again = make_lead(deal)
    assert conversation_of(deal.partner, again).pk != conversation_of(deal.partner, lead).pk
    say(deal.sme, again, "À nouveau")


def test_each_partner_has_its_own_conversation_and_knows_of_no_other():
    from tests.factories.marketplace import ask

    deal = make_deal(partners=2)
    first, second = (one.lead for one in ask(deal))
    say(deal.sme, first, "Pour le premier")
    assert queries.about(deal.partners[1], About.LEAD, [first.pk]) == {}
    assert seen_by(deal.partners[1], second) == []
    assert queries.conversations(deal.partners[1]).count() == 1
