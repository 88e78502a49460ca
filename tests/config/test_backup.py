"""A backup restores: made while a real server is written to, put back whole whatever stops it on the way."""

import json
import os
import random
import tarfile
import threading
import time
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from config.backup import archive
from config.backup.archive import Unfit
from config.backup.copies import restore
from kernel import running
from kernel.queue.worker import Worker
from tests.config.conftest import manager
from tests.config.test_processes import act, ready

KILLS = int(os.environ.get("KILLS", "2"))


@pytest.fixture
def archived(manage, own_database, tmp_path):
    """Return the archive of a matched exporter and a file."""
    assert manage("manage.py", "prepare")[0] == 0
    assert manage("-m", "tests.config.cast")[0] == 0
    media = Path(own_database["DATA"]) / "media"
    media.mkdir()
    (media / "letter.txt").write_text("as backed up")
    ended, said = manage("manage.py", "backup", "--to", str(tmp_path / "kept.tar"))
    assert ended == 0, said
    return tmp_path / "kept.tar"


def names(manage):
    code = "from accounts.models import Organization as O; print(*sorted(O.objects.values_list('name', flat=True)))"
    ended, said = manage("manage.py", "shell", "-v", "0", "-c", code)
    assert ended == 0, said
    return said


def write_sites(address, key, acknowledged, stop):
    while not stop.is_set():
        site = act(address, key, "/sites/", {"name": f"Moulin {len(acknowledged)}", "region": "MA-03"})
        acknowledged.append(site["id"])


@pytest.mark.timeout(240)
def test_what_was_acknowledged_before_a_backup_began_is_in_it(run, port, manage, own_database, tmp_path):
    address = f"http://127.0.0.1:{port}"
    run("serve", "--port", str(port))
    assert ready(address)["ready"]
    sme = json.loads(manage("-m", "tests.config.cast")[1].splitlines()[-1])[0]
    acknowledged, stop = [], threading.Event()
    writers = [threading.Thread(target=write_sites, args=(address, sme["key"], acknowledged, stop)) for _ in range(3)]
    for writer in writers:
        writer.start()
    while len(acknowledged) < 20:
        time.sleep(0.05)
    before = list(acknowledged)
    ended, said = manage("manage.py", "backup", "--to", str(tmp_path / "kept.tar"))
    after = len(acknowledged)
    stop.set()
    for writer in writers:
        writer.join()
    assert ended == 0, said
    assert after > len(before), "nobody wrote while the backup was made"
    ended, said = manage("manage.py", "restore", "--from", str(tmp_path / "kept.tar"))
    assert ended == 1
    assert "stop every server and worker first" in said
    run.close()
    ended, said = manage("manage.py", "restore", "--from", str(tmp_path / "kept.tar"))
    assert ended == 0, said
    code = "from footprint.models import Site as S; print(*S.objects.values_list('pk', flat=True))"
    held = set(manage("manage.py", "shell", "-v", "0", "-c", code)[1].split())
    assert set(before) <= held
    run("serve", "--port", str(port))
    give_up = time.monotonic() + 30
    while (parts := ready(address)["parts"])["search"] != "ok":  # a cold engine may take longer than people wait
        assert time.monotonic() < give_up, parts
        time.sleep(0.5)


@pytest.mark.timeout(60 + 30 * KILLS)
def test_a_restore_killed_at_random_is_finished_by_running_it_again(archived, manage, own_database):
    wanted = names(manage)
    letter = Path(own_database["DATA"]) / "media" / "letter.txt"
    started = time.monotonic()
    assert manage("manage.py", "restore", "--from", str(archived))[0] == 0
    takes = time.monotonic() - started
    for _ in range(KILLS):
        letter.write_text("changed since")
        manage("manage.py", "restore", "--from", str(archived), kill_after=random.uniform(takes / 3, takes))
        ended, said = manage("manage.py", "restore", "--from", str(archived))
        assert ended == 0, said
        assert names(manage) == wanted
        assert letter.read_text() == "as backed up"
        assert not (Path(own_database["DATA"]) / "restore").exists()


