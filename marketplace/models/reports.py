from typing import ClassVar

from django.db import models
from django.db.models import Q

from kernel.ids import NIL
from kernel.models import Identified
from marketplace.choices import ReportOutcome, ReportReason


class Report(Identified):
    """What an organization tells the team of another: of one message to it, or of the partner when it names none."""

    organization = models.ForeignKey("accounts.Organization", models.PROTECT, related_name="+")
    reported = models.ForeignKey("accounts.Organization", models.PROTECT, related_name="+")
    conversation_id = models.UUIDField(default=NIL)
    sequence = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=11, choices=ReportReason)
    words = models.TextField(blank=True)
    outcome = models.CharField(max_length=9, choices=ReportOutcome, blank=True)
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "reported", "conversation_id", "sequence"],
                condition=Q(settled_at=None),
                name="report_open_once",
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, outcome="")
                | Q(settled_at__isnull=False, outcome__in=ReportOutcome.values),
                name="report_settled_with_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reported_id} {self.reason} {self.outcome}"
