"""What is kept for a time and then forgotten: the settings name who forgets, and after how many days."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string

logger = logging.getLogger("qafila.retention")
_AT_ONCE = 500


def forget_old(now: datetime) -> dict[str, int]:
    """Run each job of `RETENTION`; one that fails is written down and holds up no other."""
    forgotten = {}
    for path, days in settings.RETENTION.items():
        try:
            forgotten[path] = import_string(path)(before=now - timedelta(days=days))
        except Exception:
            logger.exception("%s could not forget", path)
    return forgotten


def delete_in_parts(rows: QuerySet[Any]) -> int:
    """Delete rows in short transactions, so that nobody waits; return how many went."""
    deleted = 0
    keys = rows.order_by("pk").values_list("pk", flat=True)[:_AT_ONCE]
    while part := list(keys.all()):
        rows.model._default_manager.filter(pk__in=part).delete()
        deleted += len(part)
    return deleted
