"""A database of one's own for processes that run the product as shipped."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from kernel.ids import uuid7


@contextmanager
def own_database(folder: Path) -> Iterator[dict[str, str]]:
    """Give the environment of such processes: data in a folder and, where `DATABASE_URL` names a server, a database on it."""
    shipped = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    environment = {
        **shipped,
        "DEBUG": "1",
        "DATA": str(folder),
        "ELASTICSEARCH_INDEX": f"own-{uuid7().hex}",
    }
    url = os.environ.get("DATABASE_URL")
    if not url:
        yield environment
        return
    import psycopg

    with psycopg.connect(url, autocommit=True) as server:
        name = f"own_{os.getpid()}"
        server.execute(f"CREATE DATABASE {name}")
        yield {**environment, "DATABASE_URL": urlsplit(url)._replace(path=f"/{name}").geturl()}
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")
