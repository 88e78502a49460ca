"""Elasticsearch away, hanging, slow, resetting, emptied: people are answered, no write fails, and it is in step when it is back."""

import threading
import time
from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import call_command

from kernel import clock
from kernel.ids import uuid7
from kernel.models import Task
from kernel.queue.worker import Worker
from partners import actions
from partners.models import Offer
from search import jobs, registry
from search.backends.elastic import ElasticBackend
from search.ports import Document, EngineError, Query
from tests.factories.partners import make_offer, make_partner
from tests.search.proxy import Proxy
from tests.search.servers import own_index

pytestmark = pytest.mark.django_db(transaction=True)
SOLAR = Query("photovoltaïque", kinds=("offer",))


@pytest.fixture
def index(settings):
    registry.close_breaker()
    with own_index(settings) as name:
        yield name
    registry.close_breaker()


@pytest.fixture
def proxy(index, settings):
    between = Proxy(settings.SEARCH_SERVER)
    settings.ELASTICSEARCH_URL = between.url
    yield between
    between.close()


@pytest.fixture
def chams():
    return make_partner()


@pytest.mark.parametrize("mode", ["hang", "slow", "reset"])
def test_an_engine_in_trouble_costs_no_answer_and_no_write_and_is_in_step_when_it_is_back(
    proxy, chams, drain, mode, monkeypatch
):
    known = make_offer(chams)
    drain()
    assert registry.find(SOLAR).degraded is False
    proxy.turn(mode)
    began = time.monotonic()
    hits = registry.find(SOLAR)
    assert (hits.degraded, hits.ids) == (True, (known.pk,))
    assert time.monotonic() - began < 1.5
    began = time.monotonic()
    for _ in range(20):
        assert registry.find(SOLAR).ids == (known.pk,)
    assert time.monotonic() - began < 0.5, "the others do not wait for it"
    assert "database answers" in registry.state()

    another = make_offer(chams, name_fr="Photovoltaïque au sol")
    actions.change_offer(chams, offer_id=known.pk, values={"name_fr": "Photovoltaïque, toits plats"}, now=clock.now())
    with monkeypatch.context() as patience:
        patience.setattr("search.backends.elastic.WRITTEN_WITHIN", 0.5)
        Worker().run_once()
    assert "EngineBusy" in Task.objects.get(path="search.jobs.index", status=Task.Status.READY).error
    assert set(registry.find(SOLAR).ids) == {known.pk, another.pk}, "what was written is found meanwhile"

    proxy.turn("pass")
    waits = Task.objects.get(path="search.jobs.mend", status=Task.Status.READY)
    assert (waits.run_after - clock.now()).total_seconds() < 10
    Task.objects.exclude(path="search.jobs.mend").delete()
    Task.objects.update(run_after=clock.now())
    drain()
    hits = registry.find(SOLAR)
    assert (hits.degraded, set(hits.ids)) == (False, {known.pk, another.pk})
    assert registry.find(Query("toits plats")).ids == (known.pk,)
    assert jobs.check_now() == (0, 0, 0)
    assert registry.state() == ""


def test_it_asks_again_until_the_engine_is_back(proxy, chams, drain):
    make_offer(chams)
    drain()
    proxy.turn("reset")
    jobs.mend_soon()
    for _ in range(3):
        Task.objects.filter(path="search.jobs.mend").update(run_after=clock.now())
        Worker().run_once()
        assert Task.objects.filter(path="search.jobs.mend", status=Task.Status.READY).count() == 1
        assert not Task.objects.exclude(error="").exists(), "a wait is no failure"


def test_an_index_that_was_deleted_on_the_server_is_made_anew(index, chams, drain):
    offer = make_offer(chams)
    drain()
    registry.engine().forget()
    hits = registry.find(SOLAR)
    assert (hits.degraded, hits.ids) == (True, (offer.pk,))
    drain()
    hits = registry.find(SOLAR)
    assert (hits.degraded, hits.ids) == (False, (offer.pk,))


def test_the_commands_make_anew_behind_the_alias_and_compare(index, settings, chams, drain):
    known, gone = make_offer(chams), make_offer(chams)
    drain()
    Offer.objects.filter(pk=gone.pk).delete()
    Offer.objects.filter(pk=known.pk).update(row_version=50)
    for numbers in ("missing 0, stale 1, gone 1", "missing 0, stale 0, gone 0"):
        out = StringIO()
        call_command("search_check", stdout=out)
        assert out.getvalue().strip() == numbers
    before = registry.engine()._client.indices.get(index=f"{registry.engine().name}.*")
    call_command("search_rebuild", stdout=StringIO())
    after = registry.engine()._client.indices.get(index=f"{registry.engine().name}.*")
    assert len(before) == len(after) == 1
    assert before.keys() != after.keys()
    assert registry.find(SOLAR).ids == (known.pk,)


