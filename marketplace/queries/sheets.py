"""What each side may see of a lead: decided here, once, for pages, API and notices."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts import queries as accounts
from accounts.choices import Kind
from kernel.actor import Actor
from kernel.ids import NIL
from marketplace.choices import (
    FINANCE_NEXT_STEP,
    OPEN,
    TAKEN_ON,
    UNANSWERED,
    UNDER_WAY,
    LeadStatus,
    Release,
    SizeBand,
    before,
    reason_of,
    status_label,
)
from marketplace.models import Lead, LeadStep
from marketplace.queries.clock import latest_delay, reminders
from marketplace.queries.history import Step, asks_outcome, history
from marketplace.queries.leads import leads, sent
from marketplace.queries.readiness import Ready, missing_kinds, readiness
from matching import queries as matching
from messaging.engine.masking import mask
from partners import queries as partners
from reference import queries as reference

MATCHED = tuple(f"match__{one}" for one in ("run__sme", "run__site", "run__parameters", "offer_facts", "stats_facts"))


@dataclass(frozen=True, slots=True)
class Contact:
    """A person to write to, and the telephone of the organization."""

    name: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two organizations, as the other may know it; no name while it is masked."""

    label: str
    is_masked: bool
    is_demo: bool
    id: UUID | None = None
    sector: str = ""
    region: str = ""
    size_band: str = ""
    ticket_band: str = ""
    contact: Contact | None = None


@dataclass(frozen=True, slots=True)
class AskedPaper:
    """A document that a financier asked for and that is not open to it yet."""

    kind: str
    label: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class _People:
    """Those of the reader's team who see to requests, and those of the firms that wrote to it, by id."""

    assigned: dict[UUID, str]
    senders: dict[UUID, list[str]]


@dataclass(frozen=True, slots=True)
class LeadSheet:
    """A lead for one of its two sides; reasons, steps and contacts are there when it is read alone."""

    id: UUID
    side: str
    status: str
    status_label: str
    need_code: str
    need_name: str
    site_id: UUID | None
    offer_id: UUID
    offer_name: str
    company: Side
    partner: Side
    message: str
    hides: bool  # whether something of the message is kept until contacts are given
    priced: dict[str, Any]
    released: tuple[str, ...]
    reason: str
    reason_label: str
    note: str
    next_step: str
    sent_at: datetime
    seen_at: datetime | None
    answered_at: datetime | None
    due_on: date | None
    delayed_until: date | None
    on_silence: str
    enough: int
    assigned_to: UUID | None
    assigned_name: str
    can_answer: bool
    can_withdraw: bool
    can_ask: bool
    can_delay: bool
    can_assign: bool
    can_agree_visit: bool
    can_conclude: bool
    # Of a request to a financier: how ready it is to be studied, and what it still asks for.
    readiness: Ready | None = None
    gives_quotes: bool = False
    can_open_file: bool = False
    can_ask_document: bool = False
    can_offer_terms: bool = False
    asked_documents: tuple[AskedPaper, ...] = ()
    reasons: Any = None
    other_side: Any = None  # what the firm is worth to the partner, for the partner
    steps: tuple[Step, ...] = ()
    reminders: tuple[date, ...] = ()
    latest_delay: date | None = None
    asks_outcome: bool = False

    @property
    def subject(self) -> str:
        """What is asked for: the need, or the offer when the whole site is meant."""
        return self.need_name or self.offer_name

    @property
    def is_finance(self) -> bool:
        """Whether a financier was asked: then the firm is known by its file alone, and no step is a promise of money."""
        return self.readiness is not None

    @property
    def is_demo(self) -> bool:
        """Whether one of the two is fictional, so that the page says so."""
        return self.company.is_demo or self.partner.is_demo


def sheets(actor: Actor, rows: Iterable[Lead]) -> list[LeadSheet]:
    """Return what this side sees of each of its leads, for a list."""
    rows = list(rows)
    names, people = _organizations(rows), _People(_assigned(actor, rows), _senders(actor, rows))
    ready = _readiness(rows, names)
    return [_sheet(actor, row, names, people, ready.get(row.pk)) for row in rows]


