"""A ranking of one site in a market of 5,000 offers, against reading every offer and scoring each of them."""

import logging
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

PARTNERS, OFFERS_EACH, MOST = 200, 25, 60


def cpu(act: Callable[[], Any]) -> float:
    began = time.process_time()
    act()
    return time.process_time() - began


def measure() -> None:
    """Print the seconds of CPU of the baseline, of a first ranking in the process, and of the next one."""
    import django

    django.setup()
    logging.disable(logging.INFO)
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from config.demo.crowd import Crowd
    from config.demo.making import Maker
    from footprint.models import Site
    from kernel import clock
    from matching.actions.needs import sme_facts
    from matching.engine.ranking import best
    from matching.engine.run import match
    from matching.engine.situation import situation
    from matching.engine.weights import STARTING_WEIGHTS
    from matching.queries.market import forget, market
    from reference.queries import catalogue

    maker, crowd = Maker(clock.now()), Crowd(catalogue(), seed=8, mark="8", checked=False)
    for row in crowd.partners(PARTNERS, (OFFERS_EACH,)):
        maker.partner(row)
    for row in crowd.exporters(["olive_oil"], 1):
        maker.exporter(row)
    sme, day = sme_facts(Site.objects.get().pk), clock.moroccan_day(clock.now())

    def every() -> None:
        forget()
        found = situation(sme, catalogue())
        for offers in market(day).values():
            match(found, offers.candidates, STARTING_WEIGHTS, day)

    def ranking() -> None:
        found = situation(sme, catalogue())
        for offers in market(day).values():
            best(found, offers.candidates, STARTING_WEIGHTS, day, MOST)

    baseline = cpu(every)
    forget()
    print(baseline, cpu(ranking), cpu(ranking))


def main() -> None:
    with tempfile.TemporaryDirectory() as data:
        environment = {**os.environ, "DEBUG": "1", "DATA": data, "DJANGO_SETTINGS_MODULE": "config.settings"}
        command = [sys.executable, "-m", "benchmarks.ranking", "measure"]
        root = Path(__file__).resolve().parents[1]
        output = subprocess.run(command, check=True, capture_output=True, text=True, env=environment, cwd=root).stdout
    baseline, first, later = map(float, output.split()[-3:])
    print(f"{PARTNERS * OFFERS_EACH} offers, each read and scored: {baseline:.2f} s CPU")
    print(f"first ranking in a process {first:.2f} s, ratio {first / baseline:.2f}")
    print(f"each ranking after it {later:.2f} s, ratio {later / baseline:.3f}")


if __name__ == "__main__":
    measure() if len(sys.argv) > 1 else main()
