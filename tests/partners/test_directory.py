"""Pages of the directory: whole, in one order, of what may be read, however late the index is."""

import pytest

from kernel import bulk, clock
from kernel.ids import uuid7
from partners import queries
from partners.models import Offer
from partners.search import statements_of
from search import jobs, registry
from search.ports import Document
from tests.factories.accounts import actor_of, make_organization
from tests.factories.partners import make_offer, make_partner

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def offers(drain, settings, tmp_path):
    settings.SEARCH_FOLDER = tmp_path / "search"
    registry.close_breaker()
    chams = make_partner()
    rows = [make_offer(chams, name_fr=f"Toiture {number}") for number in range(7)]
    drain()
    return rows


@pytest.fixture
def argane(db):
    return actor_of(make_organization("Argane"))


@pytest.mark.parametrize("asked", [{"text": "toiture"}, {"text": "toiture", "newest": True}, {}])
def test_what_may_not_be_shown_is_made_up_for_by_what_follows(offers, argane, asked):
    hidden = {offers[0].pk, offers[3].pk, offers[4].pk}
    Offer.objects.filter(pk__in=hidden).update(shelf="draft")
    seen, after, lengths = [], None, []
    while True:
        found = queries.directory(argane, kinds=("offer",), limit=2, after=after, **asked)
        seen += [row.pk for _kind, row in found.rows]
        lengths.append(len(found.rows))
        if (after := found.next) is None:
            break
    assert lengths == [2, 2]
    assert seen == sorted({row.pk for row in offers} - hidden, reverse=True)


def test_the_total_is_true_and_pages_go_on_past_a_thousand_rows(offers, argane):
    common = {
        "organization": offers[0].organization,
        "kind": "provider",
        "shelf": "published",
        "updated_at": clock.now(),
    }
    more = [Offer(name_fr="Toiture", **common) for _ in range(1_100)]
    bulk.run(statements_of(more))
    jobs.rebuild_now()
    seen, found = [], queries.directory(argane, kinds=("offer",), limit=400)
    assert found.total == 1_107
    while True:
        seen += [row.pk for _kind, row in found.rows]
        if found.next is None:
            break
        found = queries.directory(argane, kinds=("offer",), limit=400, after=found.next)
    assert seen == sorted({row.pk for row in (*offers, *more)}, reverse=True)


def test_a_market_that_was_taken_away_at_once_hides_nothing_that_is_left(offers, argane):
    known = registry.findables()["offer"]
    gone = [Document(uuid7(), "offer", 1, {"fr": "Toiture"}, {}) for _ in range(1_100)]
    registry.engine().rebuild([*(known.document(row) for row in known.rows()), *gone])
    found = queries.directory(argane, kinds=("offer",), limit=5)
    assert [row.pk for _kind, row in found.rows] == sorted((row.pk for row in offers), reverse=True)[:5]
    assert found.total == 7
    rest = queries.directory(argane, kinds=("offer",), limit=5, after=found.next)
    assert (len(rest.rows), rest.next) == (2, None)
