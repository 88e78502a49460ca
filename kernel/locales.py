"""
The CLDR locales in which numbers and days are written, by language; nobody else names one.

A process that once asked Babel for days in plain `ar` keeps its months (أغسطس) for `ar_MA` too (غشت): they share what was resolved.
Babel's fr_MA abbreviates months in an unusual way, so days in French come from `fr`; full names are the same.
"""

NUMBERS = {"fr": "fr_MA", "ar": "ar_MA", "en": "en"}
DAYS = {"fr": "fr", "ar": "ar_MA", "en": "en"}


def of_days(language: str | None) -> str:
    """Return the locale of days for a language; French for one that we do not speak."""
    return DAYS.get((language or "fr")[:2], "fr")
