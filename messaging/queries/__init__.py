from messaging.queries.absent import Reader, readers, written_by_others
from messaging.queries.conversations import (
    Line,
    about,
    conversation,
    conversations,
    lines,
    listening,
    marks,
    messages,
    unread,
)
from messaging.queries.excerpts import Excerpt, excerpt

__all__ = [
    "Excerpt",
    "Line",
    "Reader",
    "about",
    "conversation",
    "conversations",
    "excerpt",
    "lines",
    "listening",
    "marks",
    "messages",
    "readers",
    "unread",
    "written_by_others",
]
