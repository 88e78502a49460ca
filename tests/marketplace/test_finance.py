"""A request to a financier: a name that only a file opens, what it lacks, a document asked for, a decision that only the SME reads."""

import dataclasses
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError

from accounts.models import Organization, User
from documents import actions as documents
from kernel import clock
from kernel.errors import Conflict, Refused
from marketplace import actions, queries
from marketplace.choices import FINANCE_REASONS, FinanceReason, Readiness, ReadyItem
from marketplace.models import AskedDocument, Lead
from matching import queries as matching
from notices import queries as notices
from tests.factories.accounts import actor_of, make_organization
from tests.factories.marketplace import ask, give, make_deal, make_financed, make_lead
from tests.factories.partners import make_offer, make_partner
from tests.factories.quotes import LINES, figures
from tests.queue import drain

pytestmark = pytest.mark.django_db


def everything(sheet) -> str:
    return repr(dataclasses.asdict(sheet))


@pytest.fixture
def deal():
    return make_financed(2)


@pytest.fixture
def lead(deal):
    return ask(deal, deal.offer, released=["name", "contact"])[0].lead


def told(actor, kind):
    drain()
    return [one for one in notices.told(actor, notices.notices(actor)) if one.kind == kind]


def missing(actor, lead):
    return {item.code for item in queries.lead(actor, lead.pk).readiness.items if not item.is_met}


def test_a_financier_knows_no_name_before_the_file_is_open_whatever_was_ticked_or_answered(deal, lead):
    name, mail = "Argane", User.objects.get(pk=deal.sme.user_id).email
    for _step in ("asked", "interested"):
        sheet = queries.lead(deal.partner, lead.pk)
        assert sheet.company.is_masked
        assert not [word for word in (name, mail, str(deal.sme.organization_id)) if word in everything(sheet)]
        assert (sheet.priced, sheet.reasons.cut_t) == ({}, None)
        assert (sheet.reasons.raises, sheet.reasons.reach) == ((), None), "what would raise it may tell an amount"
        assert (sheet.company.sector, sheet.company.region, sheet.company.ticket_band) == (
            "olive_oil",
            "MA-03",
            "medium",
        )
        actions.accept_lead(deal.partner, lead_id=lead.pk, now=clock.now())
    assert deal.sme.organization_id not in queries.counterparts(deal.partner)
    grant = give(deal)
    sheet = queries.lead(deal.partner, lead.pk)
    assert (sheet.company.label, sheet.company.contact.email) == (name, mail)
    assert sheet.priced
    documents.withdraw(deal.sme, grant_id=grant.pk, now=clock.now())
    assert name not in everything(queries.lead(deal.partner, lead.pk))


def test_a_provider_is_told_no_amount():
    deal, lead = make_lead()
    assert queries.lead(deal.partner, lead.pk).company.ticket_band == ""


def test_the_amount_is_that_of_the_need_else_the_largest_the_firm_can_invest(deal):
    from matching import actions as match

    need = matching.needs(deal.sme, deal.site.pk).get(code="pv_rooftop")
    need.facts["figures"]["capex_mad"] = {"low": "300000", "typ": "400000", "high": "600000"}
    need.save()
    match.request_matches(deal.sme, site_id=deal.site.pk, need_id=need.pk, now=clock.now())
    type(need).objects.filter(pk=need.pk).update(facts=need.facts)
    asked = ask(deal, deal.offer, need_id=need.pk)[0].lead
    assert queries.lead(deal.partner, asked.pk).company.ticket_band == "tiny"


def test_readiness_names_what_is_missing_and_says_what_the_sme_does_about_it(deal, lead):
    assert missing(deal.partner, lead) == {"file", "identity", "accounts", "quote"}
    ready = queries.lead(deal.sme, lead.pk).readiness
    assert (ready.level, ready.met, ready.of) == (Readiness.CLOSED, 3, len(ReadyItem))
    assert all(bool(item.next_step) != item.is_met for item in ready.items)
    give(deal, "accounts")
    assert queries.lead(deal.partner, lead.pk).readiness.level == Readiness.INCOMPLETE
    give(deal, "identity")
    give(deal, "quote")
    assert queries.lead(deal.partner, lead.pk).readiness.level == Readiness.READY
    assert missing(deal.partner, lead) == set()


