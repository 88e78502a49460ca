from typing import ClassVar

from django.db import models

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
            # Whole ones: SQLite uses a partial index for no statement whose values are parameters.
            models.Index(fields=["status", "-priority", "id"], name="queue_status"),
            models.Index(fields=["key", "id"], name="queue_of_key"),
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


class Import(Identified):
    """A file of rows on its way in: kept as sent, read, asked about, then written as a whole or not at all."""

    class State(models.TextChoices):
        WAITING = "waiting"
        ASKED = "asked"
        REFUSED = "refused"
        READY = "ready"
        APPLYING = "applying"
        APPLIED = "applied"
        FAILED = "failed"

    organization_id = models.UUIDField()
    user_id = models.UUIDField()
    purpose = models.CharField(max_length=20)
    filename = models.CharField(max_length=200)
    content = models.BinaryField()
    language = models.CharField(max_length=2)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    answers = models.JSONField(default=dict)
    doubts = models.JSONField(default=list)
    columns = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    error = models.JSONField(default=dict)
    round = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organization_id", "purpose", "-id"], name="imports_of_a_room")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.filename} {self.state}"


class ImportRow(models.Model):
    """A row of a file as it was read: what becomes of it, its values, and what is wrong in each language."""

    job = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    round = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=8)
    key = models.CharField(max_length=200, blank=True, default="")
    values = models.JSONField(default=dict)
    problems = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["job", "round", "number"], name="import_row_once")]
        indexes: ClassVar = [models.Index(fields=["job", "round", "outcome", "number"], name="import_rows_by_outcome")]

    def __str__(self) -> str:
        return f"{self.number} {self.outcome}"
