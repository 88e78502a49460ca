"""The SQLite backend of Django, with one fair lock in front of write transactions."""
