"""A code that a row mentions must exist in the file it points to."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from reference.files.tables import Table

Tables = Mapping[str, Table[Any]]
Indexes = Mapping[str, Mapping[Any, Any]]

WORDS = {"inside", "none"}  # an upstream that needs no row of its own, or has none
ANY = {"*"}


def check_links(tables: Tables, indexes: Indexes) -> None:
    """Name every code that leads nowhere in the problems of its own table."""
    factors, sectors = indexes["factors"].keys(), indexes["sectors"].keys()
    some_sector = sectors | ANY
    measures = indexes["measures"].keys()
    categories = {measure.category for measure in tables["measures"].rows}
    _point(tables["provinces"], "region_code", indexes["regions"])
    _point(tables["triggers"], "measure_id", measures)
    _point(tables["end_use_shares"], "sector_id", some_sector | {"farm_irrigated"})
    _point(tables["measures"], "applicable_sectors", some_sector)
    _point(tables["standards"], "applies_to_sectors", some_sector)
    _point(tables["schemes"], "eligible_sectors", some_sector)
    _point(tables["schemes"], "eligible_measures", measures | categories | ANY)
    for column in ("factor_id", "market_factor_id", "losses_factor_id"):
        _point(tables["activities"], column, factors)
    _point(tables["activities"], "upstream_factor_id", factors | WORDS)
    _check_factors(tables)
    _check_cbam(tables, indexes)


def _point(table: Table[Any], column: str, known: Collection[str]) -> None:
    for line, row in table.located():
        value = getattr(row, column)
        codes: Iterable[str] = value if isinstance(value, tuple) else (value,)
        for code in codes:
            if code is not None and code not in known:
                table.complain(line, column, f"{code!r} is not known")


def _check_factors(tables: Tables) -> None:
    units = {factor.id: factor.unit for factor in tables["factors"].rows}
    table = tables["activities"]
    for line, row in table.located():
        for code in (row.factor_ids_by_year or {}).values():
            if code not in units:
                table.complain(line, "factor_ids_by_year", f"{code!r} is not known")
        for column in ("factor_id", "upstream_factor_id", "losses_factor_id"):
            code = getattr(row, column)
            if code in units and units[code] != row.unit:
                table.complain(line, column, f"{code!r} is per {units[code]}, the activity is in {row.unit}")


def _check_cbam(tables: Tables, indexes: Indexes) -> None:
    lines, headings = indexes["cbam_lines"], indexes["hs"]
    _point(tables["cbam_benchmarks"], "cn8", lines)
    _point(tables["hs"], "parent", headings)
    for name, column in (("cbam_defaults", "cn_digits"), ("cbam_goods", "cn_prefix"), ("cbam_lines", "cn8")):
        for line, row in tables[name].located():
            code = getattr(row, column)
            if code[:6] not in headings:
                tables[name].complain(line, column, f"{code!r} is not in the Harmonized System")
    table = tables["cbam_lines"]
    for line, row in table.located():
        if not row.is_current and (not row.heirs or any(heir not in lines for heir in row.heirs)):
            table.complain(line, "status", f"{row.status!r} names no known heir")
