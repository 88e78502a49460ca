"""Every migration undone and done again over the stories of the demo data: prints how many, and the tables whose rows did not come through."""

import os
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.migrations.loader import MigrationLoader  # noqa: E402

HERE = Path(__file__).parents[2]


def rows():
    """Return how many rows each table holds that stands now; the list of migrations and what SQLite counts are none of them."""
    counted = {}
    with connection.cursor() as cursor:
        for table in set(connection.introspection.table_names(cursor)) - {"django_migrations", "sqlite_stat1"}:
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            counted[table] = cursor.fetchone()[0]
    return counted


def ours():
    loader = MigrationLoader(connection)
    return {key for key in loader.disk_migrations if (HERE / key[0]).is_dir()}, set(loader.applied_migrations)


if __name__ == "__main__":
    call_command("prepare", demo=True, size="stories", verbosity=0)
    before = rows()
    all_of_them, _applied = ours()
    firsts = {key for key in all_of_them if key[1].startswith("0001")}
    for room, name in sorted(firsts):
        if (room, name) in ours()[1]:
            call_command("migrate", room, name, verbosity=0)
    undone = all_of_them - ours()[1]
    assert undone >= all_of_them - firsts, all_of_them - firsts - undone
    outlived = rows().keys()
    call_command("migrate", verbosity=0)
    after = rows()
    print(len(undone), *sorted(table for table in outlived if before[table] != after[table]))
