from typing import ClassVar

from django.db import models
from django.db.models import Q

from kernel.models import Identified
from messaging.choices import About, MessageKind


class Conversation(Identified):
    """
    What organizations write to each other about one subject: its messages are numbered from 1, without a gap.

    While it is masked, ways to reach a person that somebody types are hidden from the other side.
    """

    about = models.CharField(max_length=8, choices=About)
    subject_id = models.UUIDField()
    last_sequence = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()
    is_masked = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["about", "subject_id"], name="conversation_once")]

    def __str__(self) -> str:
        return f"{self.about} {self.subject_id} {self.last_sequence}"


class Participant(Identified):
    """An organization that takes part, until it leaves."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="participants")
    organization = models.ForeignKey("accounts.Organization", models.CASCADE, related_name="+")
    is_named = models.BooleanField(default=False)  # whether the others may know its name while it is masked
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conversation", "organization"], name="participant_once")
        ]
        indexes: ClassVar = [models.Index(fields=["organization", "conversation"], name="conversations_of_one")]

    def __str__(self) -> str:
        return f"{self.organization_id} in {self.conversation_id}"


class Message(Identified):
    """
    One message: what its sender named it by (`client_id`) makes a second sending the same one.

    The order is that of the sequence, never of the clock. What happened to the subject is an event, told in codes.
    """

    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="messages")
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=5, choices=MessageKind, default=MessageKind.TEXT)
    # The organization may be erased and a person may leave; what was written to another stays with that other.
    organization = models.ForeignKey("accounts.Organization", models.DO_NOTHING, db_constraint=False, related_name="+")
    user = models.ForeignKey("accounts.User", models.DO_NOTHING, db_constraint=False, related_name="+")
    client_id = models.UUIDField()
    text = models.TextField(blank=True, default="")
    facts = models.JSONField(default=dict)
    document = models.ForeignKey("documents.Document", models.SET_NULL, null=True, related_name="+")
    posted_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["sequence"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conversation", "sequence"], name="message_in_its_place"),
            models.UniqueConstraint(fields=["user", "client_id"], name="message_sent_once"),
            models.CheckConstraint(
                condition=Q(removed_at=None) | Q(text="", document=None), name="nothing_of_a_removed_message_is_left"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id} {self.sequence}"


class Revision(models.Model):
    """What a message said before it was changed."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="revisions")
    text = models.TextField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.message_id} {self.at:%Y-%m-%d}"


class ReadMark(models.Model):
    """How far a person has read a conversation, and whether it wants to be told of more."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="read_marks")
    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    sequence = models.PositiveIntegerField(default=0)
    read_at = models.DateTimeField()
    is_muted = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["conversation", "user"], name="read_mark_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.sequence}"
