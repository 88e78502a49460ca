"""One suite for the port, run on both engines and on the fallback: what an exporter types finds what partners offer."""

from contextlib import nullcontext
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kernel import clock
from partners import actions
from search import jobs, registry
from search.ports import Query
from tests.factories.accounts import actor_of
from tests.factories.partners import make_offer, make_partner
from tests.search.servers import own_index

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=["tantivy", "elasticsearch", "database"])
def chosen(request, tmp_path, settings):
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
    engine.find(Query(typed))


@settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.text(max_size=60))
def test_no_text_raises(engine, typed):
    engine.find(Query(typed))
