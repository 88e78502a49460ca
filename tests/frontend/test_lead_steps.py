"""Each step of a request by a browser: its form, what was typed wrong, the dates of the clock."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.urls import reverse

from frontend import formats
from frontend.pages.conversations import conversation_url
from kernel import clock
from marketplace import actions, queries
from marketplace.models import Lead
from matching import actions as matching
from matching.models import Need
from notices.models import Notice
from tests.factories.accounts import actor_of, make_organization
from tests.factories.marketplace import make_deal, make_lead


@pytest.fixture
def deal(db):
    return make_lead()


def page(browser, name, lead):
    return browser.get(reverse(name, args=[lead.pk])).content.decode()


def do(browser, name, lead, **typed):
    return browser.post(reverse(name, args=[lead.pk]), typed, follow=True)


def test_a_partner_reads_the_date_asks_delays_and_accepts(deal, signed_in):
    (deal, lead), partner = deal, signed_in(deal[0].partner)
    due = formats.day(lead.due_on, "weekday")
    assert due in page(partner, "lead", lead)
    assert do(partner, "ask_question", lead, text="").context["acts"]["question"]["form"].errors
    do(partner, "ask_question", lead, text="Quelle surface ?")
    assert Lead.objects.get().status == "question"
    wrong = do(partner, "delay_lead", lead, until="31/02/2027")
    assert "31/02/2027" in wrong.content.decode()
    friday = lead.due_on + timedelta(4 - lead.due_on.weekday() + 7)
    do(partner, "delay_lead", lead, until=friday.isoformat())
    assert formats.day(Lead.objects.get().due_on, "weekday") in page(partner, "lead", lead)


def test_both_sides_go_on_to_the_end(deal, signed_in):
    (deal, lead), partner, sme = deal, signed_in(deal[0].partner), signed_in(deal[0].sme)
    actions.accept_lead(deal.partner, lead_id=lead.pk, now=clock.now())
    day = clock.moroccan_day(clock.now()) + timedelta(3)
    do(sme, "agree_visit", lead, day=day.isoformat())
    assert formats.day(day, "weekday") in page(partner, "lead", lead)
    assert do(sme, "lose_lead", lead, reason="other").context["acts"]["loss"]["form"].errors
    do(partner, "sign_lead", lead)
    late = do(sme, "lose_lead", lead, reason="price")
    assert Lead.objects.get().status == "won"
    assert "déjà signée" in late.content.decode()


def test_the_firm_reads_the_plain_answer(deal, signed_in):
    (deal, lead), sme = deal, signed_in(deal[0].sme)
    assert "1 partenaire doit encore répondre" in page(sme, "request_sent", lead)
    actions.decline_lead(deal.partner, lead_id=lead.pk, reason="too_small", now=clock.now())
    assert "Personne ne peut aider pour l’instant" in page(sme, "request_sent", lead)


def test_the_firm_chooses_what_happens_when_asking(db, signed_in):
    deal = make_deal(partners=2)
    sme, url = signed_in(deal.sme), reverse("ask", args=[deal.site.pk, deal.offer.pk])
    assert 'name="on_silence"' in sme.get(url).content.decode()
    sme.post(url, {"consent": "on", "on_silence": "automatic", "enough": "1"})
    lead = Lead.objects.get()
    assert (lead.on_silence, lead.enough) == ("automatic", 1)
    again = sme.post(url, {"consent": "on", "on_silence": "ask", "enough": "3"}, follow=True).content.decode()
    assert "déjà envoyée" in again
    assert Lead.objects.count() == 1


# RW31: asked twice, clicked twice, and nobody says so --------------------------------------------------------------------


@pytest.mark.django_db
def test_rw31_a_request_pressed_twice_is_one_and_each_repeat_is_answered_in_words_with_its_link(
    signed_in, drain, mailoutbox
):
    deal, now = make_deal(), clock.now()
    need = Need.objects.get(site=deal.site, code="pv_rooftop")
    matching.request_matches(deal.sme, site_id=deal.site.pk, need_id=need.pk, now=now)
    sme, sent = signed_in(deal.sme), {"consent": "on", "on_silence": "ask", "enough": "3"}
    first = reverse("ask", args=[deal.site.pk, deal.offer.pk])
    for _press in range(3):  # a double click, then back and once more
        answer = sme.post(first, sent)
    lead = Lead.objects.get()
    assert answer["Location"] == reverse("request_sent", args=[lead.pk])
    drain()
    with time_machine.travel(now + timedelta(days=3)):
        again = sme.post(first, sent, follow=True)
        assert again.redirect_chain[-1][0] == reverse("request_sent", args=[lead.pk])
        assert "déjà envoyée" in again.content.decode()
        assert conversation_url(deal.sme, lead.pk) in again.content.decode()
    sme.post(reverse("ask_for_need", args=[deal.site.pk, need.pk, deal.offer.pk]), sent)
    actions.decline_lead(deal.partner, lead_id=lead.pk, reason="no_capacity", now=clock.now())
    sme.post(first, sent)
    drain()
    to_partner = get_user_model().objects.get(pk=deal.partner.user_id).email
    received = Notice.objects.filter(kind="lead_received", user_id=deal.partner.user_id)
    letters = [one for one in mailoutbox if one.to == [to_partner]]
    assert (Lead.objects.count(), received.count(), len(letters)) == (3, 3, 3)


def test_a_partner_notes_that_it_is_away_or_full_and_its_page_says_so(db, signed_in):
    deal = make_deal()
    partner, today = signed_in(deal.partner), clock.moroccan_day(clock.now())
    public = reverse("partner", args=[deal.partner.organization_id])
    assert "moins de cinq réponses" in partner.get(public).content.decode()
    partner.post(reverse("set_full"), {"full": "yes"})
    assert "Pas de place" in partner.get(public).content.decode()
    partner.post(reverse("set_full"), {"full": "no"})
    wrong = partner.post(reverse("absences"), {"starts_on": today.isoformat(), "ends_on": "2020-01-01"})
    assert "2020-01-01" in wrong.content.decode()
    partner.post(reverse("absences"), {"starts_on": today.isoformat(), "ends_on": today.isoformat()})
    assert "Absent" in partner.get(public).content.decode()
    (row,) = partner.get(reverse("absences")).context["absences"]
    partner.post(reverse("remove_absence", args=[row["id"]]))
    assert "Absent" not in partner.get(public).content.decode()


def test_a_request_is_given_to_somebody_of_the_team(deal, signed_in):
    (deal, lead), partner = deal, signed_in(deal[0].partner)
    do(partner, "assign_lead", lead, user_id=str(deal.partner.user_id))
    assert Lead.objects.get().assigned_to_id == deal.partner.user_id
    do(partner, "assign_lead", lead, user_id="")
    assert Lead.objects.get().assigned_to_id is None


def test_today_of_the_team_counts_what_stands_still(deal, signed_in):
    deal, _lead = deal
    Lead.objects.update(reminded=4)
    operator = signed_in(actor_of(make_organization("Borj", "operator")))
    html = operator.get(reverse("today")).content.decode()
    assert "Demandes bientôt hors délai (1)" in html
    assert "Chams 1" in html
    assert "Argane" not in html
    assert queries.late(deal.partner, now=clock.now()).count() == 0
