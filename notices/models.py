from typing import ClassVar

from django.db import models

from kernel.models import Identified
from notices.choices import NoticeKind


class Notice(Identified):
    """Something one member is told, once: `key` names the event and the member."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    organization = models.ForeignKey("accounts.Organization", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=NoticeKind)
    subject = models.JSONField()
    key = models.CharField(max_length=120, unique=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["user", "organization", "-created_at", "-id"], name="notice_list")]

    def __str__(self) -> str:
        return self.key


class Delivery(models.Model):
    """The e-mail of a notice; its Message-ID is the same at each try, so that mailboxes drop a second copy."""

    notice = models.OneToOneField(Notice, models.CASCADE, related_name="delivery")
    message_id = models.CharField(max_length=120, unique=True)
    sent_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.message_id
