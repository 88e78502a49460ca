from messaging.actions.conversations import close, open_conversation, release, tell
from messaging.actions.messages import change_message, post_message, remove_message
from messaging.actions.reading import mark_read, mute
from messaging.actions.team import absorb, write_to_team

__all__ = [
    "absorb",
    "change_message",
    "close",
    "mark_read",
    "mute",
    "open_conversation",
    "post_message",
    "release",
    "remove_message",
    "tell",
    "write_to_team",
]
