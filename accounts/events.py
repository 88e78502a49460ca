from dataclasses import dataclass
from uuid import UUID

ADDRESS = "address"  # what the address in an event is sealed for


@dataclass(frozen=True, slots=True)
class MemberInvited:
    invitation_id: UUID


@dataclass(frozen=True, slots=True)
class MemberJoined:
    organization_id: UUID
    user_id: UUID


@dataclass(frozen=True, slots=True)
class AccessChanged:
    """Somebody of this organization may do less than before, or is signed out."""

    organization_id: UUID


@dataclass(frozen=True, slots=True)
class CopyReady:
    copy_id: UUID
    user_id: UUID


@dataclass(frozen=True, slots=True)
class OrganizationChanged:
    """Its name, number or place is another, and what was verified of it may hold no more."""

    organization_id: UUID


@dataclass(frozen=True, slots=True)
class OrganizationClosed:
    organization_id: UUID


@dataclass(frozen=True, slots=True)
class OperatorBegan:
    organization_id: UUID
    mandate_id: UUID


@dataclass(frozen=True, slots=True)
class OrganizationsMerged:
    kept_id: UUID
    absorbed_id: UUID


@dataclass(frozen=True, slots=True)
class SecurityChanged:
    """How a person signs in changed; `what` is a code of SecurityChange, `at` an instant in ISO form, `to` a sealed address."""

    user_id: UUID
    what: str
    at: str
    to: str = ""
