"""The reference data as anybody may look through them: each row with its figure, source, date and how far it is proved."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language

from kernel.sentences import listed
from kernel.text import fold
from reference.queries import catalogue, language_of, name_of


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the reference data; `confidence` is a code of `choices.CONFIDENCES`, `language` that of the name."""

    code: str
    name: str
    value: Decimal | None
    unit: str
    note: str
    date: str
    confidence: str
    source: str
    source_url: str
    language: str = ""


def confidence_of(written: str) -> str:
    """Return how far a row is proved, of what its file says in many ways."""
    if written in {"A", "sourced", "sourced+computed"}:
        return "sourced"
    return "partly" if written[:1] in {"B", "C"} or written.startswith(("sourced_", "mixed")) else "unverified"


def _factors(language: str) -> Iterator[Entry]:
    for row in catalogue().factors.values():
        name, unit = name_of(row, language), f"kgCO2e/{row.unit}"
        yield Entry(
            row.id,
            name,
            row.kgco2e_per_unit,
            unit,
            f"{row.geography}, {row.gwp_set}",
            str(row.year),
            confidence_of(row.evidence),
            row.source,
            row.source_url or "",
            language_of(row, language),
        )


def _prices(_language: str) -> Iterator[Entry]:
    for row in catalogue().prices.values():
        unit, note = f"{row.currency} {row.unit}", listed(filter(None, (row.tax, row.region)))
        yield Entry(
            row.id,
            row.item,
            row.value,
            unit,
            note,
            row.date or "",
            confidence_of(row.confidence),
            row.source or "",
            row.source_url or "",
            "en",
        )


def _measures(language: str) -> Iterator[Entry]:
    for row in catalogue().measures.values():
        urls = (row.source_url or "").split()
        yield Entry(
            row.id,
            name_of(row, language),
            row.saving_pct_typical,
            "%" if row.saving_pct_typical is not None else "",
            row.saving_basis or "",
            row.capex_year or "",
            confidence_of(row.confidence),
            row.source,
            urls[0] if urls else "",
        )


def _cbam(language: str) -> Iterator[Entry]:
    for row in catalogue().cbam_goods.values():
        yield Entry(
            row.cn_code,
            name_of(row, language, "description"),
            row.default_other_max_tco2e_t,
            "tCO2e/t" if row.default_other_max_tco2e_t is not None else "",
            listed(row.gases),
            "2026",
            "sourced",
            row.source,
            row.source_url,
        )


def _standards(_language: str) -> Iterator[Entry]:
    for row in catalogue().standards.values():
        code, who = confidence_of(row.confidence), row.who_issues
        yield Entry(row.id, row.name, None, "", f"{row.scope} · {who}", "", code, row.source, row.source_url or "")


def _finance(_language: str) -> Iterator[Entry]:
    for row in catalogue().schemes.values():
        note, code = f"{row.institution} · {row.status}", confidence_of(row.confidence)
        yield Entry(
            row.id,
            row.name,
            row.max_amount,
            row.amount_currency or "" if row.max_amount is not None else "",
            note,
            row.as_of or "",
            code,
            row.source,
            row.source_url.split()[0],
        )


TABLES: dict[str, Callable[[str], Iterator[Entry]]] = {
    "factors": _factors,
    "prices": _prices,
    "measures": _measures,
    "cbam": _cbam,
    "standards": _standards,
    "finance": _finance,
}


def entries(table: str, *, text: str = "", confidence: str = "", language: str = "") -> list[Entry]:
    """
    Return the rows of a table whose code, name or source holds a text, as far as they are proved.

    :raises KeyError: when there is no such table
    """
    wanted = fold(text)
    return [
        one
        for one in TABLES[table]((language or get_language() or "fr")[:2])
        if (not wanted or wanted in fold(f"{one.code} {one.name} {one.source}")) and confidence in {"", one.confidence}
    ]


def counts() -> dict[str, int]:
    """Return how many rows each table has."""
    return {table: len(entries(table)) for table in TABLES}
