"""What came of a request: asked in its time and once, measured against the quote, public only as five firms at once."""

from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Organization
from kernel import clock
from kernel.clock import MOROCCO
from kernel.errors import Conflict, Refused
from kernel.models import Task
from marketplace import actions, queries
from marketplace.models import Result, Tally
from matching.models import PartnerStats
from notices import queries as notices
from notices.models import Notice
from tests.factories.accounts import actor_of
from tests.factories.marketplace import make_deal
from tests.factories.partners import make_partner
from tests.factories.quotes import make_quote, make_taken_on
from tests.factories.results import make_result, make_signed, measured
from tests.race import race

pytestmark = pytest.mark.django_db


def told(actor, kind) -> int:
    return Notice.objects.filter(organization_id=actor.organization_id, kind=kind).count()


def whats(lead) -> list[str]:
    return list(lead.steps.exclude(what="").order_by("pk").values_list("what", flat=True))


def morning(day):
    return datetime.combine(day, datetime.min.time().replace(hour=9), MOROCCO)


def test_a_quote_sets_the_day_on_which_both_sides_are_asked_what_came_of_it(drain):
    deal, quote = make_quote()
    lead = quote.lead
    day = quote.valid_until + timedelta(7)
    assert queries.outcome_day(lead) == day
    actions.ask_outcome(lead.pk, now=morning(day) - timedelta(1))
    assert whats(lead) == []
    for _twice in range(2):
        actions.ask_outcome(lead.pk, now=morning(day))
    drain()
    assert whats(lead) == ["outcome_asked"]
    for actor in (deal.sme, deal.partner):
        assert told(actor, "outcome_asked") == 1
        assert queries.lead(actor, lead.pk).asks_outcome
        said = notices.told(actor, notices.notices(actor).filter(kind="outcome_asked"))[0]
        assert said.next_step
        assert str(lead.pk) in said.path
    actions.sign_lead(deal.partner, lead_id=lead.pk, now=morning(day))
    assert not queries.lead(deal.sme, lead.pk).asks_outcome


def test_the_day_is_a_row_of_the_queue_that_follows_a_later_quote():
    deal, lead = make_taken_on()
    row = Task.objects.get(path="marketplace.jobs.ask_outcome")
    assert clock.moroccan_day(row.run_after) == queries.outcome_day(lead) == lead.due_on + timedelta(7)
    make_quote(deal, lead)
    assert Task.objects.filter(path="marketplace.jobs.ask_outcome").count() == 1
    Task.objects.all().delete()
    actions.ask_outcome(lead.pk, now=row.run_after)
    again = Task.objects.get(path="marketplace.jobs.ask_outcome")
    assert clock.moroccan_day(again.run_after) == queries.outcome_day(lead) > lead.due_on + timedelta(7)


def test_not_decided_yet_is_asked_again_in_thirty_days(drain):
    deal, quote = make_quote()
    lead, asked = quote.lead, morning(quote.valid_until + timedelta(7))
    with pytest.raises(Conflict) as early:
        actions.postpone_outcome(deal.sme, lead_id=lead.pk, now=asked)
    assert early.value.code == "outcome_not_asked"
    actions.ask_outcome(lead.pk, now=asked)
    for _twice in range(2):
        actions.postpone_outcome(deal.sme, lead_id=lead.pk, now=asked)
    assert not queries.lead(deal.partner, lead.pk).asks_outcome
    actions.ask_outcome(lead.pk, now=asked + timedelta(29))
    assert whats(lead) == ["outcome_asked", "outcome_later"]
    actions.ask_outcome(lead.pk, now=asked + timedelta(30))
    drain()
    assert whats(lead) == ["outcome_asked", "outcome_later", "outcome_asked"]
    assert told(deal.partner, "outcome_asked") == 2
    reader = actor_of(Organization.objects.get(pk=deal.partner.organization_id), role="reader")
    with pytest.raises(Refused):
        actions.postpone_outcome(reader, lead_id=lead.pk, now=asked)
    actions.lose_lead(deal.sme, lead_id=lead.pk, reason="timing", now=asked)
    with pytest.raises(Conflict):
        actions.postpone_outcome(deal.sme, lead_id=lead.pk, now=asked)


def test_what_was_signed_is_asked_for_after_six_and_twelve_months():
    _deal, lead = make_signed()
    due = {
        row.args[1]: clock.moroccan_day(row.run_after)
        for row in Task.objects.filter(path="marketplace.jobs.ask_result")
    }
    today = clock.moroccan_day(clock.now())
    assert due == {6: clock.months_after(today, 6), 12: clock.months_after(today, 12)}
    assert not Result.objects.exists()
    assert lead.status == "won"


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [("2026-08-31", 6, "2027-02-28"), ("2027-08-31", 6, "2028-02-29"), ("2026-12-15", 12, "2027-12-15")],
)
def test_months_end_on_a_day_that_is_there(day, months, after):
    assert clock.months_after(datetime.fromisoformat(day).date(), months).isoformat() == after


