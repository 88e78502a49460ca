"""A database of one's own for processes that run the product as shipped."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from kernel.ids import uuid7


@contextmanager
def own_database(folder: Path, like: dict[str, str] | None = None) -> Iterator[dict[str, str]]:
    """
    Give the environment of such processes: data in a folder and, where `DATABASE_URL` names a server, a database on it.

    It is empty, or a copy of another that nobody has open.
    """
    shipped = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    environment = {
        **shipped,
        "DEBUG": "1",
        "DATA": str(folder),
        "ELASTICSEARCH_INDEX": f"own-{uuid7().hex}",
    }
    if like:
        shutil.copytree(like["DATA"], folder, dirs_exist_ok=True)
    url = os.environ.get("DATABASE_URL")
    if not url:
        yield environment
        return
    import psycopg

    with psycopg.connect(url, autocommit=True) as server:
        name = f"own_{uuid7().hex}"
        server.execute(f"CREATE DATABASE {name} TEMPLATE {_name(like['DATABASE_URL']) if like else 'template1'}")
        yield {**environment, "DATABASE_URL": urlsplit(url)._replace(path=f"/{name}").geturl()}
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def prepared(folder: Path) -> Iterator[dict[str, str]]:
    """Give the environment of a database as `prepare` leaves it, to be copied."""
    with own_database(folder) as environment:
        subprocess.run([sys.executable, "manage.py", "prepare"], env=environment, check=True, stdout=subprocess.DEVNULL)
        yield environment


def _name(url: str) -> str:
    return urlsplit(url).path.removeprefix("/")
