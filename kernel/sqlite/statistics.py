"""What SQLite knows about its rows: without it, it takes a shelf that holds every offer for a short list."""

from django.db import connection, transaction


def renew() -> None:
    """Count again how the rows are spread: a tenth of a second for 50,000 offers. PostgreSQL does so by itself."""
    if connection.vendor == "sqlite":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("ANALYZE")
