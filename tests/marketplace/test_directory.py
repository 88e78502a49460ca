"""The directory in the order that its reader asks for, with what it should know beside each row, and ways on from nothing."""

import pytest

from kernel import clock
from kernel.actor import ANONYMOUS
from marketplace import queries
from marketplace.choices import Order
from matching import queries as matching
from partners import actions as partners
from search import jobs, registry
from tests.factories.footprint import make_exporter, make_site
from tests.factories.marketplace import make_deal
from tests.factories.partners import make_offer, make_partner
from tests.marketplace.test_records import history

pytestmark = pytest.mark.django_db(transaction=True)
FES, CASABLANCA, DAKHLA = "03.231", "06.141", "12.391"


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.SEARCH_FOLDER = tmp_path / "search"
    registry.close_breaker()


def at(name, province):
    partner = make_partner(name)
    partners.save_profile(partner, values={"bases": [{"province": one} for one in province]}, now=clock.now())
    return make_offer(partner, name_fr=f"Toiture {name}")


def walked(of, *, limit=2, **asked):
    """Return the offers of every page in their order."""
    seen, after = [], None
    while True:
        found = queries.directory(of, kinds=("offer",), limit=limit, after=after, **asked)
        seen += [row.pk for _kind, row in found.rows]
        if (after := found.next) is None:
            return seen


def test_the_nearest_come_first_and_who_has_no_base_last(drain, django_assert_max_num_queries):
    far, near, both = at("Sud", [DAKHLA]), at("Saïss", [FES]), at("Deux", [DAKHLA, CASABLANCA])
    nowhere = at("Nulle part", [])
    drain()
    argane = make_exporter()
    make_site(argane, region="MA-03", province=FES)
    of = queries.reader(argane)
    assert of.orders == list(Order)
    asked = {"text": "toiture", "order": Order.DISTANCE}
    assert walked(of, **asked) == [near.pk, both.pk, far.pk, nowhere.pk]
    with django_assert_max_num_queries(14):
        found = queries.directory(of, **asked)
    beside = [found.beside[row.pk].kilometres for kind, row in found.rows if kind == "offer"]
    assert (beside[0], beside[-1]) == (0, None)
    assert 200 < beside[1] < 300
    assert Order.DISTANCE not in queries.reader(ANONYMOUS).orders
    assert Order.DISTANCE not in queries.reader(make_exporter("Sans site")).orders


def test_who_answers_most_comes_first_and_who_has_too_few_answers_last(drain):
    deal = make_deal(partners=3)
    history(deal, 5, days=1)
    drain()
    of = queries.reader(ANONYMOUS)
    seen = walked(of, order=Order.ANSWERS)
    assert seen[0] == deal.offers[0].pk
    assert seen[1:] == [deal.offers[2].pk, deal.offers[1].pk], "the newest first"
    found = queries.directory(of, order=Order.ANSWERS, kinds=("offer",))
    assert [found.beside[row.pk].answered for _kind, row in found.rows] == [(5, 5), None, None]


def test_words_and_matches_of_the_site_make_one_order(drain):
    deal = make_deal(partners=1, name_fr="Étude", description_fr="toiture")
    other = make_offer(make_partner("Atlas"), name_fr="Toiture toiture", regions_served=["MA-12"])
    drain()
    visitor, exporter = queries.reader(ANONYMOUS), queries.reader(deal.sme)
    assert walked(visitor, text="toiture") == [other.pk, deal.offer.pk]
    assert walked(exporter, text="toiture", limit=1) == [deal.offer.pk, other.pk]
    found = queries.directory(exporter, text="toiture", kinds=("offer",))
    assert found.by_site
    scored = matching.scores(deal.sme, deal.site.pk, [deal.offer.pk])
    assert found.beside[deal.offer.pk].points == matching.out_of_100(scored[deal.offer.pk][1])
    assert found.beside[other.pk].points is None, "it does not serve the site"
    assert not queries.directory(exporter, text="toiture", order=Order.NEWEST).by_site


def test_who_serves_everything_is_found_and_counted_under_each_of_it(drain):
    chams = make_partner()
    make_offer(chams, measures=["vsd"])
    make_offer(chams, measures=["*"])
    drain()
    of, facets = queries.reader(ANONYMOUS), ("measure", "sector")
    found = queries.directory(of, facets=facets, kinds=("offer",))
    assert (found.counts["measure:vsd"], found.counts["measure:pv_rooftop"], found.counts["sector:olive_oil"]) == (
        2,
        1,
        2,
    )
    assert not [tag for tag in found.counts if tag.endswith("*")]
    for tag in ("measure:vsd", "measure:pv_rooftop"):
        pressed = queries.directory(of, tags=((tag,),), facets=facets, kinds=("offer",))
        assert pressed.total == found.counts[tag] == len(pressed.rows)


def test_ways_on_from_nothing_say_what_they_give(drain):
    chams = make_partner()
    make_offer(chams, name_fr="Ombrières")
    make_offer(chams, name_fr="Pompe à chaleur", regions_served=["MA-06"])
    drain()
    tags = (("region:MA-12",), ("kind:technology",))
    ways = queries.ways_on(text="ombrières", tags=tags)
    assert [(way.without, way.total) for way in ways] == [
        (("region:MA-12",), 1),
        (("region:MA-12", "kind:technology"), 1),
    ]
    ways = queries.ways_on(text="ombrières xyzxyzqwertyuiop", tags=())
    assert [(way.text, way.without, way.total) for way in ways] == [("ombrieres", (), 1)]
    ways = queries.ways_on(text="ombrières xyzxyzqwertyuiop", tags=tags)
    assert [(way.text, way.without, way.total) for way in ways] == [("ombrieres", tags[0] + tags[1], 1)]
    assert jobs.check_now() == (0, 0, 0)
