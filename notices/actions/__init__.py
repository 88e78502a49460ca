from notices.actions.choosing import choose, unsubscribe
from notices.actions.telling import mark_read, post, settle, settle_read, tell_the_absent

__all__ = ["choose", "mark_read", "post", "settle", "settle_read", "tell_the_absent", "unsubscribe"]
