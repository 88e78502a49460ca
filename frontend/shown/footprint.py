"""A footprint as its page names it."""

from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from footprint.choices import SCOPE_3, MissingDays, report
from footprint.queries import energy_of
from frontend import formats
from frontend.shown import needs as shown_needs
from frontend.shown.figures import between, sources
from frontend.shown.statements import sections
from reference import queries as reference

SCOPES = {
    "1": (_("Scope 1: what you burn"), _("Fuels, vehicles and refrigerants of your own")),
    "2": (_("Scope 2: electricity bought"), _("By the factor of the grid")),
    "3": (
        _("Scope 3: the rest of your chain"),
        _("What it takes to bring that energy to you, and what else you entered"),
    ),
}
MOST_BARS, MOST_MEASURES = 5, 5


def page(site: Any, sites: list[Any], found: Any, cards: list[Any], years: list[int]) -> dict[str, Any]:
    """Return the context of the footprint page of a site; `found` is its statement, None without a bill."""
    here = reverse("footprint", args=[site.pk])
    result = found.places[0].answer if found else None
    context: dict[str, Any] = {
        "year": result.year if result else (years[0] if years else ""),
        "about": _about(site, result),
        "total": None,
        "small": [],
        "scopes": [],
        "biogenic_kg": "",
        "missing": [],
        "bars": [],
        "categories": [],
        "measures": {"columns": [], "rows": [], "foot": None},
        "measures_note": "",
        "questions": [],
        "missing_days": missing_days(site, result),
        "sites": site_links(sites, site),
        "years": year_links(here, years, result.year if result else None),
        "may_write": site.can_enter_bill,
        "bills_url": reverse("bills", args=[site.pk]),
        "site_url": reverse("site", args=[site.pk]),
        "help_url": reverse("matches", args=[site.pk]) if result else "",
    }
    if result is None:
        return context
    files = {
        "report": reverse("footprint_report", args=[site.pk, result.year]),
        "tables": reverse("footprint_table", args=[site.pk, result.year, "part", "ext"]),
    }
    table = shown_needs.table(site, [card for card in cards if card.state in {"priced", "carbon_only"}][:MOST_MEASURES])
    return context | {
        "total": total(result),
        "small": small_figures(result),
        "more": sections(found, here, files),
        "products_url": reverse("products", args=[site.pk, result.year]),
        "scopes": [_scope(figure, {line["scope"] for line in result.lines}) for figure in result.scopes],
        "biogenic_kg": result.biogenic.kg or "",
        "missing": [_missing(problem) for problem in result.missing] + _gaps(result),
        "bars": [_bar(figure, number) for number, figure in enumerate(result.end_uses[:MOST_BARS], start=1)],
        "categories": [_category(figure, number) for number, figure in enumerate(result.categories, start=1)],
        "measures": table,
        "needs_url": reverse("site_needs", args=[site.pk]),
        "measures_note": gettext(
            "Savings with your own prices where your bills tell them. They do not add up: each is alone."
        ),
        "questions": shown_needs.questions(site, cards)[: shown_needs.MOST_QUESTIONS] if site.can_change else [],
    }


def firm_page(sites: list[Any], found: Any) -> dict[str, Any]:
    """Return the context of the page of all sites; `found` is the statement of the firm."""
    here = reverse("firm_footprint")
    files = {
        "report": reverse("firm_report", args=[found.year]),
        "tables": reverse("firm_table", args=[found.year, "part", "ext"]),
    }
    names = {one.site_id: one.name for one in found.places}
    return {
        "year": found.year,
        "about": ngettext("%(count)s site counted.", "%(count)s sites counted.", len(found.sites))
        % {"count": len(found.sites)},
        "total": total(found),
        "small": small_figures(found),
        "more": sections(found, here, files),
        "scopes": [_scope(figure, {line.scope for line in found.lines}) for figure in found.scopes],
        "biogenic_kg": found.biogenic.kg or "",
        "missing": [_missing(problem, names[problem["site_id"]]) for problem in found.missing]
        + [gap for one in found.places if one.answer for gap in _gaps(one.answer, one.name)],
        "categories": [_category(figure, number) for number, figure in enumerate(found.categories, start=1)],
        "sites": site_links(sites, None),
        "years": year_links(here, list(found.years), found.year),
        "may_write": any(site.can_enter_bill for site in sites),
    }


