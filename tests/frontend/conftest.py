import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from tests.factories.accounts import sign_in


@pytest.fixture
def signed_in():
    """Return a function that gives the browser of an actor."""

    def browser(actor):
        return sign_in(Client(), get_user_model().objects.get(pk=actor.user_id))

    return browser
