from documents.actions.documents import (
    Received,
    discard_all,
    drop,
    keep,
    keep_file,
    open_document,
    receive,
    remove,
)
from documents.actions.grants import absorb, give, withdraw, withdraw_all

__all__ = [
    "Received",
    "absorb",
    "discard_all",
    "drop",
    "give",
    "keep",
    "keep_file",
    "open_document",
    "receive",
    "remove",
    "withdraw",
    "withdraw_all",
]
