from notices.actions.answering import answer_letter
from notices.actions.choosing import choose, unsubscribe
from notices.actions.telling import mark_read, post, settle, settle_read, tell, tell_the_absent

__all__ = [
    "answer_letter",
    "choose",
    "mark_read",
    "post",
    "settle",
    "settle_read",
    "tell",
    "tell_the_absent",
    "unsubscribe",
]
