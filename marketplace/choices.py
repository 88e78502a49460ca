from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

MOST_RECIPIENTS = 6
MOST_AT_ONCE = 3
# Working days after the one of sending: reminders in the morning, the end in the evening.
REMINDER_DAYS = (2, 4)
LAST_DAY = 5
LONGEST_MESSAGE = 2_000
LONGEST_NOTE = 500
LONGEST_QUESTION = 2_000


class LeadStatus(TextChoices):
    """Where a request stands: asked and not answered yet, under way, or ended."""

    SENT = "sent", pgettext_lazy("lead", "sent")
    SEEN = "seen", pgettext_lazy("lead", "seen")
    QUESTION = "question", pgettext_lazy("lead", "question")
    ACCEPTED = "accepted", pgettext_lazy("lead", "accepted")
    VISIT = "visit", pgettext_lazy("lead", "visit agreed")
    QUOTED = "quoted", pgettext_lazy("lead", "quoted")
    WON = "won", pgettext_lazy("lead", "signed")
    LOST = "lost", pgettext_lazy("lead", "not signed")
    DECLINED = "declined", pgettext_lazy("lead", "declined")
    EXPIRED = "expired", pgettext_lazy("lead", "without an answer")
    WITHDRAWN = "withdrawn", pgettext_lazy("lead", "withdrawn")


UNANSWERED = (LeadStatus.SENT, LeadStatus.SEEN, LeadStatus.QUESTION)
UNDER_WAY = (LeadStatus.ACCEPTED, LeadStatus.VISIT, LeadStatus.QUOTED)
OPEN = (*UNANSWERED, *UNDER_WAY)
TAKEN_ON = (*UNDER_WAY, LeadStatus.WON, LeadStatus.LOST)

# What may follow what. From under way to declined or withdrawn only when one of the two leaves Qafila; visits are moved.
_LEFT = frozenset({LeadStatus.DECLINED, LeadStatus.WITHDRAWN})
_ANSWERED = frozenset({LeadStatus.ACCEPTED, LeadStatus.EXPIRED, *_LEFT})
_CONCLUDED = frozenset({LeadStatus.WON, LeadStatus.LOST, *_LEFT})
FOLLOWING: dict[LeadStatus, frozenset[LeadStatus]] = {
    LeadStatus.SENT: _ANSWERED | {LeadStatus.SEEN, LeadStatus.QUESTION},
    LeadStatus.SEEN: _ANSWERED | {LeadStatus.QUESTION},
    LeadStatus.QUESTION: _ANSWERED,
    LeadStatus.ACCEPTED: _CONCLUDED | {LeadStatus.VISIT, LeadStatus.QUOTED},
    LeadStatus.VISIT: _CONCLUDED | {LeadStatus.VISIT, LeadStatus.QUOTED},
    LeadStatus.QUOTED: _CONCLUDED | {LeadStatus.QUOTED},
}


def before(status: LeadStatus) -> tuple[LeadStatus, ...]:
    """Return from where a request may come to this."""
    return tuple(one for one, following in FOLLOWING.items() if status in following)


class DeclineReason(TextChoices):
    TOO_FAR = "too_far", _("Too far from our teams")
    TOO_SMALL = "too_small", _("Too small a project for us")
    NO_CAPACITY = "no_capacity", _("No room at the moment")
    OUTSIDE_TRADE = "outside_trade", _("Outside our trade")
    INCOMPLETE = "incomplete", _("Not enough information to answer")
    OTHER = "other", _("Another reason")
    CLOSED = "closed", _("The partner has left Qafila")

    @property
    def next_step(self) -> str:
        """Return what the SME can do now."""
        return str(_NEXT_STEPS[self])


_NEXT_STEPS = {
    DeclineReason.TOO_FAR: _("Ask a partner that works from a place nearer to your site: distances are on each card."),
    DeclineReason.TOO_SMALL: _("Ask a partner whose smallest amount fits yours, or join this need with another one."),
    DeclineReason.NO_CAPACITY: _("Ask the next partner of the list now; this one may have room again next month."),
    DeclineReason.OUTSIDE_TRADE: _(
        "Ask the next partner of the list; the reason is kept so that this one can correct its offer."
    ),
    DeclineReason.INCOMPLETE: _("Add the facts that are missing on your site and bills, then ask again."),
    DeclineReason.CLOSED: _("Ask the next partner of the list; nothing of this request was judged."),
    DeclineReason.OTHER: _("Read the note of the partner, then ask the next one of the list."),
}


# What a partner chooses among; that it left is said for it.
GIVEN_REASONS = [(reason.value, reason.label) for reason in DeclineReason if reason != DeclineReason.CLOSED]