def site_links(sites: list[Any], current: Any) -> list[dict[str, Any]]:
    """Return the pages of the sites, and of all of them when there are several."""
    links = [
        {
            "url": reverse("footprint", args=[one.pk]),
            "label": one.name,
            "current": current is not None and one.pk == current.pk,
        }
        for one in sites
    ]
    every = {"url": reverse("firm_footprint"), "label": gettext("All sites"), "current": current is None}
    return [*links, every] if len(sites) > 1 else links


def year_links(here: str, years: list[int], current: int | None) -> list[dict[str, Any]]:
    return [{"url": f"{here}?year={year}", "label": str(year), "current": year == current} for year in years]


def _about(site: Any, result: Any) -> str:
    if result is None:
        return gettext("%(site)s: no bill yet.") % {"site": site.name}
    return gettext("%(site)s. %(invoices)s of it stands on invoices.") % {
        "site": site.name,
        "invoices": formats.percent(Decimal(result.on_invoices_pct) / 100),
    }


def total(result: Any) -> dict[str, Any]:
    whole, mass = result.total, formats.mass(result.total.kg)
    high = whole.high_kg or whole.kg
    return {
        "label": gettext("Total of the year") if result.is_a_year else gettext("Total of the days billed"),
        "value": mass.value,
        "unit": mass.unit,
        "low": whole.low_kg,
        "mid": whole.kg,
        "high": whole.high_kg,
        "top": high * Decimal("1.2"),
        "range": between(whole.low_kg, whole.kg, whole.high_kg),
        "source": gettext(
            "Warming potentials %(gwp)s. Computed on %(day)s. The uncertainty of warming potentials is left out."
        )
        % {"gwp": result.gwp_set, "day": formats.day(result.computed_at)},
        "sources": sources(result),
    }


def small_figures(result: Any) -> list[dict[str, Any]]:
    both = formats.mass(result.scope12.kg)
    market = formats.mass(result.market.kg)
    figures = [
        {
            "label": gettext("Scopes 1 and 2"),
            "value": both.value,
            "unit": both.unit,
            "range": between(result.scope12.low_kg, result.scope12.kg, result.scope12.high_kg),
            "grade": result.grade,
            "note": "",
        },
        {
            "label": gettext("Final energy"),
            "value": formats.number(result.toe, 1),
            "unit": gettext("toe"),
            "range": "",
            "grade": "",
            "note": gettext("Compared with the threshold of the mandatory audit"),
        },
    ]
    note = gettext("Equal to the grid's: no green contract") if result.market.kg == result.total.kg else ""
    label = gettext("Total with your electricity contracts")
    return [
        *figures,
        {"label": label, "value": market.value, "unit": market.unit, "range": "", "grade": "", "note": note},
    ]


def _scope(figure: Any, entered: set[str]) -> dict[str, Any]:
    """Return one scope; of one without a line nothing is known, which is not zero."""
    label, note = SCOPES[figure.code]
    if figure.code not in entered:
        left_out = gettext("%(what)s: if you use any, the total is higher. Enter them under your bills.")
        return {
            "scope": int(figure.code),
            "label": str(label),
            "kg": None,
            "percent": None,
            "note": left_out % {"what": note},
        }
    return {
        "scope": int(figure.code),
        "label": str(label),
        "kg": figure.kg,
        "percent": (figure.share_pct or Decimal(0)) / 100,
        "note": str(note),
    }


