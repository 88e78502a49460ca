from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class OfferPublished:
    """An offer came onto the shelf."""

    offer_id: UUID
    organization_id: UUID | None


@dataclass(frozen=True, slots=True)
class OfferChanged:
    """The terms or words of an offer on the shelf changed."""

    offer_id: UUID
    organization_id: UUID | None


@dataclass(frozen=True, slots=True)
class OfferWithdrawn:
    """An offer left the shelf."""

    offer_id: UUID
    organization_id: UUID | None


@dataclass(frozen=True, slots=True)
class OfferLapsed:
    """The last day of an offer on the shelf, or of its accreditation, has passed."""

    offer_id: UUID
    organization_id: UUID | None


@dataclass(frozen=True, slots=True)
class OffersImported:
    """A partner's offers were taken in one go: some may have come onto the shelf, others changed on it."""

    organization_id: UUID


@dataclass(frozen=True, slots=True)
class RoomChanged:
    """A partner said how many requests it takes, that it is full or away, or took it back."""

    organization_id: UUID


@dataclass(frozen=True, slots=True)
class PartnerVerified:
    """A person read a partner's proofs and accepted them."""

    organization_id: UUID
    case_id: UUID


@dataclass(frozen=True, slots=True)
class VerificationRefused:
    """A person read a partner's proofs and did not accept them."""

    organization_id: UUID
    case_id: UUID


@dataclass(frozen=True, slots=True)
class VerificationEnded:
    """The last day of a partner's verification has passed."""

    organization_id: UUID
    case_id: UUID


@dataclass(frozen=True, slots=True)
class OrganizationSuspended:
    """An organization left the market for now."""

    organization_id: UUID
