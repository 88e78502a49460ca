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
    to_write_in,
    unread,
    written,
)
from messaging.queries.excerpts import Excerpt, excerpt
from messaging.queries.searching import found

__all__ = [
    "Excerpt",
    "Line",
    "Reader",
    "about",
    "conversation",
    "conversations",
    "excerpt",
    "found",
    "lines",
    "listening",
    "marks",
    "meet",
    "messages",
    "readers",
    "to_write_in",
    "unread",
    "written",
    "written_by_others",
]
