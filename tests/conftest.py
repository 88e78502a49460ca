import pytest

from tests import databases


@pytest.fixture
def drain():
    """Run the real queue until nothing is due."""
    from tests.queue import drain

    return drain


@pytest.fixture
def own_database(tmp_path):
    """Return the environment of processes that run the product as shipped, on a database of their own."""
    with databases.own_database(tmp_path) as environment:
        yield environment


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
