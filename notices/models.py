from typing import ClassVar

from django.db import models

from kernel.models import Identified
from notices.choices import NoticeKind, Pace


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
    in_digest = models.BooleanField(default=False)  # it waits for the letter of the day
    answered_at = models.DateTimeField(null=True)  # by its link, which then works no more

    def __str__(self) -> str:
        return self.message_id


class Preference(models.Model):
    """How one kind of notice comes to a person by e-mail, once it chose."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    pace = models.CharField(max_length=7, choices=Pace)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "kind"], name="preference_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind} {self.pace}"


class QuietHours(models.Model):
    """When a person wants no e-mail, in Moroccan time, once it chose; no hours when both are the same."""

    user = models.OneToOneField("accounts.User", models.CASCADE, related_name="+")
    starts = models.TimeField()
    ends = models.TimeField()
    sundays = models.BooleanField()

    def __str__(self) -> str:
        return f"{self.user_id} {self.starts:%H:%M}-{self.ends:%H:%M}"
