from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import queries
from accounts.actions.audit import record
from accounts.actions.consents import PRIVACY_VERSION, give_consent
from accounts.choices import OPEN_KINDS, Act, ConsentTo, Role
from accounts.events import MemberJoined, OrganizationChanged
from accounts.models import Membership, Organization, User
from kernel import clock, events
from kernel.actor import Actor
from kernel.errors import Question
from kernel.policy import require
from kernel.text import one_line

_LANGUAGES = ("fr", "ar", "en")


@transaction.atomic
def open_account(
    user: User,
    *,
    values: Mapping[str, Any],
    language: str,
    now: datetime,
    confirmed: Collection[str] = (),
    origin: str = "sign_up",
) -> Organization:
    """
    Open an organization with this person as its owner, its first or another, and keep the consent to the privacy notice.

    :raises ValidationError: with one problem per field
    :raises Question: when a repaired value is to be confirmed
    """
    fields = organization_fields(values, confirmed=confirmed)
    if not values.get("privacy"):
        raise ValidationError({"privacy": ValidationError(_("The privacy notice must be accepted."), "privacy")})
    organization = Organization.objects.create(created_at=now, **fields)
    Membership.objects.create(organization=organization, user=user, role=Role.OWNER, joined_at=now)
    user.last_organization, user.language = organization, known_language(language)
    user.name = queries.repair_name(str(values.get("name", user.name)), longest=120).value
    user.save(update_fields=["last_organization", "language", "name"])
    give_consent(
        user_id=user.pk,
        organization_id=organization.pk,
        to=ConsentTo.PRIVACY,
        version=PRIVACY_VERSION,
        language=user.language,
        origin=origin,
        now=now,
    )
    events.publish(MemberJoined(organization.pk, user.pk))
    facts = {"kind": fields["kind"], "privacy": PRIVACY_VERSION}
    who = Actor(user.pk, organization.pk)
    record(who, Act.ORGANIZATION_OPENED, subject="organization", subject_id=organization.pk, now=now, **facts)
    return organization


@transaction.atomic
def change_organization(actor: Actor, *, values: Mapping[str, Any], confirmed: Collection[str] = ()) -> Organization:
    """
    Change the name, company number, phone or place of the actor's organization; a number that stays is not asked about.

    :raises Refused: when the actor is not its owner
    """
    organization = queries.organizations(actor).select_for_update().get()
    require(organization, "edit")
    current = {name: getattr(organization, name) for name in ("kind", "ice", "phone", "region", "city")}
    current["organization"] = organization.name
    if values.get("ice", organization.ice) == organization.ice:
        confirmed = {*confirmed, "check_digits", "ice_taken"}
    fields = organization_fields({**current, **values, "kind": organization.kind}, confirmed=confirmed, any_kind=True)
    before = {name: getattr(organization, name) for name in fields}
    for name, value in fields.items():
        setattr(organization, name, value)
    changed = [name for name, value in fields.items() if value != before[name]]
    if {"name", "ice"} & set(changed):
        organization.verified_at = organization.verified_until = None  # what was read named another
    organization.save(update_fields=[*fields, "verified_at", "verified_until"])
    if changed:
        firm = organization.pk
        events.publish(OrganizationChanged(firm))
        record(
            actor, Act.ORGANIZATION_CHANGED, subject="organization", subject_id=firm, now=clock.now(), fields=changed
        )
    return organization


@transaction.atomic
def switch_organization(user: User, *, organization_id: UUID) -> None:
    """
    Act for another of one's organizations from now on.

    :raises Organization.DoesNotExist: when the person is no member of it
    """
    membership = queries.memberships(user.pk).filter(organization_id=organization_id).first()
    if membership is None:
        raise Organization.DoesNotExist
    User.objects.filter(pk=user.pk).update(last_organization=membership.organization)


def change_language(user: User, *, language: str) -> None:
    """Keep the language for pages and e-mails; an unknown one changes nothing."""
    if language in _LANGUAGES:
        User.objects.filter(pk=user.pk).update(language=language)


def known_language(language: str) -> str:
    return language if language in _LANGUAGES else "fr"


def organization_fields(
    values: Mapping[str, Any], *, confirmed: Collection[str], any_kind: bool = False
) -> dict[str, Any]:
    """Return clean fields; collects every problem before it raises, a question only when nothing else is wrong."""
    problems: dict[str, Any] = {}
    questions: list[Question] = []
    fields: dict[str, Any] = {"kind": values.get("kind", "")}
    try:
        fields["name"] = queries.repair_name(str(values.get("organization", "")), longest=160).value
    except ValidationError as error:
        problems["organization"] = error.error_dict["name"]
    if fields.get("name") == "":
        problems["organization"] = ValidationError(_("Write the name of your organization."), "required")
    if fields["kind"] not in OPEN_KINDS and not any_kind:
        problems["kind"] = ValidationError(_("Choose what your organization is."), "kind")
    repairs = {
        "ice": lambda text: queries.repair_ice(text, confirmed=confirmed),
        "phone": queries.repair_phone,
        "region": queries.repair_region,
    }
    for name, repair in repairs.items():
        try:
            repaired = repair(str(values.get(name, "") or ""))
        except Question as question:
            questions.append(question)
        except ValidationError as error:
            problems.update(error.error_dict)
        else:
            fields[name] = repaired.value
            if name == "ice":
                fields["ice_confirmed"] = repaired.sure
                try:
                    queries.ask_if_taken(repaired.value, confirmed=confirmed)
                except Question as question:
                    questions.append(question)
    fields["city"] = one_line(str(values.get("city", "") or ""))[:80]
    if problems:
        raise ValidationError(problems)
    if questions:
        raise questions[0]
    return fields
