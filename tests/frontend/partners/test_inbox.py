"""Requests as a partner reads and answers them in a browser."""

import re

import pytest
from django.urls import reverse

from marketplace.models import Lead
from tests.factories.accounts import actor_of
from tests.factories.marketplace import make_lead
from tests.factories.partners import make_partner

INBOX_QUERIES = 27


@pytest.fixture
def deal():
    return make_lead()


@pytest.fixture
def lead(deal):
    return deal[1]


@pytest.fixture
def as_partner(deal, signed_in):
    return signed_in(deal[0].partner)


def do(client, name, lead, **typed):
    return client.post(reverse(name, args=[lead.pk]), typed)


def status(lead):
    return Lead.objects.get(pk=lead.pk).status


def test_reading_changes_nothing_and_the_page_says_where_to_tell_it_was_seen(as_partner, lead):
    html = as_partner.get(reverse("lead", args=[lead.pk])).content.decode()
    assert status(lead) == "sent"
    seen = re.search(r'data-see="([^"]+)"', html)[1]
    assert as_partner.post(seen).status_code == 204
    assert status(lead) == "seen"
    assert 'data-see=""' in as_partner.get(reverse("lead", args=[lead.pk])).content.decode()


def test_the_firm_stays_unnamed_until_the_partner_accepts(as_partner, lead):
    before = as_partner.get(reverse("lead", args=[lead.pk])).content.decode()
    assert "Argane" not in before
    assert do(as_partner, "accept_lead", lead).status_code == 302
    assert status(lead) == "accepted"
    after = as_partner.get(reverse("lead", args=[lead.pk])).content.decode()
    assert "Argane" in after
    assert "@argane.example" in after


def test_declining_asks_for_a_reason_and_keeps_the_note(as_partner, lead):
    answer = do(as_partner, "decline_lead", lead, note="Trop loin de Fès")
    assert answer.status_code == 200
    assert "Trop loin de Fès" in answer.content.decode()
    assert status(lead) == "sent"
    assert answer.context["here"] == reverse("lead", args=[lead.pk])


def test_declining_with_a_coded_reason(as_partner, lead):
    reason = as_partner.get(reverse("lead", args=[lead.pk])).context["decline_form"].fields["reason"].choices[0][0]
    assert do(as_partner, "decline_lead", lead, reason=reason).status_code == 302
    assert (status(lead), Lead.objects.get().reason) == ("declined", reason)
    page = as_partner.get(reverse("lead", args=[lead.pk])).content.decode()
    assert "ne le seront pas" in page
    assert "quand vous acceptez" not in page


def test_a_second_answer_is_told_that_the_first_stands(as_partner, lead):
    do(as_partner, "accept_lead", lead)
    answer = as_partner.post(reverse("decline_lead", args=[lead.pk]), {"reason": "full", "note": ""}, follow=True)
    assert answer.status_code == 200
    assert status(lead) == "accepted"


def test_nobody_else_finds_it(deal, lead, signed_in):
    for actor in (make_partner("Rival Solaire"), deal[0].sme):
        client = signed_in(actor)
        assert client.get(reverse("lead", args=[lead.pk])).status_code == 404
        assert do(client, "accept_lead", lead).status_code == 404
    assert status(lead) == "sent"


def test_a_reader_reads_and_does_not_answer(deal, lead, signed_in):
    reader = signed_in(actor_of(deal[0].offer.organization, "reader"))
    page = reader.get(reverse("lead", args=[lead.pk]))
    assert page.context["lead"]["can_answer"] is False
    assert page.context["see_url"] == ""
    do(reader, "accept_lead", lead)
    assert status(lead) == "sent"


def test_the_list_and_the_sheet_keep_their_budget(as_partner, lead, django_assert_max_num_queries):
    for url in (reverse("inbox"), reverse("lead", args=[lead.pk])):
        with django_assert_max_num_queries(INBOX_QUERIES):
            assert as_partner.get(url).status_code == 200
