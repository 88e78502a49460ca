"""The clock of a request, moved day by day through the real queue."""

from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from django.core.exceptions import ValidationError

from kernel import clock
from kernel.errors import Conflict
from kernel.models import Task
from marketplace import actions, queries
from marketplace.models import Lead
from matching.models import PartnerStats
from messaging import queries as messaging
from messaging.choices import About
from notices.models import Notice
from partners import actions as partners
from tests.factories.marketplace import ask, make_deal, make_lead
from tests.race import race

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 30, 10, tzinfo=UTC)


@pytest.fixture
def at(monkeypatch, drain):
    """Return a function that sets the clock and lets the queue run."""

    def move(day: int, hour: int = 10, month: int = 12):
        instant = datetime(2026, month, day, hour, tzinfo=UTC)
        monkeypatch.setattr(clock, "now", lambda: instant)
        drain()
        return instant

    move(30, month=11)
    return move


def told(actor, *kinds) -> list[str]:
    rows = Notice.objects.filter(organization_id=actor.organization_id).order_by("created_at", "pk")
    return [row.kind for row in rows if row.kind in kinds or not kinds]


def statuses(deal) -> list[str]:
    return list(
        Lead.objects.filter(organization_id=deal.sme.organization_id).order_by("pk").values_list("status", flat=True)
    )


def test_a_silent_partner_is_reminded_on_days_two_and_four_and_the_request_ends_on_day_five(at):
    deal, lead = make_lead()
    assert lead.due_on == date(2026, 12, 7)
    sheet = queries.lead(deal.partner, lead.pk)
    assert (sheet.due_on, sheet.reminders) == (date(2026, 12, 7), (date(2026, 12, 2), date(2026, 12, 4)))
    at(2, 8)
    assert "lead_reminder" not in told(deal.partner)
    for day, hour in ((2, 9), (2, 17), (4, 9), (5, 12), (7, 17)):
        at(day, hour)
    assert told(deal.partner) == ["lead_received", "lead_reminder", "lead_last_reminder"]
    assert statuses(deal) == ["sent"]
    at(7, 18)
    assert statuses(deal) == ["expired"]
    assert told(deal.partner)[-1] == "lead_missed"
    assert told(deal.sme) == ["need_ended"]
    assert Notice.objects.get(kind="lead_received").read_at is not None
    talk = messaging.about(deal.sme, About.LEAD, [lead.pk])[lead.pk]
    assert talk.closed_at is not None
    with pytest.raises(Conflict) as error:
        actions.accept_lead(deal.partner, lead_id=lead.pk, now=clock.now())
    assert error.value.code == "lead_expired"


def test_an_answer_stops_the_clock(at):
    deal, lead = make_lead()
    actions.accept_lead(deal.partner, lead_id=lead.pk, now=clock.now())
    at(20)
    assert told(deal.partner) == ["lead_received", "outcome_asked"]
    assert statuses(deal) == ["accepted"]
    assert not Task.objects.filter(path__endswith="jobs.follow", status="ready").exists()


def test_a_worker_that_was_away_sends_the_last_reminder_alone_and_after_the_end_none(at):
    deal, _lead = make_lead()
    at(4, 11)
    assert told(deal.partner) == ["lead_received", "lead_last_reminder"]
    other, _lead = make_lead(make_deal(sme="Zellige"))
    at(30)
    assert told(other.partner) == ["lead_received", "lead_missed"]


def test_a_question_does_not_stop_the_clock(at):
    deal, lead = make_lead()
    actions.ask_question(deal.partner, lead_id=lead.pk, text="Quelle surface ?", now=clock.now())
    at(7, 19)
    assert statuses(deal) == ["expired"]


def test_closed_days_of_the_partner_and_holidays_do_not_count(at):
    deal = make_deal()
    partners.add_absence(deal.partner, starts_on=date(2026, 12, 2), ends_on=date(2026, 12, 3), now=clock.now())
    assert ask(deal)[0].lead.due_on == date(2026, 12, 9)
    at(7, 12)
    _other, lead = make_lead(make_deal(sme="Zellige"))
    assert lead.due_on == date(2026, 12, 14)


