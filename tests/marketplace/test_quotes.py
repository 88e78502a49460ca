"""Quotes as rows: versions, one winner, rights, the days that pass."""

from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from kernel import clock
from kernel.errors import Conflict, Refused
from kernel.models import Task
from marketplace import actions, jobs, queries
from marketplace.models import Lead, Quote
from messaging import queries as messaging
from messaging.choices import About
from notices.models import Notice
from tests.factories.accounts import actor_of
from tests.factories.marketplace import ask, make_deal, make_lead
from tests.factories.partners import make_partner
from tests.factories.quotes import LINES, figures, make_quote, make_taken_on
from tests.race import race

pytestmark = pytest.mark.django_db


def statuses(lead_id):
    return list(Quote.objects.filter(lead_id=lead_id).order_by("version").values_list("version", "status"))


def told(actor, lead_id):
    row = messaging.about(actor, About.LEAD, [lead_id])[lead_id]
    return [one.facts.get("code") for one in messaging.lines(actor, messaging.messages(actor, row.pk)) if one.facts]


def test_a_quote_is_drafted_changed_and_sent_and_both_sides_read_the_same(drain):
    deal, lead = make_taken_on()
    drain()
    draft = actions.draft_quote(
        deal.partner, lead_id=lead.pk, values=figures(capex_mad="1500000"), lines=LINES, now=clock.now()
    )
    with pytest.raises(Quote.DoesNotExist):
        queries.quote(deal.sme, draft.pk)
    again = actions.draft_quote(deal.partner, lead_id=lead.pk, values=figures(), lines=LINES, now=clock.now())
    assert again.pk == draft.pk
    for _twice in range(2):
        actions.send_quote(deal.partner, quote_id=draft.pk, now=clock.now())
    lead.refresh_from_db()
    assert lead.status == "quoted"
    assert list(lead.steps.order_by("pk").values_list("status", flat=True)) == ["sent", "accepted", "quoted"]
    assert told(deal.sme, lead.pk) == ["accepted", "quote_sent"]
    of_sme, of_partner = (queries.quote(actor, draft.pk) for actor in (deal.sme, deal.partner))
    assert of_sme.rates == of_partner.rates
    assert of_sme.rates.mad_per_kwp == Decimal(8300)
    assert [line.amount_mad for line in of_sme.lines] == [Decimal("954000.00"), Decimal("540000.00")]
    assert of_sme.differences == of_partner.differences
    assert (of_sme.can_decide, of_partner.can_decide, of_partner.can_write) == (True, False, True)
    drain()
    told_sme = Notice.objects.filter(organization=deal.site.organization_id).values_list("kind", flat=True)
    assert sorted(told_sme) == ["lead_accepted", "quote_received"]


def test_what_differs_is_kept_as_stated_and_told_to_both():
    deal, quote = make_quote(capex_mad="1500000", payback_years="5")
    for actor in (deal.sme, deal.partner):
        sheet = queries.quote(actor, quote.pk)
        assert sheet.capex_mad == Decimal(1_500_000)
        assert [(one.code, one.stated) for one in sheet.differences] == [
            ("capex_mad", Decimal(1_500_000)),
            ("payback_years", Decimal(5)),
        ]


def test_a_new_version_replaces_the_one_before_and_both_are_kept():
    deal, first = make_quote()
    _deal, second = make_quote(deal, first.lead, capex_mad="1494000", notes="Remise faite")
    assert statuses(first.lead_id) == [(1, "replaced"), (2, "sent")]
    with pytest.raises(Conflict) as gone:
        actions.accept_quote(deal.sme, quote_id=first.pk, now=clock.now())
    assert gone.value.code == "quote_replaced"
    with pytest.raises(Conflict):
        actions.send_quote(deal.partner, quote_id=first.pk, now=clock.now())
    assert [one.version for one in queries.quotes_of(deal.sme, first.lead_id)] == [2, 1]
    assert queries.quote(deal.sme, first.pk).notes == ""
    assert queries.compared(deal.sme, first.lead_id).get().pk == second.pk


