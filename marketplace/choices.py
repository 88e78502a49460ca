from decimal import Decimal
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.choices import Kind

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


class FinanceReason(TextChoices):
    """Why a financier does not finance, said before or after it was interested; for the SME alone."""

    OUTSIDE = "outside", _("Outside what this product finances")
    AMOUNT = "amount", _("Amount outside what we finance")
    OWN_FUNDS = "own_funds", _("Own funds too small for this project")
    REPAYMENT = "repayment", _("Repayment not shown by the accounts")
    COLLATERAL = "collateral", _("Guarantees are missing")
    TECHNICAL = "technical", _("Technical case not convincing yet")
    DOCUMENTS = "documents", _("Documents that were asked for are missing")
    KNOWN = "known", _("Already studied with you at one of our branches")
    ENVELOPE = "envelope", _("This line is used up")

    @property
    def next_step(self) -> str:
        """Return what the SME can do now."""
        return str(_AFTER_A_REFUSAL[self])


_AFTER_A_REFUSAL = {
    FinanceReason.OUTSIDE: _("Look at the finance products whose rules this need meets: each says which."),
    FinanceReason.AMOUNT: _("Change the amount, do the project in steps, or ask a product of your size."),
    FinanceReason.OWN_FUNDS: _("Look for a grant beside the loan, or correct your own funds on the page of your site."),
    FinanceReason.REPAYMENT: _("Add newer accounts or a payback that your bills show, then ask another financier."),
    FinanceReason.COLLATERAL: _("Ask a guarantee fund, then ask again with its agreement."),
    FinanceReason.TECHNICAL: _("Have the savings audited or ask for a second quote, then ask again."),
    FinanceReason.DOCUMENTS: _("Add what was asked for to your files, open it to this financier, then ask again."),
    FinanceReason.KNOWN: _("Go on with your branch; nothing of this request was judged."),
    FinanceReason.ENVELOPE: _("Ask the next finance product that is open; this one may open again."),
}
LEAD_REASONS = list(dict([*DeclineReason.choices, *LostReason.choices, *FinanceReason.choices]).items())
FINANCE_REASONS = [*FinanceReason.choices, (DeclineReason.OTHER.value, DeclineReason.OTHER.label)]


def given_reasons(kind: str) -> list[Any]:
    """Return the reasons that a partner of this kind may decline with."""
    return FINANCE_REASONS if kind == Kind.FINANCIER else GIVEN_REASONS


def lost_reasons(kind: str) -> list[Any]:
    """Return the reasons with which an organization of this kind may say that nothing is signed."""
    return FINANCE_REASONS if kind == Kind.FINANCIER else LostReason.choices


def reason_of(status: str, code: str) -> Any:
    """Return a reason with its label and its next step, from the codes of whoever may give it; None without one."""
    kinds = (FinanceReason, LostReason if status == LeadStatus.LOST else DeclineReason)
    return next((kind(code) for kind in kinds if code in kind.values), None)


# How the steps of a financier are called: that it is interested, or names terms, is no decision to lend.
FINANCE_STATUS = {
    LeadStatus.ACCEPTED: pgettext_lazy("lead", "interested"),
    LeadStatus.QUOTED: pgettext_lazy("lead", "terms named"),
    LeadStatus.DECLINED: pgettext_lazy("lead", "not financed"),
}
FINANCE_NEXT_STEP = {
    LeadStatus.ACCEPTED: _("Open your file to this financier, and add what it lacks; interest is no decision to lend."),
    LeadStatus.QUOTED: _("Read the terms, compare them with others, and say here whether you sign."),
}


def status_label(status: str, *, is_finance: bool) -> str:
    """Return how a status is called, for a request to a financier in words that promise no money."""
    return str(
        FINANCE_STATUS.get(LeadStatus(status), LeadStatus(status).label) if is_finance else LeadStatus(status).label
    )


class Readiness(TextChoices):
    """How ready a request is for a financier to study; it says nothing of what the financier will decide."""

    READY = "ready", _("Ready to study")
    INCOMPLETE = "incomplete", _("File open, something is missing")
    CLOSED = "closed", _("File not opened to you")


class ReadyItem(TextChoices):
    """What makes a request ready to study: each is met or missing, by its code."""

    FILE = "file", _("The firm has opened its file to you")
    RULES = "rules", _("Every rule of the product is met")
    YEAR = "year", _("The footprint rests on a whole year of bills")
    IDENTITY = "identity", _("Statutes or registration of the firm")
    ACCOUNTS = "accounts", _("Accounts of the firm")
    QUOTE = "quote", _("A quote for the project")
    ASKED = "asked", _("Each document that was asked for")

    @property
    def next_step(self) -> str:
        """Return what the SME does about it when it is missing."""
        return str(_TO_BE_READY[self])


_TO_BE_READY = {
    ReadyItem.FILE: _("Open at least one document to this financier on the page of your files."),
    ReadyItem.RULES: _("Answer the questions that the rules of the product leave open, on the page of your site."),
    ReadyItem.YEAR: _("Enter the bills of a whole year, or say what the other days were."),
    ReadyItem.IDENTITY: _("Add your statutes or registration to your files, and open them to this financier."),
    ReadyItem.ACCOUNTS: _("Add your accounts to your files, and open them to this financier."),
    ReadyItem.QUOTE: _("Let this financier read the quotes you received, or open one to it among your files."),
    ReadyItem.ASKED: _("Add what it asks for to your files, and open it to this financier."),
}


class TicketBand(TextChoices):
    """How large a project is, so that the exact amount stays with the SME until it opens its file."""

    TINY = "tiny", _("under 500,000 MAD")
    SMALL = "small", _("500,000 to 1 million MAD")
    MEDIUM = "medium", _("1 to 5 million MAD")
    LARGE = "large", _("5 to 20 million MAD")
    HUGE = "huge", _("20 million MAD or more")
    UNKNOWN = "", _("amount not given")

    @classmethod
    def of(cls, amount_mad: Decimal | None) -> "TicketBand":
        if amount_mad is None:
            return cls.UNKNOWN
        bands = ((500_000, cls.TINY), (1_000_000, cls.SMALL), (5_000_000, cls.MEDIUM), (20_000_000, cls.LARGE))
        return next((band for limit, band in bands if amount_mad < limit), cls.HUGE)


class OnSilence(TextChoices):
    """What the SME wants when a partner declines or does not answer in time."""

    ASK = "ask", _("Ask me first")
    AUTOMATIC = "automatic", _("Ask the next partner of the list for me")


class Release(TextChoices):
    """What an SME may let a partner know of it, by ticking it."""

    NAME = "name", _("The name of my company, before the partner answers")
    CONTACT = "contact", _("My name, e-mail and telephone, once the partner accepts")


CONSENT_VERSION = "2026-11-26.2"
CONSENT_TEXT = _(
    "I ask Qafila to send this request to the partners I have chosen, and, if I chose so, to the next one of the"
    " list when one of them declines or does not answer in time. Each of them sees my sector, region and size, the"
    " need with its reasons, my message and what I have ticked. The name of my company is shown at the latest when the"
    " partner accepts, with the figures of the site that bear on the price: energy used, average price, roof, connection."
    " A financier sees the band of the amount as well, and my name and figures only while I open my file to it."
    " A certifier that accepts sees as well my places, headcount, working hours and certificates."
    " I can withdraw a request as long as it has no answer."
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
