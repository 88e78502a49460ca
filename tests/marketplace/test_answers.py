from functools import partial

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Organization
from kernel import clock
from kernel.errors import Conflict, Refused
from marketplace import actions, queries
from marketplace.choices import DeclineReason
from marketplace.models import Lead, LeadStep
from matching import actions as matching
from matching.models import Introduction, PartnerStats
from tests.factories.accounts import actor_of
from tests.factories.footprint import make_exporter, make_site
from tests.factories.marketplace import Deal, ask, make_deal, make_lead
from tests.factories.partners import make_partner
from tests.race import race

pytestmark = pytest.mark.django_db


def steps_of(lead) -> list[str]:
    return list(lead.steps.order_by("pk").values_list("status", flat=True))


def test_seen_then_accepted_each_once():
    deal, lead = make_lead()
    for _ in range(2):
        actions.see_lead(deal.partner, lead_id=lead.pk, now=clock.now())
    for _ in range(2):
        actions.accept_lead(deal.partner, lead_id=lead.pk, now=clock.now())
    actions.see_lead(deal.partner, lead_id=lead.pk, now=clock.now())
    assert steps_of(lead) == ["sent", "seen", "accepted"]
    stats = PartnerStats.objects.get(pk=deal.partner.organization_id)
    assert (stats.introductions, stats.answers, stats.accepted) == (1, 1, 1)


def test_the_lists_know_who_is_in_touch_until_a_request_ends():
    deal = make_deal(partners=4)
    leads = [one.lead for one in ask(deal, *deal.offers[:3])]
    touch = Introduction.objects.values_list("request", "site", "partner").order_by("partner")
    told = [(one.pk, deal.site.pk, one.partner_organization_id) for one in leads]
    assert sorted(touch.all()) == sorted(told)
    actions.accept_lead(deal.partners[0], lead_id=leads[0].pk, now=clock.now())
    assert touch.count() == 3, "what is under way has not ended"
    actions.decline_lead(deal.partners[1], lead_id=leads[1].pk, reason="too_small", now=clock.now())
    actions.withdraw_lead(deal.sme, lead_id=leads[2].pk, now=clock.now())
    assert [request for request, _site, _partner in touch.all()] == [leads[0].pk]
    actions.lose_lead(deal.sme, lead_id=leads[0].pk, reason="price", now=clock.now())
    assert not touch.exists()


def test_declined_once_with_a_reason_that_gives_a_next_step():
    deal, lead = make_lead()
    for _ in range(2):
        actions.decline_lead(deal.partner, lead_id=lead.pk, reason="too_small", note=" Dès 2 MMAD ", now=clock.now())
    assert steps_of(lead) == ["sent", "declined"]
    sheet = queries.lead(deal.sme, lead.pk)
    assert (sheet.reason, sheet.note) == ("too_small", "Dès 2 MMAD")
    assert sheet.next_step.startswith("Demandez à un partenaire dont le montant minimum")
    with pytest.raises(Conflict) as error:
        actions.decline_lead(deal.partner, lead_id=lead.pk, reason="too_far", now=clock.now())
    assert error.value.code == "lead_declined"


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_each_reason_has_words_and_a_next_step_in_each_language(language):
    from django.utils import translation

    with translation.override(language):
        words = {str(reason.label) for reason in DeclineReason} | {str(reason.next_step) for reason in DeclineReason}
    assert len(words) == 2 * len(DeclineReason)


@pytest.mark.parametrize(
    ("reason", "note", "field"), [("", "", "reason"), ("bored", "", "reason"), ("other", " ", "note")]
)
def test_a_refusal_needs_its_reason(reason, note, field):
    from django.core.exceptions import ValidationError

    deal, lead = make_lead()
    with pytest.raises(ValidationError) as error:
        actions.decline_lead(deal.partner, lead_id=lead.pk, reason=reason, note=note, now=clock.now())
    assert list(error.value.error_dict) == [field]
    assert steps_of(lead) == ["sent"]


def test_what_was_answered_is_not_withdrawn_and_the_other_way_round():
    deal, lead = make_lead()
    actions.accept_lead(deal.partner, lead_id=lead.pk, now=clock.now())
    with pytest.raises(Conflict):
        actions.withdraw_lead(deal.sme, lead_id=lead.pk, now=clock.now())
    deal, lead = make_lead(make_deal(sme="Zellige"))
    actions.withdraw_lead(deal.sme, lead_id=lead.pk, now=clock.now())
    with pytest.raises(Conflict) as error:
        actions.accept_lead(deal.partner, lead_id=lead.pk, now=clock.now())
    assert error.value.code == "lead_withdrawn"


def test_who_may_do_what():
    deal, lead = make_lead()
    reader = actor_of(Organization.objects.get(pk=deal.partner.organization_id), role="reader")
    stranger = make_partner("Rif Énergie")
    for act in (actions.see_lead, actions.accept_lead):
        with pytest.raises(Lead.DoesNotExist):
            act(stranger, lead_id=lead.pk, now=clock.now())
        for refused in (reader, deal.sme):
            with pytest.raises(Refused):
                act(refused, lead_id=lead.pk, now=clock.now())
    with pytest.raises(Refused):
        actions.withdraw_lead(deal.partner, lead_id=lead.pk, now=clock.now())
    with pytest.raises(Lead.DoesNotExist):
        queries.lead(stranger, lead.pk)
    assert steps_of(lead) == ["sent"]


def test_the_database_itself_refuses_to_change_or_drop_a_step():
    _deal, lead = make_lead()
    for change in (lambda: LeadStep.objects.update(status="accepted"), lambda: LeadStep.objects.all().delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    assert steps_of(lead) == ["sent"]


@pytest.mark.django_db(transaction=True)
def test_of_accept_decline_and_withdraw_at_once_exactly_one_wins():
    deal = make_deal()
    for number in range(4):
        _deal, lead = make_lead(deal)
        known = {"lead_id": lead.pk, "now": clock.now()}
        outcomes = race(
            partial(actions.accept_lead, deal.partner, **known),
            partial(actions.decline_lead, deal.partner, reason="too_far", **known),
            partial(actions.withdraw_lead, deal.sme, **known),
        )
        assert sorted(outcomes) == ["Conflict", "Conflict", "done"]
        lead.refresh_from_db()
        assert steps_of(lead) == ["sent", lead.status]
        Lead.objects.filter(pk=lead.pk).update(need_code=f"round {number}")  # so that the partner may be asked again


@pytest.mark.django_db(transaction=True)
def test_twenty_accepts_at_once_are_one():
    deal, lead = make_lead()
    outcomes = race(*[lambda: actions.accept_lead(deal.partner, lead_id=lead.pk, now=clock.now())] * 20)
    assert outcomes == ["done"] * 20
    assert steps_of(lead) == ["sent", "accepted"]
    assert PartnerStats.objects.get(pk=deal.partner.organization_id).answers == 1


@pytest.mark.django_db(transaction=True)
def test_firms_that_ask_the_same_partners_at_once_never_wait_for_each_other():
    one = make_deal(partners=3)
    site = make_site(other := make_exporter("Zellige", budget_mad="1800000"), owns_building=True, roof_m2="1150")
    matching.request_matches(other, site_id=site.pk, now=clock.now())
    two = Deal(other, site, one.partners, one.offers[::-1])
    for number in range(4):
        assert race(partial(ask, one), partial(ask, two)) == ["done", "done"]
        Lead.objects.update(need_code=f"round {number}", status="withdrawn")
    assert PartnerStats.objects.get(pk=one.partner.organization_id).introductions == 8
