"""Results by their pages, without a script: asked, answered in a few fields, read by the partner as far as it may."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from frontend.shown.requests import record
from frontend.shown.today import ICONS
from marketplace import actions, queries
from notices.choices import NoticeKind
from tests.factories.accounts import sign_in
from tests.factories.quotes import make_quote
from tests.factories.results import make_result, measured

pytestmark = pytest.mark.django_db


def client_of(actor):
    return sign_in(Client(), get_user_model().objects.get(pk=actor.user_id))


def text(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


def test_what_came_of_it_is_one_press_once_it_is_asked():
    deal, quote = make_quote()
    sme, address = client_of(deal.sme), reverse("request_sent", args=[quote.lead_id])
    later = reverse("postpone_outcome", args=[quote.lead_id])
    assert later not in text(sme.get(address))
    actions.ask_outcome(quote.lead_id, now=timezone.now() + timedelta(days=60))
    for actor, page in ((deal.sme, "request_sent"), (deal.partner, "lead")):
        shown = text(client_of(actor).get(reverse(page, args=[quote.lead_id])))
        assert later in shown
        assert reverse("sign_lead", args=[quote.lead_id]) in shown
    assert sme.post(later)["Location"] == address
    assert later not in text(sme.get(address))


def test_a_result_is_answered_and_stays_with_the_request():
    deal, row = make_result()
    sme, partner, page = client_of(deal.sme), client_of(deal.partner), reverse("result", args=[row.pk])
    assert page in text(sme.get(reverse("request_sent", args=[row.lead_id])))
    assert page in text(partner.get(reverse("lead", args=[row.lead_id])))
    form = text(sme.get(page))
    assert 'name="energy_kwh"' in form
    wrong = text(sme.post(page, measured(energy_kwh="beaucoup", saving_mad="")))
    assert 'value="beaucoup"' in wrong
    assert "field--error" in wrong
    missing = text(sme.post(page, measured(energy_kwh="", saving_mad="")))
    assert "Donnez au moins un chiffre" in missing
    assert sme.post(page, measured())["Location"] == page
    shown = text(sme.get(page))
    assert "94" in shown
    assert "318" in shown
    hidden = text(partner.get(page))
    assert 'name="energy_kwh"' not in hidden
    assert "300 000" not in hidden.replace("\u202f", " ").replace("\xa0", " ")
    assert "garde ses chiffres" in hidden
    sme.post(page, measured(is_shared="on"))
    assert "300 000" in text(partner.get(page)).replace("\u202f", " ").replace("\xa0", " ")
    assert text(partner.post(page, measured()), 403)


def test_the_public_page_tells_counts_of_firms_and_nothing_before_five():
    few = record(queries.Record(is_new=True))
    assert "signé" not in few
    many = record(queries.Record(is_new=True, ended=5, signed=4, measured=5, kept=3))
    assert "4 ont signé" in many
    assert "neuf dixièmes" in many


def test_each_kind_of_notice_has_its_sign():
    assert ICONS.keys() == set(NoticeKind.values)
