"""What is particular to a request to a financier: terms, a document asked for, and the file that the SME opens and closes."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import actions as accounts
from accounts.choices import Act, Kind
from documents import actions as documents
from documents.choices import ASKABLE
from kernel import events
from kernel.actor import Actor
from kernel.errors import Conflict, Refused
from kernel.text import plain_lines
from marketplace import queries
from marketplace.actions.answers import check_note
from marketplace.actions.steps import advance, lead_for, move, tell
from marketplace.choices import OPEN, LeadStatus
from marketplace.events import DocumentAsked, LeadMoved
from marketplace.models import AskedDocument, Lead


@transaction.atomic
def offer_terms(actor: Actor, *, lead_id: UUID, note: str, now: datetime) -> Lead:
    """
    Say that the financier has named its terms, for the SME alone; other words name them again, the same ones once.

    :raises Lead.DoesNotExist: if the actor may not even see it
    :raises Refused: if the actor is no financier that was asked, or only reads
    :raises ValidationError: when there is no word of them, or too many
    :raises Conflict: if the financier is not interested yet, or it ended
    """
    lead = _asked_of(actor, lead_id, "offer_terms")
    note = plain_lines(note)
    check_note(note)
    if not note:
        raise ValidationError({"note": ValidationError(_("Say the terms in a few words."), code="required")})
    if (lead.status, lead.note) != (LeadStatus.QUOTED, note) and move(
        actor, lead, LeadStatus.QUOTED, note=note, now=now
    ):
        advance(lead, lead.organization_id, "terms_named")
        tell(LeadMoved, lead)
    return lead


@transaction.atomic
def ask_document(actor: Actor, *, lead_id: UUID, kind: str, now: datetime) -> Lead:
    """
    Ask the SME for one document by its kind; asking again while it is missing changes nothing.

    :raises Lead.DoesNotExist: if the actor may not even see it
    :raises Refused: if the actor is no financier that was asked, or only reads
    :raises ValidationError: when the kind is none of the codes
    :raises Conflict: if the request ended
    """
    lead = _asked_of(actor, lead_id, "ask_document")
    if kind not in dict(ASKABLE):
        raise ValidationError({"kind": ValidationError(_("Choose one of the documents."), code="unknown_choice")})
    if Lead.objects.select_for_update().get(pk=lead.pk).status not in OPEN:
        raise Conflict("lead_ended", _("This request has ended: nothing more is asked for."))
    if not queries.missing_kinds(lead.pk).filter(kind=kind).exists():
        asked = AskedDocument.objects.create(lead=lead, kind=kind, user_id=actor.user_id, asked_at=now)
        events.publish(DocumentAsked(asked.pk, lead.pk, lead.organization_id, kind))
    return lead


@transaction.atomic
def give_quotes(actor: Actor, *, lead_id: UUID, given: bool, now: datetime) -> Lead:
    """
    Let a financier read the quotes of the site while the file is open to it, or no longer.

    :raises Lead.DoesNotExist: if the actor may not even see it
    :raises Refused: if the actor did not send it to a financier, or only reads
    """
    lead = _sent_by(actor, lead_id)
    if Lead.objects.filter(pk=lead.pk).exclude(gives_quotes=given).update(gives_quotes=given):
        act = Act.GRANT_OPENED if given else Act.GRANT_WITHDRAWN
        accounts.record(actor, act, subject="lead", subject_id=lead.pk, now=now)
    lead.gives_quotes = given
    return lead


@transaction.atomic
def close_file(actor: Actor, *, lead_id: UUID, now: datetime) -> Lead:
    """
    Close the firm's file to a financier at once: documents, quotes, footprint and name. Twice is the same as once.

    :raises Lead.DoesNotExist: if the actor may not even see it
    :raises Refused: if the actor did not send it to a financier, or only reads
    """
    lead = _sent_by(actor, lead_id)
    documents.close_file(actor, receiver_id=lead.partner_organization_id, now=now)
    for other in queries.sent(actor).filter(partner_organization_id=lead.partner_organization_id, gives_quotes=True):
        give_quotes(actor, lead_id=other.pk, given=False, now=now)
    return lead


def _asked_of(actor: Actor, lead_id: UUID, action: str) -> Lead:
    lead = lead_for(actor, "answer", lead_id)
    if actor.kind != Kind.FINANCIER:
        raise Refused(action)
    return lead


def _sent_by(actor: Actor, lead_id: UUID) -> Lead:
    lead = lead_for(actor, "withdraw", lead_id)
    if not queries.is_finance(lead):
        raise Refused("open_file")
    return lead
