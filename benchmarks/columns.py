"""A firm before all offers by columns, against one copy of the same bytes and against the engine called for each offer."""

import random
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from config.demo.crowd import Crowd
from matching.engine.columns import Columns
from matching.engine.numbers import exactly
from matching.engine.offers import Record, case, kind_of
from matching.engine.profile import SmeFacts, read_sme
from matching.engine.reach import Firms
from matching.engine.rules import verdicts
from matching.engine.run import Candidate
from matching.engine.score import score
from matching.engine.sieve import Sieve
from matching.engine.situation import Situation, situation
from matching.engine.weights import STARTING_WEIGHTS
from partners.files.exchange import read_offer
from reference.files import Catalogue, load

DAY = date(2026, 11, 25)
MOST, REAL, FIRMS, BASES, SAMPLE = 50, 10_000, 10_000, 20, 300
WEIGHTS = {"technology": STARTING_WEIGHTS["technology"]}  # a run ranks one kind
GOALS = {1_000: "under 1 ms", 10_000: "under 1 ms", 100_000: "ratio 8", 1_000_000: "ratio 3"}
DRAWN_APART = ("days", "record", "proof", "bases", "tongues", "regions")
TEXTS = ("name_", "descr")


def milliseconds(act: Callable[[], Any], rounds: int = 7) -> float:
    """Return the median of some calls, of CPU."""
    spent = []
    for _ in range(rounds):
        began = time.process_time()
        act()
        spent.append((time.process_time() - began) * 1000)
    return statistics.median(spent)


