from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

LONGEST_WORDS = 1_000
AROUND = 2  # messages before and after a reported one that the team may read


class ReportReason(TextChoices):
    """Why somebody tells the team of a message or a partner."""

    INSULT = "insult", _("Insults or threats")
    FRAUD = "fraud", _("Fraud, or money asked outside of a quote")
    ADVERTISING = "advertising", _("Advertising that nobody asked for")
    FALSE_FACTS = "false_facts", _("False or misleading facts")
    PRIVACY = "privacy", _("Somebody's personal data are disclosed")
    OTHER = "other", _("Another reason")


class ReportOutcome(TextChoices):
    """What the team decided; who reported reads it."""

    NO_BREACH = "no_breach", _("Nothing against the rules was found")
    REMINDED = "reminded", _("The other side was reminded of the rules")
    SUSPENDED = "suspended", _("The other side is suspended")
    CORRECTED = "corrected", _("What was wrong is corrected")

    @property
    def next_step(self) -> str:
        """Return what who reported can do now."""
        return str(_AFTER_A_REPORT[self])


_AFTER_A_REPORT = {
    ReportOutcome.NO_BREACH: _("You can mute this conversation, or report again with more words."),
    ReportOutcome.REMINDED: _("Go on as you like; report again if it happens again."),
    ReportOutcome.SUSPENDED: _("Ask the next partner of the list; your open requests are told apart."),
    ReportOutcome.CORRECTED: _("Nothing to do."),
}
