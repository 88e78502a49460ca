"""The report of a footprint on paper: what the result page says, whole, in the reader's language."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import get_language_bidi, ngettext, pgettext
from django.utils.translation import gettext as _

from footprint.choices import report
from footprint.files import report_parts as parts
from footprint.files.written import mass, percent, signed_mass, spread
from footprint.queries import Statement
from kernel.sentences import listed
from kernel.typesetting import typeset
from kernel.typesetting.figures import NO_BREAK, day, language, number

TEMPLATE = Path(__file__).with_name("report.typ")
LANGUAGES = ("fr", "ar", "en")


def pdf(found: Statement, *, firm: str, is_demo: bool) -> bytes:
    """
    Return the report of a statement; the same statement gives the same bytes.

    :raises NotTypeset: when it cannot be made, or not in time
    """
    return typeset(TEMPLATE, page(found, firm=firm, is_demo=is_demo))


def file_name(found: Statement, firm: str) -> str:
    """Return the name of its file: the firm, the year, the language."""
    plain = "".join(one if one.isalnum() else "-" for one in firm).strip("-")
    kind = pgettext("name of a file", "footprint")
    return f"{kind}-{plain}-{found.year}-{language()}.pdf"


def page(found: Statement, *, firm: str, is_demo: bool) -> dict[str, Any]:
    """Return the words and figures of the report, each written out."""
    numbered = parts.numbered(found)
    return {
        "lang": language(),
        "dir": "rtl" if get_language_bidi() else "ltr",
        "house": "Qafila · قافلة",
        "title": _("Carbon footprint of %(year)s") % {"year": found.year},
        "firm": firm,
        "places": _places(found),
        "demo": _("A fictional example, for demonstration.") if is_demo else "",
        "boundary": _boundary(found),
        "method": _method(found),
        "total": _total(found),
        "scopes": parts.scopes(found),
        "head": _head(found),
        "notes": _notes(found),
        "items": [parts.bar(one, found.items) for one in found.items],
        "sites": [parts.bar(one, found.sites) for one in found.sites] if len(found.sites) > 1 else [],
        "categories": parts.categories(found),
        "apart": parts.apart(found),
        "gases": parts.gases(found),
        "products": parts.products(found),
        "ratios": parts.ratios(found),
        "ratios_note": "" if found.is_a_year else str(report.PART_OF_A_YEAR),
        "compared": _compared(found),
        "base": _base(found),
        "mends": [_mend(one) for one in found.mends],
        "mends_note": report.mends_in_words(found),
        "lines": parts.lines(found, numbered),
        "remarks": [[letter, words] for words, letter in parts.remarks(found).items()],
        "sources": [[str(number_), *told] for number_, told in numbered.values()],
        "record": _record(found),
        "words": parts.words(),
        "foot": _("%(firm)s, carbon footprint of %(year)s, made with Qafila") % {"firm": firm, "year": found.year},
    }


def _places(found: Statement) -> str:
    counted = [one for one in found.places if one.answer]
    named = [f"{one.name} ({one.city})" if one.city else one.name for one in counted]
    words = ngettext("One site: %(sites)s", "%(count)s sites: %(sites)s", len(named))
    return words % {"count": len(named), "sites": _("; ").join(named)}


def _boundary(found: Statement) -> str:
    sites = ngettext("the site above", "the sites above", len(found.sites))
    return _(
        "Operational control: all that %(sites)s burn, leak and buy as electricity; "
        "of the rest of the chain, what is entered, by category."
    ) % {"sites": sites}


def _method(found: Statement) -> str:
    return _(
        "Each quantity is multiplied by a published factor, as the GHG Protocol has it, and gases are weighed over "
        "100 years by the potentials of %(set)s; intervals are at 95%%, by the propagation of the IPCC (tier 1)."
    ) % {"set": found.gwp_set}


def _total(found: Statement) -> dict[str, Any]:
    total = found.total
    value, unit = mass(total.kg).split(NO_BREAK, 1)
    high = total.high_kg or total.kg
    top = high * Decimal("1.2") or Decimal(1)
    return {
        "label": _("Total of the year") if found.is_a_year else _("Total of the days billed: a minimum"),
        "value": value,
        "unit": unit,
        "range": spread(total),
        "low": float((total.low_kg or total.kg) / top),
        "mid": float(total.kg / top),
        "high": float(high / top),
        "grade": found.grade,
        "grade_words": _("%(invoices)s of it stands on invoices, %(best)s on lines of grade A.")
        % {
            "invoices": percent(Decimal(found.on_invoices_pct)),
            "best": percent(Decimal(found.on_grade_a_pct)),
        },
    }


def _head(found: Statement) -> list[list[str]]:
    return [
        [_("Scopes 1 and 2"), mass(found.scope12.kg), spread(found.scope12)],
        [
            _("Electricity by the grid"),
            mass(found.electricity_location.kg),
            _("Counted in the total"),
        ],
        [
            _("Electricity by contract"),
            mass(found.electricity_market.kg),
            _("No green contract with its proof")
            if found.electricity_market.kg == found.electricity_location.kg
            else _("With the proofs kept; total %(mass)s") % {"mass": mass(found.market.kg)},
        ],
        [_("Final energy"), number(found.toe, 1) + NO_BREAK + _("toe"), _("Own solar included")],
    ]


def _notes(found: Statement) -> list[str]:
    """Return what is missing or provisional, said before the figures are read."""
    notes = []
    for one in found.places:
        if one.answer is None:
            notes.append(
                _("%(site)s has no bill of %(year)s and is not in the sum.") % {"site": one.name, "year": found.year}
            )
        else:
            notes += parts.gaps(one)
    sites = {one.site_id: one.name for one in found.places}
    notes += [report.missing_in_words(problem, sites[problem["site_id"]]) for problem in found.missing]
    entered = {line.scope for line in found.lines}
    for scope in ("1", "2", "3"):
        if scope not in entered:
            notes.append(_("Nothing is entered in scope %(scope)s: unknown, not zero.") % {"scope": scope})
    if found.gwp_set != "AR5":
        fixed = sum(1 for one in found.lines if "not_switchable" in one.flags)
        words = ngettext(
            "A view under %(set)s: %(count)s line has no split by gas and stays under AR5.",
            "A view under %(set)s: %(count)s lines have no split by gas and stay under AR5.",
            fixed,
        )
        notes.append(words % {"set": found.gwp_set, "count": fixed})
    return notes


def _compared(found: Statement) -> dict[str, Any] | None:
    one = found.comparison
    if one is None:
        return None
    least = max(abs(one.before.kg), abs(one.after.kg)) * Decimal("0.005")
    told = [effect for effect in one.effects if max(abs(effect.activity_kg), abs(effect.factor_kg)) >= least]
    return {
        "title": _("Compared with %(year)s") % {"year": one.before_year},
        "about": report.compared_in_words(one, signed_mass, to_others=True),
        "columns": [_("Item"), str(one.before_year), str(one.after_year), _("Why")],
        "rows": [
            [
                effect.label,
                mass(effect.before_kg) if effect.before_kg else "–",
                mass(effect.after_kg) if effect.after_kg else "–",
                _("; ").join(report.effects_in_words(effect, signed_mass, least, to_others=True)),
            ]
            for effect in told or one.effects
        ],
        "total": [
            _("Total of what is compared") if one.covers or one.doubts else _("Total"),
            mass(one.before.kg),
            mass(one.after.kg),
            "",
        ],
        "doubts": report.doubts_in_words(one, several=len(found.sites) > 1),
    }


def _base(found: Statement) -> str:
    base = found.base
    if base is None:
        return ""
    params = {
        "year": base.year,
        "day": day(base.marked_at),
        "kg": mass(base.kg),
        "now": mass(base.recomputed_kg),
        "reasons": listed(report.BASE_REASONS[code] for code in base.reasons),
    }
    if base.is_due:
        text = _(
            "Base year of the firm: %(year)s, %(kg)s as marked on %(day)s. It comes to %(now)s today because %(reasons)s: "
            "above 5 per cent it is to be computed again."
        )
    else:
        text = _("Base year of the firm: %(year)s, %(kg)s as marked on %(day)s.")
    return text % params


def _mend(one: Any) -> list[str]:
    gain = _("from %(before)s to %(after)s") % {
        "before": percent(one.before_pct, 1),
        "after": percent(one.after_pct, 1),
    }
    return [report.mend_in_words(one), gain]


def _record(found: Statement) -> list[list[str]]:
    return [
        [_("Warming potentials"), _("%(set)s, 100 years, one set for all lines") % {"set": found.gwp_set}],
        [_("Edition of the factors"), listed(one[:12] for one in found.editions)],
        [_("Version of the engine"), listed(found.engines)],
        [_("Computed on"), day(found.computed_at)],
        [
            _("Left out"),
            _("The uncertainty of warming potentials. Nothing bought as carbon credit is taken off."),
        ],
        [
            _("Our judgement"),
            _("Uncertainties that a source does not give, by kind of factor and of document."),
        ],
        [_("Checked by"), _("No third party: the figures are those of the firm’s own bills.")],
    ]
