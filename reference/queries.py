"""Ask for reference facts; names come in French, Arabic and English, and fall back to a language that has one."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from django.utils.translation import get_language, override

from reference import choices, files
from reference.files import Catalogue
from reference.models import Edition

LANGUAGES = ("fr", "ar", "en")
WRITTEN = "en"  # the language of the notes and sources of the files
FALLBACKS = {"fr": ("fr", "en"), "ar": ("ar", "fr", "en"), "en": ("en", "fr")}

# kind of code: attribute of the catalogue, stem of the columns that hold its names.
ROWS = {
    "region": ("regions", "name"),
    "province": ("provinces", "name"),
    "sector": ("sectors", "name"),
    "measure": ("measures", "name"),
    "standard": ("standards", "name"),
    "scheme": ("schemes", "name"),
    "factor": ("factors", "name"),
    "activity": ("activities", "name"),
    "cbam_good": ("cbam_goods", "description"),
    "hs": ("hs", "description"),
}
LABELS: dict[str, Mapping[str, Any]] = {
    "end_use": choices.END_USES,
    "carrier": choices.CARRIERS,
    "measure_category": choices.MEASURE_CATEGORIES,
    "sector_group": choices.SECTOR_GROUPS,
    "instrument": choices.INSTRUMENTS,
    "cbam_sector": choices.CBAM_SECTORS,
}


def catalogue() -> Catalogue:
    """Return the frozen rows of the reference files."""
    return files.load()


def edition_loaded() -> Edition | None:
    """Return the edition that the tables hold, None before the first load."""
    return Edition.objects.order_by("-loaded_at").first()


def edition_is_current() -> bool:
    """Return whether the tables hold the very files that the engines read."""
    loaded = edition_loaded()
    return loaded is not None and loaded.digest == catalogue().edition


def name(kind: str, code: str, language: str = "") -> str:
    """
    Return what a person calls this code.

    :raises KeyError: for a kind or code that is not in the reference data
    """
    language = (language or get_language() or LANGUAGES[0])[:2]
    if kind in LABELS:
        with override(language):
            return str(LABELS[kind][code])
    attribute, stem = ROWS[kind]
    return name_of(getattr(catalogue(), attribute)[code], language, stem)


def language(kind: str, code: str) -> str:
    """Return the language of the name that a person is given for a code of the files."""
    attribute, stem = ROWS[kind]
    return language_of(getattr(catalogue(), attribute)[code], (get_language() or LANGUAGES[0])[:2], stem)


def name_of(row: Any, language: str, stem: str = "name") -> str:
    """Return the name of a row, set as pages are; a row with one name for every language has that one."""
    found = language_of(row, language, stem)
    return str(getattr(row, f"{stem}_{found}" if found else stem)).replace("'", "’")


def language_of(row: Any, language: str, stem: str = "name") -> str:
    """Return the language of the name that a reader of a language is given; empty of one name for every language."""
    options = FALLBACKS.get(language, LANGUAGES)
    return next((option for option in options if getattr(row, f"{stem}_{option}", None)), "")


def foreign_name(kind: str, code: str, language: str = "") -> str:
    """Return the language in which a row is named for want of a name in the reader's own, else nothing."""
    own = (language or get_language() or LANGUAGES[0])[:2]
    attribute, stem = ROWS[kind]
    named = language_of(getattr(catalogue(), attribute)[code], own, stem)
    return "" if named == own else named


def names(kind: str, language: str = "") -> dict[str, str]:
    """Return every code of a kind with its name, for a list to choose from."""
    codes = LABELS[kind] if kind in LABELS else getattr(catalogue(), ROWS[kind][0])
    return {code: name(kind, code, language) for code in codes}


@cache
def provinces_of(region_code: str) -> tuple[str, ...]:
    """Return the provinces and prefectures of a region, by code."""
    return tuple(code for code, province in catalogue().provinces.items() if province.region_code == region_code)


@cache
def is_holiday(day: date) -> bool:
    """Return whether this is a public holiday of Morocco; one that follows the moon counts as soon as it is expected."""
    return any(row.day.falls_on(day) and row.since <= day.year for row in catalogue().holidays.values())


def source_name(written: str, language: str = "") -> str:
    """Return what a reader calls the source of a factor, else the source as its row writes it."""
    with override((language or get_language() or LANGUAGES[0])[:2]):
        return next((str(name) for start, name in choices.SOURCES.items() if written.startswith(start)), written)


def foreign_source(written: str, language: str = "") -> str:
    """Return the language of a source that is shown as its row writes it, when the reader reads another, else nothing."""
    own = (language or get_language() or LANGUAGES[0])[:2]
    return "" if own == WRITTEN or any(map(written.startswith, choices.SOURCES)) else WRITTEN


@cache
def source_url(written: str) -> str:
    """Return the page of a source, as the first factor that has it tells."""
    return next((row.source_url or "" for row in catalogue().factors.values() if row.source == written), "")
