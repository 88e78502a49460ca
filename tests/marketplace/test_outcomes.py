"""What follows an answer: each step legal, told to the other side, and one outcome whoever acts in whatever order."""

from datetime import timedelta
from functools import partial
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Organization
from kernel import clock
from kernel.errors import Conflict, Refused
from marketplace import actions, queries
from marketplace.choices import FOLLOWING, LeadStatus, LostReason
from marketplace.models import Lead
from messaging import queries as messaging
from messaging.choices import About
from notices.models import Notice
from tests.factories.accounts import actor_of
from tests.factories.marketplace import make_deal, make_lead
from tests.factories.partners import make_partner
from tests.race import race

pytestmark = pytest.mark.django_db


def steps_of(lead) -> list[str]:
    """Return where it went; what leaves it where it stands is no step of the way."""
    return list(lead.steps.filter(what="").order_by("pk").values_list("status", flat=True))


def tomorrow():
    return clock.moroccan_day(clock.now()) + timedelta(1)


def accepted(**values):
    deal, lead = make_lead(**values)
    actions.accept_lead(deal.partner, lead_id=lead.pk, now=clock.now())
    return deal, lead


def talk_of(actor, lead):
    row = messaging.about(actor, About.LEAD, [lead.pk])[lead.pk]
    return messaging.lines(actor, messaging.messages(actor, row.pk))


def told(actor, kind) -> int:
    return Notice.objects.filter(organization_id=actor.organization_id, kind=kind).count()


def test_a_question_stands_in_the_conversation_once_and_the_clock_goes_on(drain):
    deal, lead = make_lead()
    for _ in range(2):
        actions.ask_question(deal.partner, lead_id=lead.pk, text=" Quelle surface ? ", now=clock.now())
    assert steps_of(lead) == ["sent", "question"]
    assert [one.text or one.facts["code"] for one in talk_of(deal.sme, lead)] == ["question", "Quelle surface ?"]
    drain()
    assert told(deal.sme, "lead_question") == 1
    sheet = queries.lead(deal.partner, lead.pk)
    assert (sheet.can_answer, sheet.can_ask) == (True, False)
    actions.accept_lead(deal.partner, lead_id=lead.pk, now=clock.now())
    with pytest.raises(Conflict):
        actions.ask_question(deal.partner, lead_id=lead.pk, text="Encore ?", now=clock.now())


@pytest.mark.parametrize(("text", "code"), [("  ", "required"), ("x" * 2001, "too_long")])
def test_a_question_is_words(text, code):
    deal, lead = make_lead()
    with pytest.raises(ValidationError) as error:
        actions.ask_question(deal.partner, lead_id=lead.pk, text=text, now=clock.now())
    assert error.value.error_dict["text"][0].code == code
    assert steps_of(lead) == ["sent"]


def test_a_visit_is_noted_by_either_side_and_moved(drain):
    deal, lead = accepted()
    for actor, day in ((deal.sme, tomorrow()), (deal.partner, tomorrow()), (deal.partner, tomorrow() + timedelta(7))):
        actions.agree_visit(actor, lead_id=lead.pk, day=day, now=clock.now())
    assert steps_of(lead) == ["sent", "accepted", "visit", "visit"]
    assert [step.day for step in queries.lead(deal.sme, lead.pk).steps][2:] == [tomorrow(), tomorrow() + timedelta(7)]
    drain()
    assert told(deal.partner, "lead_visit") == told(deal.sme, "lead_visit") == 1
    with pytest.raises(ValidationError):
        actions.agree_visit(deal.sme, lead_id=lead.pk, day=tomorrow() - timedelta(2), now=clock.now())


def test_nothing_is_visited_or_signed_before_the_answer():
    deal, lead = make_lead()
    for act in (
        partial(actions.agree_visit, day=tomorrow()),
        actions.sign_lead,
        partial(actions.lose_lead, reason="price"),
    ):
        with pytest.raises(Conflict):
            act(deal.partner, lead_id=lead.pk, now=clock.now())
    assert steps_of(lead) == ["sent"]


def test_both_sides_may_say_that_it_is_signed_and_it_is_signed_once(drain):
    deal, lead = accepted()
    actions.sign_lead(deal.partner, lead_id=lead.pk, now=clock.now())
    actions.sign_lead(deal.sme, lead_id=lead.pk, now=clock.now())
    with pytest.raises(Conflict) as error:
        actions.lose_lead(deal.sme, lead_id=lead.pk, reason="price", now=clock.now())
    assert error.value.code == "lead_won"
    assert steps_of(lead) == ["sent", "accepted", "won"]
    drain()
    assert (told(deal.sme, "lead_won"), told(deal.partner, "lead_won")) == (1, 0)
    assert messaging.about(deal.sme, About.LEAD, [lead.pk])[lead.pk].closed_at is None


