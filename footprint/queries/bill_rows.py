"""A firm's bills in the columns of the template, so that the list may be mended and sent back."""

from collections.abc import Iterator
from typing import Any

from footprint.files.bills import BY_NAME, FIELDS, units
from footprint.models import Activity
from footprint.queries.bills import every_bill
from kernel.actor import Actor
from reference.queries import name

CHUNK = 500
YES = {"fr": "oui", "ar": "نعم", "en": "yes"}
COLUMNS = [one for one in FIELDS if one.is_offered and one.name != "month"]


def bill_heads(language: str) -> list[str]:
    """Return the headings of the list."""
    return [one.title(language) for one in COLUMNS]


def bill_rows(actor: Actor, language: str) -> Iterator[tuple[Any, ...]]:
    """Yield the bills of all sites, each named by its own number or, without one, by ours."""
    for row in every_bill(actor).order_by("site__name", "starts_on", "pk").iterator(CHUNK):
        values = _values(row, language)
        yield tuple(values[one.name] for one in COLUMNS)


def _values(row: Activity, language: str) -> dict[str, Any]:
    chosen = {}
    for one in ("document", "evidence"):
        options = BY_NAME[one].options
        chosen[one] = options(language)[getattr(row, one)] if options else ""
    return chosen | {
        "source_key": row.source_key or str(row.pk),
        "site": row.site.name,
        "activity_id": name("activity", row.activity_id, language),
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "quantity": row.quantity,
        "unit": units(language).get(row.unit, row.unit),
        "amount_mad": row.amount_mad,
        "tax_mad": row.tax_mad,
        "proof_kept": YES[language] if row.proof_kept else "",
        "customer_pays": YES[language] if row.customer_pays else "",
        "supplier_factor": row.supplier_factor,
        "supplier_document": YES[language] if row.supplier_document else "",
        "note": row.note,
    }
