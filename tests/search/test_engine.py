"""What happens while the engine is corrupt, locked, away or hanging: answers go on, no write is lost, then it heals."""

import shutil
import subprocess
import sys
import threading
import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from kernel import clock
from kernel.models import Task
from kernel.queue.worker import Worker
from partners import actions
from partners.models import Offer
from search import jobs, registry
from search.backends import lock
from search.backends.tantivy import TantivyBackend
from search.ports import Document, Query
from tests.factories.partners import make_offer, make_partner

pytestmark = pytest.mark.django_db(transaction=True)
SOLAR = Query("photovoltaïque", kinds=("offer",))


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.SEARCH_FOLDER = tmp_path / "search"
    registry.close_breaker()
    yield settings.SEARCH_FOLDER
    registry.close_breaker()


@pytest.fixture
def chams():
    return make_partner()


@pytest.fixture
def offer(chams, drain):
    row = make_offer(chams)
    drain()
    assert registry.find(SOLAR).degraded is False
    return row


def heals(drain, *ids):
    """The database answers at once; the queue makes the index anew; the engine answers again."""
    hits = registry.find(SOLAR)
    assert (hits.degraded, set(hits.ids)) == (True, set(ids))
    assert "database answers" in registry.state()
    drain()
    hits = registry.find(SOLAR)
    assert (hits.degraded, set(hits.ids)) == (False, set(ids))
    assert registry.state() == ""
    assert jobs.check_now() == (0, 0, 0)


def test_a_corrupt_folder_is_made_anew_and_answers_come_meanwhile(folder, chams, drain):
    folder.mkdir()
    (folder / "meta.json").write_text("{not json")
    (folder / "complete.5").touch()
    row = make_offer(chams)
    Task.objects.all().delete()
    heals(drain, row.pk)


def test_files_damaged_under_an_open_index_are_made_anew(folder, offer, drain):
    for file in folder.iterdir():
        if file.suffix in {".term", ".idx", ".store", ".pos"}:
            damaged = file.with_name("damaged")
            damaged.write_bytes(b"x")
            damaged.replace(file)  # a mapped file cut short in place would take the process with it (SIGBUS)
    again = TantivyBackend(folder)
    with pytest.raises(Exception, match=r".+"):
        again.find(SOLAR)
    heals(drain, offer.pk)


def test_a_folder_that_vanishes_under_an_open_index_is_made_anew(folder, offer, drain):
    shutil.rmtree(folder)
    heals(drain, offer.pk)


def test_a_change_made_while_the_folder_is_damaged_is_not_lost(folder, chams, offer, drain):
    (folder / "meta.json").write_text("{}")
    another = make_offer(chams, name_fr="Photovoltaïque au sol")
    drain()
    hits = registry.find(SOLAR)
    assert (hits.degraded, set(hits.ids)) == (False, {offer.pk, another.pk})


@pytest.mark.parametrize("command", ["search_rebuild", "search_check"])
def test_a_command_says_in_a_line_that_the_engine_is_away(settings, command):
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:1"
    with pytest.raises(CommandError, match="the engine does not answer"):
        call_command(command)


