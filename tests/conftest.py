import os
from pathlib import Path

import pytest

from tests import databases

# What reaches the servers that URLs name: a database of the test, one of the product's own processes, or a cache.
SERVERS = {"db", "transactional_db", "django_db_setup", "empty_database", "own_database", "server"}
# What a page shows of what the rooms answer; the journeys are walked on both.
PAGES = Path(__file__).parent / "frontend"


def pytest_collection_modifyitems(config, items):
    """
    Begin with those that take longest, so that no worker waits for another's at the end.

    On a cluster, what never reaches its servers, or says the same on any, is not run a second time.
    """
    items.sort(key=_longest, reverse=True)
    if not os.environ.get("TEST_CLUSTER"):
        return
    again = [item for item in items if _reaches(item) and not _says_the_same(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(again)])
    items[:] = again


def _longest(item):
    allowed = item.get_closest_marker("timeout")
    return allowed.args[0] if allowed else 0


def _reaches(item):
    return item.get_closest_marker("django_db") or SERVERS & set(item.fixturenames)


def _says_the_same(item):
    return item.get_closest_marker("one_database") or PAGES in item.path.parents


@pytest.fixture
def drain():
    """Run the real queue until nothing is due."""
    from tests.queue import drain

    return drain


@pytest.fixture(scope="session")
def prepared(tmp_path_factory):
    with databases.prepared(tmp_path_factory.mktemp("prepared")) as environment:
        yield environment


@pytest.fixture
def own_database(tmp_path, prepared):
    """Return the environment of processes that run the product as shipped, on a prepared database of their own."""
    with databases.own_database(tmp_path, like=prepared) as environment:
        yield environment


@pytest.fixture
def empty_database(tmp_path):
    """Return the same on one that nobody has prepared."""
    with databases.own_database(tmp_path) as environment:
        yield environment


@pytest.fixture(scope="session")
def _kept_reference(django_db_setup, django_db_blocker):
    from tests import reference_rows

    with django_db_blocker.unblock():
        reference_rows.keep()


@pytest.fixture
def reference(_kept_reference, db):
    """Fill the tables of the reference data as `load_reference` does."""
    from tests import reference_rows

    reference_rows.fill()


@pytest.fixture(autouse=True)
def _language():
    from django.utils import translation

    with translation.override("fr"):
        yield


@pytest.fixture(autouse=True)
def _uncounted():
    """Each test starts with no request counted against the limits, no partner counted, none told whether all is ready."""
    from api import throttles
    from config import health
    from partners.queries.directory import kept

    throttles.counts.clear()
    kept.clear()
    health._said.clear()


@pytest.fixture(autouse=True, scope="session")
def _tests_may_empty_the_audit_trail():
    """Between transactional tests every table is emptied: the guard of the audit trail is lifted for that alone."""
    from django.db import connection
    from django.test import TransactionTestCase

    from kernel.append_only import seal, unseal

    table, empty = "accounts_auditentry", TransactionTestCase._fixture_teardown

    def emptied(case):
        with connection.schema_editor() as editor:
            unseal(table, editor)
        empty(case)
        with connection.schema_editor() as editor:
            seal(table, editor)

    TransactionTestCase._fixture_teardown = emptied
    yield
    TransactionTestCase._fixture_teardown = empty
