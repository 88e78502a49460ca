from notices.queries.answering import Answerable, answer_path, answerable
from notices.queries.letters import (
    Subscription,
    choices,
    leaves_at,
    next_digest,
    pace,
    quiet_of,
    subscription_of,
    unsubscribe_path,
)
from notices.queries.replies import replied_to, reply_address
from notices.queries.told import Told, notices, told, unread_count, words

__all__ = [
    "Answerable",
    "Subscription",
    "Told",
    "answer_path",
    "answerable",
    "choices",
    "leaves_at",
    "next_digest",
    "notices",
    "pace",
    "quiet_of",
    "replied_to",
    "reply_address",
    "subscription_of",
    "told",
    "unread_count",
    "unsubscribe_path",
    "words",
]
