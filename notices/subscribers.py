from uuid import UUID, uuid5

from accounts.events import (
    CopyReady,
    MemberInvited,
    OperatorBegan,
    OrganizationClosed,
    OrganizationsMerged,
    SecurityChanged,
)
from documents import queries as documents
from documents.events import GivenFileRemoved, GrantOpened, GrantWithdrawn
from footprint.events import FirmsInvited
from kernel import clock, events
from marketplace import queries as marketplace
from marketplace.choices import LeadStatus, QuoteStatus
from marketplace.events import (
    DocumentAsked,
    LeadAdvanced,
    LeadAnswered,
    LeadEnded,
    LeadSent,
    QuoteDecided,
    QuoteEnded,
    QuoteEnds,
    QuoteSent,
    ReportSettled,
    SearchMet,
)
from matching import queries as matching
from matching.events import ContestAnswered
from messaging.events import ConversationRead, MessagePosted
from notices import actions, jobs
from notices.choices import ABSENT_AFTER, NoticeKind
from partners import queries as partners
from partners.events import OrganizationSuspended, PartnerVerified, VerificationEnded, VerificationRefused

ENDED_UNANSWERED = frozenset({"lead_missed", "lead_enough"})
_ANSWERS = {LeadStatus.ACCEPTED: NoticeKind.LEAD_ACCEPTED, LeadStatus.DECLINED: NoticeKind.LEAD_DECLINED}


@events.subscriber(LeadSent)
def tell_the_partner(event: LeadSent) -> None:
    actions.post(event.partner_organization_id, kind=NoticeKind.LEAD_RECEIVED, about=event.lead_id, now=clock.now())


@events.subscriber(LeadAnswered)
def tell_the_company(event: LeadAnswered) -> None:
    now = clock.now()
    actions.settle(NoticeKind.LEAD_RECEIVED, about=event.lead_id, now=now)
    kind = _ANSWERS.get(marketplace.status_of(event.lead_id))
    if kind is not None:  # else the company left before it could be told
        actions.post(event.organization_id, kind=kind, about=event.lead_id, now=now)


@events.subscriber(LeadAdvanced)
def tell_who_is_concerned(event: LeadAdvanced) -> None:
    now = clock.now()
    if event.what in ENDED_UNANSWERED:
        actions.settle(NoticeKind.LEAD_RECEIVED, about=event.lead_id, now=now)
    kind = NoticeKind(event.what)
    if event.on:  # it may be told again: each day is another notice
        facts = {"lead_id": str(event.lead_id)}
        actions.post(event.told_id, kind=kind, about=uuid5(event.lead_id, event.on), facts=facts, now=now)
    else:
        actions.post(event.told_id, kind=kind, about=event.lead_id, now=now)


@events.subscriber(DocumentAsked)
def tell_what_is_asked_for(event: DocumentAsked) -> None:
    facts = {"lead_id": str(event.lead_id), "paper": event.kind}
    actions.post(
        event.organization_id, kind=NoticeKind.DOCUMENT_ASKED, about=event.asked_id, facts=facts, now=clock.now()
    )


@events.subscriber(LeadEnded)
def tell_the_asked(event: LeadEnded) -> None:
    now = clock.now()
    actions.settle(NoticeKind.LEAD_RECEIVED, about=event.lead_id, now=now)
    actions.post(event.partner_organization_id, kind=NoticeKind.COMPANY_LEFT, about=event.lead_id, now=now)


@events.subscriber(CopyReady, transactional=False)
def write_of_the_copy(event: CopyReady) -> None:
    jobs.send_copy_letter(event.copy_id)


@events.subscriber(OrganizationClosed, transactional=False)
def write_of_the_closing(event: OrganizationClosed) -> None:
    jobs.send_closing_letters(event.organization_id)


@events.subscriber(SecurityChanged, transactional=False)
def write_of_the_security(event: SecurityChanged) -> None:
    jobs.send_security_letter(event)


@events.subscriber(MemberInvited, transactional=False)
def write_to_the_invited(event: MemberInvited) -> None:
    jobs.send_invitation(event.invitation_id)


@events.subscriber(OrganizationSuspended)
def tell_who_waits(event: OrganizationSuspended) -> None:
    for lead_id, organization_id in marketplace.waiting_for(event.organization_id):
        actions.post(organization_id, kind=NoticeKind.PARTNER_SUSPENDED, about=lead_id, now=clock.now())


@events.subscriber(PartnerVerified)
def tell_the_verified(event: PartnerVerified) -> None:
    _tell_of_the_case(event, NoticeKind.PARTNER_VERIFIED)


@events.subscriber(VerificationRefused)
def tell_the_refused(event: VerificationRefused) -> None:
    _tell_of_the_case(event, NoticeKind.VERIFICATION_REFUSED)


@events.subscriber(VerificationEnded)
def tell_whose_verification_ended(event: VerificationEnded) -> None:
    _tell_of_the_case(event, NoticeKind.VERIFICATION_ENDED)


