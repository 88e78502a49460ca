"""Past projects count once the team checked them: a partner never raises its own score."""

import json

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from accounts.models import AuditEntry
from kernel import clock
from kernel.errors import Refused
from partners import actions
from partners.models import Offer
from tests.api.program import program_of
from tests.factories.accounts import actor_of, make_organization, sign_in
from tests.factories.partners import TERMS, make_offer, make_partner

pytestmark = pytest.mark.django_db
OLIVE, ARGAN = {"sector": "olive_oil", "year": 2024}, {"sector": "argan", "year": 2023}


def verified(offer):
    offer.refresh_from_db()
    return [(one["sector"], one.get("verified", False)) for one in offer.terms["references"]]


@pytest.fixture
def borj():
    return actor_of(make_organization("Borj", "operator"))


def test_whatever_way_a_partner_says_it_its_own_project_is_not_verified(borj):
    chams = make_partner()
    program, claimed = program_of(chams), [{**OLIVE, "verified": True}]
    offer = make_offer(chams, references=claimed)
    assert verified(offer) == [("olive_oil", False)]
    sent = program.patch(f"/offers/{offer.pk}/", {"references": claimed})
    assert (sent.status_code, sent.json()["references"][0]["verified"]) == (200, False)
    line = {"offer_id": "X-1", "kind": "provider", "name": "Solaire", **TERMS, "references": claimed}
    line["status"] = line.pop("intake")
    report = actions.import_offers(chams, lines=[json.dumps(line)], now=clock.now())
    assert report.kept == 1, report.problems
    actions.keep_offers(
        chams, rows=[{"source_key": "X-2", "name_fr": "Autre", **TERMS, "references": claimed}], now=clock.now()
    )
    assert not any(one.get("verified") for row in Offer.objects.all() for one in row.terms["references"])


def test_what_the_team_checked_stays_checked_and_what_is_added_is_not(borj):
    chams = make_partner()
    offer = make_offer(chams, references=[OLIVE])
    actions.confirm_references(borj, offer_id=offer.pk, confirmed={("olive_oil", 2024)}, now=clock.now())
    assert verified(offer) == [("olive_oil", True)]
    assert AuditEntry.objects.filter(act="references_confirmed", concerns_id=chams.organization_id).count() == 1
    actions.change_offer(chams, offer_id=offer.pk, values={"references": [OLIVE, ARGAN]}, now=clock.now())
    assert verified(offer) == [("olive_oil", True), ("argan", False)]
    actions.change_offer(chams, offer_id=offer.pk, values={"references": [{**OLIVE, "year": 2026}]}, now=clock.now())
    assert verified(offer) == [("olive_oil", False)], "another year is another project"
    for who in (chams, actor_of(make_organization("Argane"))):
        with pytest.raises(Refused):
            actions.confirm_references(who, offer_id=offer.pk, confirmed=set(), now=clock.now())


def test_an_operator_ticks_them_on_the_page_and_a_program_does_the_same(client, borj):
    chams = make_partner()
    offer = make_offer(chams, references=[OLIVE, ARGAN])
    desk = sign_in(client, get_user_model().objects.get(pk=borj.user_id))
    page = reverse("operator_organization", args=[chams.organization_id])
    assert "argan 2023" in desk.get(page).content.decode()
    desk.post(
        reverse("operator_references", args=[chams.organization_id, offer.pk]), {"project": ["argan 2023", "x 1"]}
    )
    assert verified(offer) == [("olive_oil", False), ("argan", True)]
    address = f"/api/v1/oversight/offers/{offer.pk}/references/"
    told = desk.post(address, {"confirmed": [OLIVE]}, content_type="application/json")
    assert told.json() == {"references": [{**OLIVE, "verified": True}, {**ARGAN, "verified": False}]}
    assert program_of(chams).post(f"/oversight/offers/{offer.pk}/references/", {"confirmed": []}).status_code == 403