def lead(actor: Actor, lead_id: UUID) -> LeadSheet:
    """
    Return one lead with its reasons, its history and the contacts that were released.

    :raises Lead.DoesNotExist: when the actor is neither of its sides
    """
    row = leads(actor).select_related(*MATCHED).get(pk=lead_id)
    steps = list(row.steps.order_by("pk"))
    is_partner = row.partner_organization_id == actor.organization_id
    explain = matching.match_for_partner if is_partner else matching.reasons
    organizations = _organizations([row])
    ready = _readiness([row], organizations).get(row.pk)
    reasons = matching.with_reach(explain(row.match, _language()), row.match, _language(), for_partner=is_partner)
    other_side = matching.other_side_for_partner(row.match, _language()) if is_partner else None
    if is_partner and ready and not ready.is_open:
        reasons = replace(reasons, cut_t=None, cut_pct="", raises=(), reach=None)
    return _sheet(
        actor,
        row,
        organizations,
        _People(_assigned(actor, [row]), _senders(actor, [row])),
        ready,
        contacts=_contacts(organizations, steps),
        reasons=reasons,
        other_side=other_side,
        steps=history(row, steps, is_finance=ready is not None),
        asked_documents=_asked(row) if ready else (),
        reminders=tuple(reminders(row)) if row.status in UNANSWERED else (),
        latest_delay=latest_delay(row),
        asks_outcome=row.status in UNDER_WAY and asks_outcome(steps),
    )


def of_the_same_need(actor: Actor, one: Lead | LeadSheet) -> list[LeadSheet]:
    """Return the requests that an SME sent for the need of one of them, that one included."""
    return sheets(
        actor, sent(actor).filter(site_id=one.site_id or NIL, need_code=one.need_code).order_by("sent_at", "pk")
    )


def _sheet(
    actor: Actor,
    row: Lead,
    organizations: dict[UUID, Any],
    people: "_People",
    ready: Ready | None,
    *,
    contacts: dict[UUID, Contact] | None = None,
    **more: Any,
) -> LeadSheet:
    side = "partner" if row.partner_organization_id == actor.organization_id else "sme"
    accepted = row.status in TAKEN_ON
    is_known = ready.is_open if ready else accepted or Release.NAME in row.released
    contacts = contacts or {}
    company = organizations[row.organization_id]
    partner = organizations[row.partner_organization_id]
    masked = side == "partner" and not is_known
    kept = [*people.senders.get(company.pk, ()), *([company.name] if masked else [])]
    message = row.message if side == "sme" or (accepted and is_known) else mask(row.message, kept)
    reach_sme = side == "sme" or (accepted and is_known and Release.CONTACT in row.released)
    reach_partner = side == "partner" or accepted
    reason: Any = reason_of(row.status, row.reason)
    return LeadSheet(
        id=row.pk,
        side=side,
        status=row.status,
        status_label=status_label(row.status, is_finance=ready is not None),
        need_code=row.need_code,
        need_name=matching.need_name(row.need_code, _language()),
        site_id=row.site_id if side == "sme" else None,
        offer_id=row.offer_id,
        offer_name=partners.in_language(row.offer, "name"),
        company=_company(row, company, contacts.get(company.pk) if reach_sme else None, masked=masked),
        partner=_partner(partner, contacts.get(partner.pk) if reach_partner else None),
        message=message,
        hides=message != row.message,
        priced=row.priced or {} if side == "sme" or (accepted and is_known) else {},
        released=tuple(row.released),
        reason=row.reason,
        reason_label=str(reason.label) if reason else "",
        note=row.note,
        next_step=reason.next_step if reason else _finance_step(row.status) if ready else "",
        readiness=ready,
        sent_at=row.sent_at,
        seen_at=row.seen_at,
        answered_at=row.answered_at,
        **_clock_and_team(row, side, people.assigned),
        **_abilities(row),
        **(_finance_abilities(row) if ready else {}),
        **more,
    )


def _company(row: Lead, company: Any, contact: Contact | None, *, masked: bool) -> Side:
    return Side(
        label=_outline(row) if masked else company.name,
        is_masked=masked,
        is_demo=company.is_demo,
        id=None if masked else company.pk,
        contact=contact,
        **row.outline,
    )


def _partner(partner: Any, contact: Contact | None) -> Side:
    return Side(
        label=partner.name,
        is_masked=False,
        is_demo=partner.is_demo,
        id=partner.pk,
        region=partner.region,
        contact=contact,
    )


