from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class NoticePosted:
    """A member has something new to read."""

    notice_id: UUID
    user_id: UUID
    organization_id: UUID
