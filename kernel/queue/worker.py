"""Runs the rows of the queue, in a thread of the web process or in processes of its own."""

import logging
import os
import socket
import threading
import time
import traceback

from django.db import DatabaseError, InterfaceError, close_old_connections, connection, transaction
from django.utils.module_loading import import_string

from kernel import clock, events, retention, running
from kernel.ids import uuid7
from kernel.models import Task
from kernel.queue import claims
from kernel.queue.wake import wait, wake
from kernel.sqlite import statistics

logger = logging.getLogger("qafila.queue")

_PRUNE_EVERY = 3600
_AWAY = (DatabaseError, InterfaceError)


class LeaseLost(Exception):
    """Another worker took the row: roll back what this one did."""


class Worker:
    """Claims rows and runs them until stopped; `stop` lets the row at hand finish."""

    def __init__(self) -> None:
        self.name = f"{socket.gethostname()}:{os.getpid()}:{str(uuid7())[-12:]}"
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """
        Run in threads of this process.

        :raises InUse: while a restore has the data folder
        """
        running.hold()
        running.hold("worker")
        for target in (self.run, self._heartbeat):
            thread = threading.Thread(target=target, name=f"queue-{target.__name__}", daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self, timeout: float = 10) -> None:
        self._stopping.set()
        wake()
        for thread in self._threads:
            thread.join(timeout)
        running.let_go("worker")

    def run(self) -> None:
        next_prune = 0.0
        while not self._stopping.is_set():
            close_old_connections()
            try:
                if clock.now().timestamp() >= next_prune:
                    claims.take_back_from_the_dead()
                    retention.forget_old(clock.now())
                    statistics.renew()
                    next_prune = clock.now().timestamp() + _PRUNE_EVERY
                if not self.run_once():
                    wait(1)
            except _AWAY:
                logger.warning("the database is busy or away; the queue waits", exc_info=True)
                wait(1)
        connection.close()

    def run_once(self, limit: int = 50) -> int:
        """Claim and run one batch; return how many rows were tried."""
        rows = claims.claim(self.name, now=clock.now(), limit=limit)
        for row in rows:
            if self._stopping.is_set():
                break
            self._run(row)
        return len(rows)

    def _run(self, row: Task) -> None:
        started, outcome = time.monotonic(), "done"
        try:
            task = import_string(row.path)
            if task.transactional:
                with transaction.atomic():
                    self._finish(row)
                    task.func(*row.args, **row.kwargs)
            else:
                task.func(*row.args, **row.kwargs)
                self._finish(row)
        except LeaseLost:
            outcome = "lease lost"
        except Exception:
            outcome = "parked" if row.attempts >= claims.ATTEMPTS else "failed"
            logger.exception("task failed", extra={"facts": {"row": row.pk}})
            claims.fail(row, traceback.format_exc(), now=clock.now())
        facts = {"row": row.pk, "path": events.path_of(row), "outcome": outcome, "attempt": row.attempts}
        milliseconds = round((time.monotonic() - started) * 1000, 1)
        logger.info("task", extra={"facts": {**facts, "ms": milliseconds}})

    def _finish(self, row: Task) -> None:
        if not claims.finish(row, now=clock.now()):
            raise LeaseLost

    def _heartbeat(self) -> None:
        while not self._stopping.wait(claims.LEASE.total_seconds() / 3):
            close_old_connections()
            try:
                claims.extend(self.name, now=clock.now())
            except _AWAY:
                logger.warning("heartbeat missed", exc_info=True)
        connection.close()
