"""The reference data in the tables of a test: loaded by the real command once, then copied by the database itself."""

from collections.abc import Iterator

from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction


def keep() -> None:
    """Load the edition, put its rows aside in tables that no test empties, and leave those of the product empty."""
    with transaction.atomic(), connection.cursor() as cursor:
        call_command("load_reference", verbosity=0)
        for table in _tables():
            cursor.execute(f"DROP TABLE IF EXISTS kept_{table}")
            cursor.execute(f"CREATE TABLE kept_{table} AS SELECT * FROM {table}")
        for table in reversed([*_tables()]):
            cursor.execute(f"DELETE FROM {table}")


def fill() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for table in _tables():
            cursor.execute(f"INSERT INTO {table} SELECT * FROM kept_{table}")


def _tables() -> Iterator[str]:
    return (model._meta.db_table for model in apps.get_app_config("reference").get_models())
