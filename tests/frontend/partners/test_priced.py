"""What bears on a price reaches the partner once it accepts, each figure with its unit, its source and its day."""

import pytest
from django.urls import reverse

from footprint.models import Site
from kernel import clock
from marketplace import actions
from tests.factories.marketplace import make_deal, make_lead

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(reference):
    deal = make_deal()
    Site.objects.filter(pk=deal.site.pk).update(roof_m2="1150", voltage="MV", owns_building=True)
    return make_lead(deal)


def facts(signed_in, deal, lead):
    page = signed_in(deal.partner).get(reverse("lead", args=[lead.pk]))
    return page, {one["term"]: one for one in page.context["lead"]["facts"]}


def test_nothing_of_it_shows_before_the_partner_accepts(asked, signed_in):
    deal, lead = asked
    _page, shown = facts(signed_in, deal, lead)
    assert not {"Toiture", "Électricité", "Raccordement"} & shown.keys()
    assert signed_in(deal.partner).get(f"/api/v1/leads/{lead.pk}/").json()["priced"] == {}


def test_all_of_it_shows_afterwards_as_it_was_sent(asked, signed_in):
    deal, lead = asked
    actions.accept_lead(deal.partner, lead_id=lead.pk, now=clock.now())
    Site.objects.filter(pk=deal.site.pk).update(roof_m2="9")
    page, shown = facts(signed_in, deal, lead)
    assert shown["Toiture"]["value"].replace("\u202f", " ").replace("\xa0", " ") == "1 150 m²"
    assert "Réponse de l’entreprise" in shown["Toiture"]["note"]
    electricity = next(one for term, one in shown.items() if "lectricité" in term and "rix" not in term)
    assert electricity["value"].endswith("kWh")
    assert "2025" in electricity["note"]
    assert shown["Propriétaire du bâtiment"]["value"] == "Oui"
    assert page.status_code == 200
    assert signed_in(deal.partner).get(f"/api/v1/leads/{lead.pk}/").json()["priced"]["roof_m2"] == "1150"
