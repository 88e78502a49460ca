"""Numbers as people type them with their unit: 68 200 DH, ٣٠٠٠ درهم, 400 m², 12,5 millions."""

from collections.abc import Mapping
from decimal import Decimal

from kernel.numbers import Ambiguous, parse_decimal, plain

_UNITS = (
    "mad dh dhs dirham dirhams درهم دراهم درهما درهمًا",
    "m² m2 م² م2",
    "t tonne tonnes ton tons طن طنا طنًا أطنان",
    "kwh",
    "days day jours jour j يوم يوما يومًا أيام",
)
_MONEY = frozenset(_UNITS[0].split())
_TIMES = {
    Decimal(1_000_000): ("millions", "million", "mdh", "مليون", "ملايين"),
    Decimal(1_000): ("milliers", "mille", "thousand", "kdh", "k", "ألف", "آلاف", "ألفا"),
}
_LINKS = ("de", "of")


def parse_amount(value: object, unit: str, language: str) -> Decimal:
    """
    Return the number that was typed, with or without the unit that is asked for; money may be written in thousands and
    millions.

    :raises Unreadable: when it is no number, or one of another unit
    :raises Ambiguous: when 12.450 may be twelve and a half or twelve thousand
    """
    if not isinstance(value, str):
        return parse_decimal(value, language)
    words = _written(unit)
    text, times = _without(plain(value), *words), Decimal(1)
    for many, names in _TIMES.items() if _MONEY.intersection(words) else ():
        if (bare := _without(text, *names)) != text:
            text, times = bare, many
    try:
        return _scaled(parse_decimal(text, language), times)
    except Ambiguous as several:
        raise Ambiguous(*(_scaled(one, times) for one in several.readings if isinstance(one, Decimal))) from several


def part_unit(typed: str, units: Mapping[str, str]) -> tuple[str, str]:
    """Return what was typed without the unit that ends it, and the code of that unit; no code when none of these does."""
    text = plain(typed)
    written = [(plain(word).lower(), code) for code, name in units.items() for word in (code, name)]
    for word, code in sorted(written, key=lambda one: len(one[0]), reverse=True):
        if (bare := _without(text, word)) != text:
            return bare, code
    return typed, ""


def _written(unit: str) -> list[str]:
    """Return how a unit is written in the three languages, the one that is shown included."""
    shown = plain(unit).lower()
    family = next((names.split() for names in _UNITS if shown in names.split()), [])
    return sorted({shown, *family} - {""}, key=len, reverse=True)


def _without(text: str, *words: str) -> str:
    """Return a text without the one of these words that ends it, nor what links it to the number."""
    for word in words:
        before = text[: -len(word)]
        if text.lower().endswith(word) and not before[-1:].isalpha():
            before = before.rstrip()
            return next((before[: -len(link)].rstrip() for link in _LINKS if before.endswith(f" {link}")), before)
    return text


def _scaled(number: Decimal, times: Decimal) -> Decimal:
    return (number * times).normalize() + 0
