"""Who advises a firm does not certify it, nor the other way round, by one name or two, for two years."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import Organization
from footprint import actions as footprint
from frontend.shown import requests as shown
from kernel import clock
from kernel.errors import Conflict
from marketplace import actions, queries
from matching import actions as matching
from tests.factories.accounts import sign_in
from tests.factories.marketplace import ask, make_deal
from tests.factories.partners import make_offer, make_partner

pytestmark = pytest.mark.django_db
ADVICE = {"measures": ["energy_audit"], "name_fr": "Audit énergétique"}
CERTIFIED = {"measures": ["*"], "standards_accredited": ["iso_14001"], "name_fr": "ISO 14001"}


@pytest.fixture
def deal():
    """Return a firm with one company that both advises and certifies, by two organizations, and another certifier."""
    deal = make_deal(partners=0)
    deal.partners = [make_partner("Conseil"), make_partner("Certif", "certifier"), make_partner("Autre", "certifier")]
    for actor, ice in zip(deal.partners, ("001561191000066", "001561191000163", "002136093000040"), strict=True):
        Organization.objects.filter(pk=actor.organization_id).update(ice=ice)
    certified = {"accreditation_valid_until": "2030-01-01", **CERTIFIED}
    deal.offers = [
        make_offer(actor, **terms) for actor, terms in zip(deal.partners, (ADVICE, certified, certified), strict=True)
    ]
    matching.request_matches(deal.sme, site_id=deal.site.pk, now=clock.now())
    return deal


def refused(deal, offer) -> tuple[str, str]:
    with pytest.raises(ValidationError) as error:
        ask(deal, offer)
    (problem,) = error.value.error_dict["offer_ids"]
    return problem.code, problem.messages[0]


@pytest.mark.parametrize(("first", "second"), [(0, 1), (1, 0)])
def test_once_one_is_taken_on_the_other_is_refused_both_ways_with_the_reason_in_words(deal, first, second):
    lead = ask(deal, deal.offers[first])[0].lead
    actions.accept_lead(deal.partners[first], lead_id=lead.pk, now=clock.now())
    code, words = refused(deal, deal.offers[second])
    assert code == "impartiality"
    assert "ISO/IEC 17021-1" in words
    assert ask(deal, deal.offers[2]), "another company certifies"


def test_of_two_requests_that_wait_one_is_taken_on(deal):
    advice, certification = (one.lead for one in ask(deal, *deal.offers[:2]))
    actions.accept_lead(deal.partners[0], lead_id=advice.pk, now=clock.now())
    with pytest.raises(Conflict) as error:
        actions.accept_lead(deal.partners[1], lead_id=certification.pk, now=clock.now())
    assert error.value.code == "lead_impartiality"
    actions.lose_lead(deal.sme, lead_id=advice.pk, reason="price", now=clock.now())
    actions.accept_lead(deal.partners[1], lead_id=certification.pk, now=clock.now())


def test_two_years_after_the_advice_the_company_may_certify(deal):
    lead = ask(deal, deal.offers[0])[0].lead
    actions.accept_lead(deal.partners[0], lead_id=lead.pk, now=clock.now())
    actions.sign_lead(deal.partners[0], lead_id=lead.pk, now=clock.now())
    assert refused(deal, deal.offers[1])[0] == "impartiality"
    with time_machine.travel(clock.now() + timedelta(days=735)):
        assert ask(deal, deal.offers[1])


def test_what_was_declined_binds_nobody(deal):
    lead = ask(deal, deal.offers[0])[0].lead
    actions.decline_lead(deal.partners[0], lead_id=lead.pk, reason="no_capacity", now=clock.now())
    assert ask(deal, deal.offers[1])


def test_a_certifier_reads_what_prices_an_audit_once_it_accepts_and_another_partner_does_not(deal):
    footprint.describe_company(deal.sme, values={"certifications_held": ["iso_50001"]}, now=clock.now())
    advice, certification = (one.lead for one in ask(deal, deal.offers[0], deal.offers[2]))
    assert queries.lead(deal.partners[2], certification.pk).priced == {}
    actions.accept_lead(deal.partners[2], lead_id=certification.pk, now=clock.now())
    told = queries.lead(deal.partners[2], certification.pk).priced
    assert (told["scope"], told["headcount"], told["certificates"]) == ("olive_oil", "40", ["iso_50001"])
    assert told["sites"] == [{"region": "MA-03", "city": ""}]
    assert "shifts" not in told
    rows = {one["term"]: one["value"] for one in shown.facts(queries.lead(deal.partners[2], certification.pk))}
    assert rows["Équipes"] == "Pas encore dit"
    assert rows["Effectif"] == "40"
    actions.accept_lead(deal.partners[0], lead_id=advice.pk, now=clock.now())
    assert "headcount" not in queries.lead(deal.partners[0], advice.pk).priced


def test_what_prices_an_audit_is_asked_once_beside_the_request_and_kept(deal, client):
    browser = sign_in(client, get_user_model().objects.get(pk=deal.sme.user_id))
    footprint.describe_company(deal.sme, values={"certifications_held": ["iso_50001"]}, now=clock.now())
    certified, advised = (reverse("ask", args=[deal.site.pk, deal.offers[number].pk]) for number in (2, 0))
    asked = browser.get(certified).context["form"]
    assert asked["certifications_held"].value() == ["iso_50001"], "filled with what is known"
    assert "operating_schedule" not in browser.get(advised).context["form"].fields
    sent = {"on_silence": "ask", "enough": "3", "operating_schedule": "two_shift", "certifications_held": ["none"]}
    browser.post(certified, sent)
    deal.site.refresh_from_db()
    assert deal.site.facts.get("operating_schedule") is None, "nothing is kept of what was not sent"
    wrong = browser.post(certified, {**sent, "consent": "on", "operating_schedule": "at_times"})
    assert wrong.context["form"].errors["operating_schedule"]
    assert browser.post(certified, {**sent, "consent": "on"}).status_code == 302
    (lead,) = queries.sent(deal.sme)
    assert (lead.priced["shifts"], lead.priced["certificates"]) == ("two_shift", [])
    assert "operating_schedule" not in browser.get(certified).context["form"].fields, "it is told"


def test_what_was_left_open_stays_as_it_was(deal, client):
    browser = sign_in(client, get_user_model().objects.get(pk=deal.sme.user_id))
    certified = reverse("ask", args=[deal.site.pk, deal.offers[2].pk])
    assert browser.post(certified, {"on_silence": "ask", "enough": "3", "consent": "on"}).status_code == 302
    (lead,) = queries.sent(deal.sme)
    assert not {"shifts", "certificates"} & lead.priced.keys()
    assert "operating_schedule" in browser.get(certified).context["form"].fields
