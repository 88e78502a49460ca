"""Today, for those who neither export nor oversee: what waits, the longest first; the next step of who begins."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts.models import Organization
from footprint import actions as footprint
from footprint import queries as footprint_queries
from kernel import clock
from tests.factories.accounts import actor_of, make_organization
from tests.factories.marketplace import ask, make_deal, make_lead
from tests.factories.partners import make_partner
from tests.queue import drain

pytestmark = pytest.mark.django_db
FIRMS = "Référence;Raison sociale;E-mail\nF-1;Dattes;a@dattes.example\nF-2;Olives;b@olives.example\n"


def board(signed_in, actor):
    page = signed_in(actor).get(reverse("today"))
    assert page.status_code == 200
    return page.context


@pytest.fixture
def borj(reference):
    return actor_of(make_organization("Borj", "institution"))


def test_an_institution_begins_with_a_list_then_decides_then_waits(borj, signed_in):
    assert board(signed_in, borj)["next"]["url"] == reverse("imports", args=["firms"])
    file = footprint.take_firms_file(borj, filename="entreprises.csv", content=FIRMS.encode(), now=clock.now())
    drain()
    seen = board(signed_in, borj)
    assert "entreprises.csv" in seen["next"]["title"]
    assert seen["next"]["url"] == reverse("import", args=["firms", file.pk])
    footprint.apply_firms_file(borj, import_id=file.pk)
    drain()
    seen = board(signed_in, borj)
    assert seen["headline"] == "2 n’ont pas encore répondu"
    assert [one["text"] for one in seen["theirs"]] == ["Dattes", "Olives"]
    assert not seen["mine"]
    footprint.withdraw_firm(borj, firm_id=footprint_queries.firms(borj).last().pk, now=clock.now())
    assert board(signed_in, borj)["headline"] == "1 n’a pas encore répondu"


def test_who_only_reads_is_told_so_and_given_no_step(borj, signed_in):
    seen = board(signed_in, actor_of(Organization.objects.get(pk=borj.organization_id), "reader"))
    assert seen["reads_only"]
    assert seen["next"] is None


def test_the_request_that_waits_longest_comes_first(reference, signed_in):
    with time_machine.travel(clock.now() - timedelta(days=3)):
        first, _lead = make_lead()
    other = make_deal(1, sme="Zellige")
    ask(other, first.offers[0])
    seen = board(signed_in, first.partner)
    assert seen["headline"] == "2 demandes vous attendent"
    waits = [one["by"] for one in seen["mine"] if one["by"]]
    assert len(waits) == 2
    assert seen["next"]["when"] == waits[0]
    assert waits[0] != waits[1]


def test_a_new_partner_publishes_then_has_itself_verified(reference, signed_in):
    chams = make_partner()
    seen = board(signed_in, chams)
    assert seen["next"]["url"] == reverse("new_offer")
    assert reverse("credentials") in [one["url"] for one in seen["mine"]]
