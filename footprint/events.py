from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class FootprintCompleted:
    """The figures of a site were computed again, its bills or its facts having changed."""

    site_id: UUID
    organization_id: UUID


@dataclass(frozen=True, slots=True)
class ProfileChanged:
    """What a firm says about itself or exports has changed."""

    organization_id: UUID


@dataclass(frozen=True, slots=True)
class FirmsInvited:
    """An institution wrote a list of firms: those not written to yet get their letter."""

    organization_id: UUID
