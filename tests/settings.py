"""
Settings of the tests: the shipped ones, on a throw-away data folder.

The servers that URLs name are used when `TEST_CLUSTER` is set, as `make test-cluster` does.
"""

import os
import tempfile
from datetime import time
from pathlib import Path

_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
os.environ.setdefault("DEBUG", "1")
os.environ["DATA"] = os.environ.get("TEST_DATA") or tempfile.mkdtemp(prefix=f"qafila-{_WORKER}-")
for _name in ("DATABASE_URL", "REDIS_URL", "ELASTICSEARCH_URL", "EMAIL_URL"):
    if not os.environ.get("TEST_CLUSTER"):
        os.environ.pop(_name, None)

from config.settings import *  # noqa: E402, F403
from config.settings import CACHES, DATA, DATABASES, ELASTICSEARCH_URL, REDIS_URL  # noqa: E402

# Those that are about search take the server and an index of their own; the others are fed by the embedded engine.
SEARCH_SERVER, ELASTICSEARCH_URL = ELASTICSEARCH_URL, ""

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if REDIS_URL:
    CACHES["default"]["OPTIONS"]["db"] = int(_WORKER.removeprefix("gw")) + 1 if _WORKER != "main" else 0
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
EMAIL_FILE_PATH = Path(DATA) / "mail"
QUIET_HOURS, QUIET_SUNDAYS = (time(), time()), False  # tests run at any hour
ACCOUNT_RATE_LIMITS = False
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
if DATABASES["default"]["ENGINE"] == "kernel.sqlite":
    DATABASES["default"]["TEST"] = {"NAME": str(Path(DATA) / "test.sqlite3")}
    options = DATABASES["default"]["OPTIONS"]
    options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
