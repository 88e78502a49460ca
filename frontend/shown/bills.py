"""Bills as the page of bills names them."""

import re
from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from footprint.queries import activity_kinds, to_repeat
from frontend import formats
from frontend.shown import covering
from frontend.shown.figures import between, sources
from frontend.templatetags.words import unit as named
from kernel import clock

KINDS = {
    "electricity": _("Electricity"),
    "fuels": _("Fuels"),
    "refrigerants": _("Refrigerants"),
    "water": _("Water"),
    "waste": _("Waste"),
    "freight": _("Freight"),
    "travel": _("Travel and commuting"),
    "materials": _("Materials and packaging"),
    "farm": _("Farm goods and fertilisers"),
}
TAB_OF = {
    "refrigerant": "refrigerants",
    "water": "water",
    "waste_water": "water",
    "waste": "waste",
    "freight": "freight",
    "travel": "travel",
    "commuting": "travel",
    "material": "materials",
    "farm": "farm",
    "fertiliser": "farm",
}
BY_MONTH = ("electricity", "fuels", "refrigerants", "water")  # what has bills; the rest is told by the year
HINTS = {
    "freight": _("Tonnes by kilometres, as 12 × 450: one line for each kind of vehicle."),
    "travel": _("Or a product: people × kilometres × 2 × days."),
}
UNITS = {
    "kWh_net": _("kWh net"),
    "MWh_net": _("MWh net"),
    "GWh_net": _("GWh net"),
    "m3": "m³",
    "bottle_3kg": _("bottles of 3 kg"),
    "bottle_6kg": _("bottles of 6 kg"),
    "bottle_12kg": _("bottles of 12 kg"),
    "bottle_35kg": _("bottles of 35 kg"),
    "bag_50kg": _("bags of 50 kg"),
    "drum_200l": _("drums of 200 L"),
}


def _kind(activity: dict[str, Any]) -> str:
    if activity["kind"] != "energy":
        return TAB_OF[activity["kind"]]
    return "electricity" if activity["carrier"] in {"electricity", "heat"} else "fuels"


def _of(kind: str) -> list[dict[str, Any]]:
    found = [one for one in activity_kinds() if _kind(one) == kind]
    return sorted(found, key=lambda one: not one["offer_first"])


def kind_of(row: Any) -> str:
    """Return the tab a bill stands under."""
    return next(kind for kind in KINDS if any(one["id"] == row.activity_id for one in _of(kind)))


def activities_of(kind: str) -> list[tuple[str, str]]:
    return [(str(one["id"]), str(one["name"])) for one in _of(kind)]


def units_of(kind: str) -> list[tuple[str, str]]:
    units = dict.fromkeys(str(unit) for one in _of(kind) for unit in one["units"])
    return [(unit, unit_name(unit)) for unit in units]


def unit_name(unit: str) -> str:
    return str(UNITS.get(unit) or named(unit))


def reading(one: dict[str, Any]) -> str:
    return formats.with_unit(formats.number(one["quantity"]), unit_name(one["unit"]))


def kind_asked(asked: str) -> str:
    """Return the tab that was asked for, else the first."""
    return asked if asked in KINDS else "electricity"


def year_of(asked: str, rows: list[Any]) -> int:
    """Return the year asked for, else the newest with a bill, else the last whole year."""
    if asked.isascii() and asked.isdigit() and len(asked) == 4 and 1990 <= int(asked) <= clock.now().year:
        return int(asked)
    return max((row.starts_on.year for row in rows), default=clock.now().year - 1)


