from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class GrantOpened:
    grant_id: UUID
    receiver_id: UUID


@dataclass(frozen=True, slots=True)
class GrantWithdrawn:
    grant_id: UUID
    receiver_id: UUID


@dataclass(frozen=True, slots=True)
class GivenFileRemoved:
    grant_id: UUID
    receiver_id: UUID
