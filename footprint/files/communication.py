"""
The fields of the EU communication template for installations, a sheet for each of its groups (docs/method/cbam.md section 9).

The template is in English, and so are the words here; the reader's language stands beside the name of a field. What Qafila
knows is filled in with where it is from; what it does not know is an empty cell that is marked.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO, Any, Final

from django.utils.translation import get_language_bidi, gettext, gettext_noop
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font, PatternFill

from footprint import queries
from footprint.engine.cbam import cogeneration
from footprint.queries import Answer, BorderGood
from kernel.actor import Actor
from kernel.tables import safe
from reference.queries import catalogue, name

EMPTY = PatternFill("solid", fgColor="FFF2CC")
KG_PER_T = Decimal(1000)
ENGLISH = "en"
ENTERED, BILLS, RULES, OWN, DEFAULT = (
    gettext_noop("entered by the firm"),
    gettext_noop("computed from its bills"),
    gettext_noop("reference data of Qafila"),
    gettext_noop("computed from what the firm entered"),
    gettext_noop("default value"),
)
NOT_BURNT: Final = frozenset({"refrigerant", "fertiliser", "waste_water"})
NO_DATA_OF_MAKER: Final = "No verified data of its maker: default value of"
HEADS = (
    gettext_noop("About"),
    gettext_noop("Field"),
    gettext_noop("Unit"),
    gettext_noop("Value"),
    gettext_noop("Source of the value"),
)
SHEETS = (
    gettext_noop("1 Installation"),
    gettext_noop("2 Source streams"),
    gettext_noop("3 Balance"),
    gettext_noop("4 Processes"),
    gettext_noop("5 Precursors"),
    gettext_noop("6 Tools"),
    gettext_noop("7 Summary of products"),
)
BY_SECTOR = {
    "cement": (gettext_noop("Clinker content"), gettext_noop("Calcined or not")),
    "iron_steel": (
        gettext_noop("Main reducing agent"),
        gettext_noop("Identification of the steel mill"),
        gettext_noop("Share of Mn, Cr, Ni and other alloys"),
        gettext_noop("Scrap used per tonne"),
    ),
    "aluminium": (gettext_noop("Scrap used per tonne"), gettext_noop("Share of alloys other than aluminium")),
    "fertilisers": (gettext_noop("Share of nitrogen by form"), gettext_noop("Concentration")),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One field: what it is about, its English name, unit, value (None: to be filled in) and source."""

    about: str
    field: str
    unit: str = ""
    value: str | Decimal | int | date | None = None
    source: str = ""


def communication(actor: Actor, *, firm: str, city: str, today: date) -> IO[bytes]:
    """Return the workbook of a firm as a temporary file; who sends it closes it."""
    years = [queries.answer_of(row) for row in queries.chosen_years(actor)]
    products = queries.border_goods(actor, today=today)
    groups = (
        list(_installation(actor, firm, city, years, products)),
        list(_streams(actor, years)),
        list(_balance(years)),
        [row for product in products for row in _process(product)],
        [row for product in products for row in _precursors(product)],
        list(_tools()),
        [row for product in products for row in _summary(product)],
    )
    book = Workbook(write_only=True)
    for title, rows in zip(SHEETS, groups, strict=True):
        _sheet(book, title, rows)
    file = TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    book.save(file)
    file.seek(0)
    return file


def _sheet(book: Any, title: str, rows: list[Row]) -> None:
    sheet = book.create_sheet(title)
    sheet.sheet_view.rightToLeft = get_language_bidi()
    sheet.freeze_panes = "A2"
    for letter, width in zip("ABCDEF", (28, 44, 44, 16, 24, 32), strict=True):
        sheet.column_dimensions[letter].width = width
    about, field, unit, value, source = HEADS
    heads = [about, field, gettext(title), unit, value, source]
    sheet.append([_text(sheet, _both(one), bold=True) for one in heads])
    for row in rows:
        sheet.append(
            [
                _text(sheet, row.about),
                _text(sheet, row.field),
                _text(sheet, gettext(row.field)),
                _text(sheet, row.unit),
                _value(sheet, row.value),
                _text(sheet, _both(row.source) if row.source else _both(gettext_noop("to be filled in"))),
            ]
        )


def _both(words: str) -> str:
    """Return words in English, and in the reader's language where that is another."""
    own = gettext(words)
    return words if own == words else f"{words} / {own}"


def _text(sheet: Any, text: str, *, bold: bool = False) -> Any:
    cell = WriteOnlyCell(sheet, safe(text))
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell


def _value(sheet: Any, value: str | Decimal | int | date | None) -> Any:
    if isinstance(value, str) and value:
        return _text(sheet, value)
    cell = WriteOnlyCell(sheet, value or (value if value == 0 else None))
    if value is None or value == "":
        cell.fill = EMPTY
    return cell


def _entered(about: str, field: str, value: Any, unit: str = "") -> Row:
    return _known(about, field, value, unit, ENTERED)


