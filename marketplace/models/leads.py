from typing import ClassVar

from django.db import models
from django.db.models import Q

from documents.choices import PaperKind
from kernel.models import Identified
from marketplace.choices import (
    LEAD_REASONS,
    MOST_RECIPIENTS,
    OPEN,
    DeclineReason,
    FinanceReason,
    LeadStatus,
    LostReason,
    OnSilence,
    What,
)


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
    # Whether a financier may read the quotes of the site, while the file is open to it.
    gives_quotes = models.BooleanField(default=False)
    reason = models.CharField(max_length=13, choices=LEAD_REASONS, blank=True)
    note = models.TextField(blank=True)
    on_silence = models.CharField(max_length=9, choices=OnSilence, default=OnSilence.ASK)
    # How many partners that take it on are enough: the others are then let go.
    enough = models.PositiveSmallIntegerField(default=MOST_RECIPIENTS)
    # The Moroccan day on whose evening an answer is due: a day and not an instant, since laws change what it is in UTC.
    due_on = models.DateField(null=True)
    delayed_until = models.DateField(null=True)
    reminded = models.PositiveSmallIntegerField(default=0)
    assigned_to = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")
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
                condition=Q(status=LeadStatus.DECLINED, reason__in=[*DeclineReason.values, *FinanceReason.values])
                | Q(status=LeadStatus.LOST, reason__in=[*LostReason.values, *FinanceReason.values])
                | (~Q(status__in=(LeadStatus.DECLINED, LeadStatus.LOST)) & Q(reason="")),
                name="lead_reason_when_it_ends",
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
    what = models.CharField(
        max_length=15, choices=What, blank=True
    )  # of a step that leaves the request where it stands
    organization = models.ForeignKey("accounts.Organization", models.PROTECT, related_name="+")
    # A person may be erased; the row that says an account acted may not change.
    user = models.ForeignKey("accounts.User", models.DO_NOTHING, db_constraint=False, related_name="+")
    reason = models.CharField(max_length=13, choices=LEAD_REASONS, blank=True)
    note = models.TextField(blank=True)
    day = models.DateField(null=True)  # of the visit agreed, until when the answer is delayed, or for which it is asked
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.lead_id} {self.status}"


class AskedDocument(Identified):
    """A document that a financier asks for in a request: settled once one of its kind is opened to it, and never changed."""

    lead = models.ForeignKey(Lead, models.PROTECT, related_name="asked_documents")
    kind = models.CharField(max_length=12, choices=PaperKind)
    user = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.lead_id} {self.kind}"
