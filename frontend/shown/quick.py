"""The quick calculator as its page shows it."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from frontend import formats
from frontend.shown.bills import unit_name
from frontend.shown.figures import between, sources
from reference import queries as reference

ACTIVITIES = {"kwh": "electricity_grid", "litres": "diesel_road", "bottles": "butane"}

MUCH = _("%(activity)s: more than we expect of a site. Is it a figure of one month, in the unit beside it?")
LITTLE = _("%(activity)s: less than we expect of a site. Is it a figure of one month, in the unit beside it?")


def page(form: Any, answer: Any) -> dict[str, Any]:
    """Return the context of the page, with or without an answer."""
    return {"form": form, "answer": _answer(answer) if answer else None}


def _answer(answer: Any) -> dict[str, Any]:
    total = answer.total
    mass = formats.mass(total.kg)
    return {
        "label": gettext("In a year of such months, about"),
        "value": mass.value,
        "unit": mass.unit,
        "low": total.low_kg,
        "mid": total.kg,
        "high": total.high_kg,
        "top": (total.high_kg or total.kg) * Decimal("1.2"),
        "range": between(total.low_kg, total.kg, total.high_kg),
        "grade": answer.grade,
        "parts": [
            {"term": one.label, "value": _mass(one.kg), "note": formats.percent((one.share_pct or 0) / 100)}
            for one in answer.carriers
        ],
        "factors": [
            {
                "term": formats.in_language(one.label, one.language),
                "value": formats.with_unit(formats.number(one.kg, most=6), f"kg CO₂e/{unit_name(one.unit)}"),
                "note": gettext("Data of %(year)s. %(source)s")
                % {"year": one.year, "source": reference.source_name(one.source)},
            }
            for one in answer.factors
        ],
        "doubts": [
            (LITTLE if code == "thousandth" else MUCH) % {"activity": reference.name("activity", activity)}
            for activity, code in answer.doubts
        ],
        "gwp_set": answer.gwp_set,
        "sources": sources(answer),
    }


def _mass(kg: Decimal) -> str:
    mass = formats.mass(kg)
    return formats.with_unit(mass.value, mass.unit)
