from messaging.policies import may_write_to_team, speaks_for_team
from messaging.queries.absent import Reader, readers, written_by_others
from messaging.queries.conversations import (
    Line,
    about,
    conversation,
    conversations,
    lines,
    marks,
    meet,
    messages,
    to_write_in,
    unread,
    waiting_for_team,
    written,
)
from messaging.queries.excerpts import Excerpt, excerpt
from messaging.queries.searching import found
from messaging.queries.sides import listening, others, sides

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
    "may_write_to_team",
    "meet",
    "messages",
    "others",
    "readers",
    "sides",
    "speaks_for_team",
    "to_write_in",
    "unread",
    "waiting_for_team",
    "written",
    "written_by_others",
]
