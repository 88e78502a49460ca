"""
Every page and every address of the API that is read costs as many queries with ten rows of everything as with a hundred.

`queries.csv` holds how many those are, of the role that costs most and of the database that costs more (which notices stand on
the first page differs): an address that asks more fails.
`WRITE_QUERIES=1` writes what is counted; read what rose before it is kept.
"""

import csv
import os
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kernel import running
from search.jobs import rebuild_now
from tests.architecture.growth import grow
from tests.architecture.test_rights import routes
from tests.architecture.world import make_world, path_arguments
from tests.factories.accounts import sign_in

CEILINGS = Path(__file__).with_name("queries.csv")
# Answers of the machine itself, which look at the queue and the disk, not at rows.
OF_THE_MACHINE = {"healthz", "readyz", "metrics", "stylesheet"}
# One of each kind; the rights matrix walks every role, and those left out see less of the same.
ASKING = ("visitor", "owner", "partner", "institution", "operator")


def clients(world):
    for role in ASKING:
        actor = world["roles"][role]
        client = Client(raise_request_exception=False)
        if actor is not None:
            sign_in(client, get_user_model().objects.get(pk=actor.user_id))
        yield role, client


def counted(world, known=None):
    """
    Return the queries of each address that answers, by role; each is asked twice, so that nothing is read for the first time.

    `known` are those to ask alone.
    """
    found, asked = {}, list(clients(world))
    for name, names, methods in sorted(set(routes())):
        if "GET" not in methods or name in OF_THE_MACHINE:
            continue
        url = reverse(name, kwargs=path_arguments(names, world, missing=False))
        for role, client in asked:
            if known is not None and (name, role) not in known:
                continue
            with transaction.atomic():
                if client.get(url).status_code == 200:
                    with CaptureQueriesContext(connection) as queries:
                        answer = client.get(url)
                        list(answer.streaming_content) if answer.streaming else answer.content
                    found[name, role] = [query["sql"] for query in queries.captured_queries]
                transaction.set_rollback(True)
    return found


@pytest.mark.django_db(transaction=True)
@pytest.mark.one_database
@pytest.mark.timeout(600)
def test_no_list_asks_more_for_a_hundred_rows_than_for_ten():
    running.hold("worker")
    world = make_world()
    world["roles"]["institution"] = world["institution"]
    owner = world["roles"]["owner"]
    with transaction.atomic():
        grow(world["ids"], owner, range(10))
    rebuild_now()
    few = counted(world)
    with transaction.atomic():
        grow(world["ids"], owner, range(10, 100))
    rebuild_now()
    many = counted(world, few)
    running.let_go("worker")
    assert len(few) > 150, "most addresses answer somebody"
    assert few.keys() == many.keys()
    grown = {key: (len(few[key]), len(many[key])) for key in few if len(few[key]) < len(many[key])}
    assert not grown, grown
    assert_within(most(many))


def most(counts):
    """Return the queries of each address for the role that costs most."""
    found = {}
    for (name, _role), queries in counts.items():
        found[name] = max(found.get(name, 0), len(queries))
    return found


def assert_within(found):
    if os.environ.get("WRITE_QUERIES"):
        with CEILINGS.open("w", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([("address", "queries"), *sorted(found.items())])
    with CEILINGS.open(newline="") as file:
        ceilings = {row["address"]: int(row["queries"]) for row in csv.DictReader(file)}
    assert found.keys() == ceilings.keys(), found.keys() ^ ceilings.keys()
    risen = {name: (ceilings[name], count) for name, count in found.items() if count > ceilings[name]}
    assert not risen, f"allowed, asked: {risen}"