def offers(catalogue: Catalogue, count: int) -> Iterator[Candidate]:
    """Return the technology among so many offers of the demo crowd, as the exchange format reads them."""
    rows = Crowd(catalogue, seed=8, mark="8").partners(count // 25, (25,))
    for number, (row, place) in enumerate((row, place) for row in rows for place in range(25)):
        written = {name: value for name, value in row["offers"][place].items() if name[:5] not in TEXTS}
        del written["source_key"]
        offer, problems = read_offer({**written, "offer_id": str(number), "kind": row["kind"]}, catalogue)
        assert offer is not None, problems
        if kind_of(offer, catalogue) in WEIGHTS:
            yield Candidate(offer, row["key"], Record(number % 9, number % 7, number % 5, number % 2, (number % 90,)))


def firms(catalogue: Catalogue, count: int, chance: random.Random) -> Iterator[SmeFacts]:
    for number in range(count):
        written = {
            "sme_id": str(number),
            "sector": chance.choice(("olive_oil", "garments", "textile_finishing", "tourism_hotel", "fish_frozen")),
            "region": chance.choice(sorted(catalogue.regions)),
            "languages": chance.choice((["fr"], ["ar", "fr"], ["en", "fr"])),
            "goals": [chance.choice(("pv_rooftop", "energy_audit", "led", "iso_14001"))],
            "employees": chance.randint(5, 240),
            "revenue_mad": chance.randint(3, 150) * 1_000_000,
            "budget_mad": chance.randint(2, 60) * 50_000,
            "own_funds_mad": chance.randint(1, 20) * 50_000,
            "voltage": chance.choice(("LV", "MV")),
            "roof_m2": chance.randint(200, 4000),
            "energy_use": [
                {"carrier": "electricity", "amount": chance.randint(80, 2000), "unit": "MWh"},
                {"carrier": "fuel_oil", "amount": chance.randint(5, 90), "unit": "t"},
            ],
        }
        read, problems = read_sme(written, catalogue)
        assert read is not None, problems
        yield read


def drawn(columns: Columns, count: int) -> Columns:
    """Return columns of so many offers, each drawn from the real ones; what hangs on nothing else is drawn apart."""
    generator = np.random.default_rng(8)
    made, rows = Columns(columns.catalogue), generator.integers(0, len(columns), count)
    made.rows = [columns.rows[row] for row in rows]
    made.words, made.stated, made.inexact = columns.words, columns.stated, columns.inexact
    made.arrays = {
        name: columns[name][generator.integers(0, len(columns), count) if name in DRAWN_APART else rows]
        for name in columns.arrays
    }
    return made


@exactly
def one_by_one(found: Situation, candidates: list[Candidate]) -> None:
    for candidate in candidates:
        one = case(found, candidate.offer, DAY, candidate.record)
        verdicts(one)
        score(one, WEIGHTS[one.kind])


def one_firm(real: Columns, found: Situation) -> None:
    every = real.rows[:: len(real) // SAMPLE]
    one_by_one(found, every)
    each = milliseconds(lambda: one_by_one(found, every), 3) / len(every)
    for count, goal in GOALS.items():
        columns = drawn(real, count)
        sieve = Sieve(columns, found, WEIGHTS, DAY)
        first = milliseconds(lambda sieve=sieve: sieve.best(MOST), 1)
        spent = milliseconds(lambda sieve=sieve: sieve.best(MOST))
        copies = [np.empty_like(columns[name]) for name in columns.arrays]
        pairs = [(copy, columns[name]) for copy, name in zip(copies, columns.arrays, strict=True)]
        floor = milliseconds(lambda pairs=pairs: [np.copyto(copy, column) for copy, column in pairs])
        print(
            f"{count} offers: {spent:.2f} ms (with what they do at the site, once a firm: {first:.0f}), a copy "
            f"{floor:.2f} ms, ratio {spent / floor:.1f} ({goal}); one by one {each * count / 1000:.1f} s, "
            f"{each * count / spent:.0f} times faster (goal 20)",
            flush=True,
        )
    print(f"memory of a million offers: {columns.nbytes / count:.0f} MB (goal 120)")


def many_firms(real: Columns, profiles: list[SmeFacts], bases: list[Situation]) -> None:
    """Hold all firms against all offers: the needs are those of some of them, whatever else a firm is is its own."""
    sieves = [Sieve(real, one, WEIGHTS, DAY) for one in bases]
    began = time.process_time()
    for sieve in sieves:
        sieve.best(MOST)
    needs = (time.process_time() - began) / len(sieves) * 1000
    began = time.process_time()
    for number, profile in enumerate(profiles):
        base = sieves[number % len(sieves)]
        own = replace(base.situation, site=replace(base.situation.site, sme=profile))
        Sieve(real, own, WEIGHTS, DAY, base.deeds).best(MOST)
    spent = time.process_time() - began
    copies = [np.empty_like(real[name]) for name in real.arrays]
    pairs = [(copy, real[name]) for copy, name in zip(copies, real.arrays, strict=True)]
    floor = milliseconds(lambda: [np.copyto(copy, column) for copy, column in pairs], 99) * len(profiles) / 1000
    print(
        f"{len(profiles)} firms x {len(real)} offers: {spent:.1f} s, copies {floor:.2f} s, ratio {spent / floor:.1f} "
        f"(goal 40); what offers do at one more site: {needs:.0f} ms",
        flush=True,
    )


def one_offer(catalogue: Catalogue, real: Columns, profiles: list[SmeFacts]) -> None:
    """Find the firms that an edited offer may concern, and write its row."""
    held = Firms(catalogue, profiles)
    edited = [replace(one, offer=replace(one.offer, available_in_days=9)) for one in real.rows[:SAMPLE]]
    reached = [int(held.reached(one).sum()) for one in edited]
    each = milliseconds(lambda: [held.reached(one) for one in edited]) / len(edited)
    share = statistics.mean(reached) / len(profiles)
    every = real.rows
    row = milliseconds(lambda: real.follow([edited[0] if real.rows[0] is every[0] else every[0], *every[1:]]), 3)
    print(f"an offer edited, {len(profiles)} firms: {each:.3f} ms, {share:.0%} may be concerned; its row {row:.1f} ms")


def main() -> None:
    catalogue, chance = load(), random.Random(8)
    began = time.process_time()
    every = list(offers(catalogue, REAL))
    read = time.process_time() - began
    began = time.process_time()
    real = Columns(catalogue, every)
    spent = time.process_time() - began
    print(f"{len(real)} offers read in {read:.1f} s and put into columns in {spent:.1f} s", flush=True)
    profiles = list(firms(catalogue, FIRMS, chance))
    bases = [situation(one, catalogue) for one in profiles[:BASES]]
    one_firm(real, bases[0])
    many_firms(drawn(real, FIRMS), profiles, bases)
    one_offer(catalogue, real, profiles)


if __name__ == "__main__":
    main()
