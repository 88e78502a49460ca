from typing import ClassVar

from django.db import models
from django.db.models import Q

from kernel.models import Identified
from marketplace.choices import OPEN, DeclineReason, LeadStatus


class Lead(Identified):
    """One request of an SME to one partner, for one need of one site."""

    organization = models.ForeignKey("accounts.Organization", models.PROTECT, related_name="+")
    partner_organization = models.ForeignKey("accounts.Organization", models.PROTECT, related_name="+")
    site = models.ForeignKey("footprint.Site", models.PROTECT, related_name="+")
    need = models.ForeignKey("matching.Need", models.SET_NULL, null=True, related_name="+")
    need_code = models.CharField(max_length=60, blank=True)
    offer = models.ForeignKey("partners.Offer", models.PROTECT, related_name="+")
    match = models.ForeignKey("matching.Match", models.PROTECT, related_name="+")
    status = models.CharField(max_length=9, choices=LeadStatus, default=LeadStatus.SENT)
    message = models.TextField(blank=True)
    outline = models.JSONField()
    priced = models.JSONField(null=True)
    released = models.JSONField()
    reason = models.CharField(max_length=13, choices=DeclineReason, blank=True)
    note = models.TextField(blank=True)
    sent_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["site", "need_code", "partner_organization"],
                condition=Q(status__in=OPEN),
                name="lead_open_once",
            ),
            models.CheckConstraint(
                condition=Q(status=LeadStatus.DECLINED, reason__in=DeclineReason.values)
                | (~Q(status=LeadStatus.DECLINED) & Q(reason="")),
                name="lead_reason_when_declined",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["partner_organization", "-sent_at", "-id"], name="lead_inbox"),
            models.Index(fields=["organization", "-sent_at", "-id"], name="lead_sent"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.status}"


class LeadStep(models.Model):
    """What happened to a lead, in order: written once, never changed."""

    lead = models.ForeignKey(Lead, models.PROTECT, related_name="steps")
    status = models.CharField(max_length=9, choices=LeadStatus)
    organization = models.ForeignKey("accounts.Organization", models.PROTECT, related_name="+")
    # A person may be erased; the row that says an account acted may not change.
    user = models.ForeignKey("accounts.User", models.DO_NOTHING, db_constraint=False, related_name="+")
    reason = models.CharField(max_length=13, choices=DeclineReason, blank=True)
    note = models.TextField(blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.lead_id} {self.status}"
