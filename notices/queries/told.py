from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from babel import dates
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi, ngettext
from django.utils.translation import gettext as _

from accounts import queries as accounts
from documents.choices import PaperKind
from kernel.actor import Actor
from kernel.locales import of_days
from kernel.sentences import listed
from marketplace import queries as marketplace
from marketplace.choices import ReportOutcome
from marketplace.queries import LeadSheet, SearchNews
from matching.choices import ContestOutcome
from messaging import queries as messaging
from messaging.choices import About, MessageKind
from messaging.queries import Line
from notices.choices import OF_FILES, OF_PROOFS, NoticeKind
from notices.models import Notice
from notices.policies import NOTICE
from partners.choices import RefusalReason

MOST_WORDS = 5
MOST_IN_A_LINE = 3


@dataclass(frozen=True, slots=True)
class Told:
    """A notice in words; `lead` is what this reader may see of its subject."""

    id: UUID
    kind: str
    title: str
    text: str
    next_step: str
    lead: LeadSheet | None
    conversation_id: UUID | None
    created_at: datetime
    read_at: datetime | None
    news: SearchNews | None = None

    @property
    def path(self) -> str:
        """The page that it leads to."""
        if self.conversation_id is not None:
            return reverse("conversation", args=[self.conversation_id])
        if self.news is not None:
            return f"{reverse('directory')}?{urlencode(self.news.search.asked)}"
        if self.lead is None:
            own: dict[str, str] = {
                NoticeKind.REPORT_SETTLED: "conversations",
                NoticeKind.CONTEST_ANSWERED: "contests",
                **dict.fromkeys(OF_PROOFS, "credentials"),
                **dict.fromkeys(OF_FILES, "documents"),
            }
            return reverse(own.get(NoticeKind(self.kind), "account"))
        return reverse("lead" if self.lead.side == "partner" else "request_sent", args=[self.lead.id])


def notices(actor: Actor) -> QuerySet[Notice]:
    """Return what the actor was told for the organization it acts for."""
    return NOTICE.abilities(actor, NOTICE.scope(actor, "read", Notice.objects.all()))


def unread_count(actor: Actor) -> int:
    return notices(actor).filter(read_at=None).count()


def told(actor: Actor, rows: Iterable[Notice]) -> list[Told]:
    """Return notices in words; one whose lead, conversation or offers the reader may no longer see is left out."""
    rows = list(rows)
    talks, letters = _talks(actor, rows)
    about = {row.pk: row.subject.get("lead_id") or talks.get(row.subject.get("conversation_id", "")) for row in rows}
    found = marketplace.leads(actor).filter(pk__in={one for one in about.values() if one})
    leads = {str(sheet.id): sheet for sheet in marketplace.sheets(actor, found)} if found else {}
    named = [UUID(row.subject[of]) for row in rows for of in ("giver", "absorbed") if of in row.subject]
    others = accounts.names([*named, *letters.values()])
    batches = {row.pk: _batch(row) for row in rows if "search_id" in row.subject}
    news = marketplace.news_of_searches(actor, batches.values())
    return [
        _of_search(row, news[batches[row.pk]])
        if row.pk in batches
        else _in_words(row, leads.get(about[row.pk] or ""), others, letters.get(row.subject.get("conversation_id", "")))
        for row in rows
        if about[row.pk] in leads
        or row.subject.get("conversation_id") in letters
        or (row.pk in batches and batches[row.pk] in news)
        or not {"lead_id", "conversation_id", "search_id"} & row.subject.keys()
    ]


def _batch(row: Notice) -> tuple[UUID, datetime]:
    """Return of which saved search, and of which moment, a notice tells."""
    return UUID(row.subject["search_id"]), datetime.fromisoformat(row.subject["at"])


def _of_search(row: Notice, news: SearchNews) -> Told:
    said = ngettext(
        "%(count)s offer fits your saved search “%(name)s”: %(offers)s.",
        "%(count)s offers fit your saved search “%(name)s”: %(offers)s.",
        news.total,
    )
    names = [_apart(one.name) for one in news.offers[:MOST_IN_A_LINE]]
    left = news.total - len(names)
    if left:
        names.append(ngettext("%(count)s more", "%(count)s more", left) % {"count": left})
    text = said % {"count": news.total, "name": _apart(news.search.name), "offers": listed(names)}
    title = str(NoticeKind.SEARCH_MET.label)
    return Told(row.pk, row.kind, title, text, "", None, None, row.created_at, row.read_at, news)


def _talks(actor: Actor, rows: list[Notice]) -> tuple[dict[str, str], dict[str, UUID]]:
    """Return, of the conversations that these notices are about, the lead of each, or who writes to the team in it."""
    ids = {row.subject["conversation_id"] for row in rows if "conversation_id" in row.subject}
    found = list(messaging.conversations(actor).filter(pk__in=ids)) if ids else []
    return (
        {str(one.pk): str(one.subject_id) for one in found if one.about == About.LEAD},
        {str(one.pk): one.subject_id for one in found if one.about == About.OPERATOR},
    )


