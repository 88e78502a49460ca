"""What must hold before anything is computed, and what is doubtful enough to ask about."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from statistics import median_low

from footprint.engine.days import part_in_year, year_of
from footprint.engine.entries import Entry
from footprint.engine.lines import signed
from footprint.engine.numbers import CONTEXT, ZERO
from footprint.engine.problems import Problem, Question, Refusal
from footprint.engine.units import ENERGY, in_activity_unit
from reference.files import ActivityKind, Catalogue

TENFOLD = Decimal(10)
THOUSAND = Decimal(1000)
A_YEAR = Decimal(365)
A_MONTH = 25  # from so many days on, a metered bill tells a yearly rate


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

    A year above what the activity can plausibly reach, or ten times the other periods a day, is asked about; `times`
    says how often it holds the one or, when there are any, the other (`beside`). When a thousandth would do, the likely
    reading is proposed; so is MWh for kWh when a thousand times as much would be as usual.

    :raises Refusal: when the unit cannot be read at all
    """
    kind = catalogue.activities[entry.activity_id]
    same = [
        other
        for other in others
        if other.activity_id == entry.activity_id and other.key != entry.key and not other.is_credit_note
    ]
    quantity = abs(in_activity_unit(entry.quantity, entry.unit, kind))
    usual = _usual_per_day(same, kind)
    yearly = _yearly(entry, quantity, same, kind)
    limit = kind.plausible_max_per_year
    per_day = CONTEXT.divide(quantity, Decimal(entry.days))
    beside_own = bool(usual) and per_day > usual * TENFOLD
    if not beside_own and yearly <= limit:
        return _too_small(entry, per_day, same, kind)
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
    if kind.unit in ENERGY:
        reading = (entry.quantity, "kWh") if entry.unit.casefold() == "mwh" else (entry.quantity / THOUSAND, entry.unit)
        return Question("mwh_or_kwh", entry.key, params, (reading,))
    return Question("thousand_times", entry.key, params, ((entry.quantity / THOUSAND, entry.unit or kind.unit),))


def _too_small(entry: Entry, per_day: Decimal, same: Sequence[Entry], kind: ActivityKind) -> Question | None:
    """Propose MWh for kWh beside the middle of the others, which one slip among them does not move."""
    if entry.is_credit_note or not same or kind.unit not in ENERGY or entry.unit.casefold() not in {"", "kwh"}:
        return None
    usual = median_low(CONTEXT.divide(signed(other, kind), Decimal(other.days)) for other in same)
    if not usual or not usual / TENFOLD <= per_day * THOUSAND <= usual * TENFOLD:
        return None
    params = {"quantity": entry.quantity, "unit": entry.unit or kind.unit, "times": CONTEXT.divide(per_day, usual)}
    return Question("mwh_or_kwh", entry.key, {**params, "beside": "own"}, ((entry.quantity, "MWh"),))


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
    if kind.activity_uncertainty_pct_invoice < TENFOLD / 2 and entry.days >= A_MONTH:
        largest = max(largest, CONTEXT.divide(quantity * A_YEAR, Decimal(entry.days)))
    return largest
