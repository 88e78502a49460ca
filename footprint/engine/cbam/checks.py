"""What makes an amount unreadable: a problem that names its line, its field and what would mend it."""

from collections.abc import Iterable
from decimal import Decimal

from footprint.engine.numbers import ZERO
from footprint.engine.problems import Problem, Refusal

MOST_TCO2E_PER_T = Decimal(200)  # the highest of Annex IV is far below
MOST_OWN_TCO2E_PER_T = Decimal(20)  # of an own process alone: the highest, hydrogen of coal, is near it
MOST_TONNES_PER_TONNE = Decimal(20)
MOST_EUR_PER_T = Decimal(1000)  # allowances of the EU ETS never cost more than about 100
MOST = Decimal(10) ** 12


def problems_of(key: str, /, *, highest: Decimal = MOST, **amounts: Decimal | None) -> list[Problem]:
    """Return what is wrong with amounts that run from zero to the highest; those that nobody gave are no problem."""
    found = []
    for field, value in amounts.items():
        if value is None:
            continue
        if not value.is_finite():
            found.append(Problem("not_a_number", key, {"field": field}))
        elif value < ZERO:
            found.append(Problem("below_zero", key, {"field": field, "value": value}))
        elif value > highest:
            found.append(Problem("too_large", key, {"field": field, "value": value, "highest": highest}))
    return found


def zeros_of(key: str, /, **amounts: Decimal | None) -> list[Problem]:
    """Return a problem for each amount that is zero where something has to be."""
    return [Problem("zero_amount", key, {"field": field}) for field, value in amounts.items() if value == ZERO]


def refuse(problems: Iterable[Problem]) -> None:
    """
    Raise what was found.

    :raises Refusal: when there is any problem
    """
    if found := tuple(problems):
        raise Refusal(*found)
