"""What would make a total surer: each act that narrows it, by how much it would."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from footprint.engine import Inventory, Line, totals, uncertainty
from footprint.engine.factors import supplied_pct
from footprint.engine.numbers import CONTEXT, HUNDRED, ZERO
from footprint.queries.statements.parts import Mend
from reference.queries import catalogue, name

MOST = 3
NOTICED = Decimal("0.1")  # points of per cent: less is no gain that a page would show
BILLS = {"guess": "enter_bill", "meter": "bill_for_reading", "extrapolated": "bills_of_days"}
FACTORS = {
    "freight": "ask_haulier",
    "travel": "ask_haulier",
    "waste": "ask_treatment",
    "waste water": "ask_treatment",
}
NIGHTS = "room.night"  # a travel that no carrier sells


@dataclass(frozen=True, slots=True)
class _Way:
    """One act: which lines it mends, and what they become."""

    act: str
    activity_id: str
    holds: Callable[[Line], bool]
    mended: Callable[[Line], Line]


def mends(whole: Inventory) -> tuple[Mend, ...]:
    """Return the acts that narrow the total most, each by itself."""
    lines = [line for line in whole.lines if not line.is_memo and line.method != "market"]
    before = whole.total.uncertainty_pct
    if before is None:
        return ()
    found = []
    for way in _ways(lines):
        touched = [line for line in lines if way.holds(line)]
        after = totals.total(way.mended(line) if way.holds(line) else line for line in lines).uncertainty_pct
        if after is not None and before - after >= NOTICED:
            share = CONTEXT.divide(sum((abs(line.kg) for line in touched), ZERO) * HUNDRED, abs(whole.total.kg))
            found.append(Mend(way.act, way.activity_id, name("activity", way.activity_id), share, before, after))
    return tuple(sorted(found, key=lambda one: one.after_pct)[:MOST])


def _ways(lines: Sequence[Line]) -> Iterable[_Way]:
    seen: set[tuple[str, ...]] = set()
    for line in lines:
        activity_id, evidence, factor_id = line.activity_id, line.evidence, line.factor_id
        if evidence in BILLS and ("bills", activity_id, evidence) not in seen:
            seen.add(("bills", activity_id, evidence))
            yield _Way(
                BILLS[evidence],
                activity_id,
                lambda one, a=activity_id, e=evidence: (one.activity_id, one.evidence) == (a, e),  # type: ignore[misc]
                _on_invoice,
            )
        act = _act_on(line)
        if act and ("factor", factor_id, activity_id) not in seen:
            seen.add(("factor", factor_id, activity_id))
            yield _Way(
                act,
                activity_id,
                lambda one, a=activity_id, f=factor_id: (one.activity_id, one.factor_id) == (a, f),  # type: ignore[misc]
                _of_supplier,
            )


def _act_on(line: Line) -> str:
    """
    Return what would narrow the factor of a line; nothing where a supplier's figure would be no surer.

    What a firm burns, leaks or spreads itself is scope 1: nobody who sells it knows better what becomes of it.
    """
    if line.factor_pct <= _pct_of_supplier(line) or line.part != "direct" or line.scope == "1":
        return ""
    row = catalogue().factors.get(line.factor_id)
    if row is None:
        return "keep_document"
    return "ask_supplier" if line.unit == NIGHTS else FACTORS.get(row.category, "ask_supplier")


def _on_invoice(line: Line) -> Line:
    kind = catalogue().activities[line.activity_id]
    return _with(replace(line, activity_pct=kind.activity_uncertainty_pct_invoice))


def _of_supplier(line: Line) -> Line:
    own = f"{line.factor_id}:{line.activity_id}"
    return _with(replace(line, factor_pct=_pct_of_supplier(line), factor_id=own))


def _pct_of_supplier(line: Line) -> Decimal:
    return supplied_pct(catalogue().activities[line.activity_id], documented=True)


def _with(line: Line) -> Line:
    return replace(line, uncertainty_pct=uncertainty.combined(line.activity_pct, line.factor_pct))
