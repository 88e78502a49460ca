"""The parts of the report: bars, tables and lists, each figure with its unit and what it rests on."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from footprint.choices import FLAGS, SCOPE_3, Boundary, Evidence, MissingDays, SharedBy, flag_in_words, report
from footprint.files.written import mass, percent, plain, share, spread, three
from footprint.queries import Figure, Statement
from kernel.sentences import listed
from kernel.typesetting.figures import NO_BREAK, number
from reference.queries import name

LETTERS = "abcdefghijklmnopqrstuvwxyz"
Numbered = dict[str, tuple[int, list[str]]]


def words() -> dict[str, Any]:
    return {
        "boundary": _("Boundary"),
        "method": _("Method"),
        "missing": _("What is missing or provisional"),
        "scopes": _("By scope"),
        "items": _("By item"),
        "sites": _("By site"),
        "categories": _("Scope 3 by category"),
        "apart": _("Apart from the total"),
        "gases": _("Gases"),
        "products": _("By product"),
        "ratios": _("Intensities"),
        "mends": _("What would make it surer"),
        "mends_head": [_("What to do"), _("Uncertainty of the total")],
        "lines": _("Line by line"),
        "lines_head": [_("Line"), _("Quantity"), _("Factor"), _("Emissions"), _("Grade"), _("Source")],
        "sources": _("Sources of the factors"),
        "record": _("How it was made"),
        "grade": _("Grade of the data"),
    }


def bar(figure: Figure, among: Iterable[Figure]) -> dict[str, Any]:
    """Return one bar on the scale of those beside it, with its interval."""
    top = max((one.high_kg or one.kg for one in among), default=Decimal(0)) or Decimal(1)

    def length(kg: Decimal | None) -> float:
        return float(max(kg or Decimal(0), Decimal(0)) / top)

    return {
        "label": figure.label,
        "mass": mass(figure.kg),
        "share": "" if figure.share_pct is None else share(figure.share_pct),
        "length": length(figure.kg),
        "low": length(figure.low_kg),
        "high": length(figure.high_kg),
        "range": spread(figure),
    }


def scopes(found: Statement) -> list[dict[str, Any]]:
    labels = {
        "1": _("Scope 1: what is burnt and what leaks"),
        "2": _("Scope 2: electricity bought, by the grid"),
        "3": _("Scope 3: the rest of the chain, as entered"),
    }
    entered = {line.scope for line in found.lines}
    rows = []
    for one in found.scopes:
        known = one.code in entered
        rows.append(
            {
                "code": one.code,
                "label": labels[one.code],
                "mass": mass(one.kg) if known else _("nothing entered"),
                "share": share(one.share_pct) if known and one.share_pct is not None else "",
                "part": float((one.share_pct or Decimal(0)) / 100),
                "range": spread(one) if known else "",
            }
        )
    return rows


def categories(found: Statement) -> list[dict[str, Any]]:
    rows = []
    for one in found.categories:
        label = _("Category %(number)s: %(name)s") % {"number": one.code, "name": SCOPE_3[one.code]}
        rows.append(bar(one, found.categories) | {"label": label})
    return rows


def apart(found: Statement) -> list[list[str]]:
    rows = [[_("Biogenic CO₂"), mass(found.biogenic.kg), _("In no scope, as the rule asks")]]
    if found.memo.kg:
        rows.append([_("Ozone-depleting gas"), mass(found.memo.kg), _("Outside the total by the rules")])
    if found.avoided:
        told = _("%(kwh)s kWh of own solar at the operating margin of 2021; %(grid)s by the factor of the grid")
        note = told % {"kwh": number(found.avoided.kwh, 0), "grid": mass(found.avoided.grid.kg)}
        rows.append([_("Avoided, never taken off"), mass(found.avoided.margin.kg), note])
    return rows


def gases(found: Statement) -> dict[str, Any]:
    """Return the emissions by gas, and the mass of each refrigerant that leaked."""
    leaked = {gas: kg for gas, kg in found.gas_masses_kg.items() if gas not in report.NOT_REFRIGERANTS and kg}
    told = [
        f"{gas.upper()}{NO_BREAK}{three(kg)}{NO_BREAK}{report.unit_word('kg')}" for gas, kg in sorted(leaked.items())
    ]
    return {
        "rows": [[str(report.GASES.get(one.code, one.code)), mass(one.kg)] for one in found.gases],
        "leaked": (_("Refrigerants that leaked, by gas") + _(": ") + _("; ").join(told)) if told else "",
    }


def products(found: Statement) -> dict[str, Any] | None:
    if not found.products:
        return None
    labels = {str(SharedBy(one.shared_by).label) for one in found.products}
    rules = sorted(label[:1].lower() + label[1:] for label in labels)
    return {
        "columns": [
            _("Product"),
            pgettext("product", "Made"),
            _("Share"),
            _("Scopes 1 and 2"),
            _("For each unit, up to the boundary"),
        ],
        "rows": [_product(one) for one in found.products],
        "total": [
            _("Scopes 1 and 2 of the sites"),
            "",
            "",
            mass_or_unknown(found.shared_kg),
            "",
        ],
        "note": _(
            "Shared out by: %(rule)s; waste carries nothing. The chain counts what is entered: inputs without a line "
            "are not in it, travel and commuting never are."
        )
        % {"rule": listed(rules)},
    }


def _product(one: Any) -> list[str]:
    row, unit = one.product, report.unit_word(one.unit)
    code = f"\u2066{row.code}\u2069" if row.code else ""  # its groups are read from left to right in Arabic too
    about = " · ".join(part for part in (code, str(Boundary(row.boundary).label)) if part)
    made = f"{plain(row.made)}{NO_BREAK}{report.many_word(one.unit, row.made)}"
    if row.exported is not None:
        made += " · " + _("%(amount)s exported") % {"amount": plain(row.exported)}
    if row.is_waste:
        return [row.name + "\n" + _("Waste: it carries nothing"), made, "", "", ""]
    if one.problem:
        return [f"{row.name}\n{about}", made, "", report.unknown(), report.product_problem(one)]
    spoken = report.unknown()
    if one.per_unit is not None:
        each = Figure("", one.per_unit, one.per_unit, "", one.low_per_unit, one.high_per_unit)
        spoken = f"{mass(one.per_unit)}/{unit}" + (f"\n{spread(each)}" if spread(each) else "")
    return [f"{row.name}\n{about}", made, share(one.share_pct), mass_or_unknown(one.scope12_kg), spoken]


def mass_or_unknown(kg: Decimal | None) -> str:
    return report.unknown() if kg is None else mass(kg)


def ratios(found: Statement) -> list[list[str]]:
    rows = []
    for one in found.ratios:
        times = report.ratio_times(one.code)
        if one.total_kg is None:
            rows.append([str(report.RATIOS[one.code]), "–", str(report.RATIO_LACKS[one.code])])
            continue
        note = "" if one.scope12_kg is None else mass(one.scope12_kg * times)
        note = note and _("%(mass)s of it scopes 1 and 2") % {"mass": note}
        rows.append([str(report.RATIOS[one.code]), mass(one.total_kg * times), note])
    return rows


def gaps(place: Any) -> list[str]:
    """Say which days no bill covers and what the firm said of them, and which bills cover the same days."""
    answer, told = place.answer, []
    for part in answer.coverage:
        params = {
            "site": place.name,
            "activity": name("activity", part["activity_id"]),
            "covered": part["days_covered"],
            "days": part["days_in_year"],
        }
        if part["days_covered"] < part["days_in_year"]:
            words = {
                MissingDays.UNKNOWN: _("%(site)s, %(activity)s: %(covered)s of %(days)s days; nothing was filled in."),
                MissingDays.FILLED: _(
                    "%(site)s, %(activity)s: %(covered)s of %(days)s days; the others are filled in at their mean."
                ),
                MissingDays.UNUSED: _(
                    "%(site)s, %(activity)s: %(covered)s of %(days)s days; nothing was used on the others, as the firm says."
                ),
            }[MissingDays(answer.missing_days)]
            told.append(words % params)
        if part["overlaps"]:
            told.append(_("%(site)s, %(activity)s: two bills cover the same days.") % params)
    if not answer.is_a_year and not answer.coverage:
        told.append(_("%(site)s: deliveries do not tell which days they cover.") % {"site": place.name})
    return told


def numbered(found: Statement) -> Numbered:
    """Give each factor a number in the order of the lines: its name, value, place, confidence, source and address."""
    known: Numbered = {}
    for one in found.lines:
        key = _key(one)
        if key not in known:
            known[key] = (len(known) + 1, _told(one))
    return known


def _key(one: Any) -> str:
    return f"{one.factor_id} {one.factor_year} {one.factor}"


def _told(one: Any) -> list[str]:
    evidence = report.FACTOR_EVIDENCE.get(one.factor_evidence, "")
    said = [
        three(one.factor) + NO_BREAK + _("kgCO₂e") + "/" + report.unit_word(one.unit),
        _("year %(year)s") % {"year": one.factor_year},
        report.place_word(one.geography) if one.geography else "",
        _("confidence %(grade)s: %(words)s") % {"grade": one.factor_evidence, "words": evidence},
        _("uncertainty %(pct)s") % {"pct": percent(one.factor_pct, 0 if one.factor_pct % 1 == 0 else 1)},
    ]
    name, language = one.factor_name or one.factor_id, one.factor_language
    return [name, " · ".join(part for part in said if part), one.source, one.source_url, language, one.source_language]


def remarks(found: Statement) -> dict[str, str]:
    """Give each remark on the lines a letter, in the order in which they come."""
    letters: dict[str, str] = {}
    for one in found.lines:
        for words in _remarks_on(one):
            letters.setdefault(words, LETTERS[len(letters) % len(LETTERS)])
    return letters


def _remarks_on(one: Any) -> list[str]:
    return [flag_in_words(flag, one.factor_year) for flag in one.flags if flag in FLAGS]


def lines(found: Statement, known: Numbered) -> list[dict[str, Any]]:
    several, letters = len(found.sites) > 1, remarks(found)
    return [
        {
            "label": one.label,
            "about": _about(one, several=several),
            "quantity": f"{number(one.quantity, 1, exact=False)}{NO_BREAK}{report.unit_word(one.unit)}",
            "bills": _activity(one),
            "factor": plain(_six(one.factor)),
            "mass": mass(one.figure.kg),
            "range": spread(one.figure),
            "grade": one.grade,
            "source": f"[{known[_key(one)][0]}]",
            "flags": " ".join(letters[words] for words in _remarks_on(one)),
        }
        for one in found.lines
    ]


def _activity(one: Any) -> str:
    told = _("%(evidence)s, %(pct)s") % {"evidence": Evidence(one.evidence).label, "pct": percent(one.activity_pct)}
    return f"{one.entries} × {told}" if one.entries > 1 else told


def _about(one: Any, *, several: bool) -> str:
    scope = _("Scope %(scope)s") % {"scope": one.scope}
    if one.category:
        scope = listed([scope, _("category %(number)s") % {"number": one.category}])
    parts = [scope, "" if one.part == "direct" else str(report.PARTS[one.part])]
    parts += [str(report.METHODS.get(one.method, "")), one.site if several else ""]
    return " · ".join(part for part in parts if part)


def _six(value: Decimal) -> Decimal:
    return round(value, 6)
