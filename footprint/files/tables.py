"""A statement as tables to keep: each line, the totals, the sources, the products; figures in kg CO2e with all their digits."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from footprint.choices import FLAGS, SCOPE_3, Boundary, Evidence, SharedBy, flag_in_words, report
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
            " ".join(flag_in_words(flag, one.factor_year) for flag in one.flags if flag in FLAGS),
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
    yield from _of_years(found)
    yield from _ratios(found)
    yield (_("Warming potentials"), None, None, None, None, found.gwp_set)
    yield (_("Edition of the factors"), None, None, None, None, listed(found.editions))
    yield (_("Version of the engine"), None, None, None, None, listed(found.engines))


def _of_years(found: Statement) -> Iterator[Row]:
    """Return the base year, and the change since the year before of what both cover."""
    if base := found.base:
        label = _("Base year %(year)s, as marked") % {"year": base.year}
        reasons = listed(report.BASE_REASONS[code] for code in base.reasons)
        yield (label, base.kg, None, None, None, "")
        yield (
            _("Base year %(year)s, as it is today") % {"year": base.year},
            base.recomputed_kg,
            None,
            None,
            None,
            reasons,
        )
    if compared := found.comparison:
        years = {"before": compared.before_year, "after": compared.after_year}
        words = " ".join(report.doubts_in_words(compared, several=len(found.sites) > 1))
        is_known = bool(compared.effects)
        for label, kg in (
            (_("Change from %(before)s to %(after)s of what is compared"), compared.difference_kg),
            (_("Change from %(before)s to %(after)s, by what was used"), compared.activity_kg),
            (_("Change from %(before)s to %(after)s, by the factors"), compared.factor_kg),
        ):
            yield (label % years, kg if is_known else None, None, None, None, words)


def _ratios(found: Statement) -> Iterator[Row]:
    """Return the intensities; one that is unknown has no figure, and says what would give it."""
    for one in found.ratios:
        times, words = report.ratio_times(one.code), report.RATIO_LACKS[one.code] if one.total_kg is None else ""
        if one.total_kg is not None and not found.is_a_year:
            words = report.PART_OF_A_YEAR
        label = report.RATIOS[one.code]
        total, own = (None if kg is None else kg * times for kg in (one.total_kg, one.scope12_kg))
        yield (str(label), total, None, None, None, str(words))
        yield (_("%(ratio)s, scopes 1 and 2") % {"ratio": label}, own, None, None, None, "")


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


def products(found: Statement) -> Table:
    heads = [
        _("Site"),
        pgettext("product", "Product"),
        _("Customs code"),
        pgettext("product", "Made"),
        _("Of which exported"),
        _("Unit"),
        _("Shared out by"),
        _("Share (%)"),
        _("Scopes 1 and 2 (kg CO₂e)"),
        _("How far its footprint goes"),
        _("For each unit, up to the boundary (kg CO₂e)"),
        _("Low (kg CO₂e)"),
        _("High (kg CO₂e)"),
        _("Left with exports (kg CO₂e)"),
        _("Remarks"),
    ]
    return Table(_("Products"), heads, _products(found))


def _products(found: Statement) -> Iterator[Row]:
    for one in found.products:
        row = one.product
        words = report.product_problem(one) or (_("Waste: it carries nothing") if row.is_waste else "")
        yield (
            one.site,
            row.name,
            row.code,
            row.made,
            row.exported,
            report.many_word(one.unit, row.made),
            str(SharedBy(one.shared_by).label),
            None if one.share_pct is None else _tenth(one.share_pct),
            one.scope12_kg,
            str(Boundary(row.boundary).label),
            one.per_unit,
            one.low_per_unit,
            one.high_per_unit,
            one.exported_kg,
            words or ("" if found.is_a_year else str(report.PART_OF_A_YEAR)),
        )


TABLES: dict[str, Callable[[Statement], Table]] = {
    "lines": lines,
    "totals": totals,
    "sources": sources,
    "products": products,
}