def test_a_result_is_asked_once_and_both_know(drain):
    deal, lead = make_signed()
    for _twice in range(2):
        actions.ask_result(lead.pk, months=6, now=clock.now())
    drain()
    assert whats(lead) == ["result_asked_6"]
    assert (told(deal.sme, "result_asked"), told(deal.partner, "result_awaited")) == (1, 1)
    unsigned = make_taken_on(make_deal(sme="Zellige"))[1]
    actions.ask_result(unsigned.pk, months=6, now=clock.now())
    assert not Result.objects.filter(lead=unsigned).exists()


def test_figures_stand_beside_what_the_quote_promised_for_as_many_days():
    deal, row = make_result()
    actions.answer_result(deal.sme, result_id=row.pk, values=measured(), now=clock.now())
    sheet = queries.result(deal.sme, row.pk)
    energy, money, mass = sheet.figures
    assert (energy.measured, energy.promised) == (Decimal(300_000), Decimal(318_000))
    assert round(energy.share, 3) == Decimal("0.943")
    assert money.promised == Decimal(240_000)
    assert sheet.is_avoided_computed
    assert round(mass.measured, 1) == Decimal("173.3")
    assert (sheet.is_kept, sheet.days, sheet.confidence, sheet.quote_version) == (True, 365, "A", 1)
    half = measured(starts_on=(clock.moroccan_day(clock.now()) - timedelta(days=72)).isoformat(), energy_kwh="50000")
    actions.answer_result(deal.sme, result_id=row.pk, values=half, now=clock.now())
    assert queries.result(deal.sme, row.pk).figures[0].promised == Decimal(63_600)
    assert queries.result(deal.sme, row.pk).is_kept is False


def test_the_partner_reads_the_figures_when_they_are_shared(drain):
    deal, row = make_result()
    actions.answer_result(deal.sme, result_id=row.pk, values=measured(), now=clock.now())
    hidden = queries.result(deal.partner, row.pk)
    assert (hidden.state, hidden.figures, hidden.is_kept, hidden.starts_on, hidden.source, hidden.can_answer) == (
        "measured",
        (),
        None,
        None,
        "",
        False,
    )
    actions.answer_result(deal.sme, result_id=row.pk, values=measured(is_shared="yes"), now=clock.now())
    shown = queries.result(deal.partner, row.pk)
    assert shown.figures == queries.result(deal.sme, row.pk).figures
    assert shown.is_kept
    drain()
    assert told(deal.partner, "result_given") == 1


def test_the_same_answer_twice_is_one_step_and_what_changes_is_another():
    deal, row = make_result()
    for _twice in range(2):
        actions.answer_result(deal.sme, result_id=row.pk, values=measured(), now=clock.now())
    actions.answer_result(deal.sme, result_id=row.pk, values={"state": "unused"}, now=clock.now())
    assert whats(row.lead) == ["result_asked_12", "result_given", "result_given"]
    row.refresh_from_db()
    assert (row.state, row.energy_kwh, row.source, row.starts_on) == ("unused", None, "", None)


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        ({"state": ""}, "state", "required"),
        ({"state": "waiting"}, "state", "unknown_choice"),
        ({"source": ""}, "source", "required"),
        ({"source": "rumour"}, "source", "unknown_choice"),
        ({"energy_kwh": "", "saving_mad": ""}, "energy_kwh", "required"),
        ({"energy_kwh": "beaucoup"}, "energy_kwh", "not_a_number"),
        ({"energy_kwh": "-3"}, "energy_kwh", "too_low"),
        ({"ends_on": "2099-01-01"}, "ends_on", "to_come"),
        ({"starts_on": clock.moroccan_day(clock.now()).isoformat()}, "ends_on", "out_of_range"),
        ({"starts_on": "2020-01-01"}, "ends_on", "out_of_range"),
        ({"months": "6"}, "months", "unknown_field"),
    ],
)
def test_what_is_wrong_is_named_and_changes_nothing(changed, field, code):
    deal, row = make_result()
    with pytest.raises(ValidationError) as wrong:
        actions.answer_result(deal.sme, result_id=row.pk, values=measured(**changed), now=clock.now())
    assert wrong.value.error_dict[field][0].code == code
    row.refresh_from_db()
    assert row.state == "waiting"


