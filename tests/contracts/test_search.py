"""One suite for the port, run on both engines and on the fallback: what an exporter types finds what partners offer."""

import itertools
from contextlib import nullcontext
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kernel import clock
from kernel.ids import uuid7
from partners import actions
from partners.choices import Shelf
from partners.models import Offer
from partners.search import keep_offers_findable
from search import jobs, registry
from search.ports import Document, Query
from tests.factories.accounts import actor_of
from tests.factories.partners import make_offer, make_partner
from tests.search.servers import own_index

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=["tantivy", "elasticsearch", "database"])
def chosen(request, tmp_path, settings, monkeypatch):
    # A server just started is slower than people wait; what happens then is told in tests/search/test_elastic.py.
    monkeypatch.setattr("search.backends.elastic.ASKED_WITHIN", 10.0)
    settings.SEARCH_FOLDER = tmp_path / "search"
    registry.close_breaker()
    with own_index(settings) if request.param == "elasticsearch" else nullcontext():
        yield request.param


@pytest.fixture
def made(drain, chosen):
    chams = make_partner()
    rows = {
        "solar": make_offer(
            chams,
            name_fr="Installation clé en main",
            description_fr="Étude sur vos factures d'électricité, pose et raccordement",
        ),
        "air": make_offer(
            chams,
            name_fr="Chasse aux fuites d'air comprimé",
            name_ar="تسربات الهواء المضغوط",
            name_en="Compressed air leaks",
            measures=["compressed_air_leaks"],
            regions_served=["MA-06"],
        ),
        "draft": make_offer(chams, publish=False, name_fr="Photovoltaïque jamais publié"),
    }
    drain()
    return rows


@pytest.fixture
def engine(chosen, made):
    return registry.fallback() if chosen == "database" else registry.engine()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("installation", "solar"),
        ("INSTALLATIONS", "solar"),
        ("l'électricité", "solar"),
        ("ELECTRICITE", "solar"),
        ("panneaux solaires", "solar"),
        ("photovoltaïque", "solar"),
        ("solar panels", "solar"),
        ("الطاقة الشمسية", "solar"),
        ("طاقة شمسيه", "solar"),
        ("وألواح شمسية", "solar"),
        ("panneaux solaires Agadir", None),
        ("photovoltaïque Fès-Meknès", "solar"),
        ("solaire à Ifrane", "solar"),
        ("fuites d’air", "air"),
        ("air comprimé fuites", "air"),
        ("الهواء المضغوط", "air"),
        ("leak", "air"),
        ("le de la", None),
        ("publié", None),
    ],
)
def test_words_in_three_languages_find_the_offer(engine, made, typed, found):
    hits = engine.find(Query(typed, kinds=("offer",)))
    assert hits.ids == ((made[found].pk,) if found else ())
    assert hits.total == (1 if found else 0)


def test_tags_narrow_and_drafts_are_not_found(engine, made):
    assert set(engine.find(Query(kinds=("offer",))).ids) == {made["solar"].pk, made["air"].pk}
    assert engine.find(Query(tags=(("region:MA-06",),), kinds=("offer",))).ids == (made["air"].pk,)
    assert engine.find(Query(tags=(("region:MA-06", "region:MA-03"), ("measure:pv_rooftop",)))).ids == (
        made["solar"].pk,
    )
    assert engine.find(Query("photovoltaïque", tags=(("region:MA-06",),))).ids == ()


def test_each_facet_counts_what_the_others_leave(engine, made):
    """Counts are what a press gives: one more of the same kind adds its count, one of another kind shows its own total."""
    facets = ("region", "kind", "measure")
    asked = Query(kinds=("offer",), facets=facets)
    counts = engine.find(asked).counts
    assert (counts["region:MA-03"], counts["region:MA-06"], counts["kind:technology"]) == (1, 1, 2)
    narrowed = engine.find(replace(asked, tags=(("region:MA-06",),)))
    assert narrowed.total == 1
    assert (narrowed.counts["region:MA-03"], narrowed.counts["region:MA-06"]) == (1, 1), (
        "others of its kind may be added"
    )
    assert narrowed.counts["kind:technology"] == 1
    assert "measure:pv_rooftop" not in narrowed.counts
    for tag, count in narrowed.counts.items():
        kind = tag.partition(":")[0]
        picked = ((tag,),) if kind == "region" else (("region:MA-06",), (tag,))
        assert engine.find(Query(tags=picked, kinds=("offer",))).total == count, tag
    assert engine.find(replace(asked, text="photovoltaïque")).counts.get("region:MA-06") is None