def initial(edited: Any, rows: list[Any], kind: str, year: int) -> dict[str, Any]:
    """Return what the open row holds: the bill to mend, or the month after the last one."""
    if edited is not None:
        return {
            "activity": edited.activity_id,
            "quantity": formats.number(edited.quantity, most=6),
            "unit": edited.unit,
            "amount": "" if edited.amount_mad is None else formats.number(edited.amount_mad),
            "tax": "" if edited.tax_mad is None else formats.number(edited.tax_mad),
            "start": day_typed(edited.starts_on),
            "end": day_typed(edited.ends_on),
            "document": edited.document,
            "evidence": edited.evidence,
            "proof_kept": edited.proof_kept,
            "customer_pays": edited.customer_pays,
            "supplier_factor": "" if edited.supplier_factor is None else formats.number(edited.supplier_factor, most=9),
            "supplier_document": edited.supplier_document,
        }
    last = max((row for row in rows if kind_of(row) == kind and row.starts_on.year == year), key=_by_end, default=None)
    start = last.ends_on + timedelta(days=1) if last and last.ends_on.year == year else date(year, 1, 1)
    if last and start.year != year:
        start = date(year, 1, 1)
    activity = last.activity_id if last else _of(kind)[0]["id"]
    unit = last.unit if last else _of(kind)[0]["unit"]
    end = start.replace(day=monthrange(start.year, start.month)[1])
    if kind not in BY_MONTH:
        start, end = date(year, 1, 1), date(year, 12, 31)
    return {"activity": activity, "unit": unit, "start": day_typed(start), "end": day_typed(end)}


def asked_for(asked: Any, kind: str, edited: Any) -> dict[str, Any]:
    """Return what an address puts into the open row: an activity, its first day, and how many months it covers."""
    if edited is not None:
        return {}
    found = {}
    if asked.get("activity") in {one["id"] for one in _of(kind)}:
        found["activity"] = asked["activity"]
        found["unit"] = next(str(one["unit"]) for one in _of(kind) if one["id"] == asked["activity"])
    month, months = asked.get("month", ""), asked.get("months", "")
    if days := covering.run_of(asked.get("days", "")):
        found |= {"start": day_typed(days[0]), "end": day_typed(days[1])}
    if re.fullmatch(r"(19|20)\d\d-(0[1-9]|1[0-2])", month) and months in {"1", "2", "12"}:
        year, first = int(month[:4]), int(month[5:])
        last = min(first + int(months) - 1, 12)
        found |= {
            "start": day_typed(date(year, first, 1)),
            "end": day_typed(date(year, last, monthrange(year, last)[1])),
        }
    return found


def _by_end(row: Any) -> date:
    day: date = row.ends_on
    return day


