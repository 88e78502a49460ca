"""
A backup is one archive: a manifest first, then the database, the files and, when asked, the key.

A restore checks the archive in a place of its own, then changes places by renames that can be done again after a kill.
"""
