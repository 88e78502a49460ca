"""The clock of a request: on which Moroccan days its partner is reminded, and when it ends."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from kernel import working_days
from kernel.clock import MOROCCO, moroccan_day
from marketplace.choices import LAST_DAY, REMINDER_DAYS
from marketplace.models import Lead
from partners import queries as partners
from reference.queries import is_holiday

END = 100
MOST_DELAY = 20


class Moment(NamedTuple):
    """When something is due: the number of the reminder, or the end."""

    at: datetime
    number: int


def due_day(partner_id: UUID, sent_at: datetime) -> date:
    """Return the day on whose evening this partner's answer is due, its own closed days left out."""
    return working_days.day_after(moroccan_day(sent_at), LAST_DAY, is_holiday, partners.closed_days(partner_id))


def reminders(lead: Lead) -> Sequence[date]:
    """Return the days on whose morning the partner is reminded; one that delays its answer, on the day it named."""
    if lead.due_on is None:
        return ()
    if lead.delayed_until:
        return (lead.delayed_until,)
    closed, sent_on = partners.closed_days(lead.partner_organization_id), moroccan_day(lead.sent_at)
    days = (working_days.day_after(sent_on, number, is_holiday, closed) for number in REMINDER_DAYS)
    return tuple(day for day in days if day <= lead.due_on)


def moments(lead: Lead) -> list[Moment]:
    """Return what is due for an open request, in order, in instants of today's law."""
    if lead.due_on is None:
        return []
    numbers = (LAST_DAY,) if lead.delayed_until else REMINDER_DAYS
    found = [
        Moment(datetime.combine(day, working_days.MORNING, MOROCCO), number)
        for day, number in zip(reminders(lead), numbers, strict=False)
    ]
    return [*found, Moment(datetime.combine(lead.due_on, working_days.EVENING, MOROCCO), END)]


def latest_delay(lead: Lead) -> date | None:
    """Return the last day that a partner may name when it delays its answer."""
    return working_days.day_after(lead.due_on, MOST_DELAY, is_holiday, lambda _day: False) if lead.due_on else None
