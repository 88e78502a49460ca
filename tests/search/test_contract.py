"""One suite for the port, run on the engine and on the fallback: what an exporter types finds what partners offer."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import jobs, registry
from search.ports import Query
from tests.factories.partners import make_offer, make_partner

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=["tantivy", "database"])
def engine(request, drain, tmp_path, settings):
    settings.SEARCH_FOLDER = tmp_path / "search"
    registry.close_breaker()
    chams = make_partner()
    made = {
        "solar": make_offer(
            chams,
            name_fr="Photovoltaïque en toiture",
            name_ar="ألواح الطاقة الشمسية",
            name_en="Rooftop solar panels",
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
    backend = registry.engine() if request.param == "tantivy" else registry.fallback()
    yield backend, made, request.param
    connection.close()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("photovoltaïque", "solar"),
        ("PHOTOVOLTAIQUE", "solar"),
        ("l'électricité", "solar"),
        ("solar panels", "solar"),
        ("الطاقة الشمسية", "solar"),
        ("طاقة شمسيه", "solar"),
        ("fuites d’air", "air"),
        ("air comprimé fuites", "air"),
        ("الهواء المضغوط", "air"),
        ("leak", "air"),
    ],
)
def test_words_in_three_languages_find_the_offer(engine, typed, found):
    backend, made, _name = engine
    assert backend.find(Query(typed, kinds=("offer",))).ids == (made[found].pk,)


def test_tags_narrow_and_drafts_are_not_found(engine):
    backend, made, _name = engine
    assert set(backend.find(Query(kinds=("offer",))).ids) == {made["solar"].pk, made["air"].pk}
    assert backend.find(Query(tags=(("region:MA-06",),), kinds=("offer",))).ids == (made["air"].pk,)
    assert backend.find(Query(tags=(("region:MA-06", "region:MA-03"), ("measure:pv_rooftop",)))).ids == (
        made["solar"].pk,
    )
    assert backend.find(Query("photovoltaïque", tags=(("region:MA-06",),))).ids == ()


def test_the_index_holds_what_the_database_holds(engine):
    backend, _made, _name = engine
    assert backend.versions() == registry.fallback().versions()


def test_an_offer_that_leaves_the_shelf_leaves_the_answers(engine, drain):
    from kernel import clock
    from partners import actions
    from tests.factories.accounts import actor_of

    backend, made, _name = engine
    actor = actor_of(made["solar"].organization)
    actions.pause_offer(actor, offer_id=made["solar"].pk, now=clock.now())
    drain()
    assert made["solar"].pk not in backend.find(Query("photovoltaïque")).ids
    assert jobs.check_now() == (0, 0, 0)


def test_a_late_write_does_not_win(engine):
    backend, made, name = engine
    findable = registry.findables()["offer"]
    row = findable.rows().get(pk=made["air"].pk)
    row.row_version -= 1
    row.name_fr = "Vieux nom perdu"
    backend.write([findable.document(row)], [])
    if name == "tantivy":
        assert backend.versions()["offer", row.pk] == row.row_version + 1
    assert backend.find(Query("perdu")).ids == ()


@pytest.mark.parametrize(
    "typed",
    [
        '"',
        "a:b",
        "-solaire",
        "AND OR NOT",
        "le la les",
        "«’»",
        "(" * 50,
        pytest.param("mot " * 500, id="long"),
        "\x00",
        "*",
        "~2^3",
        "[a TO b]",
    ],
)
def test_nothing_typed_is_an_error(engine, typed):
    backend, _made, _name = engine
    backend.find(Query(typed))


@settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.text(max_size=60))
def test_no_text_raises(engine, typed):
    backend, _made, _name = engine
    backend.find(Query(typed))


def test_a_corrupt_folder_is_made_anew_and_answers_come_meanwhile(drain, tmp_path, settings):
    settings.SEARCH_FOLDER = tmp_path / "search"
    settings.SEARCH_FOLDER.mkdir()
    (settings.SEARCH_FOLDER / "meta.json").write_text("{not json")
    offer = make_offer(make_partner())
    hits = registry.find(Query("photovoltaïque"))
    assert hits.degraded
    assert hits.ids == (offer.pk,)
    drain()
    registry.close_breaker()
    assert registry.find(Query("photovoltaïque")).ids == (offer.pk,)
    assert not registry.find(Query("photovoltaïque")).degraded
    assert registry.state() == ""


def test_an_engine_that_fails_is_left_alone_for_a_while(drain, tmp_path, settings, monkeypatch):
    settings.SEARCH_FOLDER = tmp_path / "search"
    offer = make_offer(make_partner())
    drain()
    calls = []

    def fail(query):
        calls.append(query)
        raise OSError

    monkeypatch.setattr(registry.engine(), "find", fail)
    for _ in range(3):
        assert registry.find(Query("photovoltaïque")).ids == (offer.pk,)
    assert len(calls) == 1
    assert "database answers" in registry.state()
    registry.close_breaker()
