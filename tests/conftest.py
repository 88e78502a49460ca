import pytest


@pytest.fixture
def drain():
    """Run the real queue until nothing is due."""
    from tests.queue import drain

    return drain


@pytest.fixture(autouse=True)
def _language():
    from django.utils import translation

    with translation.override("fr"):
        yield


@pytest.fixture(autouse=True)
def _uncounted():
    """Each test starts with no request counted against the limits."""
    from api import throttles

    throttles.counts.clear()
