"""Offers are read as rows of columns by fields made once: byte by byte what the declared serializer says of the objects."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from rest_framework.renderers import JSONRenderer
from rest_framework.serializers import Serializer

from accounts.models import Organization
from accounts.queries import actor_for_key
from api.v1.offers.serializers import COLUMNS, OfferOut, PartnerBrief
from config.demo.crowd import read
from config.demo.making import Maker
from config.management.commands.seed import _typed
from kernel import clock
from kernel.actor import ANONYMOUS
from partners import actions, queries
from tests.api.program import program_of
from tests.factories.accounts import actor_of, make_organization
from tests.factories.partners import make_offer, make_partner

pytestmark = pytest.mark.django_db
LINES = Path(__file__).parent.parent / "data" / "RW43_500_offers.jsonl"


@pytest.fixture
def market():
    """The offers of the demonstration, those of the reference data, an imported file; return a partner of it."""
    maker = Maker(clock.now())
    for row in read("operators"):
        maker.operator(row)
    for row in read("partners"):
        row["offers"] = [_typed(offer) for offer in read("offers") if offer["partner"] == row["key"]]
        maker.partner(row)
    actions.sync_schemes(now=clock.now())
    chams = maker.actor(next(row for row in read("partners") if row["key"] == "chams"))
    actions.import_offers(chams, lines=LINES.read_text(encoding="utf-8").splitlines(), now=clock.now())
    make_offer(chams, publish=False, references=[{"sector": "olive_oil", "year": 2024, "verified": True}])
    Organization.objects.filter(name__startswith="M").update(verified_at=clock.now(), verified_until="2020-01-01")
    return chams


def declared(offer: Any) -> dict[str, Any]:
    """Return what DRF itself shows of an object by the declared fields."""
    values = {**offer.terms, **{name: getattr(offer, name) for name in COLUMNS}}
    shown = Serializer.to_representation(OfferOut(), {**values, "organization": None})
    owner = values["organization"]
    return {**shown, "organization": owner and Serializer.to_representation(PartnerBrief(), owner)}


def test_every_offer_reads_as_the_declared_serializer_shows_it(market):
    for actor in (ANONYMOUS, market, actor_of(make_organization("Argane"))):
        objects = list(queries.offers(actor).order_by("pk"))
        rows = queries.told(queries.offer_rows(actor).order_by("pk"))
        assert len(rows) == len(objects) > 500
        for row, offer in zip(rows, objects, strict=True):
            wanted = JSONRenderer().render(declared(offer))
            assert JSONRenderer().render(OfferOut(row).data) == wanted
            assert JSONRenderer().render(OfferOut(offer).data) == wanted, "so its ETag is one, however it was answered"


def test_the_columns_are_asked_anew_each_time_and_for_each_reader():
    chams, rival = make_partner(), make_partner("Rival")
    assert not queries.offer_rows(chams)
    offer = make_offer(chams, publish=False)
    assert [row["can_edit"] for row in queries.offer_rows(chams)] == [True]
    assert not queries.offer_rows(rival)
    actions.publish_offer(chams, offer_id=offer.pk, now=clock.now())
    assert [row["can_edit"] for row in queries.offer_rows(rival)] == [False]


def test_a_change_is_compared_with_the_tag_of_what_a_list_or_a_page_said(market):
    program = program_of(market)
    path = f"/offers/{program.get('/offers/', organization=str(market.organization_id)).json()['results'][0]['id']}/"
    seen, changed = program.get(path), program.patch(path, {"note_ticket": "hors taxes"})
    assert program.patch(path, {"note_ticket": "TTC"}, if_match=seen["ETag"]).status_code == 412
    assert (
        program.get(
            path,
        ).content
        == changed.content
    )
    assert program.patch(path, {"note_ticket": "TTC"}, if_match=changed["ETag"]).status_code == 200


@pytest.mark.parametrize("ends", ["role", "person", "firm", "time"])
def test_a_key_ends_at_once_with_what_it_stands_on(ends):
    owner = make_partner()
    secret = program_of(owner).headers["authorization"].removeprefix("Bearer ")
    now = clock.now()
    actor = actor_for_key(secret, now)
    assert actor is not None
    assert (actor.user_id, actor.organization_id, actor.via) == (owner.user_id, owner.organization_id, "key")
    organization = Organization.objects.get(pk=owner.organization_id)
    membership = organization.memberships.select_related("user").get()
    if ends == "role":
        organization.memberships.update(role="member")
    elif ends == "person":
        membership.user.is_active = False
        membership.user.save()
    elif ends == "firm":
        Organization.objects.filter(pk=organization.pk).update(suspended_at=now)
    assert actor_for_key(secret, now + timedelta(days=4000 if ends == "time" else 0)) is None
