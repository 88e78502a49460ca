"""A transaction in which what was read stays true until the commit: who compares before writing overwrites nobody."""

from collections.abc import Callable
from typing import TypeVar

from django.db import connection, transaction
from django.db.utils import OperationalError

Result = TypeVar("Result")
TRIES = 4
LOST = {"40001", "40P01"}  # another transaction wrote first, or each waited for the other


def run(act: Callable[[], Result]) -> Result:
    """
    Return what `act` returns, once its reads and its writes are of one moment.

    SQLite lets one writer in at a time. PostgreSQL keeps a snapshot and refuses to write over what changed since; the
    whole is then done again, so `act` must leave nothing outside the database.
    """
    if connection.in_atomic_block:
        with transaction.atomic():
            return act()
    for tries_left in reversed(range(TRIES)):
        try:
            with transaction.atomic():
                if connection.vendor == "postgresql":
                    connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                return act()
        except OperationalError as error:
            if not tries_left or getattr(error.__cause__, "sqlstate", "") not in LOST:
                raise
    raise AssertionError
