from documents.actions.documents import Received, drop, keep, keep_file, open_document, receive, remove
from documents.actions.grants import give, withdraw

__all__ = ["Received", "drop", "give", "keep", "keep_file", "open_document", "receive", "remove", "withdraw"]
