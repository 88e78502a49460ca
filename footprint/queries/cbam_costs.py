"""The calculation of the carbon border tax for whoever asks: nothing is kept, every figure comes with the row it rests on."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError

from footprint.choices import CBAM_DATES, CBAM_MISSING, COST_FLAGS, EXEMPTIONS
from footprint.engine import Refusal, cbam
from footprint.engine.cbam import dates
from footprint.models import ExportLine
from footprint.queries.cbam import check_code, importer_of
from footprint.queries.cbam_reading import Reading
from footprint.queries.company import exports
from kernel.actor import Actor
from reference.files import CbamBenchmark, CbamDefault
from reference.queries import catalogue

Shown = dict[str, Any]
ELI = "https://eur-lex.europa.eu/eli"
DEFAULTS_ACT = "Implementing Regulation (EU) 2025/2621"
BENCHMARKS_ACT = "Implementing Regulation (EU) 2025/2620"
SOURCES = (
    ("scope", "Regulation (EU) 2023/956", f"{ELI}/reg/2023/956/oj"),
    ("threshold", "Regulation (EU) 2025/2083", f"{ELI}/reg/2025/2083/oj"),
    ("method", "Implementing Regulation (EU) 2025/2547", f"{ELI}/reg_impl/2025/2547/oj"),
    ("price", "Implementing Regulation (EU) 2025/2548", f"{ELI}/reg_impl/2025/2548/oj"),
    ("benchmarks", BENCHMARKS_ACT, f"{ELI}/reg_impl/2025/2620/oj"),
    ("defaults", DEFAULTS_ACT, f"{ELI}/reg_impl/2025/2621/oj"),
)
CONFIDENCE = "sourced_secondary"  # read in third-party copies of the acts
HUNDRED = Decimal(100)


def calculate_cbam(values: Mapping[str, Any], *, today: date) -> Shown:
    """
    Return what goods cost their EU buyers on default values and on own data, and what measuring is worth.

    :raises ValidationError: naming each good, precursor, buyer and field that is wrong
    """
    reading = Reading(values)
    try:
        found = cbam.answer(reading.goods, catalogue(), reading.terms)
    except Refusal as refusal:
        reading.check(refusal.problems)
        raise
    low, price, high = cbam.band(found.terms.price)
    return {
        "year": found.terms.year,
        "price": asdict(price),
        "band_eur_per_t": [low.eur_per_t, price.eur_per_t, high.eur_per_t],
        "cscf": found.terms.cscf,
        "cbam_factor": found.cbam_factor,
        "carbon_price_paid_eur": found.terms.paid_eur_per_t,
        "edition": catalogue().edition,
        "goods": [_good(one, reading) for one in found.goods],
        "totals": _numbers(found.totals[1], found.totals) if found.totals else None,
        "cogeneration": [_plant(path, split, reading) for path, split in reading.plants if split is not None],
        "flags": said(found.flags),
        "dates": dates_ahead(today),
        "sources": [{"of": of, "act": act, "url": url} for of, act, url in SOURCES],
        "confidence": CONFIDENCE,
    }


@dataclass(frozen=True, slots=True)
class BorderGood:
    """A good of a firm, its own data as kept, and the three numbers per tonne and per buyer."""

    line: ExportLine
    own: Shown | None
    answer: Shown
    routes: tuple[str, ...]
    counts_electricity: bool


def border_good(actor: Actor, export_id: UUID, *, today: date) -> BorderGood | None:
    """Return a declared good with what its own data come to; None of a code that is not covered or not whole."""
    rows = list(exports(actor))
    line = next((row for row in rows if row.pk == export_id), None)
    if line is None:
        raise ExportLine.DoesNotExist
    return _good_of(line, rows, today)


def border_goods(actor: Actor, *, today: date) -> list[BorderGood]:
    """Return each covered good of a firm once, by its code."""
    rows = list(exports(actor))
    first = {row.resolved: row for row in reversed(rows) if row.resolved}
    found = (_good_of(first[code], rows, today) for code in sorted(first))
    return [one for one in found if one is not None]


def _good_of(line: ExportLine, rows: Sequence[ExportLine], today: date) -> BorderGood | None:
    if check_code(line.resolved or line.code).status != "covered":
        return None
    sold = [row for row in rows if row.resolved == line.resolved and row.tonnes_year is not None]
    buyers = [
        {"key": row.importer_name or row.market, "tonnes": row.tonnes_year, "importer_tonnes": _told(row, rows)}
        for row in sold
    ]
    good = {"code": line.resolved, "buyers": buyers}
    year = max(cbam.FIRST_YEAR, today.year)
    letters = cbam.routes_of_process(line.resolved, year, catalogue())
    counts = catalogue().cbam_lines[line.resolved].scope_of_embedded_emissions != "direct"
    answer = _as_kept(good, line.own, year, today)
    return BorderGood(line, line.own, answer, letters, counts)


def _told(row: ExportLine, rows: Sequence[ExportLine]) -> Decimal | None:
    """Return what is told of an importer; what was kept under older rules and contradicts the sales is not known."""
    importer = importer_of(row, rows)
    return None if importer.is_contradicted else importer.told


def _as_kept(good: Shown, own: Shown | None, year: int, today: date) -> Shown:
    """Return the answer on own data as kept; what was kept under older rules and is refused today is missing instead."""
    try:
        return calculate_cbam({"year": year, "goods": [good | {"own": own}]}, today=today)
    except ValidationError:
        if own is None:
            raise
    answer = calculate_cbam({"year": year, "goods": [good]}, today=today)
    for row in answer["goods"][0]["missing"]:
        row |= {"what": "own_again", "sentence": str(CBAM_MISSING["own_again"])}
    return answer


def check_own_data(code: str, own: Shown) -> None:
    """
    Check own data as they would be kept.

    :raises ValidationError: naming each field that is wrong, by its path in them
    """
    try:
        calculate_cbam({"year": cbam.FIRST_YEAR, "goods": [{"code": code, "own": own}]}, today=date.min)
    except ValidationError as error:
        problems = {name.removeprefix("goods.0.own."): found for name, found in error.error_dict.items()}
        raise ValidationError(problems) from error  # type: ignore[arg-type]


def dates_ahead(today: date) -> list[Shown]:
    """Return the days of the mechanism from this one on, each with its sentence."""
    return [
        {"code": one.code, "day": one.day, "sentence": str(CBAM_DATES[one.code]), "is_proposal": one.is_proposal}
        for one in dates.ahead(today)
    ]


def said(flags: Any) -> list[Shown]:
    """Return what is provisional or assumed, by code and sentence."""
    return [{"code": flag, "sentence": str(COST_FLAGS[flag])} for flag in flags]


def _good(one: cbam.GoodAnswer, reading: Reading) -> Shown:
    checked = check_code(one.good.code)
    return {
        "key": reading.names[one.good.key],
        "code": checked,
        "scope": one.scope,
        "is_complex": one.is_complex,
        "default_rows": [_route(row) for row in one.default.routes] if one.default else [],
        "own": None if one.own is None else _own(one, reading),
        "per_tonne": None if one.numbers is None else _numbers(one.numbers, one.band),
        "buyers": [_buyer(buyer, reading) for buyer in one.buyers],
        "missing": [
            {
                "field": _missing_field(row, one.good, reading),
                "what": row.what,
                "of": reading.names.get(row.key, ""),
                "sentence": str(CBAM_MISSING[row.what]),
            }
            for row in one.missing
        ],
        "flags": said(one.flags),
    }


def _missing_field(row: cbam.Missing, good: cbam.Good, reading: Reading) -> str:
    """Return the path of what to send; electricity is a flow where the process is told by its flows."""
    if row.what in {"own", "digits"} and row.key == good.key:
        return row.key
    if row.what == "indirect_tco2e_t" and (made := f"{row.key}.process") in reading.processes:
        return f"{made}.flows"
    return f"{row.key}.{row.what}"


def _route(row: cbam.RouteCost) -> Shown:
    return {
        "cn8": row.cn8,
        "default": _default(row.row, row.default_tco2e_t, row.year),
        "benchmark": _benchmark(row.benchmark),
        "free_tco2e_t": row.free_tco2e_t,
        "certificates_per_t": row.certificates_per_t,
        "eur_per_t": row.eur_per_t,
        "flags": said(row.flags),
    }


def _default(row: CbamDefault | None, value: Decimal, year: int) -> Shown | None:
    if row is None:
        return None
    column = f"with_markup_{min(year, 2028)}"
    return {
        "country": row.country,
        "code": row.cn_code,
        "route": row.route or "",
        "direct_tco2e_t": row.direct_tco2e_t,
        "indirect_tco2e_t": row.indirect_tco2e_t,
        "without_markup_tco2e_t": row.total_tco2e_t,
        "tco2e_t": value,
        "column": column,
        "act": DEFAULTS_ACT,
    }


def _benchmark(row: CbamBenchmark | None) -> Shown | None:
    if row is None:
        return None
    return {
        "cn8": row.cn8,
        "column": row.column,
        "route": row.route or "",
        "years": row.years,
        "tco2_t": row.benchmark_tco2_t,
        "act": BENCHMARKS_ACT,
    }


def _own(one: cbam.GoodAnswer, reading: Reading) -> Shown:
    own = one.own
    assert own is not None
    year = reading.terms.year
    share = own.share_on_defaults
    made = reading.processes.get(f"{one.good.key}.own.process")
    return {
        "see_tco2e_t": own.see_tco2e_t,
        "free_tco2e_t": own.free_tco2e_t,
        "share_on_defaults_pct": None if share is None else share * HUNDRED,
        "parts": [
            {
                "key": part.key,
                "of": reading.names.get(part.key, ""),
                "kind": part.kind,
                "cn8": part.cn8,
                "country": part.country,
                "tonnes_per_tonne": part.tonnes_per_tonne,
                "see_tco2e_t": part.see_tco2e_t,
                "free_tco2e_t": part.free_tco2e_t,
                "default": _default(part.row, part.see_tco2e_t, year),
                "benchmark": _benchmark(part.benchmark),
                "flags": said(part.flags),
            }
            for part in own.parts
        ],
        "process": None
        if made is None
        else {
            **{name: getattr(made, name) for name in ("direct_tco2e", "indirect_tco2e", "biomass_tco2")},
            "direct_tco2e_t": made.direct_tco2e_t,
            "indirect_tco2e_t": made.indirect_tco2e_t,
            "flows": [{**asdict(flow), "of": reading.names[flow.key]} for flow in made.flows],
            "flags": said(made.flags),
        },
    }


def _numbers(numbers: cbam.Numbers, band: tuple[cbam.Numbers, ...]) -> Shown:
    names = ("default_low", "default_high", "own", "worth_low", "worth_high")
    return {
        "certificates": asdict(numbers.certificates),
        "eur": {name: getattr(numbers, name) for name in names},
        "band": [{"price_eur": row.price.eur_per_t, **{name: getattr(row, name) for name in names}} for row in band],
    }


def _buyer(row: cbam.BuyerAnswer, reading: Reading) -> Shown:
    return {
        "key": reading.names[row.buyer.key],
        "tonnes": row.buyer.tonnes,
        "importer_tonnes": row.buyer.importer_tonnes,
        "exemption": row.exemption,
        "exemption_sentence": str(EXEMPTIONS[row.exemption]),
        "is_counted": row.is_counted,
        **_numbers(row.numbers, row.band),
    }


def _plant(path: str, split: Any, reading: Reading) -> Shown:
    return {"key": reading.names[path], **asdict(split), "flags": said(split.flags)}
