"""The two databases: each can be copied while it is written to, checked beside the live one, and put in its place."""

import os
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Protocol

from django.db import connection

from config.backup.archive import Unfit, sync
from kernel.running import InUse

NAME = "database"


class Store(Protocol):
    def copy(self, target: Path) -> None: ...

    def stage(self, work: Path) -> None: ...

    def swap(self, work: Path) -> None: ...

    def forget(self) -> None: ...


def store() -> Store:
    return Postgres() if connection.vendor == "postgresql" else Sqlite()


class Sqlite:
    """A file; its log of writes goes where the file goes."""

    def __init__(self) -> None:
        self.path = Path(connection.settings_dict["NAME"])

    def copy(self, target: Path) -> None:
        """Copy one moment of the database; writers go on."""
        with closing(sqlite3.connect(self.path, timeout=30)) as live, closing(sqlite3.connect(target)) as copy:
            live.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
        _check(target)

    def stage(self, work: Path) -> None:
        _check(work / "new" / NAME)

    def swap(self, work: Path) -> None:
        connection.close()
        new, old = work / "new" / NAME, work / "old" / NAME
        if not new.exists():
            return
        for ending in ("-wal", "-shm", ""):
            live = self.path.with_name(f"{self.path.name}{ending}")
            if live.exists():
                live.rename(f"{old}{ending}")
        sync(old.parent)
        new.rename(self.path)
        sync(self.path.parent)

    def forget(self) -> None:
        """The old file goes with the folder of the restore."""


# The server's own workers (autovacuum) leave by themselves; who was just killed is still listed for a moment.
OTHERS = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend'"
PATIENCE_SECONDS = 3


class Postgres:
    """A database beside the live one, and one transaction that renames both."""

    def __init__(self) -> None:
        given = connection.get_connection_params()
        names = ("host", "port", "user", "password", "sslmode", "sslrootcert", "sslcert", "sslkey")
        self.where = {name: given[name] for name in names if given.get(name)}
        self.live = given["dbname"]
        self.staged, self.old = f"{self.live}_restore", f"{self.live}_before_restore"

    def copy(self, target: Path) -> None:
        self._run("pg_dump", "--format=custom", "--no-owner", "--no-acl", "--file", str(target), self.live)

    def stage(self, work: Path) -> None:
        connection.close()
        until = time.monotonic() + PATIENCE_SECONDS
        while self._ask(OTHERS, self.live)[0]:
            if time.monotonic() > until:
                raise InUse("Others are connected to the database: stop every server and worker first.")
            time.sleep(0.1)
        self._do("DROP DATABASE IF EXISTS {}", self.staged)
        self._do("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", self.staged)
        options = ("--no-owner", "--no-acl", "--exit-on-error", "--single-transaction")
        self._run("pg_restore", *options, "--dbname", self.staged, str(work / "new" / NAME))

    def swap(self, work: Path) -> None:
        connection.close()
        if self._ask("SELECT 1 FROM pg_database WHERE datname = %s", self.staged):
            with self._connected() as server, server.transaction():
                server.execute(_named("ALTER DATABASE {} RENAME TO {}", self.live, self.old))
                server.execute(_named("ALTER DATABASE {} RENAME TO {}", self.staged, self.live))
        (work / "new" / NAME).unlink(missing_ok=True)

    def forget(self) -> None:
        self._do("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.old)

    def _ask(self, query: str, *values: str) -> Any:
        with self._connected() as server:
            return server.execute(query, values).fetchone()

    def _do(self, command: str, *names: str) -> None:
        with self._connected() as server:
            server.execute(_named(command, *names))

    @contextmanager
    def _connected(self) -> Iterator[Any]:
        import psycopg

        try:
            with psycopg.connect(**self.where, dbname="postgres", autocommit=True) as server:
                yield server
        except psycopg.errors.ObjectInUse as error:
            raise InUse("Others are connected to the database: stop them, then restore again.") from error
        except psycopg.Error as error:
            raise Unfit(f"PostgreSQL refused: {error}") from error

    def _run(self, *command: str) -> None:
        environment = {**os.environ, **{f"PG{name.upper()}": str(value) for name, value in self.where.items()}}
        try:
            done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
        except FileNotFoundError as error:
            raise Unfit(f"{command[0]} is missing: install the client programs of PostgreSQL.") from error
        if done.returncode:
            raise Unfit(f"{command[0]} failed: {done.stderr.strip()}")


def _named(command: str, *names: str) -> Any:
    from psycopg import sql

    return sql.SQL(command).format(*map(sql.Identifier, names))  # type: ignore[arg-type]


def _check(path: Path) -> None:
    """:raises Unfit: when the file is no whole database"""
    try:
        with closing(sqlite3.connect(path)) as copy:
            verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
            strays = copy.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError as error:
        raise Unfit(f"The database of the archive cannot be read: {error}") from error
    if verdict != "ok" or strays:
        raise Unfit(f"The database of the archive is damaged: {verdict if verdict != 'ok' else strays}")
