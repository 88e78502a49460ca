"""
Every rule and every criterion over the columns of all offers, for one firm.

What hangs on the words of an offer is asked of the exact engine, once for each entry of their dictionary. What compares
two numbers is compared as float32, which never turns their order: where both round to the same, the exact rule decides.
So the refusals are those of the rules; a score is within `NEAR` of the exact one, and whoever may be among the best stays.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property, partial
from typing import Any, Final

from matching.engine.columns import CHOOSY, NOT_SAID, Array, Columns, single
from matching.engine.criteria import CRITERIA, FULL_RELIEF, project_mad
from matching.engine.numbers import HUNDRED, ONE, exactly
from matching.engine.offers import Case, Record, case
from matching.engine.places import place_of_site
from matching.engine.rules import RULES
from matching.engine.run import MOST_OF_ONE, serves
from matching.engine.score import FLOOR, START, Part, log
from matching.engine.situation import Situation
from matching.engine.verdicts import FAIL, PASS, UNKNOWN, Answer
from matching.engine.weights import Weights
from partners.files.exchange import OfferFacts

NEAR: Final = 5e-6
ENDLESS: Final = Decimal(10) ** 15
ANSWERS: Final[tuple[Answer, ...]] = (PASS, UNKNOWN, FAIL)
BY_DEED: Final = ("accreditation_missing", "end_use", "scope", "voltage", "roof", "roof_owner", "feedstock")
BY_WORDS: Final = {
    "closed": "dates",
    "accreditation_expired": "dates",
    "membership": "asks",
    "voltage": "asks",
    "roof_owner": "asks",
}
FLOORS: Final = {
    "revenue": "revenue_min_mad",
    "age": "min_years_operating",
    "jobs": "min_stable_jobs_per_mmad",
    "own_funds": "own_funds_min_pct",
    "roof": "min_roof_m2",
    "annual_kwh": "min_annual_kwh",
    "bill": "min_energy_bill_mad",
    "feedstock": "min_organic_waste_t",
    "containers": "min_containers_yr",
}
CEILINGS: Final = {
    "employees": "employees_max",
    "revenue": "revenue_max_mad",
    "ownership": "max_share_held_by_large_group_pct",
}
BITS: Final = {"region": NOT_SAID, "sector": NOT_SAID + 32}
SETTLED: Final = frozenset({"sector", "closed", "end_use", "scope"})
"""Rules that nobody can repair a failure of, and that are asked of all rows first."""
OF_THE_DEED: Final = ("goal", "cover", "carbon", "economics", "compliance")
OF_WORDS: Final = {
    "certainty": "dates",
    "waiting": "days",
    "sector_proof": "proof",
    "proximity": "bases",
    "trust": "record",
    "speed": "record",
    "room": "record",
    "language": "tongues",
}


@dataclass(frozen=True, slots=True)
class Bound:
    """What the firm has to hold against a floor or ceiling, None when not known, and the answer to one that it misses."""

    actual: float | None
    beyond: Answer
    is_exact: bool = True


@dataclass(frozen=True, slots=True)
class Deed:
    """
    What offers that do the same are to the firm: what the rules answer, the criteria that hang on it, what it costs, and
    the need for which they count.
    """

    kind: str
    answers: Mapping[str, Answer] = field(default_factory=dict)
    is_out: bool = True
    log: float = 0.0
    size: float = float("nan")
    saves: Bound = Bound(None, UNKNOWN)
    main: str = ""


@dataclass
class Sieve:
    """One firm before all offers on one day."""

    columns: Columns
    situation: Situation
    weights: Mapping[str, Weights]
    as_of: date
    deeds: dict[int, Deed] = field(default_factory=dict)
    _tables: dict[str, Array] = field(default_factory=dict)

    @exactly
    def best(self, most: int) -> tuple[list[int], list[int]]:
        """Return the rows among which are the `most` that fit, and those among which are the `most` near misses."""
        rows, failed = self.refusals()
        number_of = {kind: number for number, kind in enumerate(self.weights)}
        kinds = self._of_deeds("kind", lambda deed: number_of.get(deed.kind, -1))[self.columns["does"][rows]]
        found: tuple[list[int], list[int]] = ([], [])
        for kind, number in number_of.items():
            of_kind = kinds == number
            some, refused = rows[of_kind], failed[of_kind]
            scores = self.scores(kind, some)
            for count, kept in enumerate(found):
                those = refused == count
                kept.extend(self._first(some[those], scores[those], most, limited=not count).tolist())
        return found

    def _first(self, rows: Array, scores: Array, most: int, *, limited: bool) -> Array:
        """Return the rows among which are the `most` best; when `limited`, one partner has few of them for a need."""
        import numpy as np

        reach = most
        while len(rows) > reach:
            least = np.partition(scores, -reach)[-reach]
            if not limited or self._places(rows[scores >= least]) >= most:
                return rows[scores >= least - NEAR]
            reach *= 2
        return rows

    def _places(self, rows: Array) -> int:
        """Return how many of these rows a run keeps."""
        offers, does = self.columns.rows, self.columns["does"][rows].tolist()
        pairs = zip(rows.tolist(), does, strict=True)
        held = Counter([(offers[row].partner or row, self.deeds[deed].main) for row, deed in pairs])
        return sum([min(MOST_OF_ONE, count) for count in held.values()])

    @exactly
    def refusals(self) -> tuple[Array, Array]:
        """Return the rows about the need that no rule refuses, or one that somebody can repair, and how many do."""
        import numpy as np

        every = slice(None)
        rows = np.flatnonzero(~(self.holds("sector", FAIL, every) | self.holds("closed", FAIL, every)))
        does = self.columns["does"]
        self.meet(np.flatnonzero(np.bincount(does[rows])).tolist())
        rows = rows[~self._of_deeds("out", lambda deed: deed.is_out)[does[rows]].astype(bool)]
        failed = np.zeros(len(rows), np.int8)
        for code, rule in RULES.items():
            if code not in SETTLED and (found := self.holds(code, FAIL, rows)) is not False:  # it refuses somebody
                failed += found * np.int8(2 if rule.who == "nobody" else 1)
                stay = failed < 2
                if 2 * np.count_nonzero(stay) < len(rows):
                    rows, failed = rows[stay], failed[stay]
        return rows[failed < 2], failed[failed < 2]

    def answers(self, code: str) -> list[Answer]:
        """Return what one rule answers to every offer."""
        import numpy as np

        every = np.arange(len(self.columns))
        self.meet(self.columns["does"].tolist())
        fails, asks = (np.zeros(len(every), bool) | self.holds(code, one, every) for one in ANSWERS[:0:-1])
        return [FAIL if fail else UNKNOWN if ask else PASS for fail, ask in zip(fails, asks, strict=True)]

    def holds(self, code: str, verdict: Answer, rows: Any) -> Any:
        """Return where a part of a rule gives this answer: it refuses where one part does, and asks where one does."""
        found: Any = False
        if code in BITS:
            found |= self._by_bits(code, verdict, rows)
        if code == "ticket_min":
            found |= self._by_ticket(verdict, rows)
        if code == "energy_reduction":
            found |= self._by_saving(verdict, rows)
        if code in BY_DEED:
            table = self._of_deeds(code, lambda deed: ANSWERS.index(deed.answers.get(code, PASS)))
            found |= self._where(table == ANSWERS.index(verdict), "does", rows)
        if code in BY_WORDS:
            table = self._told(code, BY_WORDS[code], lambda one: ANSWERS.index(RULES[code].find(one).verdict))
            found |= self._where(table == ANSWERS.index(verdict), BY_WORDS[code], rows)
        for bounds, is_floor in ((FLOORS, True), (CEILINGS, False)):
            if code in bounds:
                found |= self._by_number(code, verdict, rows, bounds[code], is_floor=is_floor)
        return found

    def scores(self, kind: str, rows: Array) -> Array:
        """Return S of offers of one kind."""
        import numpy as np

        weights = self.weights[kind]
        logs = self._of_deeds("log", lambda deed: deed.log)[self.columns["does"][rows]]
        for code, word in OF_WORDS.items():
            if weights.get(code):
                table = self._told(code, word, partial(_taken_log, code))
                logs += (float(weights[code]) * table)[self.columns[word][rows]]
        for code, taken in (("ticket", self._ticket), ("relief", self._relief)):
            if weights.get(code):
                logs += float(weights[code]) * np.log(np.maximum(taken(rows), float(FLOOR)) / float(START))
        return float(START) * np.exp(logs)

    def meet(self, entries: Iterable[int]) -> None:
        """Hold the firm against what these entries do."""
        for entry in set(entries) - self.deeds.keys():
            self._tables.clear()
            self.deeds[entry] = self._deed(self.columns.words["does"].entries[entry][0])

    def _deed(self, offer: OfferFacts) -> Deed:
        one = self._case(offer)
        answers = {code: RULES[code].find(one).verdict for code in BY_DEED}
        saves = Bound(None, UNKNOWN)
        if "min_energy_reduction_pct" in self.columns.stated:
            saves = self._probed(
                "energy_reduction", replace(one, offer=replace(offer, min_energy_reduction_pct=ENDLESS))
            )
        about = self.situation.need is None or serves(one, self.situation.need)
        for_good = any(answer == FAIL and RULES[code].who == "nobody" for code, answer in answers.items())
        if for_good or not about or one.kind not in self.weights:
            return Deed(one.kind, answers, saves=saves)
        weights = self.weights[one.kind]
        total = sum(float(weights[code]) * _taken_log(code, one) for code in OF_THE_DEED if weights.get(code))
        size = project_mad(one) if weights.get("ticket") or weights.get("relief") else None
        main = self.situation.main_need(one.served)
        return Deed(one.kind, answers, False, total, float("nan") if size is None else float(size), saves, main)

    def _case(self, offer: OfferFacts, record: Record | None = None) -> Case:
        return case(self.situation, offer, self.as_of, record)

    def _of_deeds(self, name: str, of: Callable[[Deed], float]) -> Array:
        """Return a value of each entry of what offers do, for those met."""
        import numpy as np

        if name not in self._tables:
            table = np.zeros(len(self.columns.words["does"].entries))
            for entry, deed in self.deeds.items():
                table[entry] = of(deed)
            self._tables[name] = table
        return self._tables[name]

    def _told(self, code: str, word: str, find: Callable[[Case], float]) -> Array:
        """Return what the exact engine says of each entry, asked once for all firms of whom the same is read."""
        sme = self.situation.sme
        read: dict[str, Any] = {
            "dates": self.as_of,
            "asks": (sme.cgem_member, sme.voltage, sme.owns_building, sme.landlord_agreement),
            "proof": sme.sector,
            "bases": self._place if word == "bases" else None,
            "tongues": sme.languages,
        }
        return self.columns.words[word].tell(
            (code, read.get(word)), lambda offer, record: find(self._case(offer, record))
        )

    @cached_property
    def _place(self) -> Any:
        return place_of_site(self.situation.sme, self.situation.catalogue)

    def _where(self, table: Array, word: str, rows: Any) -> Any:
        return table[self.columns[word][rows]] if table.any() else False

    def _by_bits(self, code: str, verdict: Answer, rows: Any) -> Any:
        """Return where a place is served, and where a sector is not refused; an offer that does not say is asked."""
        import numpy as np

        column, sme = self.columns[f"{code}s"][rows], self.situation.sme
        unsaid = column.dtype.type(1 << BITS[code])
        if code == "region":
            if sme.region is None:
                return np.full(len(column), verdict == UNKNOWN)
            served = (column & column.dtype.type(1 << self.columns.region_bit[sme.region])) != 0
            return ~served & ((column & unsaid != 0) == (verdict == UNKNOWN))
        if sme.sector is None:
            return (column & column.dtype.type(1 << CHOOSY) != 0) & (verdict == UNKNOWN)
        refused = (column & column.dtype.type(1 << self.columns.bit[sme.sector])) != 0
        return refused if verdict == FAIL else ~refused & (column & unsaid != 0)

    def _by_number(self, code: str, verdict: Answer, rows: Any, name: str, *, is_floor: bool) -> Any:
        import numpy as np

        column_name = self._jobs if code == "jobs" else name
        if column_name not in self.columns.stated:
            return False
        found, column = self._bound(code, name, is_floor=is_floor), self.columns[column_name][rows]
        if found.actual is None:
            return ~np.isnan(column) & (verdict == UNKNOWN)
        if found.beyond != verdict:
            return False
        beyond = column > np.float32(found.actual) if is_floor else column < np.float32(found.actual)
        if found.is_exact and column_name not in self.columns.inexact:
            return beyond
        return self._decided(code, verdict, rows, beyond, column == np.float32(found.actual))

    def _decided(self, code: str, verdict: Answer, rows: Array, found: Array, open_: Array) -> Array:
        """Let the exact rule decide where float32 cannot."""
        import numpy as np

        for place in np.flatnonzero(open_):
            one = self.columns.rows[rows[place]]
            found[place] = RULES[code].find(self._case(one.offer, one.record)).verdict == verdict
        return found

    @property
    def _jobs(self) -> str:
        sme = self.situation.sme
        tourism = sme.sector is not None and self.situation.catalogue.sectors[sme.sector].group == "tourism"
        return "jobs_in_tourism" if tourism else "jobs"

    def _bound(self, code: str, name: str, *, is_floor: bool) -> Bound:
        """Ask the exact rule with a limit that nobody keeps: it answers with what it found."""
        if code == "own_funds":  # a share of the budget, not what the rule found
            budget, own = self.situation.sme.budget_mad, self.situation.sme.own_funds_mad
            if budget is None or own is None:
                return Bound(None, UNKNOWN)
            return _bound(own / budget * HUNDRED if budget else ENDLESS, FAIL)
        limit: dict[str, Any] = {name: ENDLESS if is_floor else -ONE}
        return self._probed(code, self._case(OfferFacts(offer_id="", kind="provider", **limit)))

    def _probed(self, code: str, one: Case) -> Bound:
        found = RULES[code].find(one)
        return Bound(None, UNKNOWN) if found.actual is None else _bound(found.actual, found.verdict)

    def _by_ticket(self, verdict: Answer, rows: Any) -> Any:
        import numpy as np

        if "ticket_min_mad" not in self.columns.stated:
            return False
        least, share, budget = self.columns["ticket_min_mad"][rows], self._share(rows), self.situation.sme.budget_mad
        if verdict == UNKNOWN:
            return ~np.isnan(least) & (np.isnan(share) | (budget is None))
        if budget is None:
            return False
        have = float(budget) * share
        close = np.abs(least - have) <= 1e-6 * have
        if "ticket_min_mad" not in self.columns.inexact and float(budget) == budget:
            close &= share != 1
        return self._decided("ticket_min", verdict, rows, least > have, close)

    def _by_saving(self, verdict: Answer, rows: Any) -> Any:
        """Compare the floor of each offer with what its own measures save."""
        import numpy as np

        if "min_energy_reduction_pct" not in self.columns.stated:
            return False
        column, does = self.columns["min_energy_reduction_pct"][rows], self.columns["does"][rows]
        table = self._of_deeds("saved", lambda deed: -np.inf if deed.saves.actual is None else deed.saves.actual)
        beyond = self._of_deeds("beyond", lambda deed: ANSWERS.index(deed.saves.beyond)) == ANSWERS.index(verdict)
        saved = table.astype(np.float32)[does]
        return self._decided("energy_reduction", verdict, rows, (column > saved) & beyond[does], column == saved)

    def _share(self, rows: Any) -> Array:
        return self.columns["basis_share"][rows].astype(float)

    def _ticket(self, rows: Array) -> Array:
        import numpy as np

        least, most = self.columns["ticket_min_mad"][rows], self.columns["ticket_max_mad"][rows]
        size, budget = self._size(rows), self.situation.sme.budget_mad
        known = ~np.isnan(size)
        have = np.where(known, size, np.nan if budget is None else float(budget)) * self._share(rows)
        with np.errstate(divide="ignore", invalid="ignore"):
            below, above = (have - least / 2) / (least / 2), (2 * most - have) / most
        found = np.where((have > most) & known, np.where(most > 0, above, 0), 1.0)
        found = np.maximum(np.where(have < least, below, found), 0)
        return np.where(np.isnan(have) | (np.isnan(least) & np.isnan(most)), float(START), found)

    def _relief(self, rows: Array) -> Array:
        import numpy as np

        low = self._told("relief low", "relief", lambda one: float(CRITERIA["relief"](one).low))
        high = self._told("relief high", "relief", lambda one: float(CRITERIA["relief"](one).high))
        capped = self._told("capped", "relief", _is_capped)
        entry, size = self.columns["relief"][rows], self._size(rows)
        with np.errstate(divide="ignore", invalid="ignore"):
            cap = self.columns["ticket_max_mad"][rows] / size / float(FULL_RELIEF)
        cap = np.where((capped != 0)[entry] & (size > 0) & ~np.isnan(cap), cap, 1.0)
        return np.clip(float(START), np.minimum(low[entry], cap), np.minimum(high[entry], cap))

    def _size(self, rows: Array) -> Array:
        return self._of_deeds("size", lambda deed: deed.size)[self.columns["does"][rows]]


def _bound(actual: Decimal | int, beyond: Answer) -> Bound:
    held = single(actual)
    return Bound(held, beyond, held == actual)


def _is_capped(one: Case) -> bool:
    """Whether the largest ticket is what the instrument itself gives."""
    return one.offer.ticket_basis in {one.offer.instrument, "grant"}


def _taken_log(code: str, one: Case) -> float:
    return float(log(Part(code, ONE, CRITERIA[code](one)).taken))
