"""How a partner answers, who of its team sees to what, and what the team of the market sees."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Organization
from kernel import clock
from kernel.errors import Refused
from marketplace import actions, queries
from marketplace.models import Lead
from partners import actions as partners
from partners.models import Absence
from tests.factories.accounts import actor_of, make_member, make_organization
from tests.factories.marketplace import MESSAGE, ask, make_deal, make_lead
from tests.factories.partners import make_partner

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 30, 10, tzinfo=UTC)


def history(deal, count: int, *, days: int) -> None:
    """Have a partner answer so many requests, each after so many days from a Monday."""
    for number in range(count):
        lead = ask(deal)[0].lead
        Lead.objects.filter(pk=lead.pk).update(sent_at=MONDAY)
        actions.decline_lead(deal.partner, lead_id=lead.pk, reason="too_far", now=MONDAY + timedelta(days))
        Lead.objects.filter(pk=lead.pk).update(site_id=lead.site_id, need_code=f"need-{number}-{days}")


def test_a_partner_is_new_until_five_answers_then_counts_are_public():
    deal = make_deal()
    history(deal, 4, days=1)
    assert queries.record(deal.partner.organization_id) == queries.Record(is_new=True)
    history(deal, 1, days=9)
    lead = ask(deal)[0].lead
    actions.follow_lead(lead.pk, now=clock.now() + timedelta(30))
    found = queries.record(deal.partner.organization_id)
    assert (found.is_new, found.answered, found.asked, found.median_days) == (False, 5, 6, 1)


def test_what_waits_or_was_taken_back_says_nothing():
    deal = make_deal()
    history(deal, 5, days=7)
    lead = ask(deal)[0].lead
    assert queries.record(deal.partner.organization_id).asked == 5
    actions.withdraw_lead(deal.sme, lead_id=lead.pk, now=clock.now())
    assert queries.record(deal.partner.organization_id).asked == 5
    assert queries.record(deal.partner.organization_id).median_days == 5


def test_a_request_is_given_to_a_member_of_the_team_alone():
    deal, lead = make_lead()
    salma = make_member(Organization.objects.get(pk=deal.partner.organization_id))
    for _ in range(2):
        actions.assign_lead(deal.partner, lead_id=lead.pk, user_id=salma.pk)
    sheet = queries.lead(deal.partner, lead.pk)
    assert (sheet.assigned_to, sheet.assigned_name) == (salma.pk, salma.name)
    other = queries.lead(deal.sme, lead.pk)
    assert (other.assigned_to, other.assigned_name) == (None, "")
    with pytest.raises(ValidationError):
        actions.assign_lead(deal.partner, lead_id=lead.pk, user_id=deal.sme.user_id)
    with pytest.raises(Refused):
        actions.assign_lead(deal.sme, lead_id=lead.pk, user_id=None)
    actions.assign_lead(deal.partner, lead_id=lead.pk, user_id=None)
    assert queries.lead(deal.partner, lead.pk).assigned_to is None


def test_the_team_sees_what_is_late_unanswered_and_refused_without_a_private_word():
    deal = make_deal(partners=3)
    late, silent, refused = (one.lead for one in ask(deal, released=["name"]))
    now = clock.now()
    Lead.objects.filter(pk=late.pk).update(reminded=4)
    actions.decline_lead(deal.partners[2], lead_id=refused.pk, reason="other", note="Rien de vous à moi", now=now)
    actions.follow_lead(silent.pk, now=now + timedelta(14))
    operator = actor_of(make_organization("Borj", "operator"))
    at = now + timedelta(14)
    found = {
        "late": queries.late(operator, now=now),
        "unanswered": queries.unanswered(operator, now=at),
        "refused": queries.refused(operator, now=now),
    }
    assert {name: [row.pk for row in rows] for name, rows in found.items()} == {
        "late": [late.pk],
        "unanswered": [silent.pk],
        "refused": [refused.pk],
    }
    words = str([queries.watched(rows) for rows in found.values()])
    assert "Chams 3" in words
    for private in (MESSAGE, "Rien de vous", "Argane"):
        assert private not in words
    for stranger in (deal.partner, deal.sme, actor_of(make_organization("Chambre", "institution"))):
        assert not queries.late(stranger, now=now).exists()


@pytest.mark.parametrize(("first", "last", "code"), [(5, 4, "wrong_order"), (-9, -8, "past"), (1, 100, "too_long")])
def test_an_absence_is_days_to_come(first, last, code):
    partner, today = make_partner(), clock.moroccan_day(clock.now())
    with pytest.raises(ValidationError) as error:
        partners.add_absence(
            partner, starts_on=today + timedelta(first), ends_on=today + timedelta(last), now=clock.now()
        )
    assert error.value.error_dict["ends_on"][0].code == code
    assert not Absence.objects.exists()


def test_an_absence_is_noted_once_and_taken_back_by_its_own():
    partner, today = make_partner(), clock.moroccan_day(clock.now())
    for _ in range(2):
        row = partners.add_absence(partner, starts_on=today, ends_on=today, now=clock.now())
    assert Absence.objects.count() == 1
    with pytest.raises(Absence.DoesNotExist):
        partners.remove_absence(make_partner("Rif Énergie"), absence_id=row.pk)
    reader = actor_of(Organization.objects.get(pk=partner.organization_id), role="reader")
    for act in (
        lambda: partners.remove_absence(reader, absence_id=row.pk),
        lambda: partners.set_full(reader, full=True, now=clock.now()),
    ):
        with pytest.raises(Refused):
            act()
    partners.remove_absence(partner, absence_id=row.pk)
    assert not Absence.objects.exists()
