"""A matched exporter and its partner, made in a database of their own; tells what a test needs to act for them, and the request to send."""

import json
import os

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402

from accounts import actions  # noqa: E402
from accounts.models import User  # noqa: E402
from kernel import clock  # noqa: E402
from kernel.actor import Actor  # noqa: E402
from tests.factories.marketplace import make_deal  # noqa: E402


def member(actor: Actor) -> dict[str, str]:
    page = Client()
    page.force_login(User.objects.get(pk=actor.user_id))
    cookie = f"{settings.SESSION_COOKIE_NAME}={page.cookies[settings.SESSION_COOKIE_NAME].value}"
    return {"cookie": cookie, "key": actions.create_key(actor, name="test", scope="write", now=clock.now())[1]}


if __name__ == "__main__":
    deal = make_deal()
    lead = {"site_id": str(deal.site.pk), "offer_ids": [str(deal.offer.pk)], "consent": True}
    print(json.dumps([member(deal.sme), member(deal.partner), lead]))