def test_who_may_answer():
    deal, row = make_result()
    answer = partial(actions.answer_result, result_id=row.pk, values=measured(), now=clock.now())
    with pytest.raises(Result.DoesNotExist):
        answer(make_partner("Rif Énergie"))
    with pytest.raises(Result.DoesNotExist):
        answer(make_deal(sme="Zellige").sme)
    for actor in (deal.partner, actor_of(Organization.objects.get(pk=deal.sme.organization_id), role="reader")):
        with pytest.raises(Refused):
            answer(actor)
    assert queries.results_of(deal.partner, row.lead_id).count() == 1


def test_the_database_keeps_figures_period_and_source_together():
    _deal, row = make_result()
    for values in (
        {"state": "measured", "answered_at": clock.now()},
        {"energy_kwh": 3},
        {"state": "unused"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Result.objects.filter(pk=row.pk).update(**values)


def firms(count):
    """Yield so many firms that each signed with the same partner and are asked for a year."""
    shared = None
    for number in range(count):
        deal = make_deal(sme=f"Firme {number}", partners=0)
        if shared is None:
            first = make_deal(sme="Première")
            shared = (first.partners, first.offers)
            deal = first
        else:
            from matching import actions as matching

            matching.request_matches(deal.sme, site_id=deal.site.pk, now=clock.now())
            deal.partners, deal.offers = shared
        yield make_result(deal)


def public(partner):
    one = queries.record(partner.organization_id)
    return one.ended, one.signed, one.measured, one.kept


def test_nothing_is_public_before_five_firms_and_then_five_at_once():
    readings, partner = [], None
    for number, (deal, row) in enumerate(firms(6)):
        partner = deal.partner
        energy = "100000" if number == 1 else "300000"
        actions.answer_result(deal.sme, result_id=row.pk, values=measured(energy_kwh=energy), now=clock.now())
        readings.append(public(partner))
    assert readings == [(0, 0, 0, 0)] * 4 + [(5, 5, 5, 4)] * 2
    stats = PartnerStats.objects.get(pk=partner.organization_id)
    assert (stats.signed, stats.unsigned, stats.kept, stats.missed) == (5, 0, 4, 1)
    actions.answer_result(deal.sme, result_id=row.pk, values=measured(energy_kwh="1"), now=clock.now())
    assert public(partner) == (5, 5, 5, 4)


def test_a_firm_counts_once_with_what_it_said_first_and_a_correction_counts_while_it_waits():
    deal, row = make_result()
    actions.answer_result(deal.sme, result_id=row.pk, values=measured(energy_kwh="1"), now=clock.now())
    tally = Tally.objects.get(of="result")
    assert not tally.is_good
    actions.answer_result(deal.sme, result_id=row.pk, values=measured(), now=clock.now())
    tally.refresh_from_db()
    assert tally.is_good
    actions.answer_result(deal.sme, result_id=row.pk, values=measured(source="estimate"), now=clock.now())
    assert not Tally.objects.filter(of="result").exists()


@pytest.mark.parametrize("months", [6, 12])
def test_only_a_whole_year_by_bill_or_meter_counts(months):
    deal, row = make_result(months=months)
    short = (clock.moroccan_day(clock.now()) - timedelta(days=300)).isoformat()
    for values in ({"starts_on": short}, {"source": "estimate"}, {"source": "bills"}):
        actions.answer_result(deal.sme, result_id=row.pk, values=measured(**values), now=clock.now())
        assert Tally.objects.filter(of="result").exists() == (months == 12 and values == {"source": "bills"})


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.lists(st.tuples(st.integers(0, 11), st.sampled_from(["won", "lost"])), max_size=30))
def test_no_two_readings_of_a_record_differ_by_fewer_than_five_firms(said):
    """Whatever ends with whichever firm in whatever order: a reading moves by whole batches of firms not counted before."""
    from django.db import transaction

    from marketplace.actions.tallies import count_outcome
    from marketplace.models import Lead
    from tests.factories.accounts import make_organization

    with transaction.atomic():
        partner = make_organization("Chams", "provider")
        sme = [make_organization(f"Firme {number}", "sme") for number in range(12)]
        seen: set[int] = set()
        before = (0, 0)
        for firm, status in said:
            lead = Lead(organization=sme[firm], partner_organization=partner, status=status)
            count_outcome(lead, now=clock.now())
            seen.add(firm)
            one = queries.record(partner.pk)
            assert one.ended % 5 == 0
            assert one.ended <= len(seen)
            assert (one.ended, one.signed) == before or one.ended == before[0] + 5
            before = (one.ended, one.signed)
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_asked_by_several_workers_at_once_it_is_asked_once():
    _deal, lead = make_signed()
    ask = partial(actions.ask_result, lead.pk, months=12, now=clock.now())
    assert race(ask, ask, ask) == ["done"] * 3
    assert Result.objects.filter(lead=lead).count() == 1
    assert whats(lead) == ["result_asked_12"]
