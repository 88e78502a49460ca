"""Three significant figures, half up, kilograms then tonnes."""

from decimal import Decimal

import pytest

from footprint.engine import display


@pytest.mark.parametrize(
    ("kg", "shown"),
    [
        ("0", "0 kg"),
        ("0.0012345", "0.00123 kg"),
        ("41.31708", "41.3 kg"),
        ("364.0056", "364 kg"),
        ("999.4", "999 kg"),
        ("999.5", "1.00 t"),
        ("1000", "1.00 t"),
        ("4980.16644", "4.98 t"),
        ("4985", "4.99 t"),
        ("47291.1699918", "47.3 t"),
        ("105132.3", "105 t"),
        ("123456789", "123000 t"),
        ("-4980.16644", "-4.98 t"),
    ],
)
def test_mass(kg, shown):
    figure = display.mass(Decimal(kg))
    assert f"{figure.value} {figure.unit}" == shown


def test_per_cents_are_whole_and_toe_have_one_decimal():
    assert (display.per_cent(Decimal("5.5")), display.per_cent(Decimal("135.0926"))) == (6, 135)
    assert str(display.toe(Decimal("4.95"))) == "5.0"
