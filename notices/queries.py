from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from kernel.actor import Actor
from marketplace import queries as marketplace
from marketplace.queries import LeadSheet
from notices.choices import NoticeKind
from notices.models import Notice
from notices.policies import NOTICE


@dataclass(frozen=True, slots=True)
class Told:
    """A notice in words; `lead` is what this reader may see of its subject."""

    id: UUID
    kind: str
    title: str
    text: str
    next_step: str
    lead: LeadSheet
    created_at: datetime
    read_at: datetime | None


def notices(actor: Actor) -> QuerySet[Notice]:
    """Return what the actor was told for the organization it acts for."""
    return NOTICE.abilities(actor, NOTICE.scope(actor, "read", Notice.objects.all()))


def unread_count(actor: Actor) -> int:
    return notices(actor).filter(read_at=None).count()


def told(actor: Actor, rows: Iterable[Notice]) -> list[Told]:
    """Return notices in words; one whose lead the reader may no longer see is left out."""
    rows = list(rows)
    found = marketplace.leads(actor).filter(pk__in={row.subject["lead_id"] for row in rows})
    leads = {str(sheet.id): sheet for sheet in marketplace.sheets(actor, found)}
    return [_in_words(row, leads[row.subject["lead_id"]]) for row in rows if row.subject["lead_id"] in leads]


def _apart(name: str) -> str:
    """Return a name whose letters do not turn the direction of the sentence around it."""
    return f"\u2068{name}\u2069" if get_language_bidi() else name


def _in_words(row: Notice, lead: LeadSheet) -> Told:
    sentences = {
        NoticeKind.LEAD_RECEIVED: _("%(company)s asks you: %(need)s."),
        NoticeKind.LEAD_ACCEPTED: _("%(partner)s takes on your request: %(need)s."),
        NoticeKind.LEAD_DECLINED: _("%(partner)s declines your request: %(need)s. Reason: %(reason)s."),
    }
    words = {
        "company": _apart(lead.company.label),
        "partner": _apart(lead.partner.label),
        "need": lead.subject,
        "reason": lead.reason_label,
    }
    kind = NoticeKind(row.kind)
    return Told(
        id=row.pk,
        kind=row.kind,
        title=str(kind.label),
        text=sentences[kind] % words,
        next_step=lead.next_step if kind == NoticeKind.LEAD_DECLINED else "",
        lead=lead,
        created_at=row.created_at,
        read_at=row.read_at,
    )
