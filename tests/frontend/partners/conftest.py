"""Who opens the pages: Chams installs, Mizan finances, Argane exports."""

import pytest

from tests.factories.partners import make_partner


@pytest.fixture(autouse=True)
def _with_reference(reference):
    pass


@pytest.fixture
def chams():
    return make_partner()


@pytest.fixture
def as_chams(signed_in, chams):
    return signed_in(chams)