def _abilities(row: Any) -> dict[str, Any]:
    """Return what this reader may do to a lead where it stands now."""
    is_open = row.status in UNANSWERED
    may_conclude = row.can_conclude
    return {
        "can_answer": row.can_answer and is_open,
        "can_withdraw": row.can_withdraw and is_open,
        "can_ask": row.can_answer and row.status in before(LeadStatus.QUESTION),
        "can_delay": row.can_answer and is_open and bool(row.due_on) and row.delayed_until is None,
        "can_assign": row.can_answer,
        "can_agree_visit": may_conclude and row.status in before(LeadStatus.VISIT),
        "can_conclude": may_conclude and row.status in before(LeadStatus.WON),
    }


def _finance_abilities(row: Any) -> dict[str, Any]:
    """Return what the two may do about the file of a request to a financier."""
    is_open, may_give = row.status in OPEN, row.can_withdraw
    return {
        "gives_quotes": row.gives_quotes,
        "can_open_file": may_give,
        "can_ask_document": row.can_answer and is_open,
        "can_offer_terms": row.can_answer and row.status in before(LeadStatus.QUOTED),
    }


def _finance_step(status: str) -> str:
    """Return what the SME does after a step of a financier that is no refusal."""
    step = FINANCE_NEXT_STEP.get(LeadStatus(status))
    return str(step) if step else ""


def _asked(row: Lead) -> tuple[AskedPaper, ...]:
    return tuple(AskedPaper(one.kind, str(one.get_kind_display()), one.asked_at) for one in missing_kinds(row.pk))


def _readiness(rows: list[Lead], organizations: dict[UUID, Any]) -> dict[UUID, Ready]:
    """Return how ready those are that went to a financier; of others nothing is asked."""
    asked = [row for row in rows if organizations[row.partner_organization_id].kind == Kind.FINANCIER]
    return readiness(asked) if asked else {}


def _clock_and_team(row: Any, side: str, people: dict[UUID, str]) -> dict[str, Any]:
    """Return by when an answer is due, for both; what the SME wants and who of the partner sees to it, each for its own side."""
    return {
        "due_on": row.due_on,
        "delayed_until": row.delayed_until,
        "on_silence": row.on_silence if side == "sme" else "",
        "enough": row.enough if side == "sme" else 0,
        "assigned_to": row.assigned_to_id if side == "partner" else None,
        "assigned_name": people.get(row.assigned_to_id or NIL, "") if side == "partner" else "",
    }


def _outline(row: Lead) -> str:
    """Return how a company is called while its name is hidden."""
    sector, region = row.outline["sector"], row.outline["region"]
    named = {"region": reference.name("region", region), "size": SizeBand(row.outline["size_band"]).label}
    if not sector:
        return _("An exporter in %(region)s, %(size)s") % named
    return _("%(sector)s in %(region)s, %(size)s") % {**named, "sector": reference.name("sector", sector)}


def _organizations(rows: list[Lead]) -> dict[UUID, Any]:
    return accounts.profile_of({one for row in rows for one in (row.organization_id, row.partner_organization_id)})


def _assigned(actor: Actor, rows: list[Lead]) -> dict[UUID, str]:
    """Return the names of those of the reader's own team who see to these."""
    own = [row for row in rows if row.partner_organization_id == actor.organization_id]
    ids = {row.assigned_to_id for row in own if row.assigned_to_id}  # type: ignore[attr-defined]
    return accounts.names_of_people(ids) if ids else {}


def _senders(actor: Actor, rows: list[Lead]) -> dict[UUID, list[str]]:
    """Return the names of the people of those who wrote to the reader, to be hidden in what they wrote until they are given."""
    wrote = {row.organization_id for row in rows if row.message and row.organization_id != actor.organization_id}
    return accounts.names_of_members(wrote) if wrote else {}


def _language() -> str:
    return (get_language() or "fr")[:2]


def _contacts(organizations: dict[UUID, Any], steps: list[LeadStep]) -> dict[UUID, Contact]:
    """Return whom to write to on each side: who sent, and who accepted, while they are members."""
    contacts = {}
    for step in steps:
        if step.what or step.status not in (LeadStatus.SENT, LeadStatus.ACCEPTED):
            continue
        members = accounts.members(step.organization_id)
        person = next((one for one in members if one.pk == step.user_id), members[0] if members else None)
        if person is not None:
            phone = organizations[step.organization_id].phone
            contacts[step.organization_id] = Contact(person.name, person.email, phone)
    return contacts
