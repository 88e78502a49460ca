"""A statement as the result page names it: compared, explained line by line, shared out over products."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext, ngettext, pgettext

from footprint.choices import FLAGS, GWP_SETS, Boundary, Evidence, SharedBy, flag_in_words, report
from frontend import formats
from frontend.shown.figures import between
from kernel.sentences import listed

LANGUAGES = {"fr": "Français", "ar": "العربية", "en": "English"}
MOST_ITEMS, MOST_EFFECTS = 8, 8
TOLD = Decimal("0.005")  # of the larger total: a change under it is not told


def sections(found: Any, here: str, files: dict[str, str]) -> dict[str, Any]:
    """Return what stands under the total, of a site or of the firm; `here` is the address of the page, `files` those of its files."""
    return {
        "gwp": _gwp(found, here),
        "gwp_note": _gwp_note(found),
        "papers": [
            {"url": f"{files['report']}?language={code}&gwp={found.gwp_set}", "label": name, "code": code}
            for code, name in LANGUAGES.items()
        ],
        "tables": _tables(found, files),
        "compared": _compared(found.comparison, found) if found.comparison else None,
        "items": [_item(one, at) for at, one in enumerate(found.items[:MOST_ITEMS], start=1)],
        "by_site": [_item(one, at) for at, one in enumerate(found.sites, start=1)] if found.is_firm else [],
        "absent": _absent(found),
        "apart": _apart(found),
        "grade_words": _grade(found),
        "lines": [_line(one, several=len(found.sites) > 1) for one in found.lines],
        "mends": [_mend(one) for one in found.mends],
        "mends_note": report.mends_in_words(found),
        "products": products(found),
        "ratios": [_ratio(one) for one in found.ratios],
        "ratios_note": "" if found.is_a_year else str(report.PART_OF_A_YEAR),
        "base": _base(found),
    }


def _gwp(found: Any, here: str) -> list[dict[str, Any]]:
    return [
        {"url": f"{here}?year={found.year}&gwp={one}", "label": one, "current": one == found.gwp_set}
        for one in GWP_SETS
    ]


def _gwp_note(found: Any) -> str:
    if found.gwp_set == GWP_SETS[0]:
        return gettext("Warming potentials of AR5, as the EU and the Paris rules have them.")
    words = gettext("A view under %(set)s, computed from the same bills and not kept; AR5 is what is kept.")
    fixed = sum(1 for one in found.lines if "not_switchable" in one.flags)
    more = ngettext(
        "%(count)s line has no split by gas and stays as it was.",
        "%(count)s lines have no split by gas and stay as they were.",
        fixed,
    )
    return f"{words} {more if fixed else ''}".strip() % {"set": found.gwp_set, "count": fixed}


def _tables(found: Any, files: dict[str, str]) -> list[dict[str, str]]:
    names = [
        ("lines", "xlsx", "Excel"),
        ("lines", "csv", gettext("CSV: lines")),
        ("totals", "csv", gettext("CSV: totals")),
        ("sources", "csv", gettext("CSV: sources")),
        *([("products", "csv", gettext("CSV: products"))] if found.products else []),
    ]
    return [
        {
            "url": files["tables"].replace("/part/", f"/{part}/").replace("/ext/", f"/{extension}/")
            + f"?gwp={found.gwp_set}",
            "label": label,
        }
        for part, extension, label in names
    ]


def signed_mass(kg: Decimal) -> str:
    """Write a change with its sign."""
    text = ("+" if kg > 0 else "") + str(formats.mass(kg))
    return f"\u2068{text}\u2069" if formats.language() == "ar" else text  # held together in a line from right to left


def _compared(found: Any, whole: Any) -> dict[str, Any]:
    least = max(abs(found.before.kg), abs(found.after.kg)) * TOLD
    told = [one for one in found.effects if max(abs(one.activity_kg), abs(one.factor_kg)) >= least]
    rows = [
        {
            "head": one.label,
            "note": "",
            "url": "",
            "cells": [
                str(formats.mass(one.before_kg)) if one.before_kg else "–",
                str(formats.mass(one.after_kg)) if one.after_kg else "–",
                gettext("; ").join(report.effects_in_words(one, signed_mass, least)),
            ],
        }
        for one in (told or found.effects)[:MOST_EFFECTS]
    ]
    years = {"before": str(found.before_year), "after": str(found.after_year)}
    return {
        "title": gettext("Compared with %(before)s") % years,
        "about": report.compared_in_words(found, signed_mass),
        "doubts": report.doubts_in_words(found, several=len(whole.sites) > 1),
        "columns": [
            {"label": gettext("Item")},
            {"label": years["before"], "num": True},
            {"label": years["after"], "num": True},
            {"label": gettext("Why"), "wide": True},
        ],
        "rows": rows,
        "foot": {
            "head": gettext("Total of what is compared")
            if found.covers or found.doubts
            else gettext("Total, %(set)s") % {"set": whole.gwp_set},
            "cells": [str(formats.mass(found.before.kg)), str(formats.mass(found.after.kg)), ""],
        },
    }


def _item(figure: Any, number: int) -> dict[str, Any]:
    share = "" if figure.share_pct is None else formats.share(figure.share_pct / 100)
    spread = between(figure.low_kg, figure.kg, figure.high_kg)
    return {
        "label": figure.label,
        "series": str(number) if number <= 4 else "rest",
        "kg": figure.kg,
        "low": figure.low_kg,
        "high": figure.high_kg,
        "note": " · ".join(part for part in (share, spread) if part),
    }


def _absent(found: Any) -> list[str]:
    """Return the sites that have nothing in this year, with the years that they have."""
    words = gettext("%(site)s has no bill of %(year)s and is not in the sum; it has %(years)s.")
    none = gettext("%(site)s has no bill yet and is not in the sum.")
    return [
        (words if one.years else none)
        % {"site": one.name, "year": found.year, "years": listed(str(year) for year in sorted(one.years))}
        for one in found.places
        if one.answer is None
    ]


def _apart(found: Any) -> list[dict[str, Any]]:
    """Return what stands beside the total: electricity by both methods, biogenic, avoided, gases outside the total."""
    rows = [
        _fact(gettext("Electricity by the grid"), found.electricity_location.kg, gettext("In the total")),
        _fact(
            gettext("Electricity by your contracts"),
            found.electricity_market.kg,
            gettext("Equal to the grid’s: no green contract")
            if found.electricity_market.kg == found.electricity_location.kg
            else gettext("With the proofs that you keep"),
        ),
    ]
    if found.biogenic.kg:
        rows.append(_fact(gettext("Biogenic CO₂, apart"), found.biogenic.kg, gettext("In no scope, as the rule asks")))
    if found.memo.kg:
        rows.append(
            _fact(gettext("Ozone-depleting gas, apart"), found.memo.kg, gettext("Outside the total by the rules"))
        )
    if found.avoided:
        words = gettext(
            "%(kwh)s kWh of your own solar at the operating margin; %(grid)s by the factor of the grid. Never taken off."
        )
        told = words % {
            "kwh": formats.number(found.avoided.kwh, 0),
            "grid": str(formats.mass(found.avoided.grid.kg)),
        }
        rows.append(_fact(gettext("Avoided, apart"), found.avoided.margin.kg, told))
    return rows


def _fact(term: str, kg: Decimal, note: str) -> dict[str, str]:
    return {"term": term, "value": str(formats.mass(kg)), "note": note}


def _grade(found: Any) -> str:
    return gettext("%(invoices)s of it stands on invoices, %(best)s on lines of grade A.") % {
        "invoices": formats.percent(Decimal(found.on_invoices_pct) / 100),
        "best": formats.percent(Decimal(found.on_grade_a_pct) / 100),
    }


def quantity_of(one: Any) -> str:
    return formats.with_unit(formats.number(one.quantity, most=1), report.unit_word(one.unit))


def _line(one: Any, *, several: bool) -> dict[str, Any]:
    figure = one.figure
    unit = report.unit_word(one.unit)
    facts = [
        (gettext("Quantity"), quantity_of(one), _bills(one.entries)),
        (
            gettext("Factor"),
            formats.with_unit(formats.number(one.factor, most=6), gettext("kgCO₂e") + "/" + unit),
            gettext("of %(year)s") % {"year": one.factor_year},
        ),
        (gettext("Where it holds"), report.place_word(one.geography) if one.geography else "–", ""),
        (
            gettext("Confidence of the factor"),
            one.factor_evidence,
            str(report.FACTOR_EVIDENCE.get(one.factor_evidence, "")),
        ),
        (gettext("Uncertainty of the factor"), _pct(one.factor_pct), ""),
        (gettext("Uncertainty of the quantity"), _pct(one.activity_pct), str(Evidence(one.evidence).label)),
        (gettext("Interval of the line"), between(figure.low_kg, figure.kg, figure.high_kg) or "–", gettext("at 95%")),
    ]
    if one.biogenic_kg:
        facts.append((gettext("Biogenic CO₂, apart"), str(formats.mass(one.biogenic_kg)), ""))
    return {
        "label": " · ".join(_heads(one, several=several)),
        "mass": str(formats.mass(figure.kg)),
        "grade": one.grade,
        "facts": [{"term": term, "value": value, "note": note} for term, value, note in facts],
        "flags": [flag_in_words(flag, one.factor_year) for flag in one.flags if flag in FLAGS],
        "source": one.source,
        "source_url": one.source_url,
        "name": one.factor_name,
        "name_language": one.factor_language,
        "source_language": one.source_language,
    }


def _heads(one: Any, *, several: bool) -> list[str]:
    heads = [one.label]
    if one.part != "direct":
        heads.append(str(report.PARTS[one.part]))
    if one.method in report.METHODS:
        heads.append(str(report.METHODS[one.method]))
    return [*heads, one.site] if several else heads


def _bills(count: int) -> str:
    return ngettext("%(count)s bill or delivery", "%(count)s bills or deliveries", count) % {"count": count}


def _pct(value: Decimal) -> str:
    return formats.percent(value / 100, 0 if value == value.to_integral_value() else 1)


def _mend(one: Any) -> dict[str, str]:
    return {
        "text": report.mend_in_words(one),
        "url": "",
        "by": gettext("%(share)s of the total") % {"share": formats.share(one.share_pct / 100)},
        "note": gettext("The total would be known to %(after)s in place of %(before)s.")
        % {"after": formats.percent(one.after_pct / 100, 1), "before": formats.percent(one.before_pct / 100, 1)},
    }


def products(found: Any) -> dict[str, Any] | None:
    """Return the products as a table: what one tonne or piece carries, with its interval and how far it goes."""
    if not found.products:
        return None
    return {
        "columns": [
            {"label": gettext("Product")},
            {"label": pgettext("product", "Made")},
            {"label": gettext("Share")},
            {"label": gettext("Scopes 1 and 2 of the site"), "num": True},
            {"label": gettext("For each unit, up to the boundary"), "num": True},
            {"label": gettext("Interval"), "wide": True},
        ],
        "rows": [_product(one, several=len(found.sites) > 1) for one in found.products],
        "foot": _sum_of(found) if len(found.sites) == 1 else None,
        "note": _rule_note(found.products),
    }


def _product(one: Any, *, several: bool) -> dict[str, Any]:
    row = one.product
    unit = report.unit_word(one.unit)
    note = [row.code, str(Boundary(row.boundary).label), one.site if several else ""]
    if row.is_waste:
        note = [gettext("Waste: it carries nothing")]
    cells = ["", "", "", ""]
    if one.problem:
        cells = ["", report.unknown(), report.unknown(), report.product_problem(one)]
    elif not row.is_waste:
        cells = [formats.share(one.share_pct / 100), _mass(one.scope12_kg), *_each(one, unit)]
    return {
        "head": row.name,
        "note": " · ".join(part for part in note if part),
        "url": "",
        "cells": [formats.with_unit(formats.number(row.made), report.many_word(one.unit, row.made)), *cells],
    }


def _each(one: Any, unit: str) -> tuple[str, str]:
    """Return what one tonne or piece carries, and between what bounds."""
    if one.per_unit is None:
        return report.unknown(), ""
    each = formats.mass(one.per_unit, one.low_per_unit, one.high_per_unit)
    bounds = {"low": each.low, "high": formats.with_unit(each.high, each.unit)}
    return f"{each}/{unit}", gettext("between %(low)s and %(high)s") % bounds if each.low else ""


def _mass(kg: Decimal | None) -> str:
    return report.unknown() if kg is None else str(formats.mass(kg))


def _sum_of(found: Any) -> dict[str, Any]:
    return {"head": gettext("Scopes 1 and 2 of the site"), "cells": ["", "", _mass(found.shared_kg), "", ""]}


def _rule_note(sheets: Sequence[Any]) -> str:
    rules = {lowered(str(SharedBy(one.shared_by).label)) for one in sheets}
    return gettext(
        "Shared out by: %(rule)s. The chain counts what is entered: inputs without a line are not in it, "
        "travel and commuting never are."
    ) % {"rule": listed(sorted(rules))}


def lowered(label: str) -> str:
    """Return a label as it stands inside a sentence."""
    return label[:1].lower() + label[1:]


def _ratio(one: Any) -> dict[str, str]:
    term, times = str(report.RATIOS[one.code]), report.ratio_times(one.code)
    if one.total_kg is None:
        return {"term": term, "value": "–", "note": str(report.RATIO_LACKS[one.code])}
    own = "" if one.scope12_kg is None else str(formats.mass(one.scope12_kg * times))
    note = own and gettext("%(mass)s of it scopes 1 and 2") % {"mass": own}
    return {"term": term, "value": str(formats.mass(one.total_kg * times)), "note": note}


def _base(found: Any) -> dict[str, Any]:
    """Return where the base year stands, and what may be done about it."""
    base = found.base
    if base is None:
        return {
            "title": gettext("Base year"),
            "kind": "",
            "text": gettext("None is marked. Choose the first solid year: later ones are measured against it."),
            "mark": found.year,
            "marked": False,
        }
    params = {
        "year": base.year,
        "kg": str(formats.mass(base.kg)),
        "now": str(formats.mass(base.recomputed_kg)),
        "day": formats.day(base.marked_at),
        "pct": "" if base.change_pct is None else formats.signed(base.change_pct, 1),
        "reasons": listed(report.BASE_REASONS[code] for code in base.reasons),
    }
    if base.is_due:
        text = gettext(
            "%(year)s, marked on %(day)s at %(kg)s, comes to %(now)s today (%(pct)s per cent), because %(reasons)s. "
            "Above 5 per cent it is to be computed again: mark it anew."
        )
    elif base.reasons:
        text = gettext(
            "%(year)s, marked on %(day)s at %(kg)s, comes to %(now)s today (%(pct)s per cent), because %(reasons)s. "
            "Under 5 per cent it stays as it is."
        )
    else:
        text = gettext("%(year)s, marked on %(day)s at %(kg)s. Nothing that it rests on has changed.")
    return {
        "title": gettext("Base year"),
        "kind": "turn" if base.is_due else "",
        "text": text % params,
        "mark": base.year if base.is_due else (found.year if found.year != base.year else None),
        "marked": True,
    }