def test_without_words_the_newest_come_first_and_the_total_counts_all(engine, made):
    hits = engine.find(Query(kinds=("offer",), limit=1))
    assert (hits.ids, hits.total) == ((made["air"].pk,), 2)
    every = engine.find(Query())
    assert list(every.ids) == sorted(every.ids, reverse=True)
    assert every.total == 3


def test_the_index_holds_what_the_database_holds(engine):
    assert engine.versions() == registry.fallback().versions()


def test_an_offer_that_leaves_the_shelf_leaves_the_answers_and_comes_back(engine, made, drain):
    actor = actor_of(made["solar"].organization)
    actions.pause_offer(actor, offer_id=made["solar"].pk, now=clock.now())
    drain()
    assert engine.find(Query("photovoltaïque")).ids == ()
    assert jobs.check_now() == (0, 0, 0)
    actions.publish_offer(actor, offer_id=made["solar"].pk, now=clock.now())
    drain()
    assert engine.find(Query("photovoltaïque")).ids == (made["solar"].pk,)


def test_a_row_that_goes_and_comes_without_a_change_of_its_own_is_followed(engine, made):
    organization = made["air"].organization
    for suspended_at, offers in ((clock.now(), 0), (None, 2)):
        organization.suspended_at = suspended_at
        organization.save(update_fields=["suspended_at"])
        jobs.check_now()
        assert engine.find(Query(kinds=("offer",))).total == offers
        assert engine.versions() == registry.fallback().versions()


def walked(engine, query, between=lambda: None):
    """Return the ids of all pages, each asked after the last row of the one before."""
    found = []
    while (hits := engine.find(query)).ids:
        assert len(hits.ids) == len(hits.scores)
        found += hits.ids
        query = replace(query, after=hits.places[-1])
        between()
    return found


def test_words_order_by_score_unless_the_newest_are_asked_for(engine, made, chosen):
    every = Query("chams", kinds=("offer",))
    best, newest = engine.find(every), engine.find(replace(every, newest=True))
    assert set(best.ids) == set(newest.ids) == {made["solar"].pk, made["air"].pk}
    assert list(best.scores) == sorted(best.scores, reverse=True)
    assert (all(best.scores), newest.scores) == (chosen != "database", (0.0, 0.0))
    assert list(newest.ids) == sorted(newest.ids, reverse=True)


@pytest.mark.parametrize("newest", [False, True])
def test_five_hundred_rows_of_one_score_and_moment_page_whole_while_others_change(engine, made, chosen, newest):
    owner, first = made["air"].organization, uuid7().int >> 64 << 64
    common = {"organization": owner, "kind": "provider", "shelf": Shelf.PUBLISHED, "updated_at": clock.now()}
    rows = [Offer(id=UUID(int=first + number), name_fr="Lot neuf", **common) for number in range(500)]
    keep_offers_findable(rows)
    others = [make_offer(actor_of(owner), name_fr=f"Lot autre {number}") for number in range(3)]
    jobs.check_now()
    turns = itertools.cycle([*others, None, None])

    def edit():
        if (other := next(turns)) is None:
            return
        values = {"name_fr": f"Lot {uuid7().hex}"}
        actions.change_offer(actor_of(owner), offer_id=other.pk, values=values, now=clock.now())
        jobs.write_now([("offer", other.pk)])

    asked = Query("lot", kinds=("offer",), limit=50, newest=newest)
    assert engine.find(asked).total == 503
    seen = [pk for pk in walked(engine, asked, edit) if pk not in {other.pk for other in others}]
    assert len(seen) == 500
    assert set(seen) == {row.pk for row in rows}


@pytest.fixture
def many(chosen):
    """Twelve hundred documents of few scores, written straight to an engine."""
    if chosen == "database":
        pytest.skip("it holds no documents of its own, and has the one order of ids")
    documents = [
        Document(uuid7(), "offer", 1, {"fr": f"Lot {'neuf ' * (number % 5)}"}, {}, ("region:MA-01",))
        for number in range(1_200)
    ]
    others = [Document(uuid7(), "offer", 1, {"fr": "Autre"}, {}) for _ in range(300)]
    engine = registry.engine()
    engine.rebuild(documents + others)
    return engine, [one.id for one in documents]