def _missing(problem: dict[str, Any], site: str = "") -> dict[str, str]:
    return {"title": _of(site, gettext("A line is not counted")), "text": report.missing_in_words(problem)}


def _gaps(result: Any, site: str = "") -> list[dict[str, str]]:
    """Say which year is not whole, unless the firm said what the other days were; nothing is filled in unasked."""
    rows = []
    is_open = result.missing_days == MissingDays.UNKNOWN
    for part in result.coverage:
        if is_open and part["days_covered"] < part["days_in_year"]:
            text = gettext(
                "%(activity)s: %(covered)s of %(days)s days. The total is a minimum; nothing was filled in."
            ) % {
                "activity": reference.name("activity", part["activity_id"]),
                "covered": part["days_covered"],
                "days": part["days_in_year"],
            }
            rows.append({"title": _of(site, gettext("The year is not whole")), "text": text})
        if part["overlaps"]:
            text = ngettext(
                "%(activity)s: %(count)s overlap of dates. Tell which bill holds.",
                "%(activity)s: %(count)s overlaps of dates. Tell which bills hold.",
                len(part["overlaps"]),
            ) % {"activity": reference.name("activity", part["activity_id"]), "count": len(part["overlaps"])}
            rows.append({"title": _of(site, gettext("Two bills cover the same days")), "text": text})
    return rows


def _of(site: str, words: str) -> str:
    return f"{site}: {words}" if site else words


def missing_days(site: Any, result: Any) -> dict[str, Any] | None:
    """Return the question about the days that no bill covers, or the answer given and how to take it back."""
    said = "" if result is None or result.missing_days == MissingDays.UNKNOWN else result.missing_days
    if result is None or not site.can_enter_bill or (result.is_a_year and not said) or not result.has_energy:
        return None
    parts = energy_of(result.coverage)
    short = [part for part in parts if part["days_covered"] < part["days_in_year"]]
    if said:
        text, why = str(MissingDays(said).label), gettext("Your answer for the days of %(year)s without a bill")
        options = {MissingDays.UNKNOWN: gettext("Take it back")}
    elif not parts:
        text = gettext("Fuel deliveries do not tell which days they cover. Are these all the deliveries of %(year)s?")
        options = {MissingDays.UNUSED: gettext("Yes, that is all of it")}
        why = gettext("Until then no saving a year is given: it would be that of some months.")
    else:
        text = gettext("Days of %(year)s that your bills cover: %(items)s. What of the other days?")
        options = {
            MissingDays.FILLED: gettext("Fill them in at the mean of the others"),
            MissingDays.UNUSED: gettext("Nothing was used on them"),
        }
        why = gettext("Until then no saving a year is given: it would be that of some months.")
    items = [
        gettext("%(item)s, %(covered)s of %(days)s")
        % {
            "item": reference.name("activity", part["activity_id"]),
            "covered": part["days_covered"],
            "days": part["days_in_year"],
        }
        for part in short
    ]
    params = {"items": gettext("; ").join(items), "year": result.year}
    return {
        "fact": "missing_days",
        "text": text % params,
        "why": why % params,
        "kind": "choice",
        "options": [{"value": str(value), "label": label} for value, label in options.items()],
        "form": shown_needs.answer_form("missing_days", is_number=False),
        "url": reverse("missing_days", args=[site.pk, result.year]),
    }


def _category(figure: Any, number: int) -> dict[str, Any]:
    label = gettext("Category %(number)s: %(name)s") % {"number": figure.code, "name": SCOPE_3[figure.code]}
    return _bar(figure, number) | {"label": label}


def _bar(figure: Any, number: int) -> dict[str, Any]:
    share = "" if figure.share_pct is None else formats.share(figure.share_pct / 100)
    return {
        "label": figure.label,
        "series": str(number) if number <= 4 else "rest",
        "kg": figure.kg,
        "low": None,
        "high": None,
        "note": share,
    }