def test_the_queue_puts_what_is_complete_eligible_and_consented_first_and_filters(deal, lead):
    other = make_deal(partners=0, sme="Zellige")
    other.partners, other.offers = deal.partners, deal.offers
    from matching import actions as match

    match.request_matches(other.sme, site_id=other.site.pk, now=clock.now())
    later = ask(other, deal.offer)[0].lead
    for kind in ("identity", "accounts", "quote"):
        give(deal, kind)
    rows = queries.queue(deal.partner).order_by("-ready", "-pk")
    assert [row.pk for row in rows] == [lead.pk, later.pk], "the older one is ready"
    found = {level: {row.pk for row in queries.narrowed(rows, "readiness", [level])} for level in Readiness.values}
    assert found == {"ready": {lead.pk}, "incomplete": set(), "closed": {later.pk}}
    assert not queries.queue(deal.partners[1]).exists()
    assert not queries.queue(make_lead()[0].partner).exists(), "of financiers alone"


def test_an_access_that_ends_by_itself_closes_the_file(deal, lead):
    give(deal, days=2)
    assert queries.firm_file(deal.partner, lead.pk).accesses
    with time_machine.travel(clock.now() + timedelta(days=3)), pytest.raises(Lead.DoesNotExist):
        queries.firm_file(deal.partner, lead.pk)


def test_the_file_holds_documents_technical_case_and_footprint_and_goes_at_once(deal, lead):
    with pytest.raises(Lead.DoesNotExist):
        queries.firm_file(deal.partner, lead.pk)
    give(deal, "accounts")
    give(deal, "identity", deal.partners[1])
    found = queries.firm_file(deal.partner, lead.pk)
    assert [one.document.name for one in found.accesses] == ["accounts.pdf"]
    assert (found.lead.company.label, found.footprint.total.unit) == ("Argane", "t")
    assert {one.confidence for one in found.measures if one.abatement_t} <= set("ABCD")
    assert found.quotes == ()
    for actor in (deal.partners[1], deal.sme, make_partner("Rival", "financier")):
        with pytest.raises(Lead.DoesNotExist):
            queries.firm_file(actor, lead.pk)
    for _ in range(2):
        actions.close_file(deal.sme, lead_id=lead.pk, now=clock.now())
    with pytest.raises(Lead.DoesNotExist):
        queries.firm_file(deal.partner, lead.pk)
    give(deal, "accounts", deal.partners[1])
    assert not queries.lead(deal.partner, lead.pk).readiness.is_open


def test_quotes_are_read_only_once_the_sme_gives_them(deal, lead):
    seller = make_partner("Chams")
    offer = make_offer(seller)
    from matching import actions as match

    match.request_matches(deal.sme, site_id=deal.site.pk, now=clock.now())
    solar = ask(deal, offer)[0].lead
    actions.accept_lead(seller, lead_id=solar.pk, now=clock.now())
    actions.draft_quote(seller, lead_id=solar.pk, values=figures(), lines=LINES, send=True, now=clock.now())
    give(deal)
    assert queries.firm_file(deal.partner, lead.pk).quotes == ()
    actions.give_quotes(deal.sme, lead_id=lead.pk, given=True, now=clock.now())
    (quote,) = queries.firm_file(deal.partner, lead.pk).quotes
    assert (quote.partner, quote.capex_mad) == ("Chams", 1494000)
    assert "quote" not in missing(deal.partner, lead)
    with pytest.raises(Refused):
        actions.give_quotes(deal.sme, lead_id=solar.pk, given=True, now=clock.now())
    with pytest.raises(Refused):
        actions.give_quotes(deal.partner, lead_id=lead.pk, given=True, now=clock.now())
    actions.close_file(deal.sme, lead_id=lead.pk, now=clock.now())
    assert not Lead.objects.get(pk=lead.pk).gives_quotes


