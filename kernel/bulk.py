"""Many rows written in few statements that are made ready before the transaction, so that it holds others up briefly."""

from collections.abc import Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery

MOST_ROWS = 500
Statement = tuple[str, Sequence[Any]]


def upserts(rows: Sequence[models.Model]) -> list[Statement]:
    """Return the statements that write these rows of one model, new ones and known ones, by primary key."""
    if not rows:
        return []
    connection = connections[DEFAULT_DB_ALIAS]
    columns = list(rows[0]._meta.concrete_fields)
    batch = min(MOST_ROWS, connection.ops.bulk_batch_size(columns, rows))
    found: list[Statement] = []
    for start in range(0, len(rows), batch):
        query = InsertQuery(
            type(rows[0]),
            on_conflict=OnConflict.UPDATE,
            update_fields=[one for one in columns if not one.primary_key],
            unique_fields=[one for one in columns if one.primary_key],
        )
        query.insert_values(columns, list(rows[start : start + batch]))
        found += query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
    return found


def run(statements: Sequence[Statement]) -> None:
    """Write what was made ready."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        for sql, params in statements:
            cursor.execute(sql, params)
