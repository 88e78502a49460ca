"""An import of 10,000 offers from a workbook: read, then written, against Django's bulk_create of the same rows."""

import os
import random
import subprocess
import sys
import tempfile
import time
from io import BytesIO
from pathlib import Path
from typing import Any

ROWS = 10_000
HEADS = ["Référence", "Nom", "Régions desservies", "Secteurs desservis", "Mesures", "Projet minimum", "Date du statut"]


def workbook(rows: int) -> bytes:
    from openpyxl import Workbook

    book, file = Workbook(write_only=True), BytesIO()
    sheet: Any = book.create_sheet("Offres")
    sheet.append(HEADS)
    chance = random.Random(1)
    for number in range(rows):
        region = f"MA-{chance.randrange(1, 13):02d}"
        least = f"{chance.randrange(100, 900)} 000,50"
        sheet.append([f"B{number:05d}", f"Offre fictive {number}", region, "*", "pv_rooftop", least, "03/04/2026"])
    book.save(file)
    return file.getvalue()


def measure() -> None:
    """Print the seconds of the baseline, of reading, of writing, and the longest wait of another writer meanwhile."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from django.db import transaction

    from kernel import clock
    from kernel.queue.worker import Worker
    from partners import actions, queries
    from partners.models import Offer
    from tests.factories.partners import make_partner
    from tests.queue import drain

    actor, content = make_partner(), workbook(ROWS)
    plain = [
        Offer(
            organization_id=actor.organization_id,
            source_key=f"P{number}",
            kind="provider",
            offer_kind="technology",
            name_fr=f"Offre fictive {number}",
            terms={"regions_served": ["MA-03"], "sectors_served": ["*"], "measures": ["pv_rooftop"]},
            search_text="offre fictive",
            updated_at=clock.now(),
        )
        for number in range(ROWS)
    ]
    began = time.perf_counter()
    Offer.objects.bulk_create(plain)
    baseline = time.perf_counter() - began
    with transaction.atomic():
        Offer.objects.all().delete()
    drain()
    began = time.perf_counter()
    job = actions.take_offers_file(actor, filename="offers.xlsx", content=content, now=clock.now())
    Worker().run_once()
    read = time.perf_counter() - began
    assert queries.offers_files(actor).get(pk=job.pk).state == "ready"
    actions.apply_offers_file(actor, import_id=job.pk)
    waits = _other_writer()
    began = time.perf_counter()
    Worker().run_once()
    written = time.perf_counter() - began
    assert Offer.objects.count() == ROWS
    print(baseline, read, written, max(waits()))


def _other_writer() -> Any:
    """Write a row every 20 ms in another thread; return what stops it and gives how long each took."""
    import threading

    from django.db import connection

    from kernel.models import IdempotencyKey

    stop, times = threading.Event(), [0.0]

    def write() -> None:
        while not stop.wait(0.02):
            began = time.perf_counter()
            IdempotencyKey.objects.filter(path="nothing").update(status_code=200)
            times.append(time.perf_counter() - began)
        connection.close()

    thread = threading.Thread(target=write)
    thread.start()

    def end() -> list[float]:
        stop.set()
        thread.join()
        return times

    return end


def main() -> None:
    with tempfile.TemporaryDirectory() as data:
        environment = {**os.environ, "DEBUG": "1", "DATA": data, "DJANGO_SETTINGS_MODULE": "config.settings"}
        command = [sys.executable, "-m", "benchmarks.imports", "measure"]
        root = Path(__file__).resolve().parents[1]
        output = subprocess.run(command, check=True, capture_output=True, text=True, env=environment, cwd=root).stdout
    baseline, read, written, waited = map(float, output.split()[-4:])
    print(f"bulk_create of {ROWS} rows {baseline:.2f} s; read {read:.2f} s, written {written:.2f} s")
    print(f"ratio of reading and writing {(read + written) / baseline:.1f}, of writing alone {written / baseline:.1f}")
    print(f"longest wait of another writer meanwhile {waited:.2f} s")


if __name__ == "__main__":
    measure() if len(sys.argv) > 1 else main()
