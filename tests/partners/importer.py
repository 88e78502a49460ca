"""
A process that reads and writes a file of offers until it is killed.

Started by the kill test as `python -m tests.partners.importer`; `--open` makes the partner and its file, `--look` tells
what stands.
"""

import json
import os
import sys
import time

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from kernel import clock  # noqa: E402
from kernel.models import Import, ImportRow  # noqa: E402
from kernel.queue.worker import Worker  # noqa: E402
from partners import actions  # noqa: E402
from partners.models import Offer  # noqa: E402
from tests.factories.accounts import actor_of  # noqa: E402
from tests.factories.partners import make_partner  # noqa: E402

ROWS = 600


def open_file() -> None:
    call_command("migrate", verbosity=0)
    lines = [f"B{number};Offre {number};MA-03;*;pv_rooftop" for number in range(ROWS)]
    text = "\n".join(["Référence;Nom;Régions;Secteurs;Mesures", *lines])
    actions.take_offers_file(make_partner(), filename="x.csv", content=text.encode(), now=clock.now())


def look() -> None:
    job = Import.objects.get()
    print(
        json.dumps(
            {
                "state": job.state,
                "offers": Offer.objects.count(),
                "keys": Offer.objects.values("source_key").distinct().count(),
                "rows": ImportRow.objects.filter(round=job.round).count(),
            }
        )
    )


def go_on() -> None:
    worker = Worker()
    worker.start()
    print("ready", flush=True)
    while (job := Import.objects.get()).state != Import.State.APPLIED:
        if job.state == Import.State.READY:
            from accounts.models import Organization

            actions.apply_offers_file(actor_of(Organization.objects.get(pk=job.organization_id)), import_id=job.pk)
        time.sleep(0.01)
    worker.stop()


if __name__ == "__main__":
    {"--open": open_file, "--look": look}.get(sys.argv[-1], go_on)()
