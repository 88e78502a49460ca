from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from documents.choices import PaperKind, Purpose, State
from kernel.models import Identified


class Document(Identified):
    """A file of an organization, under a random name outside of the web; its own name is only shown."""

    organization = models.ForeignKey("accounts.Organization", models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=10, choices=Purpose)
    kind = models.CharField(max_length=12, choices=PaperKind, default=PaperKind.OTHER)
    name = models.CharField(max_length=120)
    stored = models.CharField(max_length=32, unique=True)
    media_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=7, choices=State)
    uploaded_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")
    uploaded_at = models.DateTimeField()
    expires_on = models.DateField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organization", "-id"], name="documents_of_one")]

    def __str__(self) -> str:
        return self.name


class Grant(Identified):
    """Lets another organization read a document, from an instant until another; its end may come before."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="grants")
    giver = models.ForeignKey("accounts.Organization", models.CASCADE, related_name="+")
    receiver = models.ForeignKey("accounts.Organization", models.CASCADE, related_name="+")
    given_by = models.ForeignKey("accounts.User", models.SET_NULL, null=True, related_name="+")
    starts_at = models.DateTimeField()
    until = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until__gt=F("starts_at")), name="grant_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["document", "receiver"], condition=Q(withdrawn_at=None), name="one_grant_each"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} for {self.receiver_id}"


class ReadLog(models.Model):
    """Somebody of another organization opened a document: written once."""

    document = models.ForeignKey(Document, models.DO_NOTHING, db_constraint=False, related_name="+")
    user = models.ForeignKey("accounts.User", models.DO_NOTHING, db_constraint=False, related_name="+")
    organization = models.ForeignKey("accounts.Organization", models.DO_NOTHING, db_constraint=False, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["document", "-at"], name="readings_of_a_document")]

    def __str__(self) -> str:
        return f"{self.document_id} {self.user_id} {self.at:%Y-%m-%d %H:%M}"
