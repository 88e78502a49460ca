from datetime import timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist, ValidationError

from accounts.models import AuditEntry, Consent, Organization
from kernel import clock
from kernel.errors import Refused
from kernel.ids import uuid7
from marketplace import actions, queries
from marketplace.choices import CONSENT_TEXT, CONSENT_VERSION
from marketplace.models import Lead, LeadStep
from matching import actions as matching
from matching.models import PartnerStats
from partners import actions as partners
from partners.queries import offers
from tests.factories.accounts import actor_of, make_organization
from tests.factories.marketplace import ask, make_deal, make_lead
from tests.factories.partners import make_offer, make_partner

pytestmark = pytest.mark.django_db


def code_of(error, field: str) -> str:
    return error.value.error_dict[field][0].code


def test_a_lead_keeps_what_was_agreed_and_what_the_partner_may_know():
    deal, lead = make_lead(released=["name", "contact"])
    assert lead.status == "sent"
    assert lead.released == ["contact", "name"]
    assert lead.outline == {"sector": "olive_oil", "region": "MA-03", "size_band": "small"}
    step = lead.steps.get()
    assert (step.status, step.organization_id, step.user_id) == ("sent", deal.sme.organization_id, deal.sme.user_id)
    consent = Consent.objects.get(to="sending")
    assert str(lead.pk) in consent.subject
    assert "contact, name" in consent.subject
    assert (consent.version, consent.language, consent.origin) == (CONSENT_VERSION, "fr", "session")
    assert PartnerStats.objects.get(pk=deal.partner.organization_id).introductions == 1


def test_the_words_of_the_consent_change_with_their_version_alone():
    assert CONSENT_VERSION == "2026-11-26.2"
    assert str(CONSENT_TEXT).startswith(
        "Je demande à Qafila d’envoyer cette demande aux partenaires que j’ai choisis et, si"
    )
    assert str(CONSENT_TEXT).endswith("Je peux retirer une demande tant qu’elle n’a pas de réponse.")


def test_asking_the_same_partner_again_gives_the_open_lead():
    deal, lead = make_lead()
    again = ask(deal)
    assert [(one.lead.pk, one.is_new) for one in again] == [(lead.pk, False)]
    other = make_offer(deal.partner, name_fr="Une autre offre du même partenaire")
    matching.request_matches(deal.sme, site_id=deal.site.pk, now=clock.now())
    assert ask(deal, other)[0] == (lead, False)
    assert Lead.objects.count() == LeadStep.objects.count() == 1
    assert PartnerStats.objects.get(pk=deal.partner.organization_id).introductions == 1


def test_after_a_refusal_the_partner_may_be_asked_again():
    deal, lead = make_lead()
    actions.decline_lead(deal.partner, lead_id=lead.pk, reason="no_capacity", now=clock.now())
    assert ask(deal)[0].is_new


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"consent": False}, "consent", "required"),
        ({"message": "x" * 2001}, "message", "too_long"),
        ({"released": ["budget"]}, "released", "unknown_choice"),
    ],
)
def test_nothing_is_sent_when_something_is_wrong(values, field, code):
    deal = make_deal()
    with pytest.raises(ValidationError) as error:
        ask(deal, **values)
    assert code_of(error, field) == code
    assert not Lead.objects.exists()
    assert not Consent.objects.filter(to="sending").exists()


def test_one_need_reaches_at_most_six_partners():
    deal = make_deal(partners=7)
    with pytest.raises(ValidationError) as error:
        ask(deal)
    assert code_of(error, "offer_ids") == "too_many_recipients"
    assert not Lead.objects.exists()
    leads = [one.lead for one in ask(deal, *deal.offers[:3])]
    for partner, lead in zip(deal.partners, leads, strict=False):
        actions.decline_lead(partner, lead_id=lead.pk, reason="too_far", now=clock.now())
    leads += [one.lead for one in ask(deal, *deal.offers[3:6])]
    assert queries.places_left(deal.sme, deal.site.pk, "") == 0
    with pytest.raises(ValidationError):
        ask(deal, deal.offers[6])
    # An answer does not free a place, nor does taking back what its partner has already opened.
    actions.see_lead(deal.partners[3], lead_id=leads[3].pk, now=clock.now())
    actions.withdraw_lead(deal.sme, lead_id=leads[3].pk, now=clock.now())
    with pytest.raises(ValidationError):
        ask(deal, deal.offers[6])
    actions.withdraw_lead(deal.sme, lead_id=leads[4].pk, now=clock.now())
    assert ask(deal, deal.offers[6])[0].is_new