def test_one_document_is_asked_for_once_told_with_a_next_step_and_settled_by_giving_it(deal, lead):
    for _ in range(2):
        actions.ask_document(deal.partner, lead_id=lead.pk, kind="tax", now=clock.now())
    actions.ask_document(deal.partner, lead_id=lead.pk, kind="permit", now=clock.now())
    first, second = told(deal.sme, "document_asked")
    assert {"fiscale" in first.text, "fiscale" in second.text} == {True, False}
    assert first.next_step
    assert [one.kind for one in queries.lead(deal.sme, lead.pk).asked_documents] == ["tax", "permit"]
    assert "asked" in missing(deal.partner, lead)
    grant = give(deal, "tax")
    assert [one.kind for one in queries.lead(deal.partner, lead.pk).asked_documents] == ["permit"]
    documents.withdraw(deal.sme, grant_id=grant.pk, now=clock.now())
    assert [one.kind for one in queries.lead(deal.partner, lead.pk).asked_documents] == ["permit"], "it was given"
    give(deal, "permit", deal.partners[1])
    assert [one.kind for one in queries.lead(deal.partner, lead.pk).asked_documents] == ["permit"], "to another"
    with pytest.raises(ValidationError):
        actions.ask_document(deal.partner, lead_id=lead.pk, kind="other", now=clock.now())
    with pytest.raises(Refused):
        actions.ask_document(deal.sme, lead_id=lead.pk, kind="tax", now=clock.now())
    actions.decline_lead(deal.partner, lead_id=lead.pk, reason="documents", now=clock.now())
    with pytest.raises(Conflict):
        actions.ask_document(deal.partner, lead_id=lead.pk, kind="tax", now=clock.now())
    assert AskedDocument.objects.count() == 2


def test_a_provider_asks_for_no_document_and_names_no_terms():
    deal, lead = make_lead()
    with pytest.raises(Refused):
        actions.ask_document(deal.partner, lead_id=lead.pk, kind="tax", now=clock.now())
    with pytest.raises(Refused):
        actions.offer_terms(deal.partner, lead_id=lead.pk, note="5 %", now=clock.now())


@pytest.mark.parametrize("reason", FinanceReason.values)
def test_each_coded_refusal_has_its_next_step_before_and_after_interest(deal, lead, reason):
    actions.decline_lead(deal.partner, lead_id=lead.pk, reason=reason, now=clock.now())
    assert queries.lead(deal.sme, lead.pk).next_step == FinanceReason(reason).next_step
    other = ask(deal, deal.offers[1])[0].lead
    actions.accept_lead(deal.partners[1], lead_id=other.pk, now=clock.now())
    assert queries.lead(deal.sme, other.pk).status_label == "intéressé"
    actions.lose_lead(deal.partners[1], lead_id=other.pk, reason=reason, now=clock.now())
    sheet = queries.lead(deal.sme, other.pk)
    assert (sheet.status, sheet.reason_label) == ("lost", str(FinanceReason(reason).label))
    assert [step.status for step in sheet.steps] == ["sent", "accepted", "lost"]


def test_each_side_has_its_own_reasons(deal, lead):
    with pytest.raises(ValidationError):
        actions.decline_lead(deal.partner, lead_id=lead.pk, reason="too_far", now=clock.now())
    solar, asked = make_lead(make_deal(sme="Zellige"))
    with pytest.raises(ValidationError):
        actions.decline_lead(solar.partner, lead_id=asked.pk, reason="repayment", now=clock.now())
    actions.accept_lead(deal.partner, lead_id=lead.pk, now=clock.now())
    with pytest.raises(ValidationError):
        actions.lose_lead(deal.sme, lead_id=lead.pk, reason="repayment", now=clock.now())
    assert len(FINANCE_REASONS) == len(FinanceReason) + 1


