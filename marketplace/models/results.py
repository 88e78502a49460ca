from typing import ClassVar

from django.db import models
from django.db.models import Q

from kernel.models import Identified
from marketplace.choices import ResultSource, ResultState, TallyOf
from marketplace.models.leads import Lead

_FIGURES = Q(energy_kwh__isnull=False) | Q(saving_mad__isnull=False) | Q(avoided_t__isnull=False)


class Result(Identified):
    """
    What a firm measured so many months after it signed: asked once, its figures those of the period it names.

    Its partner reads the figures when the firm shares them.
    """

    lead = models.ForeignKey(Lead, models.PROTECT, related_name="results")
    organization = models.ForeignKey("accounts.Organization", models.PROTECT, related_name="+")
    months = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=ResultState, default=ResultState.WAITING)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    energy_kwh = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    saving_mad = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    avoided_t = models.DecimalField(max_digits=12, decimal_places=3, null=True)
    source = models.CharField(max_length=8, choices=ResultSource, blank=True)
    is_shared = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["lead", "months"], name="result_asked_once"),
            models.CheckConstraint(
                condition=Q(state=ResultState.WAITING, answered_at=None)
                | (~Q(state=ResultState.WAITING) & Q(answered_at__isnull=False)),
                name="result_answered_when_it_has_an_answer",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state=ResultState.MEASURED, source__in=ResultSource.values)
                    & Q(starts_on__isnull=False, ends_on__gt=models.F("starts_on"))
                    & _FIGURES
                )
                | (~Q(state=ResultState.MEASURED) & ~_FIGURES & Q(source="", starts_on=None, ends_on=None)),
                name="result_figures_have_period_and_source",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lead_id} {self.months} {self.state}"


class Tally(Identified):
    """
    What came of one firm's work with a partner, the first time: it waits until four other firms are there.

    Then the five are counted at once in the partner's statistics, for good: no reading before and after tells one firm.
    """

    organization = models.ForeignKey("accounts.Organization", models.PROTECT, related_name="+")
    partner_organization = models.ForeignKey("accounts.Organization", models.PROTECT, related_name="+")
    of = models.CharField(max_length=7, choices=TallyOf)
    is_good = models.BooleanField()
    counted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partner_organization", "of", "organization"], name="tally_once_for_each_firm"
            )
        ]

    def __str__(self) -> str:
        return f"{self.partner_organization_id} {self.of} {self.is_good}"
