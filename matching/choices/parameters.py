"""What a set of parameters is of, and the name of each number, as a person would say it."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from matching.choices.criteria import CRITERIA
from matching.choices.two_sides import OTHER_SIDE

LONGEST_REASON = 300
# Who set the first version of each, and why: kept in one language, as what a person writes, and said in the reader's.
STARTING_AUTHOR = "Qafila"
STARTING_REASON = gettext_noop("Starting values of the published method.")


class Subject(models.TextChoices):
    """What a set of parameters is of: the score of an offer, what a firm is worth to a partner, the needs, or the lists."""

    TECHNOLOGY = "technology", _("Offers of technology")
    ADVICE = "advice", _("Offers of advice")
    FINANCE = "finance", _("Offers of finance")
    CERTIFICATION = "certification", _("Offers of certification")
    FIRM_TECHNOLOGY = "firm_technology", _("Firms for whoever sells technology")
    FIRM_ADVICE = "firm_advice", _("Firms for whoever advises")
    FIRM_FINANCE = "firm_finance", _("Firms for whoever finances")
    FIRM_CERTIFICATION = "firm_certification", _("Firms for whoever certifies")
    NEEDS = "needs", _("What needs weigh")
    LISTS = "lists", _("Lists under capacity")


OF_NEEDS = {
    "rate": _("Return a year that a firm asks of money"),
    "shadow_mad_t": _("Price that a firm puts on a tonne, MAD"),
    "money": _("Weight of money against carbon"),
    "cbam_eur_t": _("Price of a certificate at the EU border, EUR (provisional)"),
}
TERMS = {
    "places": _("Places of a list"),
    "new_place": _("The place for a new partner"),
    "new_below": _("Introductions below which a partner is new"),
    "good_enough_pct": _("Score from which a partner may go first"),
    "likeness_pct": _("Weight of variety, %"),
    "alike_pct": _("Likeness of the same technology, %"),
    "owed_below_pct": _("Part of its due below which a partner is owed a place, %"),
    "pace_day_pct": _("Most of its month that a partner takes in a day, %"),
    "pace_week_pct": _("Most of its month that a partner takes in a week, %"),
}


def labels_of(subject: str) -> Mapping[str, Any]:
    """Return the names of the numbers of a subject."""
    alone = {Subject.LISTS.value: TERMS, Subject.NEEDS.value: OF_NEEDS}
    if subject in alone:
        return alone[subject]
    return OTHER_SIDE if subject.startswith("firm_") else CRITERIA