def test_an_offer_that_left_the_shelf_takes_no_request():
    deal = make_deal(partners=2)
    partners.pause_offer(deal.partner, offer_id=deal.offer.pk, now=clock.now())
    with pytest.raises(ValidationError) as error:
        ask(deal)
    assert code_of(error, "offer_ids") == "offer_gone"
    assert not Lead.objects.exists()


@pytest.mark.parametrize("values", [{"intake": "closed"}, {"closes_on": "2026-01-01"}])
def test_a_closed_offer_takes_no_request(values):
    deal = make_deal()
    partners.change_offer(deal.partner, offer_id=deal.offer.pk, values=values, now=clock.now())
    with pytest.raises(ValidationError) as error:
        ask(deal)
    assert code_of(error, "offer_ids") == "closed"


def test_an_offer_seen_open_takes_no_request_once_its_last_day_has_passed():
    now = clock.now()
    deal = make_deal(closes_on=clock.moroccan_day(now).isoformat())
    request = {"site_id": deal.site.pk, "offer_ids": [deal.offer.pk], "consent": True}
    with pytest.raises(ValidationError) as error:
        actions.send_leads(deal.sme, **request, now=now + timedelta(days=1))
    assert code_of(error, "offer_ids") == "closed"
    assert actions.send_leads(deal.sme, **request, now=now)[0].is_new


def test_a_product_of_the_reference_data_takes_no_request():
    deal = make_deal()
    partners.sync_schemes(now=clock.now())
    scheme = next(row for row in offers(deal.sme) if row.scheme_id)
    with pytest.raises(ValidationError) as error:
        ask(deal, scheme)
    assert code_of(error, "offer_ids") == "no_leads"


def test_an_offer_that_does_not_fit_takes_no_request():
    deal = make_deal()
    elsewhere = make_offer(make_partner("Rif Énergie"), regions_served=["MA-01"])
    matching.request_matches(deal.sme, site_id=deal.site.pk, now=clock.now())
    with pytest.raises(ValidationError) as error:
        ask(deal, elsewhere)
    assert code_of(error, "offer_ids") == "not_matched"


def test_foreign_and_missing_things_are_the_same_nothing():
    deal, rival = make_deal(), make_deal(sme="Zellige")
    draft = make_offer(deal.partner, publish=False)
    for values in (
        {"site_id": rival.site.pk},
        {"site_id": uuid7()},
        {"need_id": uuid7()},
        {"offer_ids": [draft.pk]},
        {"offer_ids": [uuid7()]},
    ):
        request = {"site_id": deal.site.pk, "need_id": None, "offer_ids": [deal.offer.pk], "consent": True, **values}
        with pytest.raises(ObjectDoesNotExist):
            actions.send_leads(deal.sme, **request, now=clock.now())
    assert not Lead.objects.exists()


def test_only_a_writing_member_of_the_sme_asks():
    deal = make_deal()
    reader = actor_of(Organization.objects.get(pk=deal.sme.organization_id), role="reader")
    request = {"site_id": deal.site.pk, "need_id": None, "offer_ids": [deal.offer.pk], "consent": True}
    for actor in (reader, deal.partner, actor_of(make_organization("Borj", "institution"))):
        with pytest.raises(Refused):
            actions.send_leads(actor, **request, now=clock.now())
    assert not Lead.objects.exists()


def test_the_consent_to_a_sending_leaves_one_entry_in_the_audit_trail():
    deal, lead = make_lead()
    entry = AuditEntry.objects.get(act="consent_given")
    assert entry.facts["leads"] == [str(lead.pk)]
    assert entry.organization_id == deal.sme.organization_id
