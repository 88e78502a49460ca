"""
Database backend: Django's SQLite with a fair lock held for each write transaction.

Measured with four writer threads (`benchmarks/writes.py`): the slowest of 2,000 writes took 2 ms with the lock and
330 ms without; the median rose from 0.2 to 0.9 ms.
The lock is per database file and process; other processes still meet SQLite's own lock and busy timeout.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from kernel.sqlite.lock import FairLock

_locks: defaultdict[str, FairLock] = defaultdict(FairLock)
_WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)


class DatabaseOperations(base.DatabaseOperations):  # type: ignore[name-defined, misc]
    def sql_flush(self, style: Any, tables: Sequence[str], **options: Any) -> list[str]:
        """Empty tables before those that point to them: an append-only row goes only after what it is about."""
        parents_first = sorted(tables, key=lambda table: -len(self._references_graph(table)))
        return super().sql_flush(style, parents_first, **options)


class DatabaseWrapper(base.DatabaseWrapper):  # type: ignore[name-defined, misc]
    ops_class = DatabaseOperations
    _lock: FairLock | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.execute_wrappers.append(self._in_turn)

    def _in_turn(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """A single write outside a transaction is one too: without its turn it starves beside busy ones."""
        if self.in_atomic_block or not self.autocommit or not _WRITES.match(sql):
            return execute(sql, params, many, context)
        self._take_turn()
        try:
            return execute(sql, params, many, context)
        finally:
            self._give_turn()

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._give_turn()
            raise

    def _commit(self) -> None:
        # A commit that fails is followed by a rollback, which gives the turn back.
        super()._commit()  # type: ignore[misc]
        self._give_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._give_turn()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._give_turn()

    def _take_turn(self) -> None:
        if self.is_in_memory_db():
            return
        lock = _locks[str(self.settings_dict["NAME"])]
        if not lock.acquire(timeout=float(self.settings_dict["OPTIONS"].get("timeout", 5))):
            msg = "database is locked"
            raise OperationalError(msg)
        self._lock = lock

    def _give_turn(self) -> None:
        lock, self._lock = self._lock, None
        if lock is not None:
            lock.release()
