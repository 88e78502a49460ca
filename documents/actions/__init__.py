from documents.actions.documents import Received, keep, keep_file, open_document, receive, remove
from documents.actions.grants import give, withdraw

__all__ = ["Received", "give", "keep", "keep_file", "open_document", "receive", "remove", "withdraw"]
