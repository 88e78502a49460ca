"""Two who write at once: neither undoes what the other did, and nobody meets a fault of ours."""

from functools import partial

import pytest

from footprint import actions, queries
from footprint.models import SmeProfile
from kernel import clock
from tests.factories.accounts import actor_of, make_organization
from tests.factories.footprint import make_bill, make_exporter, make_site
from tests.race import race

pytestmark = pytest.mark.django_db(transaction=True)


def test_bills_entered_at_once_are_all_in_the_footprint():
    argane = make_exporter()
    site = make_site(argane)
    months = [{"starts_on": f"2025-{month:02d}-01", "ends_on": f"2025-{month:02d}-28"} for month in range(1, 9)]
    assert race(*[partial(make_bill, argane, site, **month) for month in months]) == ["done"] * 8
    assert len({line["entry_key"] for line in queries.result(argane, site.pk, 2025).lines}) == 8


def test_the_same_bill_entered_twice_at_once_is_kept_once_and_asked_about_once():
    argane = make_exporter()
    site = make_site(argane)
    assert sorted(race(*[partial(make_bill, argane, site)] * 2)) == ["Question", "done"]


@pytest.mark.parametrize("known", [False, True])
def test_what_is_said_at_once_of_a_firm_or_a_site_is_all_kept(known):
    argane = actor_of(make_organization("Argane"))
    site = make_site(argane)
    if known:
        actions.describe_company(argane, values={"legal_form": "SARL"}, now=clock.now())
    said = [{"sector": "olive_oil"}, {"employees": 40}, {"budget_mad": "1"}, {"goals": ["save"]}]
    describe = partial(actions.describe_company, argane, now=clock.now())
    assert race(*[partial(describe, values=values) for values in said]) == ["done"] * 4
    company = SmeProfile.objects.get()
    assert (company.sector, company.employees, company.budget_mad, company.goals) == ("olive_oil", 40, 1, ["save"])
    change = partial(actions.change_site, argane, site_id=site.pk, now=clock.now())
    answers = [{"voltage": "LV"}, {"city": "Fès"}, {"roof_m2": "9"}]
    assert race(*[partial(change, values=values) for values in answers]) == ["done"] * 3
    site.refresh_from_db()
    assert (site.voltage, site.city, site.roof_m2) == ("LV", "Fès", 9)
