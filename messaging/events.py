from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class MessagePosted:
    """A conversation has a message more, or one of them was changed or removed."""

    conversation_id: UUID
    sequence: int
    organization_id: UUID


@dataclass(frozen=True, slots=True)
class ConversationRead:
    """Somebody of an organization has read a conversation up to a message."""

    conversation_id: UUID
    sequence: int
    organization_id: UUID
