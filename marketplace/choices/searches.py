from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

MOST_SAVED = 50  # of one member
MOST_FILTERS = 100  # of one search
LONGEST_NAME = 80
MOST_NAMED = 10  # offers of one notice; the others are counted
UNMET_DAYS = 2  # on so many days something was asked before its words are shown
UNMET_A_MINUTE = 60  # of all who search together: whoever sends thousands fills no table
MOST_UNMET = 500  # in one list


class Alerts(TextChoices):
    """When a member is told of new offers that fit a saved search."""

    NEVER = "never", pgettext_lazy("alerts of a saved search", "No alert")
    INSTANT = "instant", pgettext_lazy("alerts of a saved search", "As soon as an offer fits")
    DAILY = "daily", pgettext_lazy("alerts of a saved search", "Once a day, in the morning")


SOON = timedelta(seconds=20)  # what changes together is looked at together
LOOK_BACK = timedelta(minutes=15)  # an import dates its offers before it writes them
LOOK_BACK_DAILY = timedelta(days=2)
