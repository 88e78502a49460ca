"""What is reported, what the team reads of it, and what it does for requests that stand still: each act with its entry."""

from datetime import timedelta
from functools import partial

import pytest
from django.core.exceptions import ValidationError

from accounts.models import AuditEntry, Organization
from kernel import clock
from kernel.errors import Conflict, Refused
from kernel.ids import uuid7
from marketplace import actions, queries
from marketplace.models import Lead, Report
from messaging import actions as messages
from messaging import queries as messaging
from messaging.choices import About
from messaging.models import Conversation
from notices import queries as notices
from notices.models import Notice
from tests.factories.accounts import actor_of, make_organization
from tests.factories.marketplace import ask, make_deal, make_lead
from tests.factories.partners import make_partner

pytestmark = pytest.mark.django_db


def operator(role="national"):
    return actor_of(make_organization(f"Borj {role}", "operator"), role)


def acts():
    return list(AuditEntry.objects.order_by("sequence").values_list("act", flat=True))


def talk(*words):
    """Return a request with a conversation in which both sides say these words in turn, the company first."""
    deal, lead = make_lead()
    row = messaging.about(deal.sme, About.LEAD, [lead.pk])[lead.pk]
    for number, text in enumerate(words):
        actor = deal.partner if number % 2 else deal.sme
        messages.post_message(actor, conversation_id=row.pk, client_id=uuid7(), text=text, now=clock.now())
    return deal, row.pk


def told(actor, kind) -> int:
    return Notice.objects.filter(organization_id=actor.organization_id, kind=kind).count()


WORDS = ("Un", "Deux", "Trois", "Quatre", "Cinq", "Six", "Sept", "Huit")


def test_the_team_reads_the_reported_message_and_two_around_it_and_each_reading_is_written_down():
    deal, conversation_id = talk(*WORDS)
    report = partial(actions.report_message, deal.sme, conversation_id=conversation_id, reason="insult")
    row = report(sequence=4, now=clock.now())
    assert report(sequence=4, now=clock.now()).pk == row.pk
    team = operator()
    sheet = queries.report_sheets(queries.overseen_reports(team))[0]
    assert (sheet.reported_id, sheet.reason) == (deal.partner.organization_id, "insult")
    assert not any(word in str(sheet) for word in WORDS)
    before = acts()
    for _twice in range(2):
        found = actions.read_report(team, report_id=row.pk, now=clock.now())
        assert [one.text for one in found] == list(WORDS[1:6])
    assert acts()[len(before) :] == ["report_read", "report_read"]
    entry = AuditEntry.objects.order_by("-sequence").first()
    assert (entry.concerns_id, entry.facts["message"]) == (deal.partner.organization_id, 4)
    assert not any(word in str(entry.facts) for word in WORDS)
    with pytest.raises(Conversation.DoesNotExist):
        messaging.conversation(team, conversation_id)


def test_a_message_removed_after_it_was_reported_is_still_read():
    deal, conversation_id = talk("Bonjour", "Insulte, écrivez à moi@chams.example")
    row = actions.report_message(deal.sme, conversation_id=conversation_id, reason="insult", now=clock.now())
    said = messaging.messages(deal.partner, conversation_id).get(sequence=2)
    messages.remove_message(deal.partner, conversation_id=conversation_id, message_id=said.pk, now=clock.now())
    found = actions.read_report(operator(), report_id=row.pk, now=clock.now())
    assert found[1].was_removed
    assert "Insulte" in found[1].text
    assert "moi@chams.example" not in found[1].text


@pytest.mark.parametrize("outcome", ["no_breach", "reminded", "suspended", "corrected"])
def test_a_report_is_settled_once_and_who_reported_is_told(outcome, drain):
    deal, conversation_id = talk("Bonjour", "Insulte")
    row = actions.report_message(deal.sme, conversation_id=conversation_id, reason="insult", now=clock.now())
    team = operator()
    with pytest.raises(ValidationError):
        actions.settle_report(team, report_id=row.pk, outcome="revenge", now=clock.now())
    for code in (outcome, "corrected"):
        actions.settle_report(team, report_id=row.pk, outcome=code, now=clock.now())
    row.refresh_from_db()
    assert row.outcome == outcome
    assert acts().count("report_settled") == 1
    drain()
    said = notices.told(deal.sme, notices.notices(deal.sme).filter(kind="report_settled"))
    assert len(said) == 1
    assert said[0].next_step
    assert told(deal.partner, "report_settled") == 0
    assert not queries.overseen_reports(team).exists()
    again = actions.report_message(deal.sme, conversation_id=conversation_id, reason="insult", now=clock.now())
    assert again.pk != row.pk


def test_what_cannot_be_reported_is_named():
    deal, conversation_id = talk("Bonjour")
    report = partial(actions.report_message, deal.sme, conversation_id=conversation_id, now=clock.now())
    for changed, field in (
        ({"reason": "insult"}, "sequence"),
        ({"reason": "insult", "sequence": 1}, "sequence"),
        ({"reason": "bored"}, "reason"),
        ({"reason": "other"}, "words"),
        ({"reason": "insult", "words": "x" * 1001}, "words"),
    ):
        with pytest.raises(ValidationError) as wrong:
            report(**changed)
        assert list(wrong.value.error_dict) == [field]
    assert not Report.objects.exists()


