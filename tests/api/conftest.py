import pytest

from tests.api.program import Program, program_of
from tests.factories.accounts import actor_of, make_organization
from tests.factories.partners import make_partner


@pytest.fixture
def nobody():
    return Program()


@pytest.fixture
def argane(db):
    """The program of an SME."""
    return program_of(actor_of(make_organization("Argane")))


@pytest.fixture
def zellige(db):
    """The program of a rival SME."""
    return program_of(actor_of(make_organization("Zellige")))


@pytest.fixture
def chams_owner(db):
    return make_partner("Chams Solaire")


@pytest.fixture
def chams(chams_owner):
    """The program of a solar partner."""
    return program_of(chams_owner)
