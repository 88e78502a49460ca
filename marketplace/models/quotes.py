from typing import ClassVar

from django.db import models
from django.db.models import Q

from kernel.models import Identified
from marketplace.choices import EnergyOf, QuoteReason, QuoteStatus
from marketplace.models.leads import Lead


class Quote(Identified):
    """
    One version of what a partner offers for a lead: its figures as stated, in MAD without VAT, each year's being the first.

    A version that was sent is never changed: the next one replaces it, and both are kept. Until then `organization`, who
    it is for, is empty and only its partner knows of it.
    """

    lead = models.ForeignKey(Lead, models.PROTECT, related_name="quotes")
    organization = models.ForeignKey("accounts.Organization", models.PROTECT, null=True, related_name="+")
    version = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=8, choices=QuoteStatus, default=QuoteStatus.DRAFT)
    capex_mad = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    saving_mad_year = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    energy_of = models.CharField(max_length=20, choices=EnergyOf, blank=True)
    energy_kwh_year = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    power_kwp = models.DecimalField(max_digits=12, decimal_places=3, null=True)
    avoided_t_year = models.DecimalField(max_digits=12, decimal_places=3, null=True)
    payback_years = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    valid_until = models.DateField(null=True)
    finance = models.JSONField(default=list)
    guarantees = models.TextField(blank=True)
    notes = models.TextField(blank=True)
    reason = models.CharField(max_length=14, choices=QuoteReason, blank=True)
    note = models.TextField(blank=True)
    changed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["lead", "version"], name="quote_version_once"),
            models.UniqueConstraint(fields=["lead"], condition=Q(status=QuoteStatus.DRAFT), name="quote_one_draft"),
            models.UniqueConstraint(fields=["lead"], condition=Q(status=QuoteStatus.SENT), name="quote_one_open"),
            models.UniqueConstraint(fields=["lead"], condition=Q(status=QuoteStatus.ACCEPTED), name="quote_one_signed"),
            models.CheckConstraint(
                condition=Q(status=QuoteStatus.DRAFT, sent_at=None, organization=None)
                | (~Q(status=QuoteStatus.DRAFT) & Q(sent_at__isnull=False, organization__isnull=False)),
                name="quote_is_for_one_once_sent",
            ),
            models.CheckConstraint(
                condition=Q(status=QuoteStatus.DECLINED, reason__in=QuoteReason.values)
                | (~Q(status=QuoteStatus.DECLINED) & Q(reason="")),
                name="quote_reason_when_declined",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["organization", "-sent_at", "-id"], name="quotes_received")]

    def __str__(self) -> str:
        return f"{self.lead_id} {self.version} {self.status}"


class QuoteLine(Identified):
    """One thing that a quote sells: so many of a unit at a price for each, in MAD without VAT."""

    quote = models.ForeignKey(Quote, models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=200)
    quantity = models.DecimalField(max_digits=12, decimal_places=3)
    unit = models.CharField(max_length=20, blank=True)
    unit_price_mad = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["quote", "position"], name="quote_line_once")]

    def __str__(self) -> str:
        return f"{self.quote_id} {self.position}"
