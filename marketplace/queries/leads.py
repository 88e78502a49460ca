from uuid import UUID

from django.db.models import Count, Q, QuerySet

from accounts.choices import Kind
from documents import queries as documents
from kernel import clock
from kernel.actor import Actor
from marketplace.choices import MOST_RECIPIENTS, OPEN, TAKEN_ON, UNANSWERED, LeadStatus, Release
from marketplace.models import Lead
from marketplace.policies import INBOX, LEAD, SENT
from marketplace.queries.impartiality import of_company


def leads(actor: Actor) -> QuerySet[Lead]:
    """Return the leads whose sender or partner the actor is, with what it may do to each."""
    return LEAD.abilities(actor, LEAD.scope(actor, "read", Lead.objects.select_related("offer")))


def inbox(actor: Actor) -> QuerySet[Lead]:
    """Return the leads that the actor's organization has received."""
    return INBOX.scope(actor, "read", leads(actor))


def sent(actor: Actor) -> QuerySet[Lead]:
    """Return the leads that the actor's organization has sent."""
    return SENT.scope(actor, "read", leads(actor))


def waiting(actor: Actor) -> int:
    """Return how many requests received have no answer yet."""
    return INBOX.scope(actor, "read", Lead.objects.filter(status__in=UNANSWERED)).count()


def to_answer(actor: Actor) -> QuerySet[Lead]:
    """Return the requests received that have no answer yet, the one that waits longest first."""
    return inbox(actor).filter(status__in=UNANSWERED).order_by("sent_at", "pk")


def sent_by_status(actor: Actor) -> dict[str, int]:
    """Return how many requests sent stand where."""
    rows = SENT.scope(actor, "read", Lead.objects.all())
    return dict(rows.values_list("status").annotate(Count("pk")))


def recipients(actor: Actor, site_id: UUID, need_code: str) -> set[UUID]:
    """
    Return the partners who count among the six that one need may reach.

    Whoever was asked counts, whatever the answer; a lead withdrawn before its partner opened it took nobody's time.
    """
    spent = ~Q(status=LeadStatus.WITHDRAWN) | Q(seen_at__isnull=False)
    rows = SENT.scope(actor, "read", Lead.objects.filter(spent, site_id=site_id, need_code=need_code))
    return set(rows.values_list("partner_organization_id", flat=True))


def waiting_at_once(actor: Actor, site_id: UUID, need_code: str) -> int:
    """Return how many requests for this need wait for an answer."""
    rows = SENT.scope(actor, "read", Lead.objects.filter(site_id=site_id, need_code=need_code, status__in=UNANSWERED))
    return rows.count()


def open_leads(actor: Actor) -> int:
    """Return how many requests of the actor's firm are open, whatever their need."""
    return SENT.scope(actor, "read", Lead.objects.filter(status__in=OPEN)).count()


def alongside(lead: Lead) -> QuerySet[Lead]:
    """
    Return the requests of the same firm for the same need, this one included, among financiers or among the others.

    What a financier answers moves no request to a provider, nor the other way: nobody learns by what became of its own.
    """
    of_need = {"site_id": lead.site_id, "need_code": lead.need_code, "organization_id": lead.organization_id}
    rows, financed = Lead.objects.filter(**of_need), Q(partner_organization__kind=Kind.FINANCIER)
    return rows.filter(financed) if is_finance(lead) else rows.exclude(financed)


def is_finance(lead: Lead) -> bool:
    """Return whether a request went to a financier."""
    return Lead.objects.filter(pk=lead.pk, partner_organization__kind=Kind.FINANCIER).exists()


def hold_need(lead: Lead) -> None:
    """Hold what an answer depends on, the firm's requests for this need or to this company, in one order whoever asks."""
    of_need = Q(site_id=lead.site_id, need_code=lead.need_code, organization_id=lead.organization_id)
    held = Lead.objects.filter(of_need) | of_company(lead.organization_id, lead.partner_organization_id)
    list(held.select_for_update().order_by("pk").values_list("pk"))


def places_left(actor: Actor, site_id: UUID, need_code: str) -> int:
    """Return how many more partners may be asked for this need."""
    return MOST_RECIPIENTS - len(recipients(actor, site_id, need_code))


def status_of(lead_id: UUID) -> LeadStatus:
    """Return where a lead stands, for the rooms that its events reach."""
    return LeadStatus(Lead.objects.values_list("status", flat=True).get(pk=lead_id))


def counterparts(actor: Actor) -> set[UUID]:
    """Return the organizations that the actor deals with by a request and whose name it may know."""
    asked = sent(actor).exclude(status=LeadStatus.WITHDRAWN).values_list("partner_organization_id", flat=True)
    if actor.kind == Kind.FINANCIER:  # knows a firm by its file alone
        opened = documents.open_grants(clock.now()).filter(receiver_id=actor.organization_id).values("giver_id")
        return set(inbox(actor).filter(organization_id__in=opened).values_list("organization_id", flat=True))
    heard = inbox(actor).values_list("organization_id", "status", "released")
    known = {pk for pk, status, released in heard if status in TAKEN_ON or Release.NAME in released}
    return {*asked, *known}


def waiting_for(partner_id: UUID) -> list[tuple[UUID, UUID]]:
    """Return (lead, firm that sent it) of what waits for a partner or is under way with it, for the notice to each."""
    rows = Lead.objects.filter(partner_organization_id=partner_id, status__in=OPEN)
    return list(rows.order_by("pk").values_list("pk", "organization_id"))


def open_on_both_sides(actor: Actor) -> tuple[int, int]:
    """Return how many requests (sent, received) are still open: those that closing would end."""
    live = Lead.objects.filter(status__in=OPEN)
    return SENT.scope(actor, "read", live).count(), INBOX.scope(actor, "read", live).count()
