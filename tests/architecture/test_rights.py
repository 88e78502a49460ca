"""
The rights matrix: every route and method, for each role, on Argane's things (or Chams' offers) and on things that do not exist.

`rights.csv` is the declaration; a route that is not in it fails. `WRITE_RIGHTS=1` writes what is observed, to be read
line by line before it is kept.
"""

import copy
import csv
import os
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from rest_framework.views import APIView

from kernel import running
from tests.architecture.world import make_world, path_arguments
from tests.factories.accounts import sign_in

MATRIX = Path(__file__).with_name("rights.csv")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
COLUMNS = [
    "route",
    "method",
    "visitor",
    "owner",
    "reader",
    "rival",
    "partner",
    "other_partner",
    "institution",
    "operator",
    "missing",
]
OF_OPERATORS = ("operator_", "begin_acting", "v1:overseen", "v1:case", "v1:people", "v1:person")
NOT_OURS = ("account_", "mfa_", "usersessions_")


def patterns(resolver=None, namespace=""):
    """Return (name, pattern) of every named route but those of allauth."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from patterns(pattern, inner)
        elif isinstance(pattern, URLPattern) and pattern.name and not pattern.name.startswith(NOT_OURS):
            yield f"{namespace}{pattern.name}", pattern


def routes():
    """Return (name, parameters, methods) of every named route but those of allauth."""
    for name, pattern in patterns():
        yield name, tuple(pattern.pattern.regex.groupindex), methods_of(pattern.callback)


def methods_of(view):
    cls = getattr(view, "cls", None) or getattr(view, "view_class", None)
    if cls is None:
        return getattr(view, "methods", ("GET", "POST"))
    if issubclass(cls, APIView) and hasattr(view, "actions"):
        return tuple(method.upper() for method in view.actions)
    return tuple(method for method in METHODS if hasattr(cls, method.lower()))


def signed_in(roles):
    """Return a client of each role, to begin every request from: what one does to its session is undone."""
    clients = {role: Client(raise_request_exception=False) for role in roles}
    for role, actor in roles.items():
        if actor is not None:
            sign_in(clients[role], get_user_model().objects.get(pk=actor.user_id))
    return clients


def ask(client, name, names, method, world, *, missing):
    client = copy.deepcopy(client)
    url = reverse(name, kwargs=path_arguments(names, world, missing=missing))
    with transaction.atomic():
        content = {} if method == "GET" else {"content_type": "application/json", "data": "{}"}
        answer = client.generic(method, url, **content) if method != "GET" else client.get(url)
        transaction.set_rollback(True)
    return answer.status_code


def observed(world):
    rows, clients = [], signed_in(world["roles"])
    for name, names, methods in sorted(set(routes())):
        for method in methods:
            row = {"route": "/".join([name, *names]), "method": method}
            for role, client in clients.items():
                row[role] = str(ask(client, name, names, method, world, missing=False))
            who = clients["operator" if name.startswith(OF_OPERATORS) else "owner"]
            row["missing"] = str(ask(who, name, names, method, world, missing=True)) if names else "-"
            rows.append(row)
    return rows


@pytest.mark.django_db(transaction=True)
@pytest.mark.one_database
@pytest.mark.timeout(600)
def test_every_route_answers_each_role_as_declared(settings):
    settings.QUEUE_LATE_SECONDS = 3600  # nobody works here, and a slow machine takes minutes for the walk
    running.hold("worker")
    rows = observed(make_world())
    running.let_go("worker")
    if os.environ.get("WRITE_RIGHTS"):
        with MATRIX.open("w", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS)
            writer.writeheader()
            writer.writerows(rows)
    with MATRIX.open() as file:
        declared = {(row["route"], row["method"]): row for row in csv.DictReader(file)}
    found = {(row["route"], row["method"]): row for row in rows}
    undeclared = found.keys() ^ declared.keys()
    assert not undeclared, f"declare them in rights.csv: {sorted(undeclared)}"
    different = [f"{key}: declared {declared[key]} found {row}" for key, row in found.items() if declared[key] != row]
    assert not different, "\n".join(different)


def test_the_declaration_leaks_nothing():
    """
    Foreign and missing are the same 404, no route answers a visitor's write, nothing answers 500.

    A calculation takes a POST from anybody, and keeps nothing.
    """
    public_writes = {"set_language", "v1:cbam-calculate", "v1:footprint-calculate"}
    with MATRIX.open() as file:
        for row in csv.DictReader(file):
            answers = {role: row[role] for role in COLUMNS[2:]}
            assert not any(code.startswith("5") for code in answers.values()), row
            if row["method"] != "GET" and row["route"] not in public_writes and row["route"].startswith("v1:"):
                assert row["visitor"] in {"401", "403", "405"}, row
