"""A partner sends proofs; a person of the team reads them and decides; what was decided ends on its day."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time
from typing import IO, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import actions as accounts
from documents import actions as documents
from documents.choices import Purpose
from kernel import events
from kernel.actor import Actor
from kernel.clock import MOROCCO, moroccan_day
from kernel.errors import Refused
from kernel.policy import require
from partners import jobs, queries
from partners.choices import CaseState, CredentialKind, CredentialState, RefusalReason
from partners.events import PartnerVerified, VerificationRefused
from partners.models import Credential, VerificationCase
from partners.policies import may_publish_offers

TEXTS = {"number": 80, "issuer": 120}
DATES = ("valid_from", "valid_until")


def send_credential(
    actor: Actor, *, values: Mapping[str, Any], name: str, file: IO[bytes] | None, now: datetime
) -> Credential:
    """
    Send a proof with its document; it takes the place of one of its kind and number that still waits.

    :raises Refused: if the actor's organization is no partner, or the actor may not write for it
    :raises ValidationError: naming every field that is wrong, the file too
    """
    if not may_publish_offers(actor):
        raise Refused("send_credential")
    fields, problems = _read(values, moroccan_day(now))
    received = None
    if file is None:
        problems["file"] = ValidationError(_("Choose the document."), "required")
    elif not problems:
        received = documents.receive(actor, purpose=Purpose.CREDENTIAL, name=name, file=file)
    if received is None:
        raise ValidationError(problems)
    with transaction.atomic():
        document = documents.keep(actor, received, now=now, expires_on=fields["valid_until"])
        case, _is_new = VerificationCase.objects.get_or_create(
            organization_id=actor.organization_id, state=CaseState.OPEN, defaults={"opened_at": now}
        )
        same = {"organization_id": actor.organization_id, "kind": fields["kind"], "number": fields["number"]}
        Credential.objects.filter(**same, state=CredentialState.WAITING).update(state=CredentialState.REPLACED)
        row = Credential.objects.create(
            organization_id=actor.organization_id, case=case, document=document, sent_at=now, **fields
        )
    return queries.credentials(actor).get(pk=row.pk)


@transaction.atomic
def take_back_credential(actor: Actor, *, credential_id: UUID, now: datetime) -> None:
    """
    Take back a proof that nobody has decided about; a case left without any is closed.

    :raises Credential.DoesNotExist: when the actor may not see it
    :raises Refused: when it is not its own, or decided
    """
    row = queries.credentials(actor).get(pk=credential_id)
    require(row, "take_back")
    Credential.objects.filter(pk=row.pk, state=CredentialState.WAITING).delete()
    if not Credential.objects.filter(document_id=row.document_id).exists():
        documents.drop(actor, row.document, now=now)
    if not Credential.objects.filter(case_id=row.case_id).exists():
        VerificationCase.objects.filter(pk=row.case_id, state=CaseState.OPEN).delete()


@transaction.atomic
def verify(
    actor: Actor, *, case_id: UUID, credential_ids: Collection[UUID], until: date, now: datetime
) -> VerificationCase:
    """
    Accept these proofs, the registration among them, until a day that none of them ends before; the others are refused.

    :raises VerificationCase.DoesNotExist: when the actor may not see the case
    :raises Refused: when it may see it but not decide, or it is decided
    :raises ValidationError: when the registration is not among them, or the day is wrong
    """
    case = _case(actor, case_id)
    held = list(queries.credentials(actor).filter(organization_id=case.organization_id, state__in=_LIVE))
    chosen = [one for one in held if one.pk in set(credential_ids)]
    today = moroccan_day(now)
    if CredentialKind.REGISTRATION not in {one.kind for one in chosen}:
        needed = _("The company registration has to be among the accepted proofs.")
        raise ValidationError({"credentials": ValidationError(needed, "registration")})
    latest = queries.latest_until(chosen, today)
    if not today <= until <= latest:
        between = _("Between today and %(latest)s: no accepted proof may end before.")
        raise ValidationError({"until": ValidationError(between, "until", params={"latest": latest.isoformat()})})
    case.state, case.until = CaseState.VERIFIED, until
    case.scope = sorted({one.kind for one in chosen})
    _decide(case, actor, now)
    _mark(chosen, CredentialState.ACCEPTED)
    _mark([one for one in held if one not in chosen and one.case_id == case.pk], CredentialState.REFUSED)
    events.publish(PartnerVerified(case.organization_id, case.pk))
    jobs.verification_ends.keyed(f"verified:{case.organization_id}").using(  # type: ignore[attr-defined]
        run_after=datetime.combine(until, time.max, MOROCCO)
    ).enqueue(str(case.pk))
    accounts.mark_verified(actor, organization_id=case.organization_id, until=until, scope=case.scope, now=now)
    return case


@transaction.atomic
def refuse(actor: Actor, *, case_id: UUID, reason: str, now: datetime) -> VerificationCase:
    """
    Refuse the proofs that wait, with a reason; what was verified before stays until its day.

    :raises VerificationCase.DoesNotExist: when the actor may not see the case
    :raises Refused: when it may see it but not decide, or it is decided
    """
    case = _case(actor, case_id)
    if reason not in RefusalReason.values:
        raise ValidationError({"reason": ValidationError(_("Choose a reason."), "reason")})
    case.state, case.reason = CaseState.REFUSED, reason
    _decide(case, actor, now)
    _mark(list(case.credentials.filter(state=CredentialState.WAITING)), CredentialState.REFUSED)
    events.publish(VerificationRefused(case.organization_id, case.pk))
    accounts.refuse_verification(actor, organization_id=case.organization_id, reason=reason, now=now)
    return case


_LIVE = (CredentialState.WAITING, CredentialState.ACCEPTED)


def _case(actor: Actor, case_id: UUID) -> VerificationCase:
    case = queries.cases(actor).select_for_update(of=("self",)).get(pk=case_id)
    require(case, "decide")
    return case


def _decide(case: VerificationCase, actor: Actor, now: datetime) -> None:
    case.decided_at, case.decided_by_id = now, actor.user_id
    case.save(update_fields=["state", "until", "scope", "reason", "decided_at", "decided_by"])


def _mark(rows: list[Credential], state: CredentialState) -> None:
    Credential.objects.filter(pk__in=[one.pk for one in rows]).update(state=state)


def _read(values: Mapping[str, Any], today: date) -> tuple[dict[str, Any], dict[str, Any]]:
    fields: dict[str, Any] = {"kind": str(values.get("kind", ""))}
    problems: dict[str, Any] = {}
    if fields["kind"] not in CredentialKind.values:
        problems["kind"] = ValidationError(_("Choose what this document is."), "kind")
    for name, longest in TEXTS.items():
        fields[name] = " ".join(str(values.get(name) or "").split())
        if not fields[name]:
            problems[name] = ValidationError(_("This is needed."), "required")
        elif len(fields[name]) > longest:
            problems[name] = ValidationError(_("At most %(longest)s characters."), "too_long", {"longest": longest})
    fields |= {name: values.get(name) or None for name in DATES}
    starts, ends = fields["valid_from"], fields["valid_until"]
    if ends and ends < today:
        problems["valid_until"] = ValidationError(_("This document has expired already."), "expired")
    elif starts and ends and starts > ends:
        problems["valid_until"] = ValidationError(_("It would end before it starts."), "order")
    elif not ends and "kind" not in problems and fields["kind"] != CredentialKind.REGISTRATION:
        problems["valid_until"] = ValidationError(_("Say until when it is valid."), "required")
    return fields, problems
