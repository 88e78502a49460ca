"""An inventory from lines of any method (docs/method/footprint.md sections 3 to 9)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, DecimalException, localcontext

from footprint.engine.asking import asked
from footprint.engine.checks import check, check_periods
from footprint.engine.days import year_of
from footprint.engine.factors import GwpSet
from footprint.engine.inventory import Inventory, coverages, summed
from footprint.engine.lines import Line, line
from footprint.engine.methods import Method
from footprint.engine.methods.bills import Bill
from footprint.engine.methods.checks import LARGEST, located
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
        sent = [row for row in rows if isinstance(row, Bill)]
        lines = _lines(rows, book, [problem for bill in sent for problem in _unsound_bill(bill, book)])
        bills = [bill.entry(year) for bill in sent]
        _refuse(check_periods(bills, catalogue, year))
        counted = [one for one in lines if one.part != "avoided"]
        covered = coverages(bills, year, catalogue)
        inventory = summed(counted, (), book, sector, {}, covered, nothing_else=False)
        avoided = tuple(one for one in lines if one.part == "avoided")
        return Calculation(inventory, avoided, tuple(asked(rows, bills, inventory, catalogue)))


def _lines(rows: Sequence[Method], book: Book, problems: list[Problem]) -> list[Line]:
    """Return the lines of every row, or refuse with all that is wrong with any of them."""
    lines: list[Line] = []
    unsound = {problem.key for problem in problems}
    for row in rows:
        try:
            lines += _of_row(row, book) if row.key not in unsound else []
        except Refusal as refusal:
            problems += [located(one, row) for one in refusal.problems]
    places = {row.key: place for place, row in enumerate(rows)}
    _refuse(sorted(problems, key=lambda problem: places[problem.key]))
    return lines


def _of_row(row: Method, book: Book) -> list[Line]:
    """
    Return the lines of a row.

    :raises Refusal: `too_large` too, when the product of its numbers has more digits than we count with
    """
    try:
        found = [line(row.key, term, book.gwp_set) for term in row.placed(book)]
    except DecimalException as error:
        raise Refusal(Problem("too_large")) from error
    if any(abs(one.kg) > LARGEST or abs(one.quantity) > LARGEST for one in found):
        raise Refusal(Problem("too_large"))
    return found


def _unsound_bill(bill: Bill, book: Book) -> list[Problem]:
    """Return what makes a bill unreadable, or no bill of this year."""
    if (bill.starts_on is None) != (bill.ends_on is None):
        field = "starts_on" if bill.starts_on is None else "ends_on"
        return [Problem("other_day_needed", bill.key, {"field": field})]
    entry = bill.entry(book.year)
    problems = list(check(entry, book.catalogue))
    whole = year_of(book.year)
    if not problems and not entry.days_within(whole.first, whole.last):
        days = {"starts_on": entry.starts_on, "ends_on": entry.ends_on, "year": str(book.year)}
        problems.append(Problem("outside_year", entry.key, {**days, "field": "starts_on"}))
    return [located(one, bill) for one in problems]


def _unsound(rows: Sequence[Method], year: int) -> list[Problem]:
    if not rows:
        return [Problem("list_empty", params={"field": "lines"})]
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return [Problem("year_out_of_range", params={"first": FIRST_YEAR, "last": LAST_YEAR, "field": "year"})]
    seen: set[str] = set()
    twice = {row.key for row in rows if row.key in seen or seen.add(row.key)}  # type: ignore[func-returns-value]
    return [Problem("key_twice", key, {"field": "key"}) for key in sorted(twice)]


def _refuse(problems: Sequence[Problem]) -> None:
    if problems:
        raise Refusal(*problems)
