"""An institution invites the firms of a list; each firm answers for itself, and what was prepared is then its own or gone."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import queries as accounts
from footprint import jobs, queries
from footprint.actions.company import describe_company
from footprint.choices import FirmState
from footprint.events import FirmsInvited
from footprint.files.firms import FACTS, FIELDS
from footprint.models import PreparedFirm, SmeProfile
from footprint.policies import may_invite_firms
from kernel import bulk, clock, events
from kernel.actor import Actor
from kernel.errors import Conflict, Refused
from kernel.imports import jobs as imports
from kernel.imports.fields import LeftOut, Spec
from kernel.models import Import
from kernel.policy import require

PURPOSE = "firms"
ERASED: dict[str, Any] = {"email": "", "ice": "", "region": "", "city": "", "facts": {}}


def take_firms_file(actor: Actor, *, filename: str, content: bytes, now: datetime) -> Import:
    """
    Keep a file of firms to be read; nobody is written to before `apply_firms_file`.

    :raises Refused: if the actor may not invite firms
    """
    if not may_invite_firms(actor):
        raise Refused("import_firms")
    return imports.take(actor, purpose=PURPOSE, filename=filename, content=content, now=now, enqueue=jobs.enqueue_read)


def answer_firms_file(actor: Actor, *, import_id: UUID, answers: Mapping[str, str]) -> Import:
    """
    Answer what a file left open; it is read again.

    :raises Import.DoesNotExist: when the actor sees no such import
    """
    return imports.answer(actor, purpose=PURPOSE, import_id=import_id, answers=answers, enqueue=jobs.enqueue_read)


def apply_firms_file(actor: Actor, *, import_id: UUID) -> Import:
    """
    Invite every firm of a file that is ready, or none.

    :raises Import.DoesNotExist: when the actor sees no such import
    """
    if not may_invite_firms(actor):
        raise Refused("import_firms")
    return imports.start(actor, purpose=PURPOSE, import_id=import_id, enqueue=jobs.enqueue_apply)


@transaction.atomic
def withdraw_firm(actor: Actor, *, firm_id: UUID, now: datetime) -> None:
    """
    Take an invitation back; its link stops, and what was prepared is erased.

    :raises PreparedFirm.DoesNotExist: when the actor sees none such
    """
    firm = queries.firms(actor).select_for_update().get(pk=firm_id)
    require(firm, "withdraw")
    _answer(firm, FirmState.WITHDRAWN, now)


@transaction.atomic
def accept_firm(actor: Actor, *, token: str, email: str, now: datetime) -> None:
    """
    Take what an institution prepared into one's own firm, where nothing was said yet; the institution learns the answer alone.

    :raises PreparedFirm.DoesNotExist: when the link cannot be used
    :raises Conflict: when the letter was sent to another address than this person's
    :raises Refused: when the actor may not write for a firm
    """
    firm = queries.firm_of(token, now)
    if email.lower() != firm.email:
        raise Conflict("other_address", _("This invitation was sent to another e-mail address."))
    if actor.kind != "sme" or not actor.writes:
        raise Refused("accept_firm")
    company = SmeProfile.objects.filter(organization_id=actor.organization_id).first()
    facts = {name: value for name, value in firm.facts.items() if getattr(company, name, None) in (None, "")}
    _answer(firm, FirmState.ACCEPTED, now)
    if facts:
        describe_company(actor, values=facts, now=now)


@transaction.atomic
def decline_firm(*, token: str, now: datetime) -> None:
    """
    Decline for whoever holds the letter; what was prepared is erased.

    :raises PreparedFirm.DoesNotExist: when the link cannot be used
    """
    _answer(queries.firm_of(token, now), FirmState.DECLINED, now)


def letter_sent(firm: PreparedFirm, *, now: datetime) -> None:
    """Note that a firm was written to."""
    PreparedFirm.objects.filter(pk=firm.pk).update(invited_at=now)


def forget_unanswered(*, now: datetime) -> int:
    """Erase what was prepared for firms that did not answer in time; return how many."""
    old = PreparedFirm.objects.filter(state=FirmState.INVITED, created_at__lte=now - queries.LASTS)
    return old.update(state=FirmState.WITHDRAWN, answered_at=now, **ERASED)


def _answer(firm: PreparedFirm, state: FirmState, now: datetime) -> None:
    waiting = PreparedFirm.objects.filter(pk=firm.pk, state=FirmState.INVITED)
    if not waiting.update(state=state, answered_at=now, **ERASED):
        raise PreparedFirm.DoesNotExist


def _actor(job: Import) -> Actor:
    membership = accounts.memberships(job.user_id).filter(organization_id=job.organization_id).first()
    actor = membership and accounts.actor_for(membership.user, job.organization_id, via="job")
    if not actor or not may_invite_firms(actor):
        raise Refused("import_firms")
    return actor


def _judge(job: Import) -> Callable[[dict[str, Any]], bool]:
    known = {row.source_key: row.state for row in queries.firms(_actor(job))}

    def judge(values: dict[str, Any]) -> bool:
        state = known.get(values["source_key"])
        if state not in {None, FirmState.INVITED}:
            raise LeftOut(_("This firm has answered, or its invitation was taken back: it stays as it is."))
        _clean(values)
        return state is not None

    return judge


def _clean(values: Mapping[str, Any]) -> dict[str, Any]:
    """
    Return the fields of a firm, its company number read as at sign-up.

    :raises ValidationError: naming every field that is wrong
    """
    problems: dict[str, Any] = {}
    email, ice = values["email"].strip().lower(), ""
    try:
        validate_email(email)
    except ValidationError:
        problems["email"] = ValidationError(_("Write a full e-mail address."), "email")
    try:
        ice = accounts.repair_ice(str(values.get("ice", ""))).value
    except ValidationError as doubt:
        problems |= doubt.error_dict
    for name, most in (("employees", 1_000_000), ("years_operating", 1000), ("revenue_mad", 10**11)):
        text = values.get(name)
        if text is not None and (text.startswith("-") or ("." in text and name != "revenue_mad") or float(text) > most):
            problems[name] = ValidationError(_("This number cannot be right."), "number")
    if problems:
        raise ValidationError(problems)
    return {
        "name": values["name"],
        "email": email,
        "language": values.get("language", "fr"),
        "ice": ice,
        "region": values.get("region", ""),
        "city": values.get("city", ""),
        "facts": {name: values[name] for name in FACTS if name in values},
    }


def _prepare(job: Import, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    _actor(job)
    return [{"source_key": values["source_key"], **_clean(values)} for values in rows]


def _write(job: Import, ready: list[dict[str, Any]]) -> None:
    actor, now = _actor(job), clock.now()
    known = {row.source_key: row for row in queries.firms(actor).select_for_update()}
    written = []
    for values in ready:
        row = known.get(values["source_key"]) or PreparedFirm(
            organization_id=actor.organization_id, source_key=values["source_key"], created_at=now
        )
        if row.state != FirmState.INVITED:
            continue
        for name, value in values.items():
            setattr(row, name, value)
        written.append(row)
    bulk.run(bulk.upserts(written))
    events.publish(FirmsInvited(actor.organization_id))
    jobs.forget_later(now + queries.LASTS)


FIRMS = Spec(PURPOSE, FIELDS, "source_key", _judge, _prepare, _write)
