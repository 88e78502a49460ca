"""The reference data, open to anybody: every figure with its source, its date and how far it is proved."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from frontend.shown import reference as shown
from reference import browse
from reference.choices import CONFIDENCES, TABLES

SIZE = 50


@require_safe
def tables(request: HttpRequest) -> HttpResponse:
    counted = browse.counts()
    rows = [shown.table(code, label, counted[code]) for code, label in TABLES.items()]
    return render(request, "pages/reference.html", {"tables": rows})


@require_safe
def table(request: HttpRequest, table: str) -> HttpResponse:
    if table not in TABLES:
        raise Http404
    typed, confidence = request.GET.get("q", "").strip()[:200], request.GET.get("confidence", "")
    found = browse.entries(table, text=typed, confidence=confidence if confidence in CONFIDENCES else "")
    place = request.GET.get("from", "0")
    start = int(place) if place.isascii() and place.isdigit() and len(place) < 6 else 0
    asked: list[tuple[str, Any]] = [("q", typed), ("confidence", confidence)]
    here, kept = reverse("reference_table", args=[table]), [one for one in asked if one[1]]

    def at(row: int) -> str:
        return f"{here}?{urlencode([*kept, ('from', row)])}"

    context = {
        "title": TABLES[table],
        "here": here,
        "query": typed,
        "confidences": [
            {"value": code, "label": label, "current": code == confidence} for code, label in CONFIDENCES.items()
        ],
        "confidence": confidence,
        "total": len(found),
        "columns": shown.columns(),
        "rows": [shown.row(one) for one in found[start : start + SIZE]],
        "shown": len(found[start : start + SIZE]),
        "before_url": at(max(0, start - SIZE)) if start else "",
        "after_url": at(start + SIZE) if start + SIZE < len(found) else "",
    }
    return render(request, "pages/reference-table.html", context)
