"""The demonstration: what it holds, that it is made once, and that rows made in bulk are those of the single actions."""

from collections import Counter

import pytest
from django.core.management import call_command

from accounts.models import Organization
from config.demo.crowd import Crowd
from config.demo.making import _months
from footprint import actions as footprint
from footprint.models import Activity, Result, Site, SmeProfile
from kernel import clock
from kernel.ids import uuid7
from marketplace.models import Lead
from matching.models import MatchRun
from partners import actions as partners
from partners.models import Offer
from reference.queries import catalogue
from tests.factories.accounts import actor_of
from tests.factories.footprint import make_exporter, make_site
from tests.factories.partners import make_partner


def rows_of(model, apart=(), **wanted):
    """Return the rows as they are kept, without what is new in each: its id, its version, whose it is."""
    left = {"id", "row_version", *apart}
    fields = [field.attname for field in model._meta.concrete_fields if field.attname not in left]
    return sorted(str({name: getattr(row, name) for name in fields}) for row in model.objects.filter(**wanted))


@pytest.mark.timeout(300)
@pytest.mark.usefixtures("reference")
def test_the_demonstration_fills_every_region_and_sector_and_is_made_once():
    call_command("seed", verbosity=0)
    kinds = Counter(Organization.objects.values_list("kind", flat=True))
    assert kinds["sme"] == 40
    assert kinds["provider"] + kinds["financier"] + kinds["certifier"] == 60
    assert Offer.objects.exclude(organization=None).count() == 150
    assert set(Site.objects.values_list("region", flat=True)) == set(catalogue().regions)
    assert set(SmeProfile.objects.values_list("sector", flat=True)) == set(catalogue().sectors)
    assert Result.objects.count() == 40
    assert {"sent", "seen", "accepted", "declined", "withdrawn"} == set(Lead.objects.values_list("status", flat=True))
    assert not Organization.objects.filter(is_demo=False).exists(), "all of it says that it is fictional"
    before = [model.objects.count() for model in (Organization, Offer, Activity, MatchRun, Lead)]
    call_command("seed", verbosity=0)
    assert [model.objects.count() for model in (Organization, Offer, Activity, MatchRun, Lead)] == before


@pytest.mark.usefixtures("reference")
def test_many_bills_at_once_are_the_bills_entered_one_by_one():
    now, firms = clock.now(), Crowd(catalogue(), seed=1, mark="9").exporters(["fish_canning"], 5)
    whole, _again, half, _third, doubt = firms
    for row in (whole, half, doubt):
        typed = [values for bill in row["bills"] for values in _months(bill)]
        confirmed = {code for bill in row["bills"] for code in bill.get("confirmed", ())}
        single, many = (make_site(make_exporter(name)) for name in ("Argane", "Zellige"))
        actors = {site.pk: actor_of(site.organization) for site in (single, many)}
        for values in typed:
            footprint.enter_bill(actors[single.pk], site_id=single.pk, values=values, now=now, confirmed=confirmed)
        footprint.enter_bills(actors[many.pk], site_id=many.pk, bills=typed, now=now, confirmed=confirmed)
        kept = rows_of(Activity, ("site_id",), site=single)
        assert len(kept) == len(typed)
        assert rows_of(Activity, ("site_id",), site=many) == kept
        # The lines and overlaps name each bill by its id; the sums and the days do not.
        alone, together = (Result.objects.get(footprint__site=site) for site in (single, many))
        assert together.total_kg == alone.total_kg
        assert together.inventory["scopes"] == alone.inventory["scopes"]
        assert days_of(together) == days_of(alone)


def days_of(result):
    return [(part["days_covered"], part["gaps"], len(part["overlaps"])) for part in result.inventory["coverage"]]


@pytest.mark.django_db
def test_a_bill_that_cannot_be_kept_keeps_the_others_out():
    actor = make_exporter()
    site = make_site(actor)
    good = {"activity_id": "electricity_grid", "quantity": "1000", "starts_on": "2025-01-01", "ends_on": "2025-01-31"}
    with pytest.raises(Exception, match="quantity"):
        footprint.enter_bills(actor, site_id=site.pk, bills=[good, {**good, "quantity": "many"}], now=clock.now())
    assert not Activity.objects.exists()


@pytest.mark.usefixtures("reference")
def test_many_offers_at_once_are_the_offers_published_one_by_one():
    now, made = clock.now(), list(Crowd(catalogue(), seed=1, mark="9").partners(48, (3,)))
    for kind in ("provider", "financier", "certifier"):
        offers = [offer for row in made if row["kind"] == kind for offer in row["offers"]]
        single, many = make_partner("Chams", kind), make_partner("Chams", kind)
        for values in offers:
            row = partners.create_offer(single, values=values, now=now)
            partners.publish_offer(single, offer_id=row.pk, now=now)
        partners.keep_offers(many, rows=offers, now=now)
        kept = rows_of(Offer, ("organization_id",), organization_id=single.organization_id)
        assert len(kept) == len(offers)
        assert rows_of(Offer, ("organization_id",), organization_id=many.organization_id) == kept


@pytest.mark.django_db
def test_one_wrong_offer_keeps_the_others_out_and_is_named():
    actor = make_partner()
    good = {"name_fr": "Toiture", "source_key": "a", "regions_served": ["MA-03"]}
    with pytest.raises(Exception, match=r"2\.regions_served"):
        partners.keep_offers(
            actor, rows=[good, {**good, "source_key": str(uuid7()), "regions_served": ["MA-99"]}], now=clock.now()
        )
    assert not Offer.objects.filter(organization_id=actor.organization_id).exists()
