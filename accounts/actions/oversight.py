"""What an operator does to an organization: each act has a reason and leaves its entry."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts import queries
from accounts.actions.accounts import organization_fields
from accounts.actions.audit import record
from accounts.choices import Act, CorrectionReason, Kind, OperatorRole, SuspensionReason
from accounts.events import OrganizationChanged
from accounts.models import Membership, Organization, User
from kernel import events
from kernel.actor import Actor
from kernel.policy import require


@transaction.atomic
def open_operator(user: User, *, name: str, region: str, role: str, now: datetime) -> Organization:
    """
    Add a person to an operator, which is opened when it is new: done by who runs the service, never from a page.

    :raises ValidationError: for a role that no member of an operator has
    """
    if role not in OperatorRole.values:
        raise ValidationError({"role": ValidationError(_("Choose a role."), "role")})
    row, is_new = Organization.objects.get_or_create(
        kind=Kind.OPERATOR, name=name, region=region, defaults={"created_at": now}
    )
    membership, _is_new = Membership.objects.get_or_create(
        organization=row, user=user, defaults={"role": role, "joined_at": now}
    )
    membership.role = role
    membership.save(update_fields=["role"])
    user.last_organization = row
    user.save(update_fields=["last_organization"])
    who = Actor(user.pk, row.pk, Kind.OPERATOR, role, via="command")
    if is_new:
        _record(who, Act.ORGANIZATION_OPENED, row, now, kind=Kind.OPERATOR.value)
    record(who, Act.MEMBER_JOINED, subject="user", subject_id=user.pk, now=now, role=role)
    return row


@transaction.atomic
def suspend(actor: Actor, *, organization_id: UUID, reason: str, now: datetime) -> bool:
    """
    Keep an organization off the market: its members act no more, what it shows leaves at once. Return whether it was not yet.

    :raises Organization.DoesNotExist: when the actor may not see it
    :raises Refused: when the actor may see it but not suspend it
    """
    row = _held(actor, organization_id, "suspend")
    if reason not in SuspensionReason.values:
        raise ValidationError({"reason": ValidationError(_("Choose a reason."), "reason")})
    if row.suspended_at is not None:
        return False
    row.suspended_at, row.suspended_for = now, reason
    row.save(update_fields=["suspended_at", "suspended_for"])
    _record(actor, Act.ORGANIZATION_SUSPENDED, row, now, reason=reason)
    return True


@transaction.atomic
def lift_suspension(actor: Actor, *, organization_id: UUID, now: datetime) -> bool:
    """
    Let an organization back; lifting twice is the same as once. Return whether it was suspended.

    :raises Organization.DoesNotExist: when the actor may not see it
    :raises Refused: when the actor may see it but not lift it
    """
    row = _held(actor, organization_id, "suspend")
    if row.suspended_at is None:
        return False
    row.suspended_at, row.suspended_for = None, ""
    row.save(update_fields=["suspended_at", "suspended_for"])
    _record(actor, Act.SUSPENSION_LIFTED, row, now)
    return True


@transaction.atomic
def correct(
    actor: Actor,
    *,
    organization_id: UUID,
    values: Mapping[str, Any],
    reason: str,
    now: datetime,
    confirmed: Collection[str] = (),
) -> Organization:
    """
    Change the name, number, telephone, region or town of an organization, for a reason that is kept.

    :raises Organization.DoesNotExist: when the actor may not see it
    :raises Refused: when the actor may see it but not correct it
    :raises ValidationError: with one problem per field
    :raises Question: when a repaired value is to be confirmed
    """
    row = _held(actor, organization_id, "correct")
    if reason not in CorrectionReason.values:
        raise ValidationError({"reason": ValidationError(_("Choose a reason."), "reason")})
    held = {name: getattr(row, name) for name in ("kind", "ice", "phone", "region", "city")} | {
        "organization": row.name
    }
    if values.get("ice", row.ice) == row.ice:
        confirmed = {*confirmed, "check_digits", "ice_taken"}
    fields = organization_fields({**held, **values, "kind": row.kind}, confirmed=confirmed, any_kind=True)
    changed = [name for name, value in fields.items() if value != getattr(row, name)]
    for name in changed:
        setattr(row, name, fields[name])
    _save(row, changed)
    if changed:
        events.publish(OrganizationChanged(row.pk))
        _record(actor, Act.ORGANIZATION_CORRECTED, row, now, reason=reason, fields=changed)
    return row


@transaction.atomic
def mark_verified(actor: Actor, *, organization_id: UUID, until: date, scope: list[str], now: datetime) -> None:
    """
    Note that a person read the documents of a partner, what they prove and until when.

    :raises Organization.DoesNotExist: when the actor may not see it
    :raises Refused: when the actor may see it but not verify it
    :raises ValidationError: when another verified organization of this kind has the same number
    """
    row = _held(actor, organization_id, "verify")
    row.verified_at, row.verified_until = now, until
    _save(row, ["verified_at", "verified_until"])
    _record(actor, Act.ORGANIZATION_VERIFIED, row, now, until=until, scope=scope)


@transaction.atomic
def refuse_verification(actor: Actor, *, organization_id: UUID, reason: str, now: datetime) -> None:
    """
    Note that the documents of a partner do not prove what they should.

    :raises Organization.DoesNotExist: when the actor may not see it
    :raises Refused: when the actor may see it but not verify it
    """
    row = _held(actor, organization_id, "verify")
    _record(actor, Act.VERIFICATION_REFUSED, row, now, reason=reason)


@transaction.atomic
def end_verification(organization_id: UUID, *, day: date, now: datetime) -> bool:
    """Take the badge away once its last day has passed, unless it was moved. Return whether it was."""
    due = Organization.objects.filter(pk=organization_id, verified_until=day, verified_at__isnull=False)
    if not due.update(verified_at=None):
        return False
    who = Actor(organization_id=organization_id, via="job")
    record(who, Act.VERIFICATION_ENDED, subject="organization", subject_id=organization_id, now=now, until=day)
    return True


def _held(actor: Actor, organization_id: UUID, duty: str) -> Organization:
    row = queries.overseen(actor).select_for_update(of=("self",)).get(pk=organization_id)
    require(row, duty)
    return row


def _save(row: Organization, names: list[str]) -> None:
    if not names:
        return
    try:
        with transaction.atomic():
            row.save(update_fields=names)
    except IntegrityError as error:
        taken = _("Another verified organization of this kind has the same company number.")
        raise ValidationError({"ice": ValidationError(taken, "taken")}) from error


def _record(actor: Actor, act: Act, row: Organization, now: datetime, **facts: Any) -> None:
    record(actor, act, subject="organization", subject_id=row.pk, concerns=row.pk, now=now, **facts)