def test_terms_are_named_in_words_once_the_financier_is_interested_and_told_with_a_next_step(deal, lead):
    with pytest.raises(Conflict):
        actions.offer_terms(deal.partner, lead_id=lead.pk, note="5 ans", now=clock.now())
    actions.accept_lead(deal.partner, lead_id=lead.pk, now=clock.now())
    for note in ("", "x" * 501):
        with pytest.raises(ValidationError):
            actions.offer_terms(deal.partner, lead_id=lead.pk, note=note, now=clock.now())
    for note in ("4,9 % sur 5 ans", "4,9 % sur 5 ans", "4,5 % sur 6 ans"):
        actions.offer_terms(deal.partner, lead_id=lead.pk, note=note, now=clock.now())
    sheet = queries.lead(deal.sme, lead.pk)
    assert (sheet.note, sheet.status_label) == ("4,5 % sur 6 ans", "conditions annoncées")
    assert [step.status for step in sheet.steps] == ["sent", "accepted", "quoted", "quoted"]
    (terms,) = told(deal.sme, "terms_named")
    assert terms.next_step == sheet.next_step != ""


def test_no_other_partner_learns_what_a_financier_decided(deal, lead, client):
    seller = make_partner("Chams")
    offer = make_offer(seller)
    from matching import actions as match

    match.request_matches(deal.sme, site_id=deal.site.pk, now=clock.now())
    rival = deal.partners[1]
    second, solar = (one.lead for one in ask(deal, deal.offers[1], offer, enough=1))
    before = {actor: state(actor) for actor in (rival, seller)}
    actions.accept_lead(deal.partner, lead_id=lead.pk, now=clock.now())
    actions.lose_lead(deal.partner, lead_id=lead.pk, reason="repayment", note="Trop endettée", now=clock.now())
    drain()
    assert {actor: state(actor) for actor in (rival, seller)} == before, "no notice, no count, no step, no withdrawal"
    for actor, own in ((rival, second), (seller, solar)):
        with pytest.raises(Lead.DoesNotExist):
            queries.lead(actor, lead.pk)
        assert "repayment" not in everything(queries.lead(actor, own.pk))
    record = queries.record(deal.partner.organization_id)
    assert (record.is_new, record.answered, record.asked) == (True, 0, 0)


def state(actor):
    """Return all that a partner can read of requests: its list, its counts, what it was told, where each stands."""
    drain()
    return (
        [everything(one) for one in queries.sheets(actor, queries.inbox(actor).order_by("pk"))],
        queries.waiting(actor),
        queries.open_on_both_sides(actor),
        [(one.kind, one.text) for one in notices.told(actor, notices.notices(actor).order_by("pk"))],
    )


def test_a_provider_that_takes_a_need_on_ends_no_request_to_a_financier(deal):
    seller = make_partner("Chams")
    offer = make_offer(seller)
    from matching import actions as match

    match.request_matches(deal.sme, site_id=deal.site.pk, now=clock.now())
    loan, solar = (one.lead for one in ask(deal, deal.offer, offer, enough=1))
    actions.accept_lead(seller, lead_id=solar.pk, now=clock.now())
    assert Lead.objects.get(pk=loan.pk).status == "sent"


def test_the_team_reads_that_a_financier_declined_but_not_why(deal, lead):
    actions.decline_lead(deal.partner, lead_id=lead.pk, reason="repayment", now=clock.now())
    operator = actor_of(make_organization("Équipe", "operator"))
    (watched,) = queries.watched(queries.refused(operator, now=clock.now()))
    assert (watched.status, watched.reason) == ("declined", "")


def test_contacts_in_the_conversation_show_once_the_file_is_open_to_a_financier_that_is_interested(deal, lead):
    from messaging.models import Conversation

    def masked():
        drain()
        return Conversation.objects.get(subject_id=lead.pk).is_masked

    actions.accept_lead(deal.partner, lead_id=lead.pk, now=clock.now())
    assert masked()
    give(deal)
    assert not masked()
    assert Organization.objects.filter(pk=deal.partner.organization_id).exists()


def test_a_list_of_requests_to_financiers_costs_one_query_more(deal, lead, django_assert_num_queries):
    ask(deal, deal.offers[1])
    rows = queries.sent(deal.sme)
    for count in (1, 2):
        with django_assert_num_queries(3):
            assert len(queries.sheets(deal.sme, rows.order_by("pk")[:count])) == count