def test_who_may_report_read_and_settle():
    deal, conversation_id = talk("Bonjour", "Insulte")
    stranger = make_partner("Rif Énergie")
    with pytest.raises(Conversation.DoesNotExist):
        actions.report_message(stranger, conversation_id=conversation_id, reason="insult", now=clock.now())
    reader = actor_of(Organization.objects.get(pk=deal.sme.organization_id), role="reader")
    with pytest.raises(Refused):
        actions.report_message(reader, conversation_id=conversation_id, reason="insult", now=clock.now())
    with pytest.raises(Refused):
        actions.report_partner(
            deal.partner, organization_id=deal.partner.organization_id, reason="insult", now=clock.now()
        )
    row = actions.report_message(deal.sme, conversation_id=conversation_id, reason="insult", now=clock.now())
    outsiders = [deal.sme, deal.partner, stranger, operator("read_only"), operator("technical")]
    outsiders.append(actor_of(make_organization("Rif", "operator", region="MA-01"), "regional"))
    for actor in outsiders:
        for act in (actions.read_report, partial(actions.settle_report, outcome="no_breach")):
            with pytest.raises(Report.DoesNotExist):
                act(actor, report_id=row.pk, now=clock.now())
    assert "report_read" not in acts()


def test_a_partner_is_reported_without_opening_a_conversation():
    deal, _conversation_id = talk("Bonjour", "Secret")
    row = actions.report_partner(
        deal.sme, organization_id=deal.partner.organization_id, reason="false_facts", now=clock.now()
    )
    assert actions.read_report(operator(), report_id=row.pk, now=clock.now()) == []
    assert "report_read" not in acts()


def test_a_partner_is_reminded_once_a_day(drain):
    deal, lead = make_lead()
    team, now = operator(), clock.now()
    for days in (0, 0, 1):
        actions.remind_partner(team, lead_id=lead.pk, now=now + timedelta(days))
    drain()
    assert told(deal.partner, "team_reminds") == acts().count("partner_reminded") == 2
    actions.accept_lead(deal.partner, lead_id=lead.pk, now=now)
    with pytest.raises(Conflict):
        actions.remind_partner(team, lead_id=lead.pk, now=now + timedelta(2))
    labels = [step.what for step in queries.lead(deal.sme, lead.pk).steps if step.what]
    assert labels == ["reminded_team"] * 2


def test_the_next_partner_is_proposed_to_a_company_that_wanted_to_be_asked(drain):
    deal = make_deal(partners=2)
    lead = ask(deal, deal.offers[0])[0].lead
    team = operator()
    for _twice in range(2):
        assert actions.ask_next(team, lead_id=lead.pk, now=clock.now()) == "proposed"
    drain()
    assert Lead.objects.count() == 1, "nobody is asked without the company's word"
    assert told(deal.sme, "next_proposed") == acts().count("next_partner_asked") == 1


def test_the_next_partner_is_asked_for_a_company_that_chose_it(drain):
    deal = make_deal(partners=2)
    lead = ask(deal, deal.offers[0], on_silence="automatic")[0].lead
    assert actions.ask_next(operator(), lead_id=lead.pk, now=clock.now()) == "proposed", "its partner still has time"
    Lead.objects.filter(pk=lead.pk).update(status="expired")
    assert actions.ask_next(operator("support"), lead_id=lead.pk, now=clock.now()) == "sent"
    drain()
    assert Lead.objects.exclude(pk=lead.pk).get().partner_organization_id == deal.partners[1].organization_id
    with pytest.raises(Conflict):
        actions.ask_next(operator(), lead_id=lead.pk, now=clock.now())


def test_a_request_is_closed_with_a_plain_answer(drain):
    deal, lead = make_lead()
    team = operator()
    for _twice in range(2):
        actions.close_lead(team, lead_id=lead.pk, now=clock.now())
    drain()
    assert queries.lead(deal.sme, lead.pk).status == "expired"
    assert [step.what for step in queries.lead(deal.sme, lead.pk).steps][-2:] == ["closed_team", ""]
    assert (told(deal.sme, "lead_closed"), told(deal.partner, "lead_missed")) == (1, 1)
    assert acts().count("lead_closed") == 1


def test_who_may_step_in():
    deal, lead = make_lead()
    for act in (actions.remind_partner, actions.ask_next, actions.close_lead):
        for actor in (deal.sme, deal.partner, operator("technical")):
            with pytest.raises(Lead.DoesNotExist):
                act(actor, lead_id=lead.pk, now=clock.now())
        with pytest.raises(Refused):
            act(operator("read_only"), lead_id=lead.pk, now=clock.now())
    assert Lead.objects.get().status == "sent"