def _known(about: str, field: str, value: Any, unit: str, source: str) -> Row:
    return Row(about, field, unit, value, source) if value not in {None, ""} else Row(about, field, unit)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _installation(actor: Actor, firm: str, city: str, years: list[Answer], products: list[BorderGood]) -> Iterator[Row]:
    profile = queries.company(actor)
    year = max((one.year for one in years), default=None)
    yield Row(
        "", gettext_noop("Start of the reporting period"), value=year and date(year, 1, 1), source=BILLS if year else ""
    )
    yield Row(
        "", gettext_noop("End of the reporting period"), value=year and date(year, 12, 31), source=BILLS if year else ""
    )
    yield _entered("", gettext_noop("Name of the installation"), firm)
    yield Row("", gettext_noop("Name of the installation in English"))
    yield Row("", gettext_noop("Street and number"))
    yield _entered("", gettext_noop("City"), city)
    yield Row("", gettext_noop("Country"), value="Morocco", source=ENTERED)
    activity = name("sector", profile.sector, ENGLISH) if profile.sector else None
    yield _entered("", gettext_noop("Economic activity"), activity)
    for field in (
        gettext_noop("UN/LOCODE"),
        gettext_noop("Coordinates of the main source"),
        gettext_noop("Authorised representative"),
        gettext_noop("Verifier, and its accreditation"),
    ):
        yield Row("", field)
    for product in products:
        code = product.line.resolved
        row = catalogue().cbam_lines[code]
        yield Row(code, gettext_noop("Aggregated goods category"), value=row.aggregated_category, source=RULES)
        yield _entered(code, gettext_noop("Production route"), (product.own or {}).get("route"))
        yield Row(code, gettext_noop("Production processes, and whether they are one bubble"))
        for bought in (product.own or {}).get("precursors", ()):
            yield _entered(code, gettext_noop("Purchased precursor"), bought["code"])
            yield _entered(bought["code"], gettext_noop("Country of origin of the precursor"), bought.get("origin"))
            yield _entered(bought["code"], gettext_noop("Production route of the precursor"), bought.get("route"))


def _streams(actor: Actor, years: list[Answer]) -> Iterator[Row]:
    """Yield one stream for each fuel of an installation and year; heating value and the like are for the firm to add."""
    sites = {site.pk: site.name for site in queries.sites(actor)}
    several = len({year.site_id for year in years}) > 1
    for year, activity, unit, quantity, kg in _fuels(years):
        place = f"{sites[year.site_id]}: " if several else ""
        about = f"{place}{name('activity', activity, ENGLISH)}, {year.year}"
        yield Row(about, gettext_noop("Method"), value="combustion", source=RULES)
        yield Row(about, gettext_noop("Activity data"), unit, quantity, BILLS)
        yield Row(about, gettext_noop("Emission factor"), f"kg CO2e/{unit}", kg / quantity if quantity else None, RULES)
        for field in (
            gettext_noop("Net calorific value"),
            gettext_noop("Carbon content"),
            gettext_noop("Oxidation factor"),
            gettext_noop("Conversion factor"),
            gettext_noop("Biomass share"),
        ):
            yield Row(about, field)
    yield Row("", gettext_noop("Perfluorocarbons: slope or overvoltage"))
    yield Row("", gettext_noop("Continuous measurement of emissions"))


def _fuels(years: list[Answer]) -> Iterator[tuple[Answer, str, str, Decimal, Decimal]]:
    """Yield the quantity and emissions of each fuel of a site and year, over all its bills in one unit."""
    for year in years:
        sums: dict[tuple[str, str], tuple[Decimal, Decimal]] = {}
        for line in year.lines:
            if line["scope"] == "1" and line["part"] == "direct" and line["carrier"] not in NOT_BURNT:
                key = line["activity_id"], line["unit"]
                quantity, kg = sums.get(key, (Decimal(0), Decimal(0)))
                sums[key] = quantity + Decimal(line["quantity"]), kg + Decimal(line["kg"])
        for (activity, unit), (quantity, kg) in sums.items():
            yield year, activity, unit, quantity, kg


def _balance(years: list[Answer]) -> Iterator[Row]:
    def total(values: list[Decimal]) -> Decimal | None:
        return sum(values, Decimal(0)) / KG_PER_T if values else None

    scopes = {code: [one.kg for year in years for one in year.scopes if one.code == code] for code in ("1", "2")}
    filled = BILLS if years else ""
    yield Row("", gettext_noop("Total direct emissions"), "t CO2e", total(scopes["1"]), filled)
    yield Row("", gettext_noop("Total indirect emissions"), "t CO2e", total(scopes["2"]), filled)
    yield Row("", gettext_noop("CO2 of biomass"), "t CO2", total([year.biogenic.kg for year in years]), filled)
    for field in (
        gettext_noop("Total fuel input"),
        gettext_noop("Emissions of N2O and of perfluorocarbons"),
        gettext_noop("General information on data quality"),
        gettext_noop("Information on quality assurance"),
    ):
        yield Row("", field)


