"""What partners and offers are found by follows what is true of them: ticket, instrument, badge, name and place."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine

from accounts import actions as accounts
from kernel import clock
from partners import actions, queries
from partners.choices import OfferTicket
from partners.models import Offer, PartnerProfile
from search import jobs, registry
from search.ports import Query
from tests.factories.accounts import actor_of, make_organization
from tests.factories.partners import make_offer, make_partner
from tests.partners.test_verification import NOW, TODAY, send

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.SEARCH_FOLDER = tmp_path / "search"
    registry.close_breaker()


def found(*tags):
    """Return what the index and the database both find by tags."""
    asked = Query(tags=tuple((tag,) for tag in tags))
    engine, database = registry.engine().find(asked), registry.fallback().find(asked)
    assert set(engine.ids) == set(database.ids)
    return set(engine.ids)


@pytest.mark.parametrize(
    ("low", "high", "bands"),
    [
        (None, None, []),
        ("0", "400000", ["0-0.5"]),
        ("500000", "2000000", ["0-0.5", "0.5-2", "2-10"]),
        ("600000", "40000000", ["0.5-2", "2-10", "10-50"]),
        (None, "1000000", ["0-0.5", "0.5-2"]),
        ("60000000", None, ["50-"]),
        ("3000000", "3000000", ["2-10"]),
    ],
)
def test_an_offer_is_in_each_band_that_its_ticket_touches(low, high, bands):
    ends = (None if one is None else Decimal(one) for one in (low, high))
    assert [band.value for band in OfferTicket.touched(*ends)] == bands


def test_instrument_and_ticket_narrow_and_follow_a_change(drain):
    mizan = make_partner("Mizan", "financier")
    loan = make_offer(mizan, instrument="loan", ticket_min_mad="600000", ticket_max_mad="1500000", measures=["*"])
    drain()
    assert found("instrument:loan", "ticket:0.5-2", "measure:*") == {loan.pk}
    version = Offer.objects.get(pk=loan.pk).row_version
    actions.change_offer(mizan, offer_id=loan.pk, values={"ticket_max_mad": "5000000"}, now=clock.now())
    drain()
    assert found("ticket:2-10") == {loan.pk}
    assert Offer.objects.get(pk=loan.pk).row_version > version


def test_a_category_of_measures_stands_for_each_of_its_own(drain):
    offer = make_offer(make_partner(), measures=["renewable_power"])
    drain()
    assert found("measure:pv_rooftop") == {offer.pk}


def test_the_badge_is_a_tag_from_the_decision_to_its_last_day(drain):
    with time_machine.travel(NOW, tick=False):
        chams, borj = make_partner(region="MA-03"), actor_of(make_organization("Borj", "operator", region="MA-03"))
        shown = {make_offer(chams).pk, PartnerProfile.objects.get(organization_id=chams.organization_id).pk}
        registration = send(chams)
        drain()
        assert found("verified:yes") == set()
        case = queries.cases_to_verify(borj).get()
        actions.verify(borj, case_id=case.pk, credential_ids=[registration.pk], until=TODAY, now=NOW)
        drain()
        assert found("verified:yes") == shown
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        drain()
        assert found("verified:yes") == set()
        assert jobs.check_now() == (0, 0, 0)


def test_a_partner_that_changes_its_name_and_place_is_found_by_the_new_ones(drain):
    chams = make_partner(region="MA-03", verified_at=clock.now())
    offer = make_offer(chams)
    drain()
    assert offer.pk in found("verified:yes")
    values = {"organization": "Atlas Watt", "region": "MA-06"}
    accounts.change_organization(chams, values=values)
    drain()
    assert registry.engine().find(Query("atlas", kinds=("offer",))).ids == (offer.pk,)
    assert found("region:MA-06", "partner:provider") == {
        PartnerProfile.objects.get(organization_id=chams.organization_id).pk
    }
    assert found("verified:yes") == set(), "what was read named another"


def test_rows_of_before_get_todays_words_and_tags_when_the_index_is_made_anew(drain):
    chams = make_partner(verified_at=clock.now())
    offer = make_offer(chams, ticket_max_mad="400000")
    drain()
    Offer.objects.filter(pk=offer.pk).update(search_tags=" kind:technology ", search_text="")
    version = Offer.objects.get(pk=offer.pk).row_version
    jobs.rebuild_now()
    row = Offer.objects.get(pk=offer.pk)
    assert {"ticket:0-0.5", "verified:yes"} <= set(row.search_tags.split())
    assert " photovoltaique " in row.search_text
    assert row.row_version == version, "the offer itself is what it was: no list is made again for it"
