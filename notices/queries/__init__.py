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
from notices.queries.told import Told, notices, told, unread_count, words

__all__ = [
    "Subscription",
    "Told",
    "choices",
    "leaves_at",
    "next_digest",
    "notices",
    "pace",
    "quiet_of",
    "subscription_of",
    "told",
    "unread_count",
    "unsubscribe_path",
    "words",
]
