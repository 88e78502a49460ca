"""
What a page does, a program does: each page that takes a POST has the operations that do the same.

`parity.csv` is the declaration; a page action that is not in it fails, and one without operations says why.
"""

import csv
import inspect
import json
from pathlib import Path

import pytest
from django.urls import path
from django.views.decorators.http import require_http_methods, require_safe

from frontend.pages.actors import member_required
from tests.architecture.test_rights import patterns

TABLE = Path(__file__).with_name("parity.csv")


def methods_of(page):
    """Return the methods that a page lets through; one that limits none takes a POST."""
    while page is not None:
        methods = (
            inspect.getclosurevars(page).nonlocals.get("request_method_list") if inspect.isfunction(page) else None
        )
        if methods:
            return set(methods)
        page = getattr(page, "__wrapped__", None)
    return {"GET", "POST"}


def actions(resolver=None):
    """Return the pages that take a POST, by name."""
    return {
        name
        for name, pattern in patterns(resolver)
        if not hasattr(pattern.callback, "cls") and "POST" in methods_of(pattern.callback)
    }


def declared():
    with TABLE.open(newline="") as file:
        return {row["page"]: row for row in csv.DictReader(file)}


def test_every_action_of_a_page_is_declared():
    found, table = actions(), declared()
    assert not found - table.keys(), "give each an operation of the API, and both a line in parity.csv"
    assert not table.keys() - found, "pages that take no POST any more"


def test_each_declared_operation_changes_something_and_each_lack_has_its_reason(client, db):
    document = json.loads(client.get("/api/schema/", headers={"accept": "application/json"}).content)
    operations = {
        methods[method]["operationId"]
        for methods in document["paths"].values()
        for method in {"post", "patch", "delete"} & methods.keys()
    }
    for page, row in declared().items():
        assert bool(row["operations"]) != bool(row["why_none"]), page
        assert set(row["operations"].split()) <= operations, page


@pytest.mark.parametrize(
    ("limit", "acts"), [(require_safe, False), (require_http_methods(["GET", "POST"]), True), (None, True)]
)
def test_a_new_action_is_seen_behind_its_guards(limit, acts):
    def page(request):
        return None

    class Resolver:
        url_patterns = (path("new/", member_required(limit(page) if limit else page), name="new"),)

    assert actions(Resolver) == ({"new"} if acts else set())
