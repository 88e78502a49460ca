from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.choices import Kind

MOST_RECIPIENTS = 6
MOST_AT_ONCE = 3
MOST_OPEN = 12  # introductions of one firm that are open at a time, over all its sites and needs
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
