"""What must hold before anything is computed, and what is doubtful enough to ask about."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from footprint.engine.days import part_in_year, year_of
from footprint.engine.entries import Entry
from footprint.engine.lines import signed
from footprint.engine.numbers import CONTEXT, ZERO
from footprint.engine.problems import Problem, Question, Refusal
from footprint.engine.units import ENERGY, in_activity_unit, units_for
from reference.files import ActivityKind, Catalogue

TENFOLD = Decimal(10)
HUNDREDFOLD = Decimal(100)
THOUSAND = Decimal(1000)
A_YEAR = Decimal(365)
A_MONTH = 25  # from so many days on, a metered bill tells a yearly rate
# The parts of the most plausible year below which a first bill of energy surprises: of a metered year, of a delivery.
LEAST_METERED, LEAST_DELIVERED = Decimal(20_000), Decimal(100_000)


def check(entry: Entry, catalogue: Catalogue) -> tuple[Problem, ...]:
    """Return what makes an entry unreadable by itself."""
    if entry.activity_id not in catalogue.activities:
        return (Problem("activity_unknown", entry.key, {"activity": entry.activity_id}),)
    problems = []
    if entry.ends_on < entry.starts_on:
        problems.append(Problem("ends_before_start", entry.key))
    if not entry.quantity.is_finite():
        return (*problems, Problem("not_a_number", entry.key))
    if entry.quantity < 0 and not entry.is_credit_note:
        problems.append(Problem("negative_without_credit_note", entry.key, {"quantity": entry.quantity}))
    if entry.supplier_factor is not None and entry.supplier_factor < 0:
        problems.append(Problem("negative_factor", entry.key))
    try:
        in_activity_unit(entry.quantity, entry.unit, catalogue.activities[entry.activity_id])
    except Refusal as refusal:
        problems += [Problem(problem.code, entry.key, problem.params) for problem in refusal.problems]
    return tuple(problems)


def check_periods(entries: Sequence[Entry], catalogue: Catalogue, year: int) -> list[Problem]:
    """Return every period of a credit note, and every activity of the year, that totals below zero."""
    problems: list[Problem] = []
    by_activity: dict[str, list[Entry]] = {}
    for entry in entries:
        by_activity.setdefault(entry.activity_id, []).append(entry)
    whole = year_of(year)
    for activity_id, rows in by_activity.items():
        kind = catalogue.activities[activity_id]
        notes = [note for note in rows if note.is_credit_note and note.days_within(whole.first, whole.last)]
        spans = {(note.starts_on, note.ends_on): note.key for note in notes}
        if notes:
            spans.setdefault((whole.first, whole.last), notes[0].key)
        for (first, last), key in spans.items():
            quantity = _between(rows, kind, first, last)
            if quantity < 0:
                params = {"activity": activity_id, "starts_on": first, "ends_on": last, "quantity": quantity}
                problems.append(Problem("period_below_zero", key, params))
    return problems


def _between(rows: Iterable[Entry], kind: ActivityKind, first: date, last: date) -> Decimal:
    total = ZERO
    for entry in rows:
        days = entry.days_within(first, last)
        if days == entry.days:
            total += signed(entry, kind)
        elif days:
            total += CONTEXT.divide(signed(entry, kind) * days, Decimal(entry.days))
    return total


def plausibility(entry: Entry, catalogue: Catalogue, others: Sequence[Entry] = ()) -> Question | None:
    """
    Ask about an absurd amount, or return None; `others` are the entries of the same site.

    A year above what the activity can plausibly reach, or ten times the other periods a day, is asked about, and so is
    about a thousandth of what is usual, and a meter that counted nothing; `times` says how often it holds the one or, when there are any, the other
    (`beside`). When a thousandth or a thousand times would do, the likely reading is proposed.

    :raises Refusal: when the unit cannot be read at all
    """
    kind = catalogue.activities[entry.activity_id]
    same = [
        other
        for other in others
        if other.activity_id == entry.activity_id
        and other.key != entry.key
        and not other.is_credit_note
        and other.quantity
    ]
    quantity = abs(in_activity_unit(entry.quantity, entry.unit, kind))
    if not quantity and _is_metered(kind) and not entry.is_credit_note:
        return Question("nothing_used", entry.key, {"quantity": entry.quantity, "unit": entry.unit or kind.unit})
    return _too_much(entry, quantity, same, kind) or _too_little(entry, quantity, same, kind)


def _too_much(entry: Entry, quantity: Decimal, same: Sequence[Entry], kind: ActivityKind) -> Question | None:
    usual = _usual_per_day(same, kind)
    yearly = _yearly(entry, quantity, same, kind)
    limit = kind.plausible_max_per_year
    per_day = CONTEXT.divide(quantity, Decimal(entry.days))
    beside_own = bool(usual) and per_day > usual * TENFOLD
    if not beside_own and yearly <= limit:
        return None
    times = CONTEXT.divide(per_day, usual) if beside_own else CONTEXT.divide(yearly, limit)
    thousandth = per_day / THOUSAND
    fits = yearly / THOUSAND <= limit and (not usual or usual / TENFOLD <= thousandth <= usual * TENFOLD)
    params = {
        "quantity": entry.quantity,
        "unit": entry.unit or kind.unit,
        "yearly": yearly,
        "limit": limit,
        "times": times,
        "beside": "own" if beside_own else "limit",
    }
    if not fits:
        return Question("above_plausible", entry.key, params)
    code = "mwh_or_kwh" if kind.unit in ENERGY else "thousand_times"
    return Question(code, entry.key, params, (_reading(entry, 1 / THOUSAND, kind),))


def _too_little(entry: Entry, quantity: Decimal, same: Sequence[Entry], kind: ActivityKind) -> Question | None:
    """
    Ask about a bill that a thousand times would set right: beside the others of its site, a day and as a whole, so that a
    delivery of one day is not held against months; beside what any site uses when it is the first of its energy.
    """
    yearly = _yearly(entry, quantity, (), kind)
    if not quantity or entry.is_credit_note or yearly * THOUSAND > kind.plausible_max_per_year:
        return None
    per_day = CONTEXT.divide(quantity, Decimal(entry.days))
    usual = _usual_per_day(same, kind)
    if usual:
        mean = CONTEXT.divide(sum((signed(other, kind) for other in same), ZERO), Decimal(len(same)))
        times = CONTEXT.divide(usual, per_day)
        surprises = times > HUNDREDFOLD and times <= THOUSAND * TENFOLD and quantity * HUNDREDFOLD < mean
    else:
        least = _least(entry, kind)
        surprises, times = yearly < least, CONTEXT.divide(least, yearly)
    if not surprises:
        return None
    params = {
        "quantity": entry.quantity,
        "unit": entry.unit or kind.unit,
        "yearly": yearly,
        "times": times,
        "beside": "own" if usual else "least",
    }
    return Question("thousandth", entry.key, params, (_reading(entry, THOUSAND, kind),))


def _least(entry: Entry, kind: ActivityKind) -> Decimal:
    """Return what a bill of energy comes to at least in a year, zero where nothing can be said."""
    if kind.kind != "energy" or (_is_metered(kind) and entry.days < A_MONTH):
        return ZERO
    return CONTEXT.divide(kind.plausible_max_per_year, LEAST_METERED if _is_metered(kind) else LEAST_DELIVERED)


def _is_metered(kind: ActivityKind) -> bool:
    return kind.activity_uncertainty_pct_invoice < TENFOLD / 2


def _reading(entry: Entry, times: Decimal, kind: ActivityKind) -> tuple[Decimal, str]:
    """Return the same number in a unit that makes it so many times as much, else so many times the number."""
    wanted = CONTEXT.multiply(in_activity_unit(entry.quantity, entry.unit, kind), times)
    for unit in units_for(kind):
        if in_activity_unit(entry.quantity, unit, kind) == wanted:
            return entry.quantity, unit
    return CONTEXT.multiply(entry.quantity, times), entry.unit or kind.unit


def _usual_per_day(same: Sequence[Entry], kind: ActivityKind) -> Decimal:
    days = sum(other.days for other in same)
    total = sum((signed(other, kind) for other in same), ZERO)
    return CONTEXT.divide(total, Decimal(days)) if days else ZERO


def _yearly(entry: Entry, quantity: Decimal, same: Sequence[Entry], kind: ActivityKind) -> Decimal:
    years = range(entry.starts_on.year, entry.ends_on.year + 1)
    largest = ZERO
    for year in years:
        whole = year_of(year)
        known = [other for other in same if other.days_within(whole.first, whole.last)]
        total = sum((part_in_year(signed(other, kind), other, year) for other in known), ZERO)
        largest = max(largest, total + part_in_year(quantity, entry, year))
    if _is_metered(kind) and entry.days >= A_MONTH:
        largest = max(largest, CONTEXT.divide(quantity * A_YEAR, Decimal(entry.days)))
    return largest
