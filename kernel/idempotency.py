"""
Pressing twice does it once: the answer to a key commits together with the effect it answers.

A second request waits for the first (SQLite's write lock, PostgreSQL's unique index), as long as a statement may wait
for any lock, and gets the same answer.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.utils import OperationalError

from kernel import disk
from kernel.models import IdempotencyKey
from kernel.retention import delete_in_parts


class OtherBody(Exception):
    """The key was used for another body."""


class StillRunning(Exception):
    """The first request of this key has not been answered within the wait."""


class _NotKept(Exception):
    """Rolls the key back with whatever the effect left, since a failure of ours may be tried again."""

    def __init__(self, answer: "Answer") -> None:
        super().__init__(answer.status)
        self.answer = answer


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered, ready to be given again."""

    status: int
    body: str


def once(actor: str, path: str, key: str, body: bytes, act: Callable[[], Answer], *, now: datetime) -> Answer:
    """
    Return the answer kept for this key, else act and keep it; 429 and 5xx are not kept.

    :raises OtherBody: when the key came with another body
    :raises StillRunning: when the first request of the key takes too long
    """
    digest = hashlib.sha256(body).hexdigest()
    names = {"actor": actor, "path": path[:300], "key": key}
    try:
        with transaction.atomic():
            IdempotencyKey.objects.create(**names, body_digest=digest, created_at=now)
            answer = act()
            if answer.status == 429 or answer.status >= 500:
                raise _NotKept(answer)
            IdempotencyKey.objects.filter(**names).update(status_code=answer.status, body=answer.body)
            return answer
    except _NotKept as failure:
        return failure.answer
    except OperationalError as error:
        if disk.cannot_write(error):
            raise
        raise StillRunning from error
    except IntegrityError:
        return _again(names, digest)


def prune(*, before: datetime) -> int:
    """Forget answers given before this instant; return how many."""
    return delete_in_parts(IdempotencyKey.objects.filter(created_at__lt=before))


def _again(names: dict[str, str], digest: str) -> Answer:
    kept = IdempotencyKey.objects.filter(**names).first()
    if kept is None or kept.status_code is None:
        raise StillRunning
    if kept.body_digest != digest:
        raise OtherBody
    return Answer(kept.status_code, kept.body)
