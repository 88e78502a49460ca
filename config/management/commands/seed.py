import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from config.demo.crowd import Crowd, batches, read
from config.demo.making import PASSWORD, Maker
from config.management.commands.prepare import SIZES
from kernel import clock
from kernel.models import Task
from kernel.queue.worker import Worker
from kernel.sqlite import statistics
from reference.queries import catalogue
from search.jobs import check_now

SHOWN = ("argane", "chams", "tayyar", "mizan", "qiyas", "borj")
LARGE_PARTNERS, LARGE_OFFERS_EACH, LARGE_EXPORTERS = 2_000, 25, 5_000
AT_ONCE = 25

Row = dict[str, Any]


class Command(BaseCommand):
    help = (
        "Make the demo data once: fictional partners, offers, exporters with a year of bills, and what they asked; "
        "with --size stories only the firms that have one, with --size large 50,000 offers and 5,000 exporters beside them."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--size", choices=SIZES, default="demo")

    def handle(self, *_args: Any, **options: Any) -> None:
        began, self.maker = time.monotonic(), Maker(clock.now())
        for row in filter(self.maker.is_new, read("operators")):
            self.maker.operator(row)
        self._stories()
        if options["size"] != "stories":
            self._crowd()
        self.stdout.write(f"demo data made in {time.monotonic() - began:.0f} s")
        if options["size"] == "large":
            self._large()
        self.stdout.write("Demo logins (fictional firms), password " + PASSWORD + ":")
        for row in read("partners") + read("exporters") + read("operators"):
            if row["key"] in SHOWN:
                self.stdout.write(f"  {row['email']:<24} {row['name']}")

    def _stories(self) -> None:
        """Make the firms that have a story, and the requests between them."""
        offers, firms = read("offers"), read("exporters")
        sellers = read("partners")
        for row in sellers:
            row["offers"] = [_typed(offer) for offer in offers if offer["partner"] == row["key"]]
        self._make(self.maker.partner, sellers)
        self._make(self.maker.exporter, firms)
        fresh = {row["key"]: row for row in self.maker.matched(self.fresh)}
        partner_of = {row["key"]: row for row in sellers}
        for row in read("leads"):
            if row["exporter"] in fresh:
                row["partner"] = self.maker.actor(partner_of[row["partner"]]).organization_id
                self.maker.lead(self.maker.actor(fresh[row["exporter"]]), row)

    def _crowd(self) -> None:
        """Make the others, so that every region and every sector has somebody."""
        crowd = Crowd(catalogue(), seed=7, mark="7")
        told = {row["company"]["sector"] for row in read("exporters")}
        sectors = sorted(set(catalogue().sectors) - told) + sorted(told)
        self._make(self.maker.partner, crowd.partners(48, (2, 3)))
        self._make(self.maker.exporter, crowd.exporters(sectors, 32))
        of_story = [self.maker.actor(row).organization_id for row in read("partners")] if self.fresh else []
        for row in self.maker.matched(self.fresh):
            self.maker.lead(self.maker.actor(row), row["lead"], of_story=of_story)

    def _make(self, make: Callable[[Row], None], rows: Any) -> None:
        """Make the rows that are not there, and remember them as fresh."""
        self.fresh = [row for row in rows if self.maker.is_new(row)]
        for row in self.fresh:
            make(row)

    def _large(self) -> None:
        """Fill the market, in transactions of a few rows, so that a run that was ended goes on where it stopped."""
        began = time.monotonic()
        crowd = Crowd(catalogue(), seed=8, mark="8", checked=False)
        sellers = crowd.partners(LARGE_PARTNERS, (LARGE_OFFERS_EACH,))
        self._many(self.maker.partner, sellers, LARGE_PARTNERS, LARGE_OFFERS_EACH, "offers")
        firms = crowd.exporters(sorted(catalogue().sectors), LARGE_EXPORTERS, monthly=False)
        self._many(self.maker.exporter, firms, LARGE_EXPORTERS, 1, "exporters")
        self._drain()
        missing, stale, gone = check_now()
        self.stdout.write(f"search index: {missing} missing, {stale} stale, {gone} gone, all mended")
        self.stdout.write(f"large market made in {time.monotonic() - began:.0f} s")

    def _many(self, make: Callable[[Row], None], rows: Iterator[Row], count: int, each: int, what: str) -> None:
        began, done, said = time.monotonic(), 0, 0
        for batch in batches(rows, AT_ONCE):
            with transaction.atomic():
                for row in filter(self.maker.is_new, batch):
                    make(row)
            done += len(batch)
            if done - said >= count // 10 or done == count:
                said = done
                statistics.renew()  # a planner that knows nothing of the rows that came reads them all for each new one
                self.stdout.write(f"{done * each:,} of {count * each:,} {what} after {time.monotonic() - began:.0f} s")

    def _drain(self) -> None:
        """Do here what the queue would do once the service runs: needs, rankings, the search index."""
        began, said, worker, done = time.monotonic(), 0.0, Worker(), 0
        while tried := worker.run_once(limit=10):
            done += tried
            if time.monotonic() - said > 10:
                said = time.monotonic()
                left = Task.objects.filter(status=Task.Status.READY, run_after__lte=clock.now()).count()
                self.stdout.write(f"{done:,} rows of the queue done, {left:,} left, after {said - began:.0f} s")
        self.stdout.write(f"{done:,} rows of the queue done after {time.monotonic() - began:.0f} s")


def _typed(offer: Row) -> Row:
    """Return an offer of the stories as its partner would type it."""
    return {name: value for name, value in offer.items() if name not in {"partner", "terms"}} | offer["terms"]
