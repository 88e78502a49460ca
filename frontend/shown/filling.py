"""A year of bills to fill in after the one before, as its page shows it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from frontend import formats
from frontend.shown.bills import KINDS, activities_of, day_typed, unit_name

HIDDEN = ("activity", "unit", "start", "end", "document", "evidence", "proof_kept", "customer_pays")


def repeated(one: Any) -> dict[str, Any]:
    """Return what the row of a bill holds a year later: all but its figures."""
    bill = one.bill
    return {
        "activity": bill.activity_id,
        "unit": bill.unit,
        "start": day_typed(one.starts_on),
        "end": day_typed(one.ends_on),
        "document": bill.document,
        "evidence": bill.evidence,
        "proof_kept": bill.proof_kept,
        "customer_pays": bill.customer_pays,
    }


def last_year(site: Any, rows: list[tuple[Any, Any]], *, kind: str, year: int) -> dict[str, Any]:
    """Return the context of the page that repeats a year: each row with what last year's bill said, and its form."""
    names = dict(activities_of(kind))
    return {
        "site": {"name": site.name, "note": site.city},
        "year": year,
        "back_url": f"{reverse('bills', args=[site.pk])}?kind={kind}&year={year}",
        "kind": KINDS[kind],
        "forms": [form for _one, form in rows if form.is_bound],
        "rows": [
            {
                "name": names[one.bill.activity_id],
                "days": gettext("%(start)s to %(end)s")
                % {"start": day_typed(one.starts_on), "end": day_typed(one.ends_on)},
                "before": formats.with_unit(formats.number(one.bill.quantity), unit_name(one.bill.unit)),
                "unit": unit_name(one.bill.unit),
                "form": form,
                "hidden": [form[name] for name in HIDDEN if name in form.fields],
                "ask": form.asks.get("quantity"),
                "field": form.add_prefix("quantity"),
            }
            for one, form in rows
        ],
    }
