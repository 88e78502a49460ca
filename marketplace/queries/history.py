"""What happened to a request, in words for either side."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import pgettext

from marketplace.choices import UNANSWERED, LeadStatus, What
from marketplace.models import Lead, LeadStep


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the history."""

    status: str
    label: str
    at: datetime
    by_partner: bool
    day: date | None = None
    what: str = ""


def history(row: Lead, steps: list[LeadStep], *, is_finance: bool) -> tuple[Step, ...]:
    """Return the steps of a request, the first one first."""
    sentences: dict[LeadStatus, str] = {
        LeadStatus.SENT: pgettext("history", "Request sent"),
        LeadStatus.SEEN: pgettext("history", "Opened by the partner"),
        LeadStatus.QUESTION: pgettext("history", "A question of the partner"),
        LeadStatus.ACCEPTED: pgettext("history", "Taken on by the partner"),
        LeadStatus.VISIT: pgettext("history", "Visit agreed"),
        LeadStatus.QUOTED: pgettext("history", "Quote sent"),
        LeadStatus.WON: pgettext("history", "Signed"),
        LeadStatus.LOST: pgettext("history", "Not signed"),
        LeadStatus.EXPIRED: pgettext("history", "Ended without an answer"),
        LeadStatus.DECLINED: pgettext("history", "Declined by the partner"),
        LeadStatus.WITHDRAWN: pgettext("history", "Withdrawn by the company"),
    }
    if is_finance:
        sentences |= {
            LeadStatus.ACCEPTED: pgettext("history", "The financier is interested"),
            LeadStatus.QUOTED: pgettext("history", "Terms named by the financier"),
            LeadStatus.DECLINED: pgettext("history", "Not financed"),
        }
    delayed = pgettext("history", "Answer delayed by the partner")
    return tuple(
        Step(
            step.status,
            _said(step, sentences, delayed),
            step.at,
            by_partner=step.organization_id == row.partner_organization_id,
            day=step.day if step.what != What.OUTCOME_ASKED else None,
            what=step.what,
        )
        for step in steps
    )


def _said(step: LeadStep, sentences: dict[LeadStatus, str], delayed: str) -> str:
    if step.what:
        return str(What(step.what).label)
    return delayed if step.day and step.status in UNANSWERED else sentences[LeadStatus(step.status)]


def asks_outcome(steps: list[LeadStep]) -> bool:
    """Return whether both sides have been asked what came of it, and none has put it off since."""
    about = [step.what for step in steps if step.what in (What.OUTCOME_ASKED, What.OUTCOME_LATER)]
    return bool(about) and about[-1] == What.OUTCOME_ASKED
