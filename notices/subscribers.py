from accounts.events import MemberInvited
from kernel import clock, events
from marketplace import queries as marketplace
from marketplace.choices import LeadStatus
from marketplace.events import LeadAnswered, LeadSent
from notices import actions, jobs
from notices.choices import NoticeKind

_ANSWERS = {LeadStatus.ACCEPTED: NoticeKind.LEAD_ACCEPTED, LeadStatus.DECLINED: NoticeKind.LEAD_DECLINED}


@events.subscriber(LeadSent)
def tell_the_partner(event: LeadSent) -> None:
    actions.post(event.partner_organization_id, kind=NoticeKind.LEAD_RECEIVED, lead_id=event.lead_id, now=clock.now())


@events.subscriber(LeadAnswered)
def tell_the_company(event: LeadAnswered) -> None:
    kind = _ANSWERS[marketplace.status_of(event.lead_id)]
    now = clock.now()
    actions.settle(NoticeKind.LEAD_RECEIVED, lead_id=event.lead_id, now=now)
    actions.post(event.organization_id, kind=kind, lead_id=event.lead_id, now=now)


@events.subscriber(MemberInvited, transactional=False)
def write_to_the_invited(event: MemberInvited) -> None:
    jobs.send_invitation(event.invitation_id)