def words(actor: Actor, told: Told) -> list[Line]:
    """Return the first messages that a notice is about and that its reader has not read, as far as it may read them."""
    if told.conversation_id is None:
        return []
    talk: Any = messaging.conversations(actor).filter(pk=told.conversation_id).first()
    if talk is None or talk.muted:
        return []
    rows = messaging.messages(actor, talk.pk).filter(kind=MessageKind.TEXT, removed_at=None, sequence__gt=talk.read)
    of_others = messaging.sides(talk.pk).words_of_others(actor.organization_id)
    return messaging.lines(actor, rows.filter(of_others)[:MOST_WORDS])


def _apart(name: str) -> str:
    """Return a name whose letters do not turn the direction of the sentence around it."""
    return f"\u2068{name}\u2069" if get_language_bidi() else name


def _in_words(row: Notice, lead: LeadSheet | None, others: Mapping[UUID, str], writer_id: UUID | None) -> Told:
    kind = NoticeKind(row.kind)
    if writer_id is not None:
        text, next_step = _of_a_letter(row, writer_id, others), ""
    else:
        text, next_step = _of_lead(kind, lead, row.subject) if lead else _of_itself(kind, row.subject, others)
    return Told(
        id=row.pk,
        kind=row.kind,
        title=str(kind.label),
        text=text,
        next_step=next_step,
        lead=lead,
        conversation_id=UUID(row.subject["conversation_id"]) if "conversation_id" in row.subject else None,
        created_at=row.created_at,
        read_at=row.read_at,
    )


def _of_a_letter(row: Notice, writer_id: UUID, others: Mapping[UUID, str]) -> str:
    """Return who wrote in a conversation with the team: the team, or to its operators the organization."""
    if row.organization_id == writer_id:  # type: ignore[attr-defined]
        return _("The Qafila team wrote to you.")
    return _("%(organization)s wrote to the team.") % {"organization": _apart(others.get(writer_id, ""))}


def _of_lead(kind: NoticeKind, lead: LeadSheet, facts: Mapping[str, str]) -> tuple[str, str]:
    sentences: dict[NoticeKind, str] = {
        NoticeKind.LEAD_RECEIVED: _("%(company)s asks you: %(need)s."),
        NoticeKind.LEAD_ACCEPTED: _("%(partner)s takes on your request: %(need)s."),
        NoticeKind.LEAD_DECLINED: _("%(partner)s declines your request: %(need)s. Reason: %(reason)s."),
        NoticeKind.LEAD_QUESTION: _("%(partner)s asks you something before it answers: %(need)s."),
        NoticeKind.LEAD_VISIT: _("%(other)s notes a visit: %(need)s. The day stands in the request."),
        NoticeKind.LEAD_WON: _("%(other)s notes that you have signed: %(need)s."),
        NoticeKind.LEAD_LOST: _("%(other)s notes that nothing is signed: %(need)s. Reason: %(reason)s."),
        NoticeKind.TERMS_NAMED: _("%(partner)s names its terms: %(need)s. They stand in the request."),
        NoticeKind.DOCUMENT_ASKED: _("%(partner)s asks for one document: %(paper)s. %(need)s."),
        NoticeKind.LEAD_REMINDER: _("%(company)s waits for your answer until %(due)s: %(need)s."),
        NoticeKind.LEAD_LAST_REMINDER: _("%(company)s waits for your answer until %(due)s: %(need)s."),
        NoticeKind.LEAD_PROMISED: _("You named today to answer %(company)s: %(need)s."),
        NoticeKind.LEAD_MISSED: _("The time to answer %(company)s has passed: %(need)s."),
        NoticeKind.LEAD_ENOUGH: _("%(company)s has found enough partners and takes its request back: %(need)s."),
        NoticeKind.LEAD_DELAYED: _("%(partner)s will answer by %(due)s: %(need)s."),
        NoticeKind.LEAD_EXPIRED: _("%(partner)s has not answered in time: %(need)s."),
        NoticeKind.LEAD_REROUTED: _("After %(partner)s, the next partner of the list is asked for you: %(need)s."),
        NoticeKind.NEED_ENDED: _("Of those asked, nobody can help for now: %(need)s."),
        NoticeKind.COMPANY_LEFT: _("%(company)s has closed its account: the request ends here. %(need)s."),
        NoticeKind.PARTNER_SUSPENDED: _("%(partner)s is suspended by the team: %(need)s will have no answer for now."),
        NoticeKind.QUOTE_RECEIVED: _("%(partner)s sends you a quote: %(need)s."),
        NoticeKind.QUOTE_ACCEPTED: _("%(company)s accepts your quote: %(need)s."),
        NoticeKind.QUOTE_DECLINED: _("%(company)s declines your quote: %(need)s. The reason is beside it."),
        NoticeKind.QUOTE_ENDS: _("The quote of %(partner)s expires in a few days: %(need)s."),
        NoticeKind.QUOTE_EXPIRED: _("The quote of %(partner)s has passed its last day: %(need)s."),
        NoticeKind.TEAM_REMINDS: _("The team reminds you: %(company)s waits for your answer. %(need)s."),
        NoticeKind.NEXT_PROPOSED: _("After %(partner)s, another partner of the list could help: %(need)s."),
        NoticeKind.LEAD_CLOSED: _("No answer came from %(partner)s, and the team has closed the request: %(need)s."),
        NoticeKind.OUTCOME_ASKED: _("A week ago the last day named between you and %(other)s passed: %(need)s."),
        NoticeKind.RESULT_ASKED: _("You signed with %(partner)s some months ago: %(need)s."),
        NoticeKind.RESULT_AWAITED: _("%(company)s is asked what it measured since it signed: %(need)s."),
        NoticeKind.RESULT_GIVEN: _("%(company)s has answered about what it measured: %(need)s."),
    }
    written = (
        _("%(company)s wrote to you: %(need)s.") if lead.side == "partner" else _("%(partner)s wrote to you: %(need)s.")
    )
    sentences[NoticeKind.MESSAGE_RECEIVED] = written
    if lead.is_finance:
        sentences |= _of_a_financier()
    words = {
        "company": _apart(lead.company.label),
        "partner": _apart(lead.partner.label),
        "other": _apart((lead.company if lead.side == "partner" else lead.partner).label),
        "need": lead.subject,
        "reason": lead.reason_label,
        "paper": str(PaperKind(facts["paper"]).label) if "paper" in facts else "",
        "due": dates.format_date(lead.due_on, "long", locale=of_days(get_language())) if lead.due_on else "",
    }
    return sentences[kind] % words, _next_step(kind, lead)


