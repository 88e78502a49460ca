"""Numbers typed with their unit, as people write it on paper (kernel/amounts.py)."""

from decimal import Decimal

import pytest

from kernel.amounts import parse_amount
from kernel.numbers import Ambiguous, Unreadable


@pytest.mark.parametrize("shown", ["MAD", "درهم"])
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("68 200", "68200"),
        ("68 200 DH", "68200"),
        ("68 200,50 dhs", "68200.5"),
        ("68200MAD", "68200"),
        ("3 000 dirhams", "3000"),
        ("٣٠٠٠ درهم", "3000"),
        ("12,5 millions", "12500000"),
        ("1,2 MDH", "1200000"),
        ("500 KDH", "500000"),
        ("2 millions de dirhams", "2000000"),
        ("3 ملايين درهم", "3000000"),
        ("-120 DH", "-120"),
    ],
)
def test_an_amount_of_money_is_read_with_its_unit(typed, meant, shown):
    assert parse_amount(typed, shown, "fr") == Decimal(meant)


@pytest.mark.parametrize(
    ("typed", "unit", "meant"),
    [
        ("1 150 m²", "m²", "1150"),
        ("400 m2", "m²", "400"),
        ("٤٠٠ م²", "m²", "400"),
        ("٤٠٠ م²", "م²", "400"),
        ("20 tonnes", "t", "20"),
        ("20 t", "طن", "20"),
        ("21 jours", "يوم", "21"),
        ("412 kWh", "kWh", "412"),
        (412, "kWh", "412"),
    ],
)
def test_another_quantity_too(typed, unit, meant):
    assert parse_amount(typed, unit, "fr") == Decimal(meant)


@pytest.mark.parametrize(
    ("typed", "unit"),
    [
        ("20 DH", "t"),
        ("12 millions", "m²"),
        ("12 m²", "MAD"),
        ("20 DH", ""),
        ("12 M", "MAD"),
        ("DH", "MAD"),
        ("", "MAD"),
        ("12 DH DH", "MAD"),
    ],
)
def test_another_unit_and_a_letter_that_may_mean_two_things_are_not_guessed(typed, unit):
    with pytest.raises(Unreadable):
        parse_amount(typed, unit, "fr")


def test_what_may_be_read_twice_is_asked_about_with_its_unit():
    with pytest.raises(Ambiguous) as asked:
        parse_amount("1.500 millions de DH", "MAD", "fr")
    assert list(map(str, asked.value.readings)) == ["1500000000", "1500000"]
