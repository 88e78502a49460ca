"""The OpenAPI document is true: whatever a generator sends, for each kind of caller, the answer is one it describes."""

import os
from typing import Any

import pytest
import schemathesis
from django.conf import settings as django_settings
from django.contrib.auth import get_user_model
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from api import throttles
from config.wsgi import application
from tests.api.program import program_of
from tests.architecture.world import make_world
from tests.factories.accounts import sign_in

# Rooms refuse values that a schema cannot know to be wrong (an offer that is no longer there); who is let in at all is
# the rights matrix' to prove, on every route.
BEYOND_THE_DOCUMENT = [positive_data_acceptance, ignored_auth]


@schemathesis.serializer("application/x-ndjson")
def lines(_context: Any, value: Any) -> bytes:
    """Send whatever was made up as it is: the import reads lines of text."""
    return value if isinstance(value, bytes) else str(value).encode()


# Whom the same rooms answer with less: a second database has nothing to add.
ROLES, ONCE = ("visitor", "institution", "operator"), pytest.mark.one_database
FEW = settings(
    max_examples=8 if os.environ.get("TEST_CLUSTER") else 12,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)


@pytest.fixture
def _connection():
    """Keep the test's connection open between requests, as Django's own test client does."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.django_db
@pytest.mark.usefixtures("_connection")
@pytest.mark.timeout(600)
@pytest.mark.parametrize("role", ["owner", "partner", *(pytest.param(one, marks=ONCE) for one in ROLES)])
def test_each_operation_answers_as_described(role):
    world = make_world()
    headers = headers_of(role, world["roles"][role])
    document = schemathesis.openapi.from_wsgi("/api/schema/", application, headers={"Accept": "application/json"})
    if role != "visitor":  # what is computed for anybody is the same for all
        document = document.exclude(path_regex="/calculate/")
    wrong: dict[str, str] = {}
    for found in document.get_all_operations():
        operation = found.ok()
        try:
            _try(operation, headers)
        except BaseExceptionGroup as failures:
            wrong[operation.label] = "\n".join(str(one) for one in failures.exceptions)
        except Exception as failure:
            wrong[operation.label] = f"{type(failure).__name__}: {failure}"
    assert not wrong, "\n\n".join(f"### {label}\n{text[:900]}" for label, text in wrong.items())


def headers_of(role: str, actor: Any) -> dict[str, str]:
    """Return how a caller says who it is: an operator in person, the others with a key."""
    if actor is None:
        return {}
    if role != "operator":
        return dict(program_of(actor).headers)
    client, token = Client(), "t" * 32
    sign_in(client, get_user_model().objects.get(pk=actor.user_id))
    session = client.cookies[django_settings.SESSION_COOKIE_NAME].value
    return {"Cookie": f"sessionid={session}; csrftoken={token}", "X-CSRFToken": token}


def _try(operation: Any, headers: dict[str, str]) -> None:
    @FEW
    @given(case=operation.as_strategy())
    def check(case: Any) -> None:
        throttles.counts.clear()
        with transaction.atomic():
            case.call_and_validate(headers=headers, excluded_checks=BEYOND_THE_DOCUMENT)
            transaction.set_rollback(True)

    check()
