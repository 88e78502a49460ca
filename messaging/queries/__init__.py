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

__all__ = [
    "Line",
    "about",
    "conversation",
    "conversations",
    "lines",
    "listening",
    "marks",
    "messages",
    "unread",
]