def _tell_of_the_case(event: PartnerVerified | VerificationRefused | VerificationEnded, kind: NoticeKind) -> None:
    case = partners.case_to_tell(event.case_id)
    facts = {"reason": case.reason, "until": case.until.isoformat() if case.until else ""}
    actions.post(event.organization_id, kind=kind, about=case.pk, facts=facts, now=clock.now())


@events.subscriber(OperatorBegan)
def tell_the_helped(event: OperatorBegan) -> None:
    actions.post(
        event.organization_id, kind=NoticeKind.OPERATOR_HELPS, about=event.mandate_id, facts={}, now=clock.now()
    )


@events.subscriber(OrganizationsMerged)
def tell_the_merged(event: OrganizationsMerged) -> None:
    facts = {"absorbed": str(event.absorbed_id)}
    actions.post(event.kept_id, kind=NoticeKind.MERGED, about=event.absorbed_id, facts=facts, now=clock.now())


@events.subscriber(GrantOpened)
def tell_who_may_open(event: GrantOpened) -> None:
    _tell_of_the_access(event, NoticeKind.ACCESS_GIVEN)


@events.subscriber(GrantWithdrawn)
def tell_who_may_no_longer_open(event: GrantWithdrawn) -> None:
    _tell_of_the_access(event, NoticeKind.ACCESS_ENDED)


@events.subscriber(GivenFileRemoved)
def tell_who_could_open_it(event: GivenFileRemoved) -> None:
    _tell_of_the_access(event, NoticeKind.FILE_REMOVED)


def _tell_of_the_access(event: GrantOpened | GrantWithdrawn | GivenFileRemoved, kind: NoticeKind) -> None:
    grant = documents.grant_to_tell(event.grant_id)
    facts = {"giver": str(grant.giver_id), "until": grant.until.date().isoformat()}
    actions.post(event.receiver_id, kind=kind, about=grant.pk, facts=facts, now=clock.now())


@events.subscriber(FirmsInvited, transactional=False)
def write_to_firms(event: FirmsInvited) -> None:
    jobs.send_firm_letters(event.organization_id)


_DECISIONS = {
    QuoteStatus.ACCEPTED: NoticeKind.QUOTE_ACCEPTED,
    QuoteStatus.DECLINED: NoticeKind.QUOTE_DECLINED,
}


@events.subscriber(QuoteSent)
def tell_of_a_quote(event: QuoteSent) -> None:
    _tell_of_the_quote(event, event.organization_id, NoticeKind.QUOTE_RECEIVED)


@events.subscriber(QuoteDecided)
def tell_of_the_decision(event: QuoteDecided) -> None:
    kind = _DECISIONS[marketplace.status_of_quote(event.quote_id)]
    _tell_of_the_quote(event, event.partner_organization_id, kind)


@events.subscriber(QuoteEnds)
def tell_who_decides(event: QuoteEnds) -> None:
    _tell_of_the_quote(event, event.organization_id, NoticeKind.QUOTE_ENDS)


@events.subscriber(QuoteEnded)
def tell_of_the_end(event: QuoteEnded) -> None:
    for organization_id in (event.organization_id, event.partner_organization_id):
        _tell_of_the_quote(event, organization_id, NoticeKind.QUOTE_EXPIRED)


def _tell_of_the_quote(
    event: QuoteSent | QuoteDecided | QuoteEnds | QuoteEnded, organization_id: UUID, kind: NoticeKind
) -> None:
    facts = {"lead_id": str(event.lead_id), "quote_id": str(event.quote_id)}
    actions.post(organization_id, kind=kind, about=event.quote_id, facts=facts, now=clock.now())


@events.subscriber(ReportSettled)
def tell_who_reported(event: ReportSettled) -> None:
    facts = {"outcome": marketplace.report_to_tell(event.report_id)}
    kind = NoticeKind.REPORT_SETTLED
    actions.post(event.organization_id, kind=kind, about=event.report_id, facts=facts, now=clock.now())


@events.subscriber(ContestAnswered)
def tell_who_contested(event: ContestAnswered) -> None:
    facts = {"outcome": matching.contest_to_tell(event.contest_id)}
    kind = NoticeKind.CONTEST_ANSWERED
    actions.post(event.organization_id, kind=kind, about=event.contest_id, facts=facts, now=clock.now())


@events.subscriber(MessagePosted, once_while_waiting=True, after=ABSENT_AFTER)
def tell_the_absent(event: MessagePosted) -> None:
    again = actions.tell_the_absent(event.conversation_id, now=clock.now())
    if again is not None:
        events.put_off(tell_the_absent, event, until=again)


@events.subscriber(ConversationRead, once_while_waiting=True)
def settle_what_was_read(event: ConversationRead) -> None:
    actions.settle_read(event.conversation_id, now=clock.now())


@events.subscriber(SearchMet)
def tell_what_a_search_met(event: SearchMet) -> None:
    """Tell its member alone: a colleague does not know of the search."""
    facts = {"search_id": str(event.search_id), "at": event.at}
    name = f"{event.search_id}:{event.at}"
    actions.tell(event.user_id, event.organization_id, NoticeKind.SEARCH_MET, name, facts, clock.now())
