from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# The outcome of what was taken on is asked so many days after its last known day, and again after a "not decided yet".
OUTCOME_AFTER_DAYS = 7
OUTCOME_LATER_DAYS = 30
RESULT_MONTHS = (6, 12)
FULL_YEAR = 12
SHORTEST_PERIOD, LONGEST_PERIOD, WHOLE_YEAR = 28, 400, 330


class What(TextChoices):
    """A step that leaves a request where it stands."""

    OUTCOME_ASKED = "outcome_asked", pgettext_lazy("history", "Both sides asked what came of it")
    OUTCOME_LATER = "outcome_later", pgettext_lazy("history", "Not decided yet: asked again later")
    RESULT_ASKED_6 = "result_asked_6", pgettext_lazy("history", "Result asked after 6 months")
    RESULT_ASKED_12 = "result_asked_12", pgettext_lazy("history", "Result asked after 12 months")
    RESULT_GIVEN = "result_given", pgettext_lazy("history", "Result given by the company")
    REMINDED = "reminded_team", pgettext_lazy("history", "Partner reminded by the team")
    NEXT_ASKED = "next_team", pgettext_lazy("history", "Next partner brought up by the team")
    CLOSED = "closed_team", pgettext_lazy("history", "Closed by the team")


class ResultState(TextChoices):
    """What the company says of what it signed for, some months later."""

    WAITING = "waiting", pgettext_lazy("result", "waits for your figures")
    MEASURED = "measured", pgettext_lazy("result", "measured")
    UNMEASURED = "unmeasured", pgettext_lazy("result", "in service, not measured")
    UNUSED = "unused", pgettext_lazy("result", "not in service yet")


GIVEN_STATES = [(one.value, one.label) for one in ResultState if one != ResultState.WAITING]


class ResultSource(TextChoices):
    """Where measured figures come from; how far they can be trusted follows from it."""

    METER = "meter", _("A meter of the installation, or its monitoring")
    BILLS = "bills", _("Our bills, before and after")
    ESTIMATE = "estimate", _("An estimate")

    @property
    def confidence(self) -> str:
        return {ResultSource.METER: "A", ResultSource.BILLS: "B"}.get(self, "C")

    @property
    def is_measured(self) -> bool:
        """Whether a figure from here may count in the partner's record."""
        return self != ResultSource.ESTIMATE


class TallyOf(TextChoices):
    """What is counted once for each firm that works with a partner."""

    OUTCOME = "outcome"
    RESULT = "result"