def test_accepting_wins_the_lead_once_and_leaves_the_quotes_of_others():
    deal = make_deal(partners=2)
    quotes = []
    for lead in (one.lead for one in ask(deal)):
        partner = next(one for one in deal.partners if one.organization_id == lead.partner_organization_id)
        actions.accept_lead(partner, lead_id=lead.pk, now=clock.now())
        written = {"lead_id": lead.pk, "values": figures(), "lines": LINES, "send": True}
        quotes.append(actions.draft_quote(partner, **written, now=clock.now()))
    for _twice in range(2):
        actions.accept_quote(deal.sme, quote_id=quotes[0].pk, now=clock.now())
    assert Lead.objects.get(pk=quotes[0].lead_id).status == "won"
    assert Quote.objects.get(pk=quotes[1].pk).status == "sent"
    assert {one.status for one in queries.compared(deal.sme, quotes[1].lead_id)} == {"accepted", "sent"}
    with pytest.raises(Conflict) as gone:
        actions.decline_quote(deal.sme, quote_id=quotes[0].pk, reason="price", now=clock.now())
    assert gone.value.code == "quote_accepted"
    assert queries.compared(deal.sme, quotes[0].lead_id).count() == 2
    with pytest.raises(Lead.DoesNotExist):
        queries.compared(deal.partner, quotes[0].lead_id)


def test_a_refusal_has_its_reason_and_the_partner_may_quote_again(drain):
    deal, quote = make_quote()
    for reason, note, field in (("bored", "", "reason"), ("other", "", "note"), ("price", "x" * 501, "note")):
        with pytest.raises(ValidationError) as wrong:
            actions.decline_quote(deal.sme, quote_id=quote.pk, reason=reason, note=note, now=clock.now())
        assert list(wrong.value.error_dict) == [field]
    actions.decline_quote(deal.sme, quote_id=quote.pk, reason="price", note="Trop", now=clock.now())
    sheet = queries.quote(deal.partner, quote.pk)
    assert (sheet.status, sheet.reason_label, sheet.note) == ("declined", "Trop cher", "Trop")
    assert sheet.lead.status == "quoted"
    _deal, second = make_quote(deal, quote.lead)
    assert statuses(quote.lead_id) == [(1, "declined"), (2, "sent")]
    actions.accept_quote(deal.sme, quote_id=second.pk, now=clock.now())
    drain()
    kinds = [one.kind for one in Notice.objects.filter(organization=deal.partner.organization_id).order_by("pk")]
    assert kinds == ["lead_received", "quote_declined", "quote_accepted"]


@pytest.mark.parametrize(
    ("changed", "lines", "fields"),
    [
        ({"capex_mad": "", "valid_until": ""}, LINES, {"capex_mad", "valid_until"}),
        ({}, [], {"lines"}),
        ({"energy_of": ""}, LINES, {"energy_of"}),
        ({"valid_until": "2020-01-01"}, LINES, {"valid_until"}),
        ({"capex_mad": "-1", "payback_years": "101"}, LINES, {"capex_mad", "payback_years"}),
        ({"finance": ["gold"]}, LINES, {"finance"}),
        ({"notes": "x" * 2001}, LINES, {"notes"}),
        ({"status": "accepted"}, LINES, {"status"}),
        ({}, [{"label": "Modules", "quantity": "beaucoup", "unit_price_mad": "1"}], {"lines.0.quantity"}),
        ({}, [*LINES, {"label": "", "quantity": "1"}], {"lines.2.label", "lines.2.unit_price_mad"}),
        ({}, LINES * 21, {"lines"}),
    ],
)
def test_nothing_is_sent_when_something_is_wrong(changed, lines, fields):
    deal, lead = make_taken_on()
    with pytest.raises(ValidationError) as wrong:
        actions.draft_quote(
            deal.partner, lead_id=lead.pk, values=figures(**changed), lines=lines, send=True, now=clock.now()
        )
    assert set(wrong.value.error_dict) == fields
    assert not Quote.objects.exists()


def test_a_quote_needs_a_request_that_is_taken_on_and_goes_on():
    deal, lead = make_lead()
    written = {"lead_id": lead.pk, "values": figures(), "lines": LINES}
    with pytest.raises(Conflict):
        actions.draft_quote(deal.partner, **written, now=clock.now())
    actions.accept_lead(deal.partner, lead_id=lead.pk, now=clock.now())
    quote = actions.draft_quote(deal.partner, **written, send=True, now=clock.now())
    Lead.objects.filter(pk=lead.pk).update(status="lost", reason="price")
    with pytest.raises(Conflict):
        actions.accept_quote(deal.sme, quote_id=quote.pk, now=clock.now())
    assert statuses(lead.pk) == [(1, "sent")], "the decision went with the lead's refusal"


