"""An inventory from lines of any method (docs/method/footprint.md sections 3 to 9)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from footprint.engine.checks import check, check_periods, plausibility
from footprint.engine.days import year_of
from footprint.engine.factors import GwpSet
from footprint.engine.inventory import Inventory, coverages, summed
from footprint.engine.lines import Line, line
from footprint.engine.methods import Method
from footprint.engine.methods.bills import Bill
from footprint.engine.numbers import CONTEXT, ZERO
from footprint.engine.problems import Problem, Question, Refusal
from footprint.engine.terms import Book
from reference.files import Catalogue

FIRST_YEAR, LAST_YEAR = 1990, 2050


@dataclass(frozen=True, slots=True)
class Calculation:
    """
    An inventory, what was avoided beside it (kg CO2e), and what is doubtful enough to ask about.

    The inventory has no line of what is avoided; the two figures of it are never added to one another.
    """

    inventory: Inventory
    avoided: tuple[Line, ...]
    questions: tuple[Question, ...]

    @property
    def avoided_margin_kg(self) -> Decimal:
        return sum((one.kg for one in self.avoided if one.method == "market"), ZERO)

    @property
    def avoided_location_kg(self) -> Decimal:
        return sum((one.kg for one in self.avoided if one.method == "location"), ZERO)


def calculate(
    methods: Iterable[Method], catalogue: Catalogue, year: int, gwp_set: GwpSet = "AR5", *, sector: str | None = None
) -> Calculation:
    """
    Compute the inventory of a year from lines of any method.

    :raises Refusal: naming every line that cannot be computed, by its key, with what would mend it
    """
    with localcontext(CONTEXT):
        rows = list(methods)
        _refuse(_unsound(rows, year))
        book = Book(catalogue, year, gwp_set)
        bills = [row.entry(year) for row in rows if isinstance(row, Bill)]
        lines = _lines(rows, book, [problem for entry in bills for problem in check(entry, catalogue)])
        _refuse(check_periods(bills, catalogue, year))
        whole = year_of(year)
        of_year = [entry for entry in bills if entry.days_within(whole.first, whole.last)]
        counted = [one for one in lines if one.part != "avoided"]
        inventory = summed(counted, (), book, sector, {}, coverages(of_year, year, catalogue), nothing_else=False)
        questions = [plausibility(entry, catalogue, bills) for entry in of_year if not entry.is_credit_note]
        return Calculation(
            inventory,
            tuple(one for one in lines if one.part == "avoided"),
            tuple(one for one in questions if one is not None),
        )


def _lines(rows: Sequence[Method], book: Book, problems: list[Problem]) -> list[Line]:
    """Return the lines of every row, or refuse with all that is wrong with any of them."""
    lines: list[Line] = []
    unsound = {problem.key for problem in problems}
    for row in rows:
        try:
            lines += [line(row.key, term, book.gwp_set) for term in row.placed(book)] if row.key not in unsound else []
        except Refusal as refusal:
            problems += [Problem(one.code, row.key, one.params) for one in refusal.problems]
    places = {row.key: place for place, row in enumerate(rows)}
    _refuse(sorted(problems, key=lambda problem: places[problem.key]))
    return lines


def _unsound(rows: Sequence[Method], year: int) -> list[Problem]:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return [Problem("year_out_of_range", params={"first": FIRST_YEAR, "last": LAST_YEAR, "field": "year"})]
    seen: set[str] = set()
    twice = {row.key for row in rows if row.key in seen or seen.add(row.key)}  # type: ignore[func-returns-value]
    return [Problem("key_twice", key, {"field": "key"}) for key in sorted(twice)]


def _refuse(problems: Sequence[Problem]) -> None:
    if problems:
        raise Refusal(*problems)
