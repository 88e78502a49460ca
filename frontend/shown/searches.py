"""Saved searches, and those that found nothing, in words."""

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from frontend import formats
from frontend.shown.directory import label_of
from kernel.tables import Table
from marketplace.choices import LONGEST_NAME, Alerts

LANGUAGES = {"fr": "Français", "ar": "العربية", "en": "English"}


def directory_url(search: Any) -> str:
    """Return where a saved search is run: the address holds it whole."""
    return f"{reverse('directory')}?{urlencode(search.asked)}"


def words(text: str, tags: Sequence[Sequence[str]], kinds: Sequence[str] = ()) -> list[str]:
    """Return what is looked for, each part as a reader names it."""
    quoted = [gettext("“%(words)s”") % {"words": text}] if text else []
    alone = [label_of("find", kinds[0])] if len(kinds) == 1 else []
    return quoted + alone + _labels(tag for group in tags for tag in group)


def _labels(tags: Iterable[str]) -> list[str]:
    pairs = (tag.partition(":") for tag in tags)
    return [label_of(name, code) for name, _colon, code in pairs]


def name_of(text: str, tags: Sequence[Sequence[str]]) -> str:
    """Return the name proposed for a search."""
    parts = ([text] if text else []) + _labels(tag for group in tags for tag in group)
    return " · ".join(parts)[:LONGEST_NAME]


def row(search: Any) -> dict[str, Any]:
    told = gettext("Last told on %(day)s") % {"day": formats.day(search.told_at)} if search.told_at else ""
    return {
        "id": str(search.pk),
        "name": search.name,
        "what": words(search.text, search.tags, search.kinds),
        "alerts": str(Alerts(search.alerts).label),
        "told": told,
        "run_url": directory_url(search),
        "can_edit": search.can_edit,
    }


def unmet_columns() -> list[dict[str, Any]]:
    return [
        {"label": gettext("Words typed")},
        {"label": gettext("Filters"), "wide": True},
        {"label": gettext("Language")},
        {"label": gettext("Times"), "num": True},
        {"label": gettext("Days"), "num": True},
        {"label": gettext("Last asked")},
    ]


def unmet_row(one: Any) -> dict[str, Any]:
    """Return a line of the table; its words lead to the directory, which looks again."""
    return {
        "head": one.text,
        "note": "",
        "url": f"{reverse('directory')}?{urlencode([('q', one.text), *_pairs(one.tags)])}",
        "cells": [
            " · ".join(_labels(one.tags)),
            LANGUAGES.get(one.language, one.language),
            formats.number(one.count),
            formats.number(one.days),
            formats.day(one.last_on, "short"),
        ],
    }


def _pairs(tags: Iterable[str]) -> list[tuple[str, str]]:
    return [(name, code) for name, _colon, code in (tag.partition(":") for tag in tags)]


def untold(count: int) -> str:
    said = ngettext(
        "%(count)s other search found nothing; its words were asked on one day alone and are not shown.",
        "%(count)s other searches found nothing; their words were asked on one day alone and are not shown.",
        count,
    )
    return said % {"count": formats.number(count)} if count else ""


def unmet_table(found: Any) -> Table:
    heads = [str(column["label"]) for column in unmet_columns()]
    rows = (
        (one.text, " · ".join(_labels(one.tags)), one.language, one.count, one.days, one.last_on) for one in found.rows
    )
    return Table("unmet", heads, rows)
