"""The smallest settings under which the queue runs, durable as shipped."""

import os
from pathlib import Path

SECRET_KEY = "x" * 40
USE_TZ = True
INSTALLED_APPS = ["kernel", "django_tasks"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "kernel.queue.backend.DatabaseBackend"}}
DATABASES = {
    "default": {
        "ENGINE": "kernel.sqlite",
        "NAME": Path(os.environ["KILL_DATA"]) / "kill.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 5,
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;",
        },
    }
}