class LostReason(TextChoices):
    """Why what a partner took on was not signed; both sides may say it."""

    PRICE = "price", _("Too expensive")
    TIMING = "timing", _("Not at the right time")
    ANOTHER = "another", _("Another partner was chosen")
    FINANCE = "finance", _("No finance was found")
    STOPPED = "stopped", _("The project is given up")
    OTHER = "other", _("Another reason")

    @property
    def next_step(self) -> str:
        """Return what the SME can do now."""
        return str(_AFTER_A_LOSS[self])


_AFTER_A_LOSS = {
    LostReason.PRICE: _("Ask the next partner of the list, or look at what finance would change."),
    LostReason.TIMING: _("Nothing is lost: the need stays here with its figures until you ask again."),
    LostReason.ANOTHER: _("Go on with the partner you chose; its request stays open."),
    LostReason.FINANCE: _("Look at the finance products that fit this need, then ask again."),
    LostReason.STOPPED: _("Nothing to do: the need stays here with its figures until you ask again."),
    LostReason.OTHER: _("Read the note, then ask the next partner of the list."),
}
LEAD_REASONS = list(dict([*DeclineReason.choices, *LostReason.choices]).items())


class OnSilence(TextChoices):
    """What the SME wants when a partner declines or does not answer in time."""

    ASK = "ask", _("Ask me first")
    AUTOMATIC = "automatic", _("Ask the next partner of the list for me")


class Release(TextChoices):
    """What an SME may let a partner know of it, by ticking it."""

    NAME = "name", _("The name of my company, before the partner answers")
    CONTACT = "contact", _("My name, e-mail and telephone, once the partner accepts")


CONSENT_VERSION = "2026-11-26"
CONSENT_TEXT = _(
    "I ask Qafila to send this request to the partners I have chosen, and, if I chose so, to the next one of the"
    " list when one of them declines or does not answer in time. Each of them sees my sector, region and size, the"
    " need with its reasons, my message and what I have ticked. The name of my company is shown at the latest when the"
    " partner accepts, with the figures of the site that bear on the price: energy used, average price, roof, connection. I can withdraw a request as long as it has no answer."
)


class Stays(TextChoices):
    """Of two organizations that become one, whose words stay where both say something different."""

    KEPT = "kept"
    ABSORBED = "absorbed"


class SizeBand(TextChoices):
    """Headcount bands, so that an exact figure stays with the SME."""

    MICRO = "micro", _("fewer than 10 people")
    SMALL = "small", _("10 to 49 people")
    MEDIUM = "medium", _("50 to 249 people")
    LARGE = "large", _("250 people or more")
    UNKNOWN = "", _("size not given")

    @classmethod
    def of(cls, employees: int | None) -> "SizeBand":
        if employees is None:
            return cls.UNKNOWN
        bands = ((10, cls.MICRO), (50, cls.SMALL), (250, cls.MEDIUM))
        return next((band for limit, band in bands if employees < limit), cls.LARGE)


MOST_LINES = 40
LONGEST_TERMS = 2_000
LONGEST_VALID_DAYS = 366
REMIND_DAYS = 3


class QuoteStatus(TextChoices):
    """Where one version of a quote stands."""

    DRAFT = "draft", pgettext_lazy("quote", "draft")
    SENT = "sent", pgettext_lazy("quote", "to decide")
    ACCEPTED = "accepted", pgettext_lazy("quote", "accepted")
    DECLINED = "declined", pgettext_lazy("quote", "declined")
    EXPIRED = "expired", pgettext_lazy("quote", "expired")
    REPLACED = "replaced", pgettext_lazy("quote", "replaced")


class EnergyOf(TextChoices):
    """What the kWh of a quote are; a fuel has no grid factor."""

    PRODUCED = "produced", _("Electricity produced")
    ELECTRICITY = "electricity", _("Electricity saved")
    FUEL = "fuel", _("Fuel saved")


class Payment(TextChoices):
    """How a partner lets its quote be paid or financed."""

    OWN_FUNDS = "own_funds", _("Own funds, by instalments of the work")
    LOAN = "loan", _("Bank loan")
    LEASING = "leasing", _("Leasing")
    GRANT = "grant", _("Part paid by a grant, at its own dates")
    THIRD_PARTY = "third_party", _("Third-party investor, paid by the savings")


class QuoteReason(TextChoices):
    """Why a company declines a quote; its partner reads it."""

    PRICE = "price", _("Too expensive")
    PAYBACK = "payback", _("Saves too little for its price")
    SCOPE = "scope", _("Not what was asked for")
    GUARANTEES = "guarantees", _("Guarantees are not enough")
    FINANCE = "finance", _("No finance found")
    OTHER_QUOTE = "other_quote", _("Another quote was chosen")
    POSTPONED = "postponed", _("Project postponed")
    OTHER = "other", _("Another reason")


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
