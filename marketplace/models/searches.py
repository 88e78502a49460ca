from typing import ClassVar

from django.db import models

from kernel.models import Identified
from marketplace.choices import LONGEST_NAME, Alerts
from search.ports import LONGEST_TEXT


class SavedSearch(Identified):
    """What a member looks for in the directory: words and groups of tags, as the directory takes them."""

    organization = models.ForeignKey("accounts.Organization", models.CASCADE, related_name="+")
    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    name = models.CharField(max_length=LONGEST_NAME)
    text = models.CharField(max_length=LONGEST_TEXT, blank=True)
    tags = models.JSONField(default=list)
    kinds = models.JSONField(default=list)
    alerts = models.CharField(max_length=7, choices=Alerts, default=Alerts.NEVER)
    created_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["user", "organization", "-created_at"], name="searches_of_a_member")]

    def __str__(self) -> str:
        return f"{self.pk} {self.alerts}"

    @property
    def asked(self) -> list[tuple[str, str]]:
        """Words and filters by the names that the address of the directory gives them."""
        pairs = (tag.partition(":") for group in self.tags for tag in group)
        words = [("q", self.text)] if self.text else []
        alone = [("find", self.kinds[0])] if len(self.kinds) == 1 else []
        return [*words, *alone, *((name, code) for name, _colon, code in pairs)]


class FoundOffer(models.Model):
    """
    An offer that fits a saved search: met once, told once.

    What fitted when its alerts began is there as told, since the member saw it then.
    """

    search = models.ForeignKey(SavedSearch, models.CASCADE, related_name="found")
    offer = models.ForeignKey("partners.Offer", models.CASCADE, related_name="+")
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["search", "offer"], name="offer_found_once")]

    def __str__(self) -> str:
        return f"{self.search_id} {self.offer_id}"


class UnmetSearch(models.Model):
    """How often words, with these filters, found nothing on a day; who asked is kept nowhere."""

    text = models.CharField(max_length=LONGEST_TEXT)
    language = models.CharField(max_length=2)
    tags = models.CharField(max_length=300, blank=True)
    day = models.DateField()
    count = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "text", "tags", "language"], name="unmet_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.count}"
