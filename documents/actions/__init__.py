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
from documents.actions.grants import absorb, close_file, give, withdraw, withdraw_all

__all__ = [
    "Received",
    "absorb",
    "close_file",
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
