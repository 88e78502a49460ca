"""Numbers and days as typed: the digits and separators of three languages (docs: kernel/numbers.py)."""

from datetime import date
from decimal import Decimal

import pytest

from kernel.numbers import Ambiguous, Unreadable, parse_date, parse_decimal, parse_product


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("١٢٬٤٥٠٫٧٥", "12450.75"),
        ("۱۲۴۵۰", "12450"),
        ("١٢٤٥٠،٧٥", "12450.75"),
        ("12 450,75", "12450.75"),
        ("12\u202f450,75", "12450.75"),
        ("12\u00a0450.75", "12450.75"),
        ("1.234.567,5", "1234567.5"),
        ("1,234,567.5", "1234567.5"),
        ("1.234,567", "1234.567"),
        ("0,450", "0.45"),
        ("12'450", "12450"),
        ("\u200f\u2212٢١٥٠", "-2150"),
        ("+412", "412"),
        (",5", "0.5"),
        ("12450.", "12450"),
    ],
)
def test_a_number_that_every_language_reads_alike(typed, meant, language):
    assert parse_decimal(typed, language) == Decimal(meant)


@pytest.mark.parametrize(
    ("typed", "language", "readings"),
    [
        ("12.450", "fr", ["12450", "12.45"]),
        ("12,450", "fr", ["12.45", "12450"]),
        ("12,450", "ar", ["12.45", "12450"]),
        ("١٢،٤٥٠", "ar", ["12.45", "12450"]),
    ],
)
def test_twelve_or_twelve_thousand_is_asked(typed, language, readings):
    with pytest.raises(Ambiguous) as doubt:
        parse_decimal(typed, language)
    assert [str(reading) for reading in doubt.value.readings] == readings


@pytest.mark.parametrize(
    ("typed", "language", "meant"), [("12.450", "ar", "12450"), ("12,450", "en", "12450"), ("12.450", "en", "12.45")]
)
def test_the_own_separator_of_a_language_needs_no_question(typed, language, meant):
    assert parse_decimal(typed, language) == Decimal(meant)


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1 mai 2025", date(2025, 5, 1)),
        ("1er mai 2025", date(2025, 5, 1)),
        ("1ER AOÛT 2025", date(2025, 8, 1)),
        ("31 déc. 2024", date(2024, 12, 31)),
        ("3 juil. 2025", date(2025, 7, 3)),
        ("May 1, 2025", date(2025, 5, 1)),
        ("2nd March 2025", date(2025, 3, 2)),
        ("٣ ماي ٢٠٢٥", date(2025, 5, 3)),
        ("12 أبريل 2025", date(2025, 4, 12)),
        ("٣٠ غشت ٢٠٢٥", date(2025, 8, 30)),
        ("1 أغسطس 2025", date(2025, 8, 1)),
    ],
)
def test_a_day_whose_month_is_in_words(typed, meant, language):
    assert parse_date(typed, language) == meant


@pytest.mark.parametrize("typed", ["31 février 2025", "3 jui 2025", "3 ma 2025", "3 brumaire 2025", "mai 2025"])
def test_words_that_are_no_day(typed):
    with pytest.raises(Unreadable):
        parse_date(typed, "fr")


def test_a_program_writes_a_point_and_is_asked_about_a_comma():
    assert parse_decimal("1.234", "program") == Decimal("1.234")
    assert parse_decimal("1,5", "program") == Decimal("1.5")
    with pytest.raises(Ambiguous):
        parse_decimal("1,234", "program")


@pytest.mark.parametrize("typed", [Decimal("1e-30"), 1e-30, "0." + "0" * 20 + "1"])
def test_what_is_too_small_to_be_kept_is_not_taken_for_zero(typed):
    with pytest.raises(Unreadable):
        parse_decimal(typed, "en")


@pytest.mark.parametrize(
    "typed", ["", "douze", "1e5", "12 45", "1.2.3", "12..5", "1,5,2", "--4", "12m²", "9" * 31, None, True]
)
def test_what_is_no_number_is_unreadable(typed):
    with pytest.raises(Unreadable):
        parse_decimal(typed, "fr")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN")])
def test_a_number_without_end_is_unreadable(value):
    with pytest.raises(Unreadable):
        parse_decimal(value, "en")


@pytest.mark.parametrize(("value", "meant"), [(182, "182"), (0.1, "0.1"), (Decimal("12.450"), "12.450")])
def test_a_number_of_a_program_is_taken_by_its_writing(value, meant):
    assert parse_decimal(value, "fr") == Decimal(meant)


@pytest.mark.parametrize(
    ("typed", "language"),
    [("١٤/٠٨/٢٠٢٦", "ar"), ("2026-08-14", "en"), ("14.08.2026", "fr"), ("14-8-26", "fr"), (date(2026, 8, 14), "fr")],
)
def test_a_day(typed, language):
    assert parse_date(typed, language) == date(2026, 8, 14)


@pytest.mark.parametrize("typed", ["31/02/2025", "2025-13-01", "14/08", "août", "14/08-2026", ""])
def test_what_is_no_day_is_unreadable(typed):
    with pytest.raises(Unreadable):
        parse_date(typed, "fr")


def test_a_day_whose_order_is_in_doubt_is_asked():
    with pytest.raises(Ambiguous) as english:
        parse_date("03/04/2025", "en")
    assert english.value.readings == (date(2025, 4, 3), date(2025, 3, 4))
    assert parse_date("03/04/2025", "fr") == date(2025, 4, 3)
    with pytest.raises(Ambiguous) as french:
        parse_date("04/13/2025", "fr")
    assert french.value.readings == (date(2025, 4, 13),)


@pytest.mark.parametrize(
    ("typed", "read"),
    [("12 × 450", "5400"), ("12x450", "5400"), ("2,5 * 10 x 2", "50"), ("٣ × ٤", "12"), ("7", "7"), (7, "7")],
)
def test_a_product_is_multiplied_out(typed, read):
    assert parse_product(typed, "fr") == Decimal(read)


def test_a_product_is_asked_about_when_a_part_is_and_refused_when_a_part_is_none():
    with pytest.raises(Ambiguous) as asked:
        parse_product("2 × 1.800", "fr")
    assert set(asked.value.readings) == {Decimal(3600), Decimal("3.6")}
    for typed in ("12 ×", "× 4", "2x2x2x2x2", "1e3 x", "x"):
        with pytest.raises(Unreadable):
            parse_product(typed, "fr")
