"""The versions of the weights as the pages of the team name them."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from frontend import formats
from kernel.sentences import listed
from matching.choices.parameters import STARTING_REASON


def number(value: Decimal) -> str:
    return formats.number(value, most=4)


def in_force(versions: Iterable[Any]) -> list[dict[str, str]]:
    """Return the set in force of each subject, for a list of turns."""
    return [
        {
            "text": one.subject_label,
            "url": reverse("operator_weight_versions", args=[one.subject]),
            "by": _by(one),
            "note": _why(one),
        }
        for one in versions
    ]


def page(versions: list[Any], changes: Iterable[Any] | None) -> dict[str, Any]:
    """Return every version with what it changed, and what a new one would change when it was sent to be looked at."""
    return {
        "subject": {"code": versions[0].subject, "label": versions[0].subject_label},
        "versions": [
            {
                "title": gettext("Version %(number)s") % {"number": one.version},
                "by": _by(one),
                "reason": _why(one),
                "is_active": one.is_active,
                "changes": listed(_change(change) for change in one.changes),
            }
            for one in versions
        ],
        "changes": None if changes is None else [_change(one) for one in changes],
    }


def _by(version: Any) -> str:
    if version.created_at is None:
        return version.author  # type: ignore[no-any-return]
    return gettext("%(day)s, by %(author)s") % {
        "day": formats.day(version.created_at),
        "author": version.author,
    }


def _why(version: Any) -> str:
    """Return the reason as it was written; that of a first version, which nobody wrote, in the reader's language."""
    return gettext(version.reason) if version.reason == STARTING_REASON else version.reason


def _change(one: Any) -> str:
    before = gettext("nothing") if one.before is None else number(one.before)
    return gettext("%(what)s: %(before)s, then %(after)s") % {
        "what": one.label,
        "before": before,
        "after": number(one.after),
    }