@pytest.mark.parametrize("newest", [False, True])
def test_pages_go_deeper_than_a_thousand_rows_in_one_order(many, newest):
    engine, ids = many
    asked = Query("lot", limit=170, newest=newest, facets=("region",))
    whole = engine.find(replace(asked, limit=1_200))
    assert walked(engine, asked) == list(whole.ids)
    assert (set(whole.ids), whole.total, whole.counts) == (set(ids), 1_200, {"region:MA-01": 1_200})
    assert whole.places == sorted(whole.places, reverse=True)
    deep = engine.find(replace(asked, after=whole.places[1_100]))
    assert (list(deep.ids), deep.total, deep.counts) == (list(whole.ids[1_101:]), 1_200, whole.counts)


@pytest.mark.parametrize("newest", [False, True])
def test_a_page_goes_on_where_a_row_was_that_is_gone(many, newest):
    engine, _ids = many
    asked = Query("lot", limit=20, newest=newest)
    whole = engine.find(replace(asked, limit=60))
    engine.write([], [("offer", whole.ids[19], 2)])
    assert engine.find(replace(asked, after=whole.places[19])).ids == whole.ids[20:40]


def test_ids_narrow_hits_total_and_counts(engine, made):
    asked = Query(kinds=("offer",), facets=("region",))
    air, solar = made["air"].pk, made["solar"].pk
    for narrowed in (replace(asked, only=(air,)), replace(asked, without=(solar,))):
        hits = engine.find(narrowed)
        assert (hits.ids, hits.total, dict(hits.counts)) == ((air,), 1, {"region:MA-06": 1})
    assert engine.find(replace(asked, text="photovoltaïque", only=(air,))).total == 0
    assert engine.find(replace(asked, only=())).total == 0
    assert engine.find(replace(asked, only=(air,), without=(air,))).total == 0


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("compr", "air"),
        ("fuites d'air co", "air"),
        ("compressed a", "air"),
        ("leaks", "air"),
        ("الهوا", "air"),
        ("هوا", "air"),
        ("insta", "solar"),
        ("en", "solar"),
        ("panneaux solaires", "solar"),
        ("solaire cl", "solar"),
        ("zq", None),
        ("le de la ", None),
        ("compressed zq", None),
    ],
)
def test_an_unfinished_word_finds_the_titles_that_hold_its_beginning(engine, made, typed, found):
    hits = engine.find(Query(typed, kinds=("offer",), unfinished=True))
    assert made[found].pk in hits.ids if found else hits.ids == ()


def test_a_second_try_finds_titles_that_come_near_after_those_of_the_words(engine, made, chosen):
    near = Query("komprimmé", kinds=("offer",))
    assert engine.find(near).ids == ()
    assert engine.find(replace(near, alike=True)).ids == (() if chosen == "database" else (made["air"].pk,))
    assert engine.find(Query("installation", kinds=("offer",), alike=True)).ids == (made["solar"].pk,)
    both = engine.find(Query("photovoltaïque", alike=True)).ids
    assert set(both) >= set(engine.find(Query("photovoltaïque")).ids)
    assert engine.find(Query("le de la", alike=True)).ids == ()


def test_a_late_write_does_not_win(engine, made):
    findable = registry.findables()["offer"]
    row = findable.rows().get(pk=made["air"].pk)
    row.row_version -= 1
    row.name_fr = "Vieux nom perdu"
    engine.write([findable.document(row)], [])
    engine.write([], [("offer", row.pk, row.row_version)])
    assert engine.versions()["offer", row.pk] == row.row_version + 1
    assert engine.find(Query("perdu")).ids == ()
    assert engine.find(Query("fuites")).ids == (row.pk,)


@pytest.mark.parametrize(
    "typed",
    [
        '"',
        "a:b",
        "-solaire",
        "AND OR NOT",
        "«’»",
        "(" * 50,
        pytest.param("mot " * 500, id="long"),
        "\x00",
        "\ud800solaire",
        "*",
        "~2^3",
        "[a TO b]",
        "title_fr:*",
        "%_'; --",
    ],
)
def test_nothing_typed_is_an_error(engine, typed):
    for asked in (Query(typed), Query(typed, unfinished=True), Query(typed, alike=True)):
        engine.find(asked)


@settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.text(max_size=60))
def test_no_text_raises(engine, typed):
    words, near = engine.find(Query(typed, limit=10)), engine.find(Query(typed, limit=10, alike=True, unfinished=True))
    assert set(words.ids) <= set(near.ids)
