from messaging.queries.absent import Reader, readers, written_by_others
from messaging.queries.conversations import (
    Line,
    about,
    conversation,
    conversations,
    lines,
    listening,
    marks,
    meet,
    messages,
    unread,
)

__all__ = [
    "Line",
    "Reader",
    "about",
    "conversation",
    "conversations",
    "lines",
    "listening",
    "marks",
    "meet",
    "messages",
    "readers",
    "unread",
    "written_by_others",
]