def test_the_index_of_a_former_form_goes_once_no_older_process_can_serve_with_it(index, settings, monkeypatch):
    monkeypatch.setattr("search.backends.elastic.ASKED_WITHIN", 10.0)

    def of_form(number):
        with monkeypatch.context() as patched:
            patched.setattr("search.backends.elastic._FORM", number)
            return ElasticBackend(settings.SEARCH_SERVER, index)

    def held():
        return sorted(one.partition(".")[0] for one in engine._client.indices.get(index=f"{index}*"))

    engine, document = registry.engine(), Document(uuid7(), "offer", 1, {"fr": "Toiture"}, {})
    form = int(engine.name.rpartition("-")[2])
    eldest, older, newer = map(of_form, (form - 2, form - 1, form + 1))
    others = ElasticBackend(settings.SEARCH_SERVER, f"{index}-{form - 1}")
    try:
        for one in (newer, eldest, older, others):
            one.rebuild([document])
        engine._client.indices.create(index=f"{older.name}.1")  # of a rebuild that was killed
        assert held() == sorted(one.name for one in (eldest, older, older, newer, others))
        engine.rebuild([document])
        assert held() == sorted(one.name for one in (older, older, engine, newer, others))
        older.write([Document(uuid7(), "offer", 1, {"fr": "Toiture"}, {})], [])
        assert older.find(Query("toiture")).total == 2, "a process from before the upgrade goes on"
        engine.rebuild([document])
        assert held() == sorted(one.name for one in (engine, newer, others))
        assert older.must_rebuild
        assert engine.find(Query("toiture")).ids == (document.id,)
    finally:
        for one in (eldest, older, newer, others):
            one.forget()


def test_what_changes_during_a_rebuild_lands_in_the_new_index(index, settings, chams, drain):
    offer = make_offer(chams)
    drain()
    engine, elsewhere = registry.engine(), ElasticBackend(settings.SEARCH_SERVER, index)
    old = Document(offer.pk, "offer", 70, {"fr": "ancien"}, {})
    new = Document(offer.pk, "offer", 80, {"fr": "nouveau"}, {})
    asked = []

    def documents():
        late = threading.Thread(target=elsewhere.write, args=([new], []))
        late.start()
        late.join()
        asked.append(elsewhere.find(Query("nouveau")).ids)
        yield old

    engine.rebuild(documents())
    assert asked == [(offer.pk,)], "the one in use answers meanwhile"
    assert engine.versions()["offer", offer.pk] == 80
    assert engine.find(Query("nouveau")).ids == (offer.pk,)
    assert engine.find(Query("ancien")).ids == ()


@pytest.mark.parametrize("gone", [False, True])
def test_a_page_goes_on_in_one_view_whatever_is_written_between_its_asks(index, settings, monkeypatch, gone):
    monkeypatch.setattr("search.backends.elastic.ASKED_WITHIN", 10.0)
    engine, elsewhere = registry.engine(), ElasticBackend(settings.SEARCH_SERVER, index)
    titles = (f"Lot {'neuf ' * (number % 5)}" for number in range(100))
    engine.rebuild(Document(uuid7(), "offer", 1, {"fr": title}, {}) for title in titles)
    asked = Query("lot", limit=30)
    whole = engine.find(replace(asked, limit=90))
    after = whole.places[29]
    if gone:
        engine.write([], [("offer", after[1], 2)])
    place = ElasticBackend._place

    def and_others_write(*args):
        found = place(*args)
        elsewhere.write([Document(uuid7(), "offer", 1, {"fr": "Lot"}, {}) for _ in range(200)], [])
        return found

    with monkeypatch.context() as patched:
        patched.setattr(ElasticBackend, "_place", and_others_write)
        page = engine.find(replace(asked, after=after))
    assert (page.ids, page.total) == (whole.ids[30:60], 100 - gone)
    assert engine.find(asked).total == 300 - gone
    kept = engine._client.indices.stats(index=f"{engine.name}.*", metric="search")["_all"]["total"]["search"]
    assert kept["open_contexts"] == 0, "nothing is kept open"


def test_a_rebuild_that_breaks_leaves_the_index_in_use(index, chams, drain):
    offer = make_offer(chams)
    drain()

    def documents():
        yield Document(offer.pk, "offer", 90, {"fr": "ancien"}, {})
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError):
        registry.engine().rebuild(documents())
    assert registry.find(SOLAR).ids == (offer.pk,)
    assert len(registry.engine()._client.indices.get(index=f"{registry.engine().name}.*")) == 1


def test_of_two_rebuilds_at_once_none_leaves_an_index_without_its_fields(index, settings, chams, drain):
    offer = make_offer(chams)
    drain()
    engine = ElasticBackend(settings.SEARCH_SERVER, index)

    def while_another_ends_first():
        jobs.rebuild_now()
        yield Document(offer.pk, "offer", 90, {"fr": "ancien"}, {})

    with pytest.raises(EngineError, match="another rebuild"):
        engine.rebuild(while_another_ends_first())
    assert (engine.find(SOLAR).ids, engine.must_rebuild) == ((offer.pk,), False)
    assert jobs.check_now() == (0, 0, 0)