def test_who_may_not():
    deal, quote = make_quote()
    lead_id, stranger = quote.lead_id, make_partner("Rif Énergie")
    reader, seller = actor_of(deal.site.organization, "reader"), deal.partner
    for act in (actions.send_quote, actions.accept_quote):
        with pytest.raises(Quote.DoesNotExist):
            act(stranger, quote_id=quote.pk, now=clock.now())
    with pytest.raises(Lead.DoesNotExist):
        actions.draft_quote(stranger, lead_id=lead_id, values=figures(), lines=LINES, now=clock.now())
    for act, actor in (
        (actions.accept_quote, reader),
        (actions.accept_quote, seller),
        (actions.send_quote, deal.sme),
    ):
        with pytest.raises(Refused):
            act(actor, quote_id=quote.pk, now=clock.now())
    with pytest.raises(Refused):
        actions.draft_quote(deal.sme, lead_id=lead_id, values=figures(), lines=LINES, now=clock.now())


def test_the_queue_reminds_before_the_last_day_and_ends_what_still_waits(drain):
    deal, quote = make_quote()
    planned = Task.objects.filter(path__contains="jobs.quote_end", status="ready").order_by("run_after")
    days = [clock.moroccan_day(one.run_after) for one in planned]
    assert days == [quote.valid_until - timedelta(days=3), quote.valid_until]
    planned.update(run_after=clock.now())
    drain()
    assert Quote.objects.get(pk=quote.pk).status == "expired"
    kinds = set(Notice.objects.values_list("organization_id", "kind"))
    assert {kind for one, kind in kinds if one == deal.sme.organization_id} == {
        "quote_received",
        "quote_ends",
        "quote_expired",
    }
    assert (deal.partner.organization_id, "quote_expired") in kinds
    with pytest.raises(Conflict) as gone:
        actions.accept_quote(deal.sme, quote_id=quote.pk, now=clock.now())
    assert gone.value.code == "quote_expired"


def test_the_queue_leaves_alone_what_was_decided(drain):
    deal, quote = make_quote()
    actions.accept_quote(deal.sme, quote_id=quote.pk, now=clock.now())
    jobs.quote_ends.func(str(quote.pk))
    jobs.quote_ended.func(str(quote.pk))
    drain()
    assert Quote.objects.get(pk=quote.pk).status == "accepted"
    assert not Notice.objects.filter(kind__in=["quote_ends", "quote_expired"]).exists()


def test_after_its_last_day_a_quote_is_not_accepted_even_before_the_queue_has_come():
    deal, quote = make_quote()
    with pytest.raises(Conflict) as gone:
        actions.accept_quote(deal.sme, quote_id=quote.pk, now=clock.now() + timedelta(days=31))
    assert gone.value.code == "quote_expired"


@pytest.mark.django_db(transaction=True)
def test_of_many_who_decide_or_replace_at_once_one_wins():
    for number in range(4):
        deal, quote = make_quote(make_deal(sme=f"Argane {number}"))
        known = {"quote_id": quote.pk, "now": clock.now()}
        written = {"lead_id": quote.lead_id, "values": figures(), "lines": LINES, "send": True, "now": clock.now()}
        outcomes = race(
            partial(actions.accept_quote, deal.sme, **known),
            partial(actions.decline_quote, deal.sme, reason="price", **known),
            partial(actions.draft_quote, deal.partner, **written),
        )
        found = statuses(quote.lead_id)
        assert found[0] in {(1, "accepted"), (1, "declined"), (1, "replaced")}
        assert (Lead.objects.get(pk=quote.lead_id).status == "won") == (found[0] == (1, "accepted"))
        assert outcomes.count("done") == (2 if found[0] == (1, "declined") else 1)
        assert len([one for one in found if one[1] in {"accepted", "sent"}]) == 1


@pytest.mark.django_db(transaction=True)
def test_twenty_who_accept_at_once_are_one():
    deal, quote = make_quote()
    outcomes = race(*[lambda: actions.accept_quote(deal.sme, quote_id=quote.pk, now=clock.now())] * 20)
    assert outcomes == ["done"] * 20
    assert list(quote.lead.steps.order_by("pk").values_list("status", flat=True)) == [
        "sent",
        "accepted",
        "quoted",
        "won",
    ]
    assert told(deal.sme, quote.lead_id).count("quote_accepted") == 1


def test_the_database_holds_one_open_quote_of_a_lead():
    _deal, quote = make_quote()
    with pytest.raises(IntegrityError), transaction.atomic():
        Quote.objects.create(
            lead=quote.lead,
            organization_id=quote.organization_id,
            version=9,
            status="sent",
            sent_at=clock.now(),
            changed_at=clock.now(),
        )
