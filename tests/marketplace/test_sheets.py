"""What each side sees of a lead, before and after the partner answers."""

import dataclasses

import pytest
from django.utils import translation

from accounts.models import Organization, User
from kernel import clock
from marketplace import actions, queries
from reference import queries as reference
from tests.factories.marketplace import MESSAGE, make_deal, make_lead

pytestmark = pytest.mark.django_db


def everything(sheet) -> str:
    return repr(dataclasses.asdict(sheet))


def private_words(deal) -> list[str]:
    """Name, e-mail, phone and id of the SME: what must not be seen before it is released."""
    organization = Organization.objects.get(pk=deal.sme.organization_id)
    organization.phone = "+212600123456"
    organization.save()
    user = User.objects.get(pk=deal.sme.user_id)
    return [organization.name, user.email, organization.phone, str(organization.pk), str(user.pk), str(deal.site.pk)]


def test_before_an_answer_the_partner_knows_no_name_and_no_contact():
    deal, lead = make_lead()
    sheet, sector = queries.lead(deal.partner, lead.pk), reference.name("sector", "olive_oil")
    shown = everything(sheet)
    assert not [word for word in private_words(deal) if word in shown]
    assert sheet.side == "partner"
    assert sheet.company.is_masked
    assert sheet.can_answer
    assert not sheet.can_withdraw
    assert sheet.company.label == f"{sector}, Fès-Meknès, de 10 à 49 personnes"
    assert (sheet.company.sector, sheet.company.region, sheet.company.size_band) == ("olive_oil", "MA-03", "small")
    assert sheet.message == MESSAGE
    assert sheet.reasons
    assert [step.status for step in sheet.steps] == ["sent"]


def test_a_ticked_name_is_shown_before_the_answer_and_nothing_else():
    deal, lead = make_lead(released=["name"])
    words = private_words(deal)
    sheet = queries.lead(deal.partner, lead.pk)
    assert sheet.company.label == "Argane"
    assert not sheet.company.is_masked
    assert sheet.company.contact is None
    assert words[1] not in everything(sheet)


def test_accepting_shows_what_was_released_to_each():
    deal, lead = make_lead(released=["contact"])
    words = private_words(deal)
    actions.accept_lead(deal.partner, lead_id=lead.pk, now=clock.now())
    seen = queries.lead(deal.partner, lead.pk)
    assert (seen.company.label, seen.company.contact.email, seen.company.contact.phone) == (
        words[0],
        words[1],
        words[2],
    )
    back = queries.lead(deal.sme, lead.pk)
    assert back.partner.contact.email == User.objects.get(pk=deal.partner.user_id).email
    assert not back.can_withdraw
    assert not seen.can_answer


def test_accepting_shows_no_contact_that_was_not_released():
    deal, lead = make_lead(released=[])
    words = private_words(deal)
    actions.accept_lead(deal.partner, lead_id=lead.pk, now=clock.now())
    sheet = queries.lead(deal.partner, lead.pk)
    assert sheet.company.label == words[0]
    assert sheet.company.contact is None
    assert words[1] not in everything(sheet)
    assert words[2] not in everything(sheet)


def test_declining_releases_nothing():
    deal, lead = make_lead(released=["contact"])
    words = private_words(deal)
    actions.decline_lead(deal.partner, lead_id=lead.pk, reason="too_far", now=clock.now())
    shown = everything(queries.lead(deal.partner, lead.pk))
    assert not [word for word in words if word in shown]
    assert queries.lead(deal.sme, lead.pk).partner.contact is None


def test_the_outline_is_told_in_the_readers_language():
    deal, lead = make_lead()
    with translation.override("ar"):
        label = queries.lead(deal.partner, lead.pk).company.label
    assert "من 10 إلى 49 شخصا" in label


def test_an_offer_is_called_in_the_readers_language_else_in_one_it_has():
    deal, lead = make_lead()
    named = {}
    for name_ar in ("", "ألواح شمسية على السطح"):
        type(deal.offer).objects.filter(pk=deal.offer.pk).update(name_ar=name_ar)
        with translation.override("ar"):
            named[name_ar] = queries.lead(deal.partner, lead.pk).offer_name
    assert named == {"": deal.offer.name_fr, "ألواح شمسية على السطح": "ألواح شمسية على السطح"}


@pytest.mark.parametrize("side", ["sme", "partner"])
def test_a_list_costs_the_same_for_five_and_for_fifty(side, django_assert_num_queries):
    deals = [make_deal(sme="Argane")]
    deal = deals[0]
    _deal, lead = make_lead(deal)
    actor = deal.sme if side == "sme" else deal.partner
    rows = queries.sent(actor) if side == "sme" else queries.inbox(actor)
    copies = [copy_of(lead, number) for number in range(49)]
    for count in (5, 50):
        with django_assert_num_queries(2 if side == "sme" else 3):
            assert len(queries.sheets(actor, rows.order_by("pk")[:count])) == count
    assert len(copies) == 49


def copy_of(lead, number: int):
    lead = type(lead).objects.get(pk=lead.pk)
    lead.pk, lead.need_code = None, f"copy {number}"
    lead._state.adding = True
    from kernel.ids import uuid7

    lead.pk = uuid7()
    lead.save()
    return lead