def day_typed(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def page(site: Any, rows: list[Any], *, kind: str, year: int, form: Any, edited: Any, result: Any) -> dict[str, Any]:  # noqa: ARG001
    """Return the context of the page of bills."""
    here = reverse("bills", args=[site.pk])
    of_year = [row for row in rows if row.starts_on.year <= year <= row.ends_on.year]
    mine = [row for row in of_year if kind_of(row) == kind]
    years = sorted({row.starts_on.year for row in rows} | {year, clock.now().year - 1}, reverse=True)
    several = len({row.activity_id for row in mine}) > 1
    listed = [_row(row, here, named=several) for row in mine if edited is None or row.pk != edited.pk]
    may_write = site.can_enter_bill if edited is None else edited.can_change
    new = f"{here}?kind={kind}&year={year}" if may_write else ""
    return {
        "site": {"name": site.name, "note": site.city},
        "year": year,
        "kinds": [
            {
                "url": f"{here}?kind={code}&year={year}",
                "label": label,
                "current": code == kind,
                "count": sum(kind_of(row) == code for row in of_year),
            }
            for code, label in KINDS.items()
        ],
        "summary": _summary(mine, kind),
        "summary_more": gettext("Save as you go: each bill counts at once.") if may_write else "",
        "coverage": covering.months(mine, year, new) if kind in BY_MONTH else [],
        "progress": covering.progress(mine, year, activities_of(kind), new) if kind in BY_MONTH else [],
        "spans": covering.spans(mine, year, new) if new and kind in BY_MONTH and edited is None else [],
        "last_year_url": _last_year_url(site, rows, kind, year) if may_write else "",
        "forms": [form] if form.is_bound else [],
        "rows": [*listed, _open_row(form, edited, kind)] if may_write else listed,
        "may_write": may_write,
        "other_years": [
            {"url": f"{here}?kind={kind}&year={one}", "label": str(one), "current": one == year} for one in years
        ],
        "go_on": {"url": reverse("footprint", args=[site.pk]), "label": gettext("See the footprint")} if rows else None,
        "removal": reverse("remove_bill", args=[edited.pk]) if edited and edited.can_remove else "",
        "paper": _paper(edited) if edited and edited.paper_id else None,
    }


def _paper(row: Any) -> dict[str, str]:
    removal = reverse("remove_paper", args=[row.pk]) if row.can_change else ""
    return {"url": reverse("document", args=[row.paper_id]), "removal": removal}


def _summary(mine: list[Any], kind: str) -> str:
    if kind not in BY_MONTH:
        count = len(mine)
        return ngettext("%(count)s line kept.", "%(count)s lines kept.", count) % {"count": count} if mine else ""
    if not mine:
        return gettext("No bill yet. One is enough for a first idea.")
    return ngettext("%(count)s bill kept.", "%(count)s bills kept.", len(mine)) % {"count": len(mine)}


def _last_year_url(site: Any, rows: list[Any], kind: str, year: int) -> str:
    if not any(kind_of(one.bill) == kind for one in to_repeat(rows, year)):
        return ""
    return f"{reverse('last_year', args=[site.pk])}?kind={kind}&year={year}"


def _row(row: Any, here: str, *, named: bool) -> dict[str, Any]:
    facts = [formats.with_unit(formats.number(row.quantity), unit_name(row.unit))]
    if row.amount_mad is not None:
        facts.append(formats.with_unit(formats.number(row.amount_mad, 2), gettext("MAD")))
    activity = next(str(one["name"]) for one in activity_kinds() if one["id"] == row.activity_id)
    return {
        "id": f"kept-{row.pk}",
        "name": formats.day(row.starts_on, "month") if kind_of(row) in BY_MONTH else activity,
        "about": activity if named and kind_of(row) in BY_MONTH else "",
        "state": "met",
        "facts": facts,
        "words": "",
        "edit_url": f"{here}?edit={row.pk}#open" if row.can_change else "",
        "edit_label": gettext("Change"),
        "notes": _notes(row),
        "paper_url": reverse("document", args=[row.paper_id]) if row.paper_id else "",
        "form": None,
        "saved": "",
        "question": None,
    }


def _notes(row: Any) -> list[dict[str, str]]:
    """Say what a month alone does not: other days than its own, or a credit note."""
    last = row.starts_on.replace(day=monthrange(row.starts_on.year, row.starts_on.month)[1])
    credit = gettext("Credit note: taken off.") if row.quantity < 0 else ""
    if row.starts_on.day == 1 and row.ends_on == last and not credit:
        return []
    days = gettext("%(start)s to %(end)s") % {"start": day_typed(row.starts_on), "end": day_typed(row.ends_on)}
    return [{"title": days, "text": credit}]


def _open_row(form: Any, edited: Any, kind: str) -> dict[str, Any]:
    if kind in BY_MONTH:
        name = gettext("Change this bill") if edited is not None else gettext("Add a bill")
    else:
        name = gettext("Change this line") if edited is not None else gettext("Add a line")
    return {
        "id": "open",
        "name": name,
        "about": "",
        "state": "open",
        "facts": [],
        "words": "",
        "edit_url": "",
        "edit_label": "",
        "notes": [],
        "form": form,
        "saved": "",
        "ask": form.asks.get("quantity"),
    }


def live(result: Any) -> dict[str, Any] | None:
    """Return what the bills of the year come to, beside the form."""
    if result is None:
        return None
    total, mass = result.total, formats.mass(result.total.kg)
    return {
        "label": gettext("Your footprint of %(year)s") % {"year": result.year},
        "value": mass.value,
        "unit": mass.unit,
        "low": total.low_kg,
        "mid": total.kg,
        "high": total.high_kg,
        "bottom": Decimal(0),
        "top": (total.high_kg or total.kg) * Decimal("1.2"),
        "range": between(total.low_kg, total.kg, total.high_kg),
        "facts": [
            {
                "term": gettext("On invoices"),
                "value": formats.percent(Decimal(result.on_invoices_pct) / 100),
                "note": "",
            },
            {"term": gettext("Final energy"), "value": formats.with_unit(formats.number(result.toe), gettext("toe"))},
        ],
        "grade": result.grade,
        "sources": sources(result),
    }
