"""A statement as tables to keep: each line, the totals, the sources; figures in kg CO2e with all their digits."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from footprint.choices import FLAGS, SCOPE_3, Evidence, report
from footprint.queries import Statement
from kernel.sentences import listed
from kernel.tables import Table

Row = tuple[Any, ...]


def lines(found: Statement) -> Table:
    heads = [
        _("Site"),
        _("Year"),
        _("Item"),
        _("Part"),
        _("Scope of the line"),
        _("Category"),
        _("Quantity"),
        _("Unit"),
        _("Bills"),
        _("Factor (kg CO₂e per unit)"),
        _("Code of the factor"),
        _("Year of the factor"),
        "kg CO₂e",
        _("Low (kg CO₂e)"),
        _("High (kg CO₂e)"),
        _("Uncertainty of the quantity (%)"),
        _("Uncertainty of the factor (%)"),
        _("Evidence"),
        _("Grade"),
        _("Biogenic CO₂ (kg)"),
        _("Counted in"),
        _("Remarks"),
    ]
    return Table(_("Lines"), heads, _lines(found))


def _lines(found: Statement) -> Iterator[Row]:
    for one in found.lines:
        counted = _("Outside the total") if one.is_memo else report.METHODS.get(one.method, _("Both totals"))
        yield (
            one.site,
            found.year,
            one.label,
            str(report.PARTS[one.part]),
            one.scope,
            one.category,
            one.quantity,
            report.unit_word(one.unit),
            one.entries,
            one.factor,
            one.factor_id,
            one.factor_year,
            one.figure.kg,
            one.figure.low_kg,
            one.figure.high_kg,
            one.activity_pct,
            one.factor_pct,
            str(Evidence(one.evidence).label),
            one.grade,
            one.biogenic_kg,
            str(counted),
            " ".join(str(FLAGS[flag]) for flag in one.flags if flag in FLAGS),
        )


def totals(found: Statement) -> Table:
    heads = [_("Figure"), "kg CO₂e", _("Low (kg CO₂e)"), _("High (kg CO₂e)"), _("Share (%)"), _("In words")]
    return Table(_("Totals"), heads, _totals(found))


def _totals(found: Statement) -> Iterator[Row]:
    named = [
        (_("Total, electricity by the grid"), found.total),
        (_("Total, electricity by contract"), found.market),
        *((_("Scope %(scope)s") % {"scope": one.code}, one) for one in (*found.scopes, found.scope12)),
        (_("Electricity by the grid"), found.electricity_location),
        (_("Electricity by contract"), found.electricity_market),
        *((_("Site: %(name)s") % {"name": one.label}, one) for one in found.sites),
        *((_("Item: %(name)s") % {"name": one.label}, one) for one in found.items),
        *(
            (_("Category %(number)s: %(name)s") % {"number": one.code, "name": SCOPE_3[one.code]}, one)
            for one in found.categories
        ),
        *((_("Gas: %(name)s") % {"name": report.GASES.get(one.code, one.code)}, one) for one in found.gases),
        (_("Biogenic CO₂, apart"), found.biogenic),
        (_("Ozone-depleting gas, apart"), found.memo),
    ]
    for label, one in named:
        yield (
            str(label),
            one.kg,
            one.low_kg,
            one.high_kg,
            None if one.share_pct is None else _tenth(one.share_pct),
            "",
        )
    if found.avoided:
        yield (
            _("Avoided by own solar, at the operating margin, never taken off"),
            found.avoided.margin.kg,
            None,
            None,
            None,
            "",
        )
    yield (_("Warming potentials"), None, None, None, None, found.gwp_set)
    yield (_("Edition of the factors"), None, None, None, None, listed(found.editions))
    yield (_("Version of the engine"), None, None, None, None, listed(found.engines))


def _tenth(value: Decimal) -> Decimal:
    return round(value, 1)


def sources(found: Statement) -> Table:
    heads = [
        _("Code of the factor"),
        _("Factor"),
        _("Value (kg CO₂e per unit)"),
        _("Unit"),
        _("Year"),
        _("Where it holds"),
        _("Confidence"),
        _("Uncertainty (%)"),
        _("Source"),
        _("Address"),
    ]
    return Table(_("Sources"), heads, _sources(found))


def _sources(found: Statement) -> Iterator[Row]:
    told = set()
    for one in found.lines:
        key = (one.factor_id, one.factor_year, one.factor)
        if key in told:
            continue
        told.add(key)
        place = report.place_word(one.geography) if one.geography else ""
        words = report.FACTOR_EVIDENCE.get(one.factor_evidence, "")
        yield (
            one.factor_id,
            one.factor_name,
            one.factor,
            report.unit_word(one.unit),
            one.factor_year,
            place,
            f"{one.factor_evidence}: {words}",
            one.factor_pct,
            one.source,
            one.source_url,
        )


TABLES: dict[str, Callable[[Statement], Table]] = {"lines": lines, "totals": totals, "sources": sources}
