"""The reasons of a match on paper: what its page says, with points that anyone can add up."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import get_language_bidi, pgettext
from django.utils.translation import gettext as _

from kernel.typesetting import typeset
from kernel.typesetting.figures import day, language, number
from matching.choices import Verdict
from matching.queries import Reasons, reach_sentence

TEMPLATE = Path(__file__).with_name("reasons.typ")
MINUS = "\u2212"


def reasons_pdf(reasons: Reasons, *, offer: str, partner: str, is_demo: bool) -> bytes:
    """
    Return the reasons as their reader's page shows them, in the language of the page.

    :raises NotTypeset: when the PDF cannot be made, or not in time
    """
    return typeset(TEMPLATE, page(reasons, offer=offer, partner=partner, is_demo=is_demo))


def reasons_name(partner: str) -> str:
    """Return the name of its file: the partner and the language."""
    kind = pgettext("name of a file", "reasons")
    name = "".join(one if one.isalnum() else "-" for one in partner).strip("-")
    return f"{kind}-{name}-{language()}.pdf"


def page(reasons: Reasons, *, offer: str, partner: str, is_demo: bool) -> dict[str, Any]:
    """Return the words and figures of the page, each written out in the reader's language."""
    states = {"met": _("Met"), "missing": _("Missing"), "unknown": _("Not known")}
    return {
        "lang": language(),
        "dir": "rtl" if get_language_bidi() else "ltr",
        "house": "Qafila · قافلة",
        "title": partner,
        "what": offer,
        "demo": _("A fictional example, for demonstration.") if is_demo else "",
        "score": number_of(reasons.score),
        "range": ""
        if reasons.low == reasons.high
        else _("%(low)s to %(high)s") % {"low": number_of(reasons.low), "high": number_of(reasons.high)},
        "verdict": str(Verdict(reasons.verdict).label),
        "why": reasons.why,
        "words": {
            "points": _("How the points add up"),
            "point_columns": [_("Criterion"), _("What counts"), _("Points")],
            "total": _("Score out of 100"),
            "rules": _("Conditions of the offer"),
            "rule_columns": ["", _("Condition"), _("What was found")],
            "raises": _("What would raise this score"),
            "raise_columns": [_("Change"), _("Points")],
            "narrows": _("What would make this score surer"),
            "narrow_columns": [_("What is not known"), _("Points")],
        },
        "points": [
            [pgettext("score", "Start"), _("Every offer begins here."), number_of(reasons.start)],
            *([one.label, one.fact, signed(one.points)] for one in reasons.points),
        ],
        "rules": [[states[one.state], one.label, one.text, one.note] for one in reasons.rules],
        "raises": [[one.text, signed(one.points)] for one in reasons.raises if one.points],
        "reach": reach_sentence(reasons, language()),
        "narrows": [[f"{one.text} {one.note}", number_of(one.points)] for one in reasons.narrows if one.points],
        "foot": _("Score of %(day)s. Both sides read the same reasons; nobody pays to be here.")
        % {"day": day(date.fromisoformat(reasons.as_of))},
    }


def number_of(value: int) -> str:
    return number(Decimal(value), 0)


def signed(points: int) -> str:
    return f"{'+' if points > 0 else MINUS if points < 0 else ''}{number_of(abs(points))}"
