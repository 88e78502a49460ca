"""
The offers of a market as columns of NumPy, one row an offer, for rules and criteria that see all of them at once.

Regions and sectors are bits, numbers are float32 (not a number when the offer does not say). What an offer says in words
is its place in a dictionary of all that is said: a rule or criterion that hangs on those words is the exact one, called
once for each entry, and every row that says the same reads the answer.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from math import inf, nan
from operator import attrgetter
from struct import Struct
from typing import Any, Final

from matching.engine.eligibility import basis_share
from matching.engine.numbers import exactly
from matching.engine.offers import Record
from matching.engine.run import Candidate
from partners.files.exchange import EVERY, OfferFacts, Reference
from reference.files import Catalogue

Array = Any  # of NumPy, which is imported where it is used: a process that ranks nothing starts without it

STATED: Final = (
    "ticket_min_mad",
    "ticket_max_mad",
    "employees_max",
    "revenue_min_mad",
    "revenue_max_mad",
    "max_share_held_by_large_group_pct",
    "min_years_operating",
    "min_energy_reduction_pct",
    "min_roof_m2",
    "min_annual_kwh",
    "min_energy_bill_mad",
    "min_organic_waste_t",
    "min_containers_yr",
)
NUMBERS: Final = (*STATED, "own_funds_min_pct", "jobs", "jobs_in_tourism", "basis_share")
DOES: Final = ("kind", "measures", "end_uses", "standards_accredited", "approved_auditor_law_47_09")
SAID: Final[dict[str, tuple[str, ...]]] = {
    "does": DOES,
    "dates": ("kind", "standards_accredited", "status", "as_of", "closes_on", "accreditation_valid_until"),
    "asks": ("requires_cgem_member", "requires_voltage", "requires_roof_ownership"),
    "days": ("available_in_days",),
    "proof": ("references",),
    "bases": ("base_provinces", "remote"),
    "tongues": ("languages", "interpreter"),
    "relief": ("instrument", "grant_pct", "own_funds_min_pct", "ticket_basis"),
    "record": ("capacity_month",),
}
NOT_SAID, CHOOSY = 15, 62
"""Bits beyond the twelve regions and the sectors: the offer says nothing of whom it serves; it names or leaves out some."""
READ: Final = {name: attrgetter(*facts) for name, facts in SAID.items()}
SINGLE: Final = Struct("f")
SPARE: Final = 1024
MOST_TOLD: Final = 256


@dataclass(slots=True)
class Words:
    """What is said of one subject, each once: the offer that says that alone, with the record it is said beside."""

    places: dict[Any, int] = field(default_factory=dict)
    entries: list[tuple[OfferFacts, Record | None]] = field(default_factory=list)
    told: dict[Any, Array] = field(default_factory=dict)

    def place(self, key: tuple[Any, ...], said: Callable[[], OfferFacts], record: Record | None) -> int:
        found = self.places.setdefault(key, len(self.entries))
        if found == len(self.entries):
            self.entries.append((said(), record))
        return found

    def tell(self, subject: Any, find: Callable[[OfferFacts, Record | None], float]) -> Array:
        """Return what `find` says of each entry; what it said once under this subject is remembered."""
        import numpy as np

        if len(self.told) > MOST_TOLD:
            self.told.clear()
        known = self.told.get(subject, np.empty(0))
        if len(known) < len(self.entries):
            new = [find(offer, record) for offer, record in self.entries[len(known) :]]
            known = self.told[subject] = np.append(known, new)
        return known


class Columns:
    """The columns of some offers; `follow` brings them to those of today, and writes only the rows that changed."""

    def __init__(self, catalogue: Catalogue, candidates: Iterable[Candidate] = ()) -> None:
        self.catalogue = catalogue
        self.bit = {code: place for place, code in enumerate(sorted(catalogue.sectors))}
        self.region_bit = {code: place for place, code in enumerate(sorted(catalogue.regions))}
        self.rows: list[Candidate] = []
        self.words = {name: Words() for name in SAID}
        self.stated: set[str] = set()  # numbers that some row states
        self.inexact: set[str] = set()  # numbers of which some row is not what float32 holds
        self.arrays: dict[str, Array] = _room(0)
        self.follow(candidates)

    def follow(self, candidates: Iterable[Candidate]) -> None:
        """Hold these offers and no others, in any order."""
        wanted = {id(one): one for one in candidates}
        held = {id(one) for one in self.rows}
        new = [one for key, one in wanted.items() if key not in held]
        free = [row for row, one in enumerate(self.rows) if id(one) not in wanted]
        while len(free) > len(new):
            row, last = free.pop(), len(self.rows) - 1
            self._move(last, row)
        for row, one in zip(free, new, strict=False):
            self.rows[row] = one
        into = [*free, *range(len(self.rows), len(self.rows) + len(new) - len(free))]
        self.rows += new[len(free) :]
        self._write(into, new)

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, name: str) -> Array:
        return self.arrays[name][: len(self.rows)]

    @property
    def is_stale(self) -> bool:
        """Whether most of what was ever said is no longer said by any offer."""
        return any(len(one.entries) > 2 * len(self.rows) + SPARE for one in self.words.values())

    @property
    def nbytes(self) -> int:
        return sum(self[name].nbytes for name in self.arrays)

    def _move(self, row: int, to: int) -> None:
        self.rows[to] = self.rows[row]
        for column in self.arrays.values():
            column[to] = column[row]
        self.rows.pop()

    @exactly
    def _write(self, rows: list[int], candidates: list[Candidate]) -> None:
        import numpy as np

        if len(self.rows) > len(self.arrays["regions"]):
            larger = _room(2 * len(self.rows) + SPARE)
            for name, column in self.arrays.items():
                larger[name][: len(column)] = column
            self.arrays = larger
        if rows:
            written = [self._row(one) for one in candidates]
            for name, values in zip(self.arrays, zip(*written, strict=True), strict=True):
                self.arrays[name][rows] = np.array(values, self.arrays[name].dtype)

    def _row(self, one: Candidate) -> list[float]:
        offer, record = one.offer, one.record
        numbers = [self._number(name, _number(name, offer)) for name in NUMBERS]
        places = [self._place(name, offer, record) for name in SAID]
        return [self._regions(offer), self._sectors(offer), *numbers, *places]

    def _place(self, name: str, offer: OfferFacts, record: Record | None) -> int:
        """Return the place of what the offer says of one subject, and of the record where it belongs to it."""
        said: Any = READ[name](offer)
        if name == "proof":
            said = _verified(said)
        if name != "record":
            record = None
        facts = dict(zip(SAID[name], said if len(SAID[name]) > 1 else (said,), strict=True))
        return self.words[name].place(
            (said, record), lambda: OfferFacts(**{"offer_id": "", "kind": "provider", **facts}), record
        )

    def _number(self, name: str, stated: Decimal | int | None) -> float:
        if stated is None:
            return nan
        self.stated.add(name)
        held = single(stated)
        if held != stated:
            self.inexact.add(name)
        return held

    def _regions(self, offer: OfferFacts) -> int:
        if offer.regions_served is None:
            return 1 << NOT_SAID
        return sum(1 << self.region_bit[one] for one in set(offer.regions_served))

    def _sectors(self, offer: OfferFacts) -> int:
        """Return the sectors it refuses."""
        served, excluded = offer.sectors_served, set(offer.excluded_sectors or ())
        refused = excluded if served in {None, (EVERY,)} else self.bit.keys() - (set(served or ()) - excluded)
        choosy = 0 if served == (EVERY,) and not excluded else 1 << CHOOSY
        return sum((1 << self.bit[one] for one in refused), choosy + (1 << NOT_SAID + 32 if served is None else 0))


def single(value: Decimal | int) -> float:
    """Return the number as float32 holds it."""
    try:
        return float(SINGLE.unpack(SINGLE.pack(float(value)))[0])
    except OverflowError:
        return inf


def _room(rows: int) -> dict[str, Array]:
    import numpy as np

    kinds: dict[str, Any] = {"regions": np.uint16, "sectors": np.uint64}
    kinds |= dict.fromkeys(NUMBERS, np.float32) | dict.fromkeys(SAID, np.int32)
    return {name: np.zeros(rows, kind) for name, kind in kinds.items()}


def _number(name: str, offer: OfferFacts) -> Decimal | int | None:
    """Return a floor or ceiling; one of nothing asks nothing where the rule says so."""
    if name in STATED:
        return getattr(offer, name)  # type: ignore[no-any-return]
    if name == "basis_share":
        return basis_share(offer)
    general, tourism = offer.min_stable_jobs_per_mmad, offer.min_stable_jobs_per_mmad_tourism
    values = {
        "own_funds_min_pct": offer.own_funds_min_pct,
        "jobs": general,
        "jobs_in_tourism": general if tourism is None else tourism,
    }
    return values[name] or None


def _verified(references: Iterable[Reference] | None) -> tuple[Reference, ...] | None:
    """Return what a proof reads of references: the sectors of those verified."""
    if references is None:
        return None
    return tuple(
        Reference(sector, 0, verified=True) for sector in sorted(one.sector for one in references if one.verified)
    )