def test_an_answer_is_delayed_once_and_the_clock_follows(at):
    deal, lead = make_lead()
    for wrong in (date(2026, 12, 12), date(2026, 11, 30), date(2027, 3, 1)):
        with pytest.raises(ValidationError):
            actions.delay_lead(deal.partner, lead_id=lead.pk, until=wrong, now=clock.now())
    for _ in range(2):
        actions.delay_lead(deal.partner, lead_id=lead.pk, until=date(2026, 12, 15), now=clock.now())
    with pytest.raises(Conflict):
        actions.delay_lead(deal.partner, lead_id=lead.pk, until=date(2026, 12, 16), now=clock.now())
    assert [step.day for step in queries.lead(deal.sme, lead.pk).steps] == [None, date(2026, 12, 15)]
    at(8)
    at(15, 9)
    assert told(deal.partner) == ["lead_received", "lead_promised"]
    assert told(deal.sme) == ["lead_delayed"]
    plain = queries.plain_answer(queries.of_the_same_need(deal.sme, lead))
    assert (plain.kind, plain.until) == ("delayed", date(2026, 12, 15))
    at(15, 18)
    assert statuses(deal) == ["expired"]


def test_the_next_fitting_partner_is_asked_when_the_firm_chose_so(at):
    deal = make_deal(partners=3)
    first = ask(deal, deal.offer, on_silence="automatic", message="Mes mots", released=["name"])[0].lead
    at(7, 18)
    assert statuses(deal) == ["expired", "sent"]
    second = Lead.objects.latest("pk")
    assert (second.message, second.released, second.on_silence) == ("Mes mots", ["name"], "automatic")
    assert second.partner_organization_id != first.partner_organization_id
    assert second.due_on == date(2026, 12, 14)
    assert told(deal.sme) == ["lead_rerouted"]
    chosen = next(one for one in deal.partners if one.organization_id == second.partner_organization_id)
    actions.decline_lead(chosen, lead_id=second.pk, reason="too_far", now=clock.now())
    at(8)
    at(31)
    assert statuses(deal) == ["expired", "declined", "expired"]
    assert told(deal.sme)[-1] == "need_ended"
    plain = queries.plain_answer(queries.of_the_same_need(deal.sme, first))
    assert plain.kind == "nobody"
    assert "(2)" in plain.text
    assert "(1)" in plain.text


def test_else_the_firm_is_asked(at):
    deal = make_deal(partners=2)
    ask(deal, deal.offer)
    at(7, 18)
    assert statuses(deal) == ["expired"]
    assert told(deal.sme) == ["lead_expired"]


def test_nobody_away_or_full_is_asked_next(at):
    deal = make_deal(partners=3)
    partners.set_full(deal.partners[1], full=True, now=clock.now())
    partners.add_absence(deal.partners[2], starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 10), now=clock.now())
    ask(deal, deal.offer, on_silence="automatic")
    at(7, 18)
    assert statuses(deal) == ["expired"]
    assert told(deal.sme) == ["need_ended"]
    with pytest.raises(ValidationError) as error:
        ask(deal, deal.offers[1], deal.offers[2])
    assert {one.code for one in error.value.error_dict["offer_ids"]} == {"full", "absent"}
    partners.set_full(deal.partners[1], full=False, now=clock.now())
    assert ask(deal, deal.offers[1])[0].is_new


def test_enough_stops_the_others(at):
    deal = make_deal(partners=3)
    leads = [one.lead for one in ask(deal, enough=1)]
    actions.accept_lead(deal.partners[0], lead_id=leads[0].pk, now=clock.now())
    at(1)
    assert sorted(statuses(deal)) == ["accepted", "withdrawn", "withdrawn"]
    assert told(deal.partners[1]) == ["lead_received", "lead_enough"]
    assert PartnerStats.objects.get(pk=deal.partners[1].organization_id).introductions == 0
    assert queries.plain_answer(queries.of_the_same_need(deal.sme, leads[0])).kind == "taken_on"


