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
from uuid import UUID

from django.utils.translation import get_language_bidi, gettext, gettext_noop
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font, PatternFill

from footprint import queries
from footprint.engine.cbam import cogeneration
from footprint.engine.numbers import CONTEXT
from footprint.files import boundary
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


def communication(
    actor: Actor, *, firm: str, city: str, today: date, site: UUID | None = None, year: int | None = None
) -> IO[bytes]:
    """
    Return the workbook of one installation and one year as a temporary file; who sends it closes it.

    By default of the first site that has bills, and of its newest whole year, else its newest.

    :raises ObjectDoesNotExist: of a site that the actor may not see, or a year without bills
    """
    named, period = queries.installation_year(actor, site, year)
    products = queries.border_goods(actor, today=today)
    groups = (
        list(_installation(actor, f"{firm}, {named}" if named else firm, city, period, products)),
        list(_streams(period)),
        list(_balance(period, products, is_whole=not named)),
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


def _installation(
    actor: Actor, called: str, city: str, period: Answer | None, products: list[BorderGood]
) -> Iterator[Row]:
    profile = queries.company(actor)
    year = period.year if period else None
    yield Row(
        "", gettext_noop("Start of the reporting period"), value=year and date(year, 1, 1), source=BILLS if year else ""
    )
    yield Row(
        "", gettext_noop("End of the reporting period"), value=year and date(year, 12, 31), source=BILLS if year else ""
    )
    yield _entered("", gettext_noop("Name of the installation"), called)
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


def _streams(period: Answer | None) -> Iterator[Row]:
    """Yield one stream for each fuel burnt on site; heating value and the like are for the firm to add."""
    for activity, unit, quantity, kg in boundary.fuels(period):
        about = f"{name('activity', activity, ENGLISH)}, {period.year}" if period else ""
        yield Row(about, gettext_noop("Method"), value="combustion", source=RULES)
        yield Row(about, gettext_noop("Activity data"), unit, quantity, BILLS)
        factor = None if kg is None or not quantity else CONTEXT.divide(kg, quantity)
        yield _known(about, gettext_noop("Emission factor"), factor, f"kg CO2/{unit}", RULES)
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


def _balance(period: Answer | None, products: list[BorderGood], *, is_whole: bool) -> Iterator[Row]:
    """Yield the balance inside the boundary of the mechanism; `is_whole`: the processes of all goods are of this site."""
    lines, filled = period.lines if period else (), BILLS if period else ""
    flows = list(boundary.flows_of_process(products))
    of_process = sum((tonnes for _, tonnes in flows), Decimal(0))
    direct: Decimal | None = of_process
    for *_, kg in boundary.fuels(period):
        direct = None if direct is None or kg is None else direct + kg / KG_PER_T
    if period is None or (flows and not is_whole) or any(kind == "mass_balance" for kind, _ in flows):
        direct = None  # nobody told which site these are of, or the same carbon would count twice
    electricity = [Decimal(one["kg"]) for one in lines if boundary.is_indirect(one)]
    biomass = sum((Decimal(one["biogenic_kg"]) for one in boundary.burnt(period)), Decimal(0)) / KG_PER_T
    indirect = sum(electricity, Decimal(0)) / KG_PER_T if electricity else None
    gases = sum((tonnes for kind, tonnes in flows if kind in {"n2o", "pfc"}), Decimal(0))
    yield _known("", gettext_noop("Total direct emissions"), direct, "t CO2e", BILLS if not flows else OWN)
    yield _known("", gettext_noop("Total indirect emissions"), indirect, "t CO2e", BILLS)
    yield Row("", gettext_noop("CO2 of biomass"), "t CO2", biomass if period else None, filled)
    yield Row("", gettext_noop("Total fuel input"))
    named = gettext_noop("Emissions of N2O and of perfluorocarbons")
    yield _known("", named, gases if gases and is_whole else None, "t CO2e", OWN)
    yield Row("", gettext_noop("General information on data quality"))
    yield Row("", gettext_noop("Information on quality assurance"))


def _process(product: BorderGood) -> Iterator[Row]:
    code, own, made = product.line.resolved, product.own or {}, boundary.made_by_flows(product)
    kept = own.get("process") or {} if made else {}
    flows = kept.get("flows", ())
    sold = sum((buyer["tonnes"] for buyer in product.answer["goods"][0]["buyers"]), Decimal(0))
    yield _entered(code, gettext_noop("Output of the process"), _number(kept.get("output_t")), "t")
    yield _entered(code, gettext_noop("Of which sold to the EU"), sold or None, "t")
    yield Row(code, gettext_noop("Of which used inside the installation"), "t")
    source = OWN if made else ENTERED
    direct, indirect = boundary.of_process(product)
    yield _known(code, gettext_noop("Attributed direct emissions per tonne"), direct, "t CO2e/t", source)
    yield _known(code, gettext_noop("Emissions of electricity per tonne"), indirect, "t CO2e/t", source)
    heat_in, heat_factor = boundary.amount_of(flows, "heat", "energy_tj", "tco2e_per_tj")
    heat_out, _ = boundary.amount_of(flows, "heat", "energy_tj", "tco2e_per_tj", leaves=True)
    used, used_factor = boundary.amount_of(flows, "electricity", "mwh", "tco2e_per_mwh")
    given, _ = boundary.amount_of(flows, "electricity", "mwh", "tco2e_per_mwh", leaves=True)
    for field, value, unit in (
        (gettext_noop("Measurable heat imported"), heat_in, "TJ"),
        (gettext_noop("Measurable heat exported"), heat_out, "TJ"),
        (gettext_noop("Emission factor of heat"), heat_factor, "t CO2/TJ"),
        (gettext_noop("Waste gases imported and exported"), None, "TJ"),
        (gettext_noop("Electricity consumed"), used, "MWh"),
        (gettext_noop("Emission factor of electricity, and its source"), used_factor, "t CO2/MWh"),
        (gettext_noop("Electricity exported"), given, "MWh"),
    ):
        yield _entered(code, field, value, unit)


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
    row = "; ".join(filter(None, (default["act"], default["country"], default["code"], default["route"])))
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
    direct, indirect = boundary.specific(product)
    yield Row(code, gettext_noop("CN code"), value=code, source=ENTERED)
    yield _known(code, gettext_noop("Specific embedded direct emissions"), direct, "t CO2e/t", OWN)
    yield _known(code, gettext_noop("Specific embedded indirect emissions"), indirect, "t CO2e/t", OWN)
    yield Row(code, gettext_noop("Total specific embedded emissions"), "t CO2e/t", see, filled)
    yield Row(
        code, gettext_noop("Share based on default values"), "%", None if share is None else round(share, 1), filled
    )
    yield Row(code, gettext_noop("Source of the electricity factor"))
    for field in BY_SECTOR.get(catalogue().cbam_lines[code].sector, ()):
        yield Row(code, field)
