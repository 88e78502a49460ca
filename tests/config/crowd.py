"""
Conversations about real requests, with as many signed-in people on each side as asked: `python -m tests.config.crowd 2 1`.

Prints, for each conversation, its id, a key that reads it, and the session cookie of each person, both sides in turn.
"""

import json
import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402

from accounts import actions  # noqa: E402
from accounts.models import Organization, User  # noqa: E402
from kernel import clock  # noqa: E402
from messaging import queries  # noqa: E402
from messaging.choices import About  # noqa: E402
from tests.factories.accounts import make_member  # noqa: E402
from tests.factories.marketplace import make_deal, make_lead  # noqa: E402


def cookie(user: User) -> str:
    page = Client()
    page.force_login(user)
    return f"{settings.SESSION_COOKIE_NAME}={page.cookies[settings.SESSION_COOKIE_NAME].value}"


def conversation(number: int, people: int) -> dict:
    deal, lead = make_lead(make_deal(sme=f"Argane {number}"))
    sides = []
    for actor in (deal.sme, deal.partner):
        firm = Organization.objects.get(pk=actor.organization_id)
        users = [User.objects.get(pk=actor.user_id), *(make_member(firm) for _ in range(people - 1))]
        sides.append([cookie(user) for user in users])
    key = actions.create_key(deal.sme, name="test", scope="write", now=clock.now())[1]
    row = queries.about(deal.sme, About.LEAD, [lead.pk])[lead.pk]
    return {"id": str(row.pk), "key": key, "cookies": [one for pair in zip(*sides, strict=True) for one in pair]}


if __name__ == "__main__":
    conversations, people = int(sys.argv[1]), int(sys.argv[2])
    print(json.dumps([conversation(number, people) for number in range(1, conversations + 1)]))