def _next_step(kind: NoticeKind, lead: LeadSheet) -> str:
    """Return what the reader of a notice about a request can do now."""
    steps = {
        NoticeKind.LEAD_REMINDER: _("Take it on, decline it with a reason, or name the day of your answer."),
        NoticeKind.LEAD_LAST_REMINDER: _("Without an answer, the request ends and the company asks another partner."),
        NoticeKind.LEAD_PROMISED: _("Without an answer, the request ends and the company asks another partner."),
        NoticeKind.LEAD_MISSED: _("Say that you are away or full, and no request comes in the meantime."),
        NoticeKind.LEAD_EXPIRED: _("Ask the next partner of the list."),
        NoticeKind.NEED_ENDED: _("Ask the next partner of the list; when it is empty, ask a person of the team."),
        NoticeKind.LEAD_DECLINED: lead.next_step,
        NoticeKind.LEAD_ACCEPTED: lead.next_step,
        NoticeKind.TERMS_NAMED: lead.next_step,
        NoticeKind.DOCUMENT_ASKED: _("Add it to your files, and open it to this financier."),
        NoticeKind.LEAD_LOST: lead.next_step if lead.side == "sme" else "",
        NoticeKind.PARTNER_SUSPENDED: _("Ask the next partner of the list; you may withdraw this request."),
        NoticeKind.TEAM_REMINDS: _("Take it on, decline it with a reason, or name the day of your answer."),
        NoticeKind.NEXT_PROPOSED: _("Ask the next partner of the list."),
        NoticeKind.LEAD_CLOSED: _("Ask the next partner of the list; when it is empty, ask a person of the team."),
        NoticeKind.OUTCOME_ASKED: _("Say in one press whether it is signed, not signed, or not decided yet."),
        NoticeKind.RESULT_ASKED: _("Take your bills or your meter: four figures, three minutes."),
        NoticeKind.RESULT_AWAITED: _("Offer it the readings of your monitoring in your conversation."),
        NoticeKind.QUOTE_ENDS: _("Accept it, decline it, or ask for a new version in your conversation."),
    }
    return steps.get(kind, "")


def _of_a_financier() -> dict[NoticeKind, str]:
    """Return how the answers of a financier are told: none of them promises money."""
    return {
        NoticeKind.LEAD_ACCEPTED: _("%(partner)s is interested in your request: %(need)s."),
        NoticeKind.LEAD_DECLINED: _("%(partner)s does not finance: %(need)s. Reason: %(reason)s."),
    }


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
    if kind == NoticeKind.REPORT_SETTLED:
        outcome = ReportOutcome(facts["outcome"])
        return _("The team has read your report: %(outcome)s.") % {"outcome": outcome.label}, outcome.next_step
    if kind == NoticeKind.CONTEST_ANSWERED:
        found = ContestOutcome(facts["outcome"])
        return _("The team looked at the score you contested: %(outcome)s.") % {"outcome": found.label}, found.next_step
    if kind == NoticeKind.MERGED:
        words["other"] = _apart(others.get(UUID(facts["absorbed"]), ""))
        told = _(
            "%(other)s is merged into your organization: its members, requests, offers, sites and files are here now."
        )
        return told % words, _("Look at your sites and exports: what both had entered stands there twice.")
    told = _("A member of the team acts for your organization, as you allowed. Each act is written down.")
    return told, _("You can end it at once from your account.")
