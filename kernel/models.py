from typing import ClassVar

from django.db import models
from django.db.models import Q

from kernel.ids import uuid7


class Identified(models.Model):
    """A row that a client can name."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True


class Task(Identified):
    """A row of the one durable queue: an event for one subscriber, a job or a timer."""

    class Status(models.TextChoices):
        READY = "ready"
        RUNNING = "running"
        DONE = "done"
        PARKED = "parked"

    path = models.CharField(max_length=200)
    args = models.JSONField(default=list)
    kwargs = models.JSONField(default=dict)
    queue_name = models.CharField(max_length=50, default="default")
    key = models.CharField(max_length=200, blank=True, default="")
    priority = models.SmallIntegerField(default=0)
    status = models.CharField(max_length=8, choices=Status, default=Status.READY)
    attempts = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=100, blank=True, default="")
    error = models.TextField(blank=True, default="")
    enqueued_at = models.DateTimeField()
    run_after = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-priority", "id"], condition=Q(status__in=["ready", "running"]), name="queue_open"),
            models.Index(fields=["key", "id"], condition=Q(status__in=["ready", "running"]), name="queue_key"),
        ]

    def __str__(self) -> str:
        return f"{self.path} {self.status} ({self.attempts})"


class IdempotencyKey(models.Model):
    """The answer that was given to a key, so that pressing twice does it once."""

    actor = models.CharField(max_length=80)
    path = models.CharField(max_length=300)
    key = models.CharField(max_length=200)
    body_digest = models.CharField(max_length=64)
    status_code = models.PositiveSmallIntegerField(null=True)
    body = models.TextField(blank=True, default="")
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["actor", "path", "key"], name="idempotency_key_once")]

    def __str__(self) -> str:
        return f"{self.path} {self.key}"
