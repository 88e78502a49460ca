"""
Rows that are written once: the database itself refuses to change them, or to drop them before what they are about.

An insert-only table refuses both for good, and its emptying in one go too.
"""

from typing import Any

from django.db import migrations

_GUARD = {
    "sqlite": [
        """CREATE TRIGGER {table}_never_changes BEFORE UPDATE ON {table}
        BEGIN SELECT RAISE(ABORT, 'a row of {table} is never changed'); END""",
        """CREATE TRIGGER {table}_stays BEFORE DELETE ON {table}
        WHEN EXISTS (SELECT 1 FROM {about} WHERE id = OLD.{column})
        BEGIN SELECT RAISE(ABORT, 'a row of {table} goes only after what it is about'); END""",
    ],
    "postgresql": [
        """CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF TG_OP = 'UPDATE' OR EXISTS (SELECT 1 FROM {about} WHERE id = OLD.{column}) THEN
            RAISE EXCEPTION 'a row of {table} is never changed' USING ERRCODE = 'integrity_constraint_violation';
          END IF;
          RETURN OLD;
        END $$""",
        """CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION {table}_append_only()""",
    ],
}
_UNDO = {
    "sqlite": ["DROP TRIGGER {table}_never_changes", "DROP TRIGGER {table}_stays"],
    "postgresql": ["DROP TRIGGER {table}_append_only ON {table}", "DROP FUNCTION {table}_append_only()"],
}


def append_only(table: str, *, about: str, column: str) -> migrations.RunPython:
    """Return the operation of a migration that guards a table whose column points to the table it is about."""
    names = {"table": table, "about": about, "column": column}

    def run(statements: dict[str, list[str]]) -> Any:
        def execute(_apps: Any, schema_editor: Any) -> None:
            for statement in statements[schema_editor.connection.vendor]:
                schema_editor.execute(statement.format(**names), params=None)

        return execute

    return migrations.RunPython(run(_GUARD), run(_UNDO))


_SEAL = {
    "sqlite": [
        """CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}
        BEGIN SELECT RAISE(ABORT, 'rows of {table} are only added'); END""",
        """CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
        BEGIN SELECT RAISE(ABORT, 'rows of {table} are only added'); END""",
    ],
    "postgresql": [
        """CREATE FUNCTION {table}_insert_only() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'rows of {table} are only added' USING ERRCODE = 'integrity_constraint_violation';
        END $$""",
        """CREATE TRIGGER {table}_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION {table}_insert_only()""",
    ],
}
_UNSEAL = {
    "sqlite": ["DROP TRIGGER {table}_no_update", "DROP TRIGGER {table}_no_delete"],
    "postgresql": ["DROP TRIGGER {table}_insert_only ON {table}", "DROP FUNCTION {table}_insert_only()"],
}


def seal(table: str, schema_editor: Any) -> None:
    """Have the database refuse to change or drop any row of this table."""
    for statement in _SEAL[schema_editor.connection.vendor]:
        schema_editor.execute(statement.format(table=table), params=None)


def unseal(table: str, schema_editor: Any) -> None:
    for statement in _UNSEAL[schema_editor.connection.vendor]:
        schema_editor.execute(statement.format(table=table), params=None)


def insert_only(table: str) -> migrations.RunPython:
    """Return the operation of a migration after which rows of this table are only added."""
    return migrations.RunPython(
        lambda _apps, schema_editor: seal(table, schema_editor),
        lambda _apps, schema_editor: unseal(table, schema_editor),
    )
