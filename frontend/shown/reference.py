"""Rows of the reference data as their page names them."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext

from frontend import formats
from reference.choices import CONFIDENCES

LONGEST = 160


def table(code: str, label: Any, count: int) -> dict[str, str]:
    said = ngettext("%(count)s row", "%(count)s rows", count) % {"count": formats.number(count)}
    return {"text": str(label), "url": reverse("reference_table", args=[code]), "by": said, "note": ""}


def columns() -> list[dict[str, Any]]:
    return [
        {"label": gettext("Name")},
        {"label": gettext("Figure"), "num": True},
        {"label": gettext("Date")},
        {"label": gettext("Proof")},
        {"label": gettext("Source"), "wide": True},
    ]


def row(entry: Any) -> dict[str, Any]:
    value = formats.number(entry.value, most=6) if entry.value is not None else ""
    note = entry.note if len(entry.note) <= LONGEST else f"{entry.note[:LONGEST]}…"
    return {
        "head": formats.in_language(entry.name, entry.language),
        "note": f"{entry.code} · {note}" if note else entry.code,
        "url": "",
        "cells": [
            formats.with_unit(value, entry.unit) if value else gettext("no figure"),
            entry.date or gettext("no date"),
            str(CONFIDENCES[entry.confidence]),
            _source(entry.source, entry.source_url),
        ],
    }


def _source(name: str, url: str) -> Any:
    """Return where a figure comes from, as a link when its page is known."""
    short = name if len(name) <= LONGEST else f"{name[:LONGEST]}…"
    if not url.startswith(("http://", "https://")):
        return short or gettext("no source")
    return format_html('<a href="{}" rel="noreferrer">{}</a>', url, short or url)
