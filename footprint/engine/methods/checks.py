"""What no line may hold whatever its method, and what is doubtful enough to ask about."""

from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from decimal import Decimal
from typing import Final

from footprint.engine.amounts import Amount
from footprint.engine.numbers import HUNDRED, ONE, ZERO
from footprint.engine.problems import Problem, Question, Refusal

LARGEST: Final = Decimal(10) ** 18
FREE_OF_BOUND: Final = frozenset({"uncertainty_pct"})
# What a field can hold: aerogels to osmium and a gas at rest; lean gas to hydrogen. A number beyond is in another unit.
BOUNDS: Final[dict[str, tuple[tuple[str, Decimal, Decimal], ...]]] = {
    "density": (("kg/L", Decimal("0.0005"), Decimal(25)),),
    "heating_value": (
        ("MJ/kg", Decimal("0.5"), Decimal(150)),
        ("MJ/L", Decimal("0.001"), Decimal(60)),
    ),
    "gross_to_net": (("", Decimal("0.5"), ONE),),
    "days_per_year": (("", ZERO, Decimal(366)),),
    "hours": (("", ZERO, Decimal(8784)),),
    "co2_per_carbon": (("", Decimal(3), Decimal(4)),),
}
# Parts of a whole between 0 and 1: 80 would be per cent.
FRACTIONS: Final = frozenset(
    {
        "b0",
        "c2f6_fraction",
        "carbon",
        "direct_fraction",
        "leached_factor",
        "leached_fraction",
        "methane_correction",
        "volatilised_factor",
        "volatilised_fraction",
    }
)


def check(method: object) -> list[Problem]:
    """
    Return what no line may hold, by the path of its field.

    An amount below zero, without a unit or not a number, a share outside 0 to 100, a list that is needed and empty, a
    density or heating value that no matter has.
    """
    key = getattr(method, "key", "")
    problems = []
    for name, one, holder in _numbers(method):
        value = getattr(holder, one)
        if isinstance(value, Amount) and not value.unit.strip():
            problems.append(Problem("unit_needed", key, {"field": f"{name}.unit"}))
        elif value == ():
            problems.append(Problem("list_empty", key, {"field": name}))
        elif code := _wrong(one, value, below_zero=one in getattr(holder, "below_zero", ())):
            problems.append(Problem(code[0], key, {"field": name, **code[1]}))
    return problems


def located(problem: Problem, method: object) -> Problem:
    """Return a problem of a line with the path of the field that it is about, where the line has one: `modes.0.activity`."""
    params, key = dict(problem.params), getattr(method, "key", "")
    if "field" not in params and "unit" in params:
        params |= _field_of_unit(str(params["unit"]), method)
    elif params.get("field") in {None, "activity"} and "activity" in params and not hasattr(method, "activity"):
        params |= _field_of_activity(str(params["activity"]), method)
    return Problem(problem.code, key, params)


def _field_of_unit(unit: str, method: object) -> dict[str, str]:
    for name, one, holder in _numbers(method):
        value = getattr(holder, one)
        if isinstance(value, Amount) and unit in {value.unit, f"{value.unit}_net", f"{value.unit}_gross"}:
            return {"field": f"{name}.unit"}
    return {}


def _field_of_activity(activity_id: str, method: object) -> dict[str, str]:
    for one in fields(method):  # type: ignore[arg-type]
        parts = getattr(method, one.name)
        for index, part in enumerate(parts if isinstance(parts, tuple) else ()):
            if getattr(part, "activity", None) == activity_id:
                return {"field": f"{one.name}.{index}.activity"}
    return {}


def doubts(method: object) -> Iterator[Question]:
    """Give the per cents that look like fractions, and more than a year in a year."""
    key = getattr(method, "key", "")
    for name, one, holder in _numbers(method):
        value = getattr(holder, one)
        if isinstance(value, Amount):
            pct = value.value if value.unit.strip() == "%" else ZERO
        else:
            pct = value if one.endswith("_pct") else ZERO
        if ZERO < pct <= ONE:
            reading = (pct * HUNDRED, "%")
            yield Question("fraction_or_percent", key, {"field": name, "quantity": pct}, (reading,))
        if one == "years" and value > ONE:
            yield Question("above_a_year", key, {"field": name, "quantity": value})


def _numbers(record: object, path: str = "") -> Iterator[tuple[str, str, object]]:
    """Give the numbers, amounts and needed lists of a record and of those inside it: path, name of the field, its holder."""
    for one in fields(record):  # type: ignore[arg-type]
        value, name = getattr(record, one.name), f"{path}{one.name}"
        is_needed_list = value == () and one.default is MISSING
        if isinstance(value, Amount | Decimal) or is_needed_list:
            yield name, one.name, record
        elif isinstance(value, tuple):
            for index, part in enumerate(value):
                yield from _numbers(part, f"{name}.{index}.")
        elif is_dataclass(value):
            yield from _numbers(value, f"{name}.")


def _wrong(name: str, value: Amount | Decimal, *, below_zero: bool) -> tuple[str, dict[str, object]] | None:
    """Return the code of what is wrong with a number, and its facts."""
    number = value.value if isinstance(value, Amount) else value
    if not number.is_finite():
        return "not_a_number", {}
    if number < 0 and not below_zero:
        return "negative_amount", {"value": number}
    if abs(number) > LARGEST:
        return "too_large", {}
    if number > HUNDRED and name.endswith("_pct") and name not in FREE_OF_BOUND:
        return "above_hundred", {"value": number}
    if name in FRACTIONS and _in(value, "") > ONE:
        return "fraction_above_one", {"value": number}
    for unit, low, high in BOUNDS.get(name, ()):
        if not low <= _in(value, unit, else_=low) <= high:
            typed = f"{number:f} {value.unit}" if isinstance(value, Amount) else number
            return "out_of_bounds", {"value": typed, "low": low, "high": f"{high:f} {unit}".strip()}
    return None


def _in(value: Amount | Decimal, unit: str, else_: Decimal = ZERO) -> Decimal:
    """Return a number in a unit, or what stands for it where its own unit measures something else."""
    if not isinstance(value, Amount):
        return value
    try:
        return value.to(unit)
    except Refusal:
        return else_
