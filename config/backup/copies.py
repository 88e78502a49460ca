"""Make a backup, and put one back."""

import os
import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from config.backup import archive
from config.backup.archive import Unfit, sync
from config.backup.stores import NAME, store
from kernel import clock, running
from search import jobs

FILES, KEY = "media", "secret_key"
Tell = Callable[[str], object]


def stamp() -> Path:
    """Return the file whose time is that of the last backup."""
    return Path(settings.DATA) / "last_backup"


def back_up(to: Path, *, with_key: bool) -> Path:
    """
    Write an archive into a folder, or under the name given; writers go on meanwhile.

    :raises Unfit: when there is nothing to back up, or a program for it is missing
    """
    if not (applied := _applied()):
        raise Unfit("There is nothing to back up yet: this database is empty.")
    now = clock.now()
    target = to if to.suffix == ".tar" else to / f"qafila-{now:%Y%m%dT%H%M%SZ}.tar"
    target.parent.mkdir(parents=True, exist_ok=True)
    for left_behind in target.parent.glob(".qafila-backup-*"):
        if now.timestamp() - left_behind.stat().st_mtime > 86_400:
            shutil.rmtree(left_behind, ignore_errors=True)
    work = Path(mkdtemp(prefix=".qafila-backup-", dir=target.parent))
    try:
        facts = {
            "version": _version(),
            "made_at": now.isoformat(),
            "engine": connection.vendor,
            "migrations": applied,
        }
        store().copy(work / NAME)
        _take_files(Path(settings.MEDIA_ROOT), work / FILES)
        if with_key:
            (work / KEY).write_text(settings.SECRET_KEY)
        archive.pack(work, target, facts)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    stamp().touch()
    return target


def restore(source: Path | None, tell: Tell) -> None:
    """
    Put an archive in the place of what is here, or finish a restore that was interrupted; what was here goes last.

    :raises Unfit: when the archive does not fit
    :raises InUse: while a server or a worker runs
    """
    work = running.interrupted().parent
    with running.alone():
        if running.interrupted().exists():
            tell("An interrupted restore is finished first.")
        elif source is None:
            raise Unfit("Name the archive: make restore FROM=…")
        else:
            _stage(source, work)
            tell("The archive is whole; now it takes its place.")
        store().swap(work)
        _swap(work / "new" / FILES, Path(settings.MEDIA_ROOT), work / "old" / FILES)
        _swap(work / "new" / KEY, Path(settings.DATA) / KEY, work / "old" / KEY)
        tell("In place; the schema and the search index are brought up to date.")
        call_command("prepare")
        jobs.rebuild_now()
        store().forget()
        running.interrupted().unlink()
        shutil.rmtree(work, ignore_errors=True)


def _stage(source: Path, work: Path) -> None:
    """Unpack and check beside what is here; the mark `ready` is the point from which a kill rolls forward."""
    facts = archive.manifest(source)
    if facts["engine"] != connection.vendor:
        raise Unfit(f"The archive is of {facts['engine']}, this server runs on {connection.vendor}.")
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if newer := sorted(set(facts["migrations"]) - known):
        raise Unfit(f"The archive is of a newer Qafila: this one does not know {', '.join(newer)}.")
    shutil.rmtree(work, ignore_errors=True)
    for name in ("new", "old"):
        (work / name).mkdir(parents=True)
    archive.unpack(source, work / "new")
    store().stage(work)
    for folder in (work / "new", work / "old", work, work.parent):
        sync(folder)
    running.interrupted().touch()
    sync(work)


def _swap(new: Path, live: Path, old: Path) -> None:
    """Change places; done again from any point, it ends the same."""
    if not new.exists():
        return
    if live.exists():
        live.rename(old)
        sync(old.parent)
    new.rename(live)
    sync(live.parent)


def _take_files(folder: Path, target: Path) -> None:
    """Link or copy the files; one that is deleted meanwhile is no longer anybody's."""
    target.mkdir()
    for path in folder.rglob("*"):
        place = target / path.relative_to(folder)
        if path.is_file():
            place.parent.mkdir(parents=True, exist_ok=True)
            try:
                os.link(path, place)
            except FileNotFoundError:
                continue
            except OSError:
                shutil.copy2(path, place)


def _applied() -> list[str]:
    applied: Any = MigrationLoader(connection).applied_migrations
    return sorted(f"{app}.{name}" for app, name in applied)


def _version() -> str:
    return str(tomllib.loads((settings.BASE / "pyproject.toml").read_text())["project"]["version"])
