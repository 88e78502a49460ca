"""Contested scores as the pages of the firm and of the team name them."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from frontend import formats
from kernel.canonical import dumps


def own(sheet: Any) -> dict[str, str]:
    """Return one contest for the firm: the answer of the team, or that it is still to come."""
    return {
        "title": _title(sheet),
        "words": sheet.words,
        "at": formats.day(sheet.created_at),
        "outcome": sheet.outcome_label or gettext("A person of the team looks at it."),
        "answer": sheet.answer,
    }


def waiting(sheets: list[Any]) -> list[dict[str, str]]:
    """Return what firms contest, for a list of turns."""
    return [
        {
            "text": one.organization,
            "url": reverse("operator_contest", args=[one.id]),
            "by": gettext("since %(day)s") % {"day": formats.day(one.created_at)},
            "note": _title(one),
        }
        for one in sheets
    ]


def for_team(sheet: Any) -> dict[str, str]:
    return own(sheet) | {
        "organization": sheet.organization,
        "outcome": sheet.outcome_label,
        "by": gettext("since %(day)s") % {"day": formats.day(sheet.created_at)},
    }


def evidence(found: Any) -> dict[str, Any]:
    """Return what a score was made from, by the names of the exchange format, and whether it comes out the same."""
    said = {
        True: gettext("Made again from these facts, the score is the same, byte for byte."),
        False: gettext("Made again from these facts, the score is not the same."),
        None: gettext("It was made by another version, which alone can make it again."),
    }
    parts = {"sme": gettext("Facts of the firm"), "offer": gettext("Facts of the offer"), "record": gettext("Record")}
    return {
        "replay": {"text": said[found.replays], "kind": "kept" if found.replays else "missing"},
        "parts": [
            {
                "title": title,
                "rows": [
                    {"term": name, "value": _plain(value), "note": ""}
                    for name, value in (found.inputs[code] or {}).items()
                ],
            }
            for code, title in parts.items()
        ],
    }


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else dumps(value)


def _title(sheet: Any) -> str:
    return gettext("%(offer)s of %(partner)s: %(score)s out of 100") % {
        "offer": sheet.offer_name,
        "partner": sheet.partner or gettext("a public source"),
        "score": formats.number(sheet.score),
    }