def test_at_most_twelve_requests_of_a_firm_are_open(monkeypatch):
    monkeypatch.setattr("marketplace.actions.sending.MOST_OPEN", 2)
    deal = make_deal(partners=3)
    leads = [one.lead for one in ask(deal, deal.offers[0], deal.offers[1])]
    actions.accept_lead(deal.partners[0], lead_id=leads[0].pk, now=clock.now())
    with pytest.raises(ValidationError) as error:
        ask(deal, deal.offers[2])
    assert error.value.error_dict["offer_ids"][0].code == "too_many_open"
    assert not ask(deal, deal.offers[1])[0].is_new, "asking again what is open adds nothing"
    actions.withdraw_lead(deal.sme, lead_id=leads[1].pk, now=clock.now())
    assert ask(deal, deal.offers[2])[0].is_new


def test_at_most_three_wait_at_once():
    deal = make_deal(partners=4)
    with pytest.raises(ValidationError) as error:
        ask(deal)
    assert error.value.error_dict["offer_ids"][0].code == "too_many_at_once"
    leads = [one.lead for one in ask(deal, *deal.offers[:3])]
    with pytest.raises(ValidationError):
        ask(deal, deal.offers[3])
    actions.decline_lead(deal.partners[0], lead_id=leads[0].pk, reason="too_far", now=clock.now())
    assert ask(deal, deal.offers[3])[0].is_new


@pytest.mark.parametrize(
    ("values", "field"), [({"on_silence": "never"}, "on_silence"), ({"enough": 0}, "enough"), ({"enough": 7}, "enough")]
)
def test_wishes_are_among_the_choices(values, field):
    deal = make_deal()
    with pytest.raises(ValidationError) as error:
        ask(deal, **values)
    assert list(error.value.error_dict) == [field]


@pytest.mark.django_db(transaction=True)
def test_the_clock_and_an_answer_at_once_leave_one_outcome():
    deal = make_deal(partners=2)
    for number in range(4):
        _deal, lead = make_lead(deal, on_silence="automatic")
        late = clock.now() + timedelta(days=30)
        outcomes = race(
            partial(actions.follow_lead, lead.pk, now=late),
            partial(actions.accept_lead, deal.partner, lead_id=lead.pk, now=late),
        )
        lead.refresh_from_db()
        assert lead.status in {"accepted", "expired"}
        assert sorted(outcomes) == (["done", "done"] if lead.status == "accepted" else ["Conflict", "done"])
        assert Lead.objects.filter(need_code="").count() == (2 if lead.status == "expired" else 1)
        Lead.objects.filter(need_code="").update(need_code=f"round {number}", status="withdrawn", reason="")


@pytest.mark.django_db(transaction=True)
def test_with_one_enough_two_that_accept_at_once_are_one():
    deal = make_deal(partners=2)
    one, two = (asked.lead for asked in ask(deal, enough=1))
    outcomes = race(
        partial(actions.accept_lead, deal.partners[0], lead_id=one.pk, now=clock.now()),
        partial(actions.accept_lead, deal.partners[1], lead_id=two.pk, now=clock.now()),
    )
    assert sorted(outcomes) == ["Conflict", "done"]
    assert sorted(statuses(deal)) == ["accepted", "withdrawn"]


def test_rw31_asked_twice_is_once_and_after_a_refusal_once_more(at):
    deal = make_deal()
    first = [ask(deal)[0] for _ in range(3)]
    assert [one.is_new for one in first] == [True, False, False]
    at(3)
    again = ask(deal)[0]
    assert (again.is_new, again.lead.pk) == (False, first[0].lead.pk)
    from matching import actions as matching
    from matching.models import Need

    need = Need.objects.get(site=deal.site, code="pv_rooftop")
    matching.request_matches(deal.sme, site_id=deal.site.pk, need_id=need.pk, now=clock.now())
    assert ask(deal, need_id=need.pk)[0].is_new
    actions.decline_lead(deal.partner, lead_id=first[0].lead.pk, reason="no_capacity", now=clock.now())
    assert ask(deal)[0].is_new
    at(3, 11)
    assert Lead.objects.count() == 3
    assert told(deal.partner, "lead_received") == ["lead_received"] * 3
