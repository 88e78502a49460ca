"""Lists by time: every row once, forwards and back, also while two have the same time."""

from datetime import timedelta

import pytest
from django.urls import reverse

from frontend.paging import SIZE
from kernel import clock
from kernel.ids import uuid7
from marketplace.models import Lead
from notices.models import Notice
from tests.factories.marketplace import make_lead

pytestmark = pytest.mark.usefixtures("reference")
ROWS = 2 * SIZE + 3


@pytest.fixture
def lead(drain):
    deal, lead = make_lead()
    drain()
    return deal, lead


def copies(row, **changes):
    """Make rows like this one up to ROWS, two by two at the same time."""
    made = []
    for number in range(ROWS - 1):
        values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
        at = clock.now() - timedelta(hours=number // 2 + 1)
        made.append(
            type(row)(**values | {"id": uuid7()} | {name: change(number, at) for name, change in changes.items()})
        )
    type(row).objects.bulk_create(made)


def walk(client, url, rows, way):
    """Follow a link to its end; return the rows of each page and the address of the last."""
    pages, here = [], url
    while url:
        here, context = url, client.get(url).context
        pages.append([str(row.get("id") or row["url"]) for row in context[rows]])
        url = context[way]
    return pages, here


@pytest.mark.parametrize(("route", "rows"), [("inbox", "leads"), ("requests_sent", "requests"), ("notices", "notices")])
def test_nothing_is_skipped_or_shown_twice(lead, signed_in, route, rows):
    deal, row = lead
    if route == "notices":
        copies(Notice.objects.get(), key=lambda number, _at: f"copy {number}", created_at=lambda _number, at: at)
    else:
        copies(row, need_code=lambda number, _at: f"copy {number}", sent_at=lambda _number, at: at)
    client = signed_in(deal.sme if route == "requests_sent" else deal.partner)
    older, last = walk(client, reverse(route), rows, "after_url")
    newer, _first = walk(client, last, rows, "before_url")
    assert [len(page) for page in older] == [SIZE, SIZE, 3]
    assert len({one for page in older for one in page}) == ROWS
    assert newer[::-1] == older


@pytest.mark.parametrize("typed", ["before=", "before=x", "after=00000000-0000-0000-0000-000000000000"])
def test_an_address_that_names_no_row_opens_the_first_page(lead, signed_in, typed):
    client = signed_in(lead[0].partner)
    assert len(client.get(f"{reverse('inbox')}?{typed}").context["leads"]) == Lead.objects.count()
