"""Every setting that the environment may give, typed; nonsense is refused at start. A secret may lie in the file `NAME_FILE`."""

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

BASE = Path(__file__).resolve().parent.parent

VARIABLES: dict[str, tuple[type, Any]] = {
    "DEBUG": (bool, False),
    "DATA": (str, str(BASE / "data")),
    "SECRET_KEY": (str, ""),
    "ALLOWED_HOSTS": (list, []),
    "PUBLIC_URL": (str, "http://localhost:8000"),
    "MESSAGES_A_MINUTE": (int, 60),
    "DATABASE_URL": (str, ""),
    "REDIS_URL": (str, ""),
    "ELASTICSEARCH_URL": (str, ""),
    "ELASTICSEARCH_INDEX": (str, "qafila"),
    "EMAIL_URL": (str, ""),
    "REPLY_DOMAIN": (str, ""),
    "EMAIL_FROM": (str, "Qafila <bonjour@qafila.example>"),
    "PUBLISHER": (str, ""),
    "CONTACT_EMAIL": (str, ""),
    "CLAMAV_URL": (str, ""),
    "TRUSTED_PROXIES": (int, 0),
    "HTTP_THREADS": (int, 3),
    "DEMO": (bool, False),
    "METRICS_TOKEN": (str, ""),
    "QUEUE_LATE_SECONDS": (int, 120),
    "KEEP_TASKS_DAYS": (int, 7),
    "KEEP_ANSWERS_DAYS": (int, 2),
    "KEEP_IMPORTS_DAYS": (int, 30),
    "KEEP_RUNS_DAYS": (int, 90),
    "KEEP_SESSIONS_DAYS": (int, 14),
    "KEEP_COPIES_DAYS": (int, 7),
    "KEEP_CLOSED_DAYS": (int, 30),
}
SECRETS = frozenset({"SECRET_KEY", "DATABASE_URL", "REDIS_URL", "ELASTICSEARCH_URL", "EMAIL_URL", "METRICS_TOKEN"})

_env = environ.Env(**VARIABLES)


def get(name: str) -> Any:
    """
    Return the typed value of a declared variable; a secret also from the file that `NAME_FILE` names.

    :raises ImproperlyConfigured: when the value does not read as its type, or the file does not read
    """
    if name in SECRETS and (path := os.environ.get(f"{name}_FILE")):
        return _from_file(name, path)
    try:
        return _env(name)
    except (ValueError, environ.ImproperlyConfigured) as error:
        msg = f"{name}={os.environ.get(name)!r} does not read as {VARIABLES[name][0].__name__}"
        raise ImproperlyConfigured(msg) from error


def _from_file(name: str, path: str) -> str:
    if os.environ.get(name):
        msg = f"{name} and {name}_FILE are both set: give one of them"
        raise ImproperlyConfigured(msg)
    try:
        return Path(path).read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        msg = f"{name}_FILE={path} cannot be read: {error}"
        raise ImproperlyConfigured(msg) from error


def data_folder() -> Path:
    """
    Return the folder of everything that Qafila keeps, made when it is not there.

    :raises ImproperlyConfigured: when it cannot be made
    """
    folder = Path(get("DATA")).expanduser()
    folder = folder if folder.is_absolute() else BASE / folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        msg = f"DATA={folder}: this folder cannot be made ({error.strerror}). Name one that can be written"
        raise ImproperlyConfigured(msg) from error
    return folder


def secret_key(data: Path, *, debug: bool) -> str:
    """Return the given key; while debugging, one made once and kept in the data folder."""
    key = str(get("SECRET_KEY"))
    if not key and debug:
        path = data / "secret_key"
        try:
            if not path.exists():
                _make_once(path, secrets.token_urlsafe(50))
        except OSError as error:
            msg = f"DATA={data}: nothing can be written there ({error.strerror}). Name another folder"
            raise ImproperlyConfigured(msg) from error
        key = path.read_text().strip()
    return key


def _make_once(path: Path, text: str) -> None:
    """Write a file that is seen whole or not at all; of several processes that make it at once, the first one's stays."""
    with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix=path.name) as draft:
        draft.write(text)
        draft.flush()
        with suppress(FileExistsError):
            os.link(draft.name, path)
