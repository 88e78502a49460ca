"""The trail in words: its entries keep ids alone, names are looked up while it is read, for whoever may know them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.choices import Duty
from accounts.models import ApiKey, AuditEntry, Invitation, Organization, User
from accounts.policies import operates
from kernel.actor import Actor
from kernel.ids import NIL

Owned = Mapping[str, tuple[UUID, str]]  # by id: whose thing it is, and how its owner calls it


@dataclass(frozen=True, slots=True)
class Name:
    """How somebody or something is called now; nothing for who may not know it, or when it is gone."""

    name: str = ""
    is_gone: bool = False


NOBODY = Name()
GONE = Name(is_gone=True)


@dataclass(frozen=True, slots=True)
class Names:
    user: Name
    organization: Name
    operator: Name
    concerns: Name
    subject: Name


def named(actor: Actor, entries: Iterable[AuditEntry]) -> list[Any]:
    """
    Return these entries, each with its `names`, in as many queries for ten as for a hundred.

    An owner reads the names of its own people and things; who audits reads those of people and organizations, and of a
    thing only what it is. Another organization's people are not named to an owner.
    """
    rows = list(entries)
    look = _Lookup(actor, rows)
    for row in rows:
        row.names = Names(  # type: ignore[attr-defined]
            user=look.person(
                row.user_id, by_us=row.organization_id == actor.organization_id and row.operator_id == NIL
            ),
            organization=look.organization(row.organization_id),
            operator=look.organization(row.operator_id),
            concerns=look.organization(row.concerns_id),
            subject=look.subject(row),
        )
    return rows


class _Lookup:
    def __init__(self, actor: Actor, rows: list[AuditEntry]) -> None:
        self.actor, self.audits = actor, operates(actor, Duty.AUDIT)
        subjects: defaultdict[str, set[str]] = defaultdict(set)
        for row in rows:
            subjects[row.subject_kind].add(row.subject_id)
        people = {row.user_id for row in rows} | _uuids(subjects.pop("user", ()))
        bodies = {one for row in rows for one in (row.organization_id, row.operator_id, row.concerns_id)}
        bodies |= _uuids(subjects.pop("organization", ()))
        known = User.objects.filter(pk__in=people - {NIL})
        self.people = {pk: name or email for pk, name, email in known.values_list("pk", "name", "email")}
        self.bodies = dict(Organization.objects.filter(pk__in=bodies - {NIL}).values_list("pk", "name"))
        self.things = {kind: _things(kind, _uuids(ids)) for kind, ids in subjects.items()}

    def person(self, user_id: UUID, *, by_us: bool) -> Name:
        if user_id == NIL or not (by_us or self.audits):
            return NOBODY
        return Name(self.people[user_id]) if user_id in self.people else GONE

    def organization(self, organization_id: UUID) -> Name:
        if organization_id == NIL:
            return NOBODY
        return Name(self.bodies[organization_id]) if organization_id in self.bodies else GONE

    def subject(self, row: AuditEntry) -> Name:
        if row.subject_kind in {"user", "organization"}:
            key = next(iter(_uuids([row.subject_id])), NIL)
            ours = row.concerns_id == self.actor.organization_id
            return self.person(key, by_us=ours) if row.subject_kind == "user" else self.organization(key)
        things = self.things[row.subject_kind]
        if things is None:
            return NOBODY
        if row.subject_id not in things:
            return GONE
        owner, name = things[row.subject_id]
        return Name(name) if owner == self.actor.organization_id else NOBODY


def _things(kind: str, ids: Collection[UUID]) -> Owned | None:
    """Return the things of a kind by id; None for a kind that has no name of its own."""
    if kind == "key":
        return {str(one.pk): (one.organization_id, one.name) for one in ApiKey.objects.filter(pk__in=ids)}
    if kind == "invitation":
        return {str(one.pk): (one.organization_id, one.email) for one in Invitation.objects.filter(pk__in=ids)}
    if kind in settings.TRAIL_NAMES:
        found: Owned = import_string(settings.TRAIL_NAMES[kind])(ids)
        return found
    return None


def _uuids(texts: Iterable[str]) -> set[UUID]:
    found = set()
    for text in texts:
        try:
            found.add(UUID(text))
        except ValueError:
            continue
    return found