def _process(product: BorderGood) -> Iterator[Row]:
    code, own = product.line.resolved, product.own or {}
    sold = sum((buyer["tonnes"] for buyer in product.answer["goods"][0]["buyers"]), Decimal(0))
    yield Row(code, gettext_noop("Output of the process"), "t")
    yield _entered(code, gettext_noop("Of which sold to the EU"), sold or None, "t")
    yield Row(code, gettext_noop("Of which used inside the installation"), "t")
    yield _entered(
        code, gettext_noop("Attributed direct emissions per tonne"), _number(own.get("direct_tco2e_t")), "t CO2e/t"
    )
    yield _entered(
        code, gettext_noop("Emissions of electricity per tonne"), _number(own.get("indirect_tco2e_t")), "t CO2e/t"
    )
    for field, unit in (
        (gettext_noop("Measurable heat imported"), "TJ"),
        (gettext_noop("Measurable heat exported"), "TJ"),
        (gettext_noop("Emission factor of heat"), "t CO2/TJ"),
        (gettext_noop("Waste gases imported and exported"), "TJ"),
        (gettext_noop("Electricity consumed"), "MWh"),
        (gettext_noop("Emission factor of electricity, and its source"), "t CO2/MWh"),
        (gettext_noop("Electricity exported"), "MWh"),
    ):
        yield Row(code, field, unit)


def _precursors(product: BorderGood) -> Iterator[Row]:
    own = product.answer["goods"][0]["own"]
    parts = [part for part in own["parts"] if part["kind"] != "process"] if own else []
    for at, bought in enumerate((product.own or {}).get("precursors", ())):
        about = f"{product.line.resolved}: {bought['code']}"
        part = next((one for one in parts if one["key"] == f"goods.0.own.precursors.{at}"), None)
        default = part["default"] if part else None
        direct, indirect = (_number(bought.get(field)) for field in ("direct_tco2e_t", "indirect_tco2e_t"))
        source = ENTERED
        if default is not None:
            source, direct, indirect = DEFAULT, default["direct_tco2e_t"], default["indirect_tco2e_t"]
        yield _entered(about, gettext_noop("Tonnes per tonne of good"), _number(bought.get("tonnes_per_tonne")), "t/t")
        yield _known(about, gettext_noop("Specific direct emissions"), direct, "t CO2e/t", source)
        yield _known(about, gettext_noop("Specific indirect emissions"), indirect, "t CO2e/t", source)
        yield Row(about, gettext_noop("Electricity per tonne"), "MWh/t")
        yield _entered(about, gettext_noop("Source: measured or default"), bought.get("source"))
        if part and default is not None:
            marked = gettext_noop("Default value with its mark-up, direct and indirect")
            yield Row(about, marked, "t CO2e/t", part["see_tco2e_t"], DEFAULT)
        why = gettext_noop("Justification of a default value")
        yield Row(about, why) if default is None else Row(about, why, value=_justified(default), source=RULES)


def _justified(default: Any) -> str:
    """Return which default value was taken, and why."""
    row = ", ".join(filter(None, (default["act"], default["country"], default["code"], default["route"])))
    return f"{NO_DATA_OF_MAKER} {row}"


def _tools() -> Iterator[Row]:
    for field, value in (
        (gettext_noop("Cogeneration: default efficiency of heat"), cogeneration.DEFAULT_HEAT),
        (gettext_noop("Cogeneration: default efficiency of electricity"), cogeneration.DEFAULT_ELECTRICITY),
        (gettext_noop("Cogeneration: reference efficiency of heat"), cogeneration.REFERENCE_HEAT),
    ):
        yield Row("", field, "", value, RULES)
    for field in (
        gettext_noop("Cogeneration: fuel, heat and electricity"),
        gettext_noop("Carbon price paid: type"),
        gettext_noop("Carbon price paid: share of emissions covered"),
        gettext_noop("Carbon price paid: rebate"),
    ):
        yield Row("", field)


def _summary(product: BorderGood) -> Iterator[Row]:
    code = product.line.resolved
    own = product.answer["goods"][0]["own"]
    see = own["see_tco2e_t"] if own else None
    share = own["share_on_defaults_pct"] if own else None
    filled = OWN if see is not None else ""
    yield Row(code, gettext_noop("CN code"), value=code, source=ENTERED)
    yield Row(
        code,
        gettext_noop("Specific embedded direct emissions"),
        "t CO2e/t",
        None if product.counts_electricity else see,
        "" if product.counts_electricity else filled,
    )
    yield Row(code, gettext_noop("Specific embedded indirect emissions"), "t CO2e/t")
    yield Row(code, gettext_noop("Total specific embedded emissions"), "t CO2e/t", see, filled)
    yield Row(
        code, gettext_noop("Share based on default values"), "%", None if share is None else round(share, 1), filled
    )
    yield Row(code, gettext_noop("Source of the electricity factor"))
    for field in BY_SECTOR.get(catalogue().cbam_lines[code].sector, ()):
        yield Row(code, field)
