from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from babel import dates
from django.db.models import QuerySet
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from accounts import queries as accounts
from kernel.actor import Actor
from kernel.locales import of_days
from marketplace import queries as marketplace
from marketplace.queries import LeadSheet
from notices.choices import OF_FILES, NoticeKind
from notices.models import Notice
from notices.policies import NOTICE
from partners.choices import RefusalReason


@dataclass(frozen=True, slots=True)
class Told:
    """A notice in words; `lead` is what this reader may see of its subject."""

    id: UUID
    kind: str
    title: str
    text: str
    next_step: str
    lead: LeadSheet | None
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
    found = marketplace.leads(actor).filter(pk__in={row.subject["lead_id"] for row in rows if "lead_id" in row.subject})
    leads = {str(sheet.id): sheet for sheet in marketplace.sheets(actor, found)} if found else {}
    others = accounts.names(UUID(row.subject[of]) for row in rows for of in ("giver", "absorbed") if of in row.subject)
    return [
        _in_words(row, leads.get(row.subject.get("lead_id")), others)
        for row in rows
        if row.subject.get("lead_id") in leads or "lead_id" not in row.subject
    ]


def _apart(name: str) -> str:
    """Return a name whose letters do not turn the direction of the sentence around it."""
    return f"\u2068{name}\u2069" if get_language_bidi() else name


def _in_words(row: Notice, lead: LeadSheet | None, others: Mapping[UUID, str]) -> Told:
    kind = NoticeKind(row.kind)
    text, next_step = _of_lead(kind, lead) if lead else _of_itself(kind, row.subject, others)
    return Told(
        id=row.pk,
        kind=row.kind,
        title=str(kind.label),
        text=text,
        next_step=next_step,
        lead=lead,
        created_at=row.created_at,
        read_at=row.read_at,
    )


def _of_lead(kind: NoticeKind, lead: LeadSheet) -> tuple[str, str]:
    sentences = {
        NoticeKind.LEAD_RECEIVED: _("%(company)s asks you: %(need)s."),
        NoticeKind.LEAD_ACCEPTED: _("%(partner)s takes on your request: %(need)s."),
        NoticeKind.LEAD_DECLINED: _("%(partner)s declines your request: %(need)s. Reason: %(reason)s."),
        NoticeKind.COMPANY_LEFT: _("%(company)s has closed its account: the request ends here. %(need)s."),
        NoticeKind.PARTNER_SUSPENDED: _("%(partner)s is suspended by the team: %(need)s will have no answer for now."),
    }
    steps = {
        NoticeKind.LEAD_DECLINED: lead.next_step,
        NoticeKind.PARTNER_SUSPENDED: _("Ask the next partner of the list; you may withdraw this request."),
    }
    words = {
        "company": _apart(lead.company.label),
        "partner": _apart(lead.partner.label),
        "need": lead.subject,
        "reason": lead.reason_label,
    }
    return sentences[kind] % words, steps.get(kind, "")


def _of_itself(kind: NoticeKind, facts: Mapping[str, str], others: Mapping[UUID, str]) -> tuple[str, str]:
    until = facts.get("until", "")
    words = {"until": dates.format_date(date.fromisoformat(until), locale=of_days(get_language()))} if until else {}
    if kind in OF_FILES:
        words["giver"] = _apart(others.get(UUID(facts["giver"]), ""))
        if kind == NoticeKind.ACCESS_ENDED:
            return _("%(giver)s has ended your access to one of its files.") % words, ""
        if kind == NoticeKind.FILE_REMOVED:
            return _("%(giver)s has removed one of the files it let you open.") % words, ""
        return _("%(giver)s lets you open one of its files until %(until)s.") % words, ""
    if kind == NoticeKind.PARTNER_VERIFIED:
        return _("Your page carries the badge until %(until)s.") % words, ""
    if kind == NoticeKind.VERIFICATION_ENDED:
        told = _("Your page no longer carries the badge: its last day was %(until)s.") % words
        return told, _("Send the proofs that are valid now.")
    if kind == NoticeKind.VERIFICATION_REFUSED:
        reason = RefusalReason(facts["reason"])
        return _("The team read your proofs: %(reason)s.") % {"reason": str(reason.label).lower()}, reason.next_step
    if kind == NoticeKind.MERGED:
        words["other"] = _apart(others.get(UUID(facts["absorbed"]), ""))
        told = _(
            "%(other)s is merged into your organization: its members, requests, offers, sites and files are here now."
        )
        return told % words, _("Look at your sites and exports: what both had entered stands there twice.")
    told = _("A member of the team acts for your organization, as you allowed. Each act is written down.")
    return told, _("You can end it at once from your account.")