@pytest.mark.timeout(240)
def test_a_restore_stopped_at_any_step_is_finished_by_running_it_again(archived, manage):
    ended, said = manage("-m", "tests.config.steps", str(archived))
    assert ended == 0, said
    assert int(said.splitlines()[-1]) >= (8 if settings.DATABASES["default"]["ENGINE"] == "kernel.sqlite" else 6)


@pytest.mark.django_db
def test_nothing_starts_between_the_halves_of_a_restore(settings, tmp_path, monkeypatch):
    settings.DATA = tmp_path
    monkeypatch.setattr(running, "_held", {})
    (tmp_path / "restore").mkdir()
    (tmp_path / "restore" / "ready").touch()
    with pytest.raises(CommandError, match="finish it with `make restore`"):
        call_command("prepare")
    with pytest.raises(running.InUse):
        Worker().start()


def test_an_empty_database_and_an_archive_without_name_are_refused_in_plain_words(empty_database):
    manage = manager(empty_database)
    assert "There is nothing to back up yet" in manage("manage.py", "backup")[1]
    assert "Name the archive" in manage("manage.py", "restore")[1]


# The archive itself ---------------------------------------------------------------------------------------------------
@pytest.fixture
def packed(tmp_path):
    folder = tmp_path / "parts"
    (folder / "media").mkdir(parents=True)
    (folder / "database").write_bytes(b"rows" * 1000)
    (folder / "media" / "letter.txt").write_text("a letter")
    archive.pack(folder, tmp_path / "kept.tar", {"engine": "sqlite", "migrations": []})
    return tmp_path / "kept.tar"


def rewritten(packed, change):
    """Return the archive with its members changed, manifest and all, as nobody but an error or an enemy would."""
    with tarfile.open(packed) as tar:
        parts = {member.name: tar.extractfile(member).read() for member in tar}
    change(parts)
    target = packed.with_name("other.tar")
    with tarfile.open(target, "w") as tar:
        for name, body in parts.items():
            head = tarfile.TarInfo(name)
            head.size = len(body)
            tar.addfile(head, BytesIO(body))
    return target


def test_a_part_comes_back_as_it_was(packed, tmp_path):
    archive.unpack(packed, tmp_path / "out")
    assert (tmp_path / "out" / "media" / "letter.txt").read_text() == "a letter"
    assert packed.stat().st_mode & 0o777 == 0o600
    assert not list(tmp_path.glob(".*.part"))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda parts: parts.update(database=b"other"), "checksum differs"),
        (lambda parts: parts.pop("media/letter.txt"), "lacks media/letter.txt"),
        (lambda parts: parts.update({"../escaped": b""}), "manifest does not know"),
        (lambda parts: parts.pop("manifest.json"), "no backup of Qafila"),
        (lambda parts: parts.update({"manifest.json": b"{}"}), "no backup of Qafila"),
    ],
)
def test_an_archive_that_was_changed_is_refused(packed, tmp_path, change, sentence):
    with pytest.raises(Unfit, match=sentence):
        archive.unpack(rewritten(packed, change), tmp_path / "out")
    assert not (tmp_path / "escaped").exists()


def test_an_archive_that_was_cut_or_is_none_is_refused(packed, tmp_path):
    packed.write_bytes(packed.read_bytes()[:2500])
    with pytest.raises(Unfit):
        archive.unpack(packed, tmp_path / "out")
    packed.write_bytes(b"hello")
    with pytest.raises(Unfit, match="no whole archive"):
        archive.manifest(packed)
    with pytest.raises(Unfit, match="cannot be read"):
        archive.manifest(tmp_path / "nowhere.tar")


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [({"engine": "other"}, "is of other"), ({"migrations": ["kernel.9999_later"]}, "does not know kernel.9999_later")],
)
def test_an_archive_of_another_engine_or_a_newer_product_is_refused(packed, settings, tmp_path, facts, sentence):
    settings.DATA = tmp_path

    def change(parts):
        told = json.loads(parts["manifest.json"]) | {"engine": connection.vendor} | facts
        parts["manifest.json"] = json.dumps(told).encode()

    with pytest.raises(Unfit, match=sentence):
        restore(rewritten(packed, change), print)
    assert not (tmp_path / "restore").exists()
