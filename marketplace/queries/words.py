"""The words that requests began with, found as their readers see them: what is hidden from one is not found either."""

from itertools import islice

from kernel.actor import Actor
from kernel.text import holds, words
from marketplace.queries.leads import leads
from marketplace.queries.sheets import LeadSheet, sheets

MOST_SEARCHED = 3_000
MOST_FOUND = 50
MOST_WORDS = 20


def begun_with(actor: Actor, text: str) -> list[LeadSheet]:
    """
    Return the requests, sent or received, whose own words hold every word of a text, or its beginning, the latest first.

    Fifty at most, of the latest 3,000 requests that have words.
    """
    wanted = words(text)[:MOST_WORDS]
    if not wanted:
        return []
    rows = leads(actor).exclude(message="").order_by("-sent_at", "-pk").values_list("pk", "message")
    near = (pk for pk, said in rows[:MOST_SEARCHED] if holds(said, wanted))
    held = leads(actor).in_bulk(list(islice(near, MOST_FOUND)))
    found = sheets(actor, sorted(held.values(), key=lambda row: (row.sent_at, row.pk), reverse=True))
    return [one for one in found if holds(one.message, wanted)]