def test_a_locked_writer_loses_no_change_and_stops_no_reader(folder, chams, offer, drain, monkeypatch):
    monkeypatch.setattr(lock, "LONGEST_WAIT", 0.1)
    hold = f"import fcntl, sys; f = open({str(folder) + '.lock'!r}); fcntl.flock(f, fcntl.LOCK_EX); print(1, flush=True); sys.stdin.read()"
    other = subprocess.Popen([sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    other.stdout.readline()
    another = make_offer(chams, name_fr="Photovoltaïque au sol")
    Worker().run_once()
    assert "EngineBusy" in Task.objects.get(path="search.jobs.index", status=Task.Status.READY).error
    hits = registry.find(SOLAR)
    assert (hits.degraded, hits.ids) == (False, (offer.pk,))
    other.kill()
    other.wait()
    Task.objects.update(run_after=clock.now(), error="")
    drain()
    assert set(registry.find(SOLAR).ids) == {offer.pk, another.pk}


def test_an_engine_that_hangs_is_left_after_its_time_and_then_left_alone(offer, monkeypatch):
    monkeypatch.setattr(registry, "LONGEST_WAIT", 0.05)
    asked, let_go = [], threading.Event()

    def hang(query):
        asked.append(query)
        let_go.wait(10)

    monkeypatch.setattr(registry.engine(), "find", hang)
    started = time.monotonic()
    for _ in range(3):
        hits = registry.find(SOLAR)
        assert (hits.degraded, hits.ids) == (True, (offer.pk,))
    assert time.monotonic() - started < 0.5
    assert len(asked) == 1
    assert "database answers" in registry.state()
    let_go.set()


def test_an_edit_is_found_within_a_second_of_its_commit(chams, offer):
    worker = Worker()
    worker.start()
    try:
        actions.change_offer(chams, offer_id=offer.pk, values={"name_fr": "Ombrières de parking"}, now=clock.now())
        committed = time.monotonic()
        while not registry.find(Query("ombrières")).ids:
            assert time.monotonic() - committed < 1
            time.sleep(0.01)
    finally:
        worker.stop()


def test_changes_of_one_transaction_share_one_row_of_the_queue(chams, drain):
    Task.objects.all().delete()
    lines = [f'{{"offer_id": "{n}", "kind": "provider", "name": "Photovoltaïque {n}"}}' for n in range(600)]
    actions.import_offers(chams, lines=lines, now=clock.now())
    rows = Task.objects.filter(path="search.jobs.index")
    assert sorted(len(row.args[0]) for row in rows) == [100, 500]
    drain()
    assert jobs.check_now() == (0, 0, 0)


def test_a_row_of_the_queue_that_is_under_way_takes_no_more(chams, offer):
    Task.objects.update(status=Task.Status.RUNNING)
    make_offer(chams)
    assert Task.objects.filter(path="search.jobs.index").count() == 2


def test_check_prints_three_numbers_and_repairs(chams, offer, drain):
    stale, gone = make_offer(chams), make_offer(chams)
    drain()
    missing = make_offer(chams)
    Task.objects.all().delete()
    Offer.objects.filter(pk=stale.pk).update(row_version=F("row_version") + 1)
    Offer.objects.filter(pk=gone.pk).delete()
    for numbers in ("missing 1, stale 1, gone 1", "missing 0, stale 0, gone 0"):
        out = StringIO()
        call_command("search_check", stdout=out)
        assert out.getvalue().strip() == numbers
    assert set(registry.find(SOLAR).ids) == {offer.pk, stale.pk, missing.pk}


def test_another_process_sees_a_commit_and_a_swap(folder, chams, offer, drain):
    elsewhere = TantivyBackend(folder)
    assert elsewhere.find(SOLAR).ids == (offer.pk,)
    another = make_offer(chams)
    drain()
    deadline = time.monotonic() + 2
    while len(elsewhere.find(SOLAR).ids) < 2:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    Offer.objects.filter(pk=another.pk).delete()
    out = StringIO()
    call_command("search_rebuild", stdout=out)
    assert out.getvalue().strip() == "2 documents indexed"
    assert elsewhere.find(SOLAR).ids == (offer.pk,)
    assert sorted(path.name for path in folder.parent.glob("search*")) == ["search", "search.lock"]


def test_what_changes_during_a_rebuild_lands_in_the_new_folder(folder, offer):
    engine, elsewhere = registry.engine(), TantivyBackend(folder)
    old = Document(offer.pk, "offer", 7, {"fr": "ancien"}, {})
    new = Document(offer.pk, "offer", 8, {"fr": "nouveau"}, {})
    late = threading.Thread(target=elsewhere.write, args=([new], []))

    def documents():
        late.start()
        yield old

    engine.rebuild(documents())
    late.join()
    assert engine.versions() == {("offer", offer.pk): 8}
    deadline = time.monotonic() + 2
    while engine.find(Query("nouveau")).ids != (offer.pk,):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_answers_go_on_while_folders_are_swapped(folder, offer, monkeypatch):
    elsewhere, found, rename = TantivyBackend(folder), [], Path.rename
    assert elsewhere.find(SOLAR).ids == (offer.pk,)
    asks = [
        threading.Thread(target=lambda: found.append(elsewhere.find(SOLAR).ids)),
        threading.Thread(target=lambda: found.append(set(elsewhere.versions()))),
        threading.Thread(target=lambda: found.append(elsewhere.must_rebuild)),
    ]

    def leaves_a_gap(path, target):
        moved = rename(path, target)
        if path == folder:
            for ask in asks:
                ask.start()
            time.sleep(0.005)
        return moved

    monkeypatch.setattr(Path, "rename", leaves_a_gap)
    jobs.rebuild_now()
    for ask in asks:
        ask.join()
    assert len(found) == 3
    assert (offer.pk,) in found
    assert False in found
    assert any(("offer", offer.pk) in one for one in found if isinstance(one, set))
    assert not TantivyBackend(folder).must_rebuild, "nobody distrusts the folder that came"


def test_a_change_is_not_lost_when_an_index_becomes_whole_as_it_is_written(chams, offer, drain, monkeypatch):
    late = make_offer(chams)
    looks = iter([True])
    monkeypatch.setattr(TantivyBackend, "must_rebuild", property(lambda _engine: next(looks, False)))
    jobs.write_now([("offer", late.pk)])
    assert set(registry.engine().find(SOLAR).ids) == {offer.pk, late.pk}


def test_a_title_counts_more_than_a_text_and_a_slip_still_finds(chams, drain):
    text = make_offer(chams, name_fr="Étude complète", description_fr="Ombrières, ombrières et ombrières")
    title = make_offer(chams, name_fr="Ombrières")
    make_offer(chams, name_fr="Étude simple")
    drain()
    assert registry.find(Query("ombrières")).ids == (title.pk, text.pk)
    assert set(registry.find(Query("ombrires")).ids) == {title.pk, text.pk}