def test_what_is_not_signed_has_a_reason_and_a_next_step(drain):
    deal, lead = accepted()
    with pytest.raises(ValidationError):
        actions.lose_lead(deal.sme, lead_id=lead.pk, reason="too_far", now=clock.now())
    actions.lose_lead(deal.sme, lead_id=lead.pk, reason="finance", now=clock.now())
    sheet = queries.lead(deal.sme, lead.pk)
    assert (sheet.reason_label, sheet.next_step) == (LostReason.FINANCE.label, LostReason.FINANCE.next_step)
    assert (sheet.can_conclude, sheet.can_agree_visit, sheet.can_answer) == (False, False, False)
    drain()
    assert told(deal.partner, "lead_lost") == 1


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_each_loss_has_words_and_a_next_step_in_each_language(language):
    from django.utils import translation

    with translation.override(language):
        words = {str(reason.label) for reason in LostReason} | {str(reason.next_step) for reason in LostReason}
    assert len(words) == 2 * len(LostReason)


def test_who_may_conclude():
    deal, lead = accepted()
    stranger = make_partner("Rif Énergie")
    readers = [
        actor_of(Organization.objects.get(pk=one.organization_id), role="reader") for one in (deal.partner, deal.sme)
    ]
    for act in (actions.sign_lead, partial(actions.lose_lead, reason="price")):
        with pytest.raises(Lead.DoesNotExist):
            act(stranger, lead_id=lead.pk, now=clock.now())
        for reader in readers:
            with pytest.raises(Refused):
                act(reader, lead_id=lead.pk, now=clock.now())
    with pytest.raises(Refused):
        actions.ask_question(deal.sme, lead_id=lead.pk, text="Alors ?", now=clock.now())
    assert steps_of(lead) == ["sent", "accepted"]


@pytest.mark.django_db(transaction=True)
def test_of_signed_and_not_signed_at_once_exactly_one_stands():
    deal = make_deal()
    for number in range(4):
        _deal, lead = make_lead(deal)
        actions.accept_lead(deal.partner, lead_id=lead.pk, now=clock.now())
        known = {"lead_id": lead.pk, "now": clock.now()}
        outcomes = race(
            partial(actions.sign_lead, deal.sme, **known),
            partial(actions.lose_lead, deal.partner, reason="price", **known),
        )
        assert sorted(outcomes) == ["Conflict", "done"]
        lead.refresh_from_db()
        assert steps_of(lead) == ["sent", "accepted", lead.status]
        Lead.objects.filter(pk=lead.pk).update(need_code=f"round {number}")


ACTS = {
    "see": lambda deal: partial(actions.see_lead, deal.partner),
    "question": lambda deal: partial(actions.ask_question, deal.partner, text="Quelle surface ?"),
    "accept": lambda deal: partial(actions.accept_lead, deal.partner),
    "decline": lambda deal: partial(actions.decline_lead, deal.partner, reason="too_far"),
    "withdraw": lambda deal: partial(actions.withdraw_lead, deal.sme),
    "partner visit": lambda deal: partial(actions.agree_visit, deal.partner, day=tomorrow()),
    "firm visit": lambda deal: partial(actions.agree_visit, deal.sme, day=tomorrow() + timedelta(3)),
    "partner signs": lambda deal: partial(actions.sign_lead, deal.partner),
    "firm signs": lambda deal: partial(actions.sign_lead, deal.sme),
    "partner loses": lambda deal: partial(actions.lose_lead, deal.partner, reason="price"),
    "firm waits": lambda deal: partial(actions.postpone_outcome, deal.sme),
    "partner waits": lambda deal: partial(actions.postpone_outcome, deal.partner),
    "outcome asked": lambda _deal: lambda *, lead_id, now: actions.ask_outcome(lead_id, now=now + timedelta(90)),
    "result asked": lambda _deal: lambda *, lead_id, now: actions.ask_result(lead_id, months=6, now=now),
    "firm loses": lambda deal: partial(actions.lose_lead, deal.sme, reason="stopped"),
}
ACTS |= {
    f"after {days} days": lambda _deal, days=days: (
        lambda *, lead_id, now: actions.follow_lead(lead_id, now=now + timedelta(days))
    )
    for days in (3, 30)
}
ENDS = set(LeadStatus) - FOLLOWING.keys()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(st.sampled_from(sorted(ACTS)), max_size=14))
def test_any_interleaving_leaves_a_legal_history_and_one_outcome(names):
    from django.db import transaction

    with transaction.atomic():
        deal, lead = make_lead()
        for name in names:
            try:
                ACTS[name](deal)(lead_id=lead.pk, now=clock.now())
            except Conflict:
                continue
        lead.refresh_from_db()
        history = [LeadStatus(one) for one in steps_of(lead)]
        assert history[0] == LeadStatus.SENT
        assert history[-1] == lead.status
        assert all(later in FOLLOWING[earlier] for earlier, later in pairwise(history))
        assert sum(one in ENDS for one in history) == (lead.status in ENDS)
        assert bool(lead.reason) == (lead.status in {LeadStatus.DECLINED, LeadStatus.LOST})
        transaction.set_rollback(True)
