"""Quotes by their pages, without a script: lines added, what is typed kept, sent, read by both sides, compared, decided."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from kernel import clock
from marketplace import actions
from marketplace.models import Quote
from tests.factories.accounts import sign_in
from tests.factories.marketplace import ask, make_deal
from tests.factories.partners import make_partner
from tests.factories.quotes import LINES, figures, make_quote, make_taken_on

pytestmark = pytest.mark.django_db


def client_of(actor):
    return sign_in(Client(), get_user_model().objects.get(pk=actor.user_id))


def text(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


def typed(do, **changed):
    """Return the form as a partner fills it."""
    lines = {f"line-{at}-{name}": value for at, line in enumerate(LINES) for name, value in line.items()}
    return {**figures(), **lines, "lines": "3", "do": do, **changed}


def test_a_line_is_added_and_what_was_typed_stays():
    deal, lead = make_taken_on()
    partner, address = client_of(deal.partner), reverse("write_quote", args=[lead.pk])
    assert address in text(partner.get(reverse("lead", args=[lead.pk])))
    assert 'name="line-2-label"' in text(partner.get(address))
    shown = text(partner.post(address, typed("line", capex_mad="beaucoup")))
    assert 'name="line-3-label"' in shown
    assert 'value="beaucoup"' in shown
    assert 'value="Modules 500 Wc"' in shown
    assert "field--error" not in shown
    wrong = text(partner.post(address, typed("send", **{"capex_mad": "beaucoup", "line-1-quantity": ""})))
    assert 'value="beaucoup"' in wrong
    assert "Ce n’est pas un nombre." in wrong
    assert 'value="Modules 500 Wc"' in wrong
    missing = text(partner.post(address, typed("send", **{"valid_until": "", "line-1-quantity": ""})))
    assert missing.count("field--error") == 1, "the line is named before the figures are weighed"
    assert not Quote.objects.exists()


def test_a_quote_is_kept_sent_read_and_accepted():
    deal, lead = make_taken_on()
    sme, partner = client_of(deal.sme), client_of(deal.partner)
    address = reverse("write_quote", args=[lead.pk])
    page = partner.post(address, typed("keep", capex_mad="1 500 000"))["Location"]
    assert "1 500 000" in re.sub(r"\s", " ", text(partner.get(page)))
    assert sme.get(page).status_code == 404
    assert "6 lignes" not in text(partner.get(address))
    assert partner.post(address, typed("send", capex_mad="1500000"))["Location"] == page
    for reader in (sme, partner):
        shown = re.sub(r"\s", " ", text(reader.get(page)))
        assert "Le prix indiqué est de 1 500 000,00 MAD ; ses lignes totalisent 1 494 000,00 MAD." in shown
        assert "8 333" in shown
    assert page in text(sme.get(reverse("request_sent", args=[lead.pk])))
    talk = re.search(r'href="(/desk/conversations/[^"]+)"', text(sme.get(page))).group(1)
    assert page in text(sme.get(talk))
    accept = reverse("accept_quote", args=[Quote.objects.get().pk])
    assert accept in text(sme.get(page))
    assert accept not in text(partner.get(page))
    assert sme.post(accept)["Location"] == page
    assert "accepté" in text(partner.get(page))
    assert "déjà été accepté" in text(sme.post(accept.replace("accept", "decline"), {"reason": "price"}, follow=True))


def test_a_refusal_needs_a_reason_and_a_new_version_starts_from_the_last():
    deal, quote = make_quote()
    sme, partner = client_of(deal.sme), client_of(deal.partner)
    decline = reverse("decline_quote", args=[quote.pk])
    assert "field--error" in text(sme.post(decline, {"reason": ""}))
    assert "field--error" in text(sme.post(decline, {"reason": "other"}))
    sme.post(decline, {"reason": "price", "note": "Trop"})
    shown = text(partner.get(reverse("quote", args=[quote.pk])))
    assert "Trop cher" in shown
    again = text(partner.get(reverse("write_quote", args=[quote.lead_id])))
    assert 'value="Modules 500 Wc"' in again


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_quotes_of_one_need_stand_side_by_side(language):
    deal = make_deal(partners=2)
    for price, lead in zip(("1494000", "1386000"), (one.lead for one in ask(deal)), strict=True):
        seller = next(one for one in deal.partners if one.organization_id == lead.partner_organization_id)
        actions.accept_lead(seller, lead_id=lead.pk, now=clock.now())
        written = {"lead_id": lead.pk, "values": figures(capex_mad=price), "lines": LINES, "send": True}
        actions.draft_quote(seller, **written, now=clock.now())
    sme = client_of(deal.sme)
    sme.cookies["django_language"] = language
    shown = text(sme.get(reverse("compare_quotes", args=[lead.pk]), headers={"accept-language": language}))
    assert shown.count('scope="col"') == 2
    assert shown.count("quote-table__best") >= 2
    assert "2018-2025" in shown, "the reference price has its date"
    table = text(sme.get(reverse("quote", args=[Quote.objects.first().pk])))
    assert "0,57765" in table or "0.57765" in table
    file = b"".join(sme.get(reverse("table", args=["quotes", "csv"])).streaming_content).decode()
    assert file.count("Chams") == 2


def test_strangers_find_nothing():
    deal, quote = make_quote()
    stranger = client_of(make_partner("Rif Énergie"))
    for address in (reverse("quote", args=[quote.pk]), reverse("write_quote", args=[quote.lead_id])):
        assert stranger.get(address).status_code == 404
    assert client_of(deal.partner).get(reverse("compare_quotes", args=[quote.lead_id])).status_code == 404
    assert client_of(deal.sme).get(reverse("write_quote", args=[quote.lead_id])).status_code == 404


def test_the_quote_is_a_file_for_who_may_read_it():
    deal, quote = make_quote()
    sme, address = client_of(deal.sme), reverse("quote_file", args=[quote.pk])
    assert address in text(sme.get(reverse("quote", args=[quote.pk])))
    answer = sme.get(address)
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    assert client_of(make_partner("Rif Énergie")).get(address).status_code == 404
    _deal, draft = make_quote(deal, quote.lead, send=False)
    assert sme.get(reverse("quote_file", args=[draft.pk])).status_code == 404


def test_a_file_that_is_not_made_in_time_is_said(monkeypatch):
    from kernel import typesetting

    deal, quote = make_quote()
    monkeypatch.setattr(typesetting, "PATIENCE", 0.001)
    answer = client_of(deal.sme).get(reverse("quote_file", args=[quote.pk]), follow=True)
    assert "Le PDF n’a pas pu être fait" in text(answer)
