from typing import Any

from rest_framework import serializers

from api.serializers import Strict
from messaging.choices import LONGEST_SEARCH, LONGEST_TEXT, About, MessageKind


class ConversationOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    about = serializers.ChoiceField(choices=About.choices)
    subject_id = serializers.UUIDField(
        help_text="The lead; of a conversation with the team, the organization that writes to it."
    )
    last_sequence = serializers.IntegerField(help_text="How many messages it has: they are numbered from 1.")
    last_at = serializers.DateTimeField()
    read = serializers.IntegerField(help_text="Up to where the caller has read.")
    muted = serializers.BooleanField(help_text="Whether the caller is told of new messages no more.")
    is_masked = serializers.BooleanField(help_text="Ways to reach a person are hidden from the other side.")
    closed_at = serializers.DateTimeField(allow_null=True)
    can_post = serializers.BooleanField()


class MessageIn(Strict):
    client_id = serializers.UUIDField(
        help_text="A name of your own: sent again under it, the message is the first one."
    )
    text = serializers.CharField(allow_blank=True, max_length=LONGEST_TEXT, trim_whitespace=False)
    document_id = serializers.UUIDField(required=False, allow_null=True, default=None)


class TextIn(Strict):
    text = serializers.CharField(allow_blank=True, max_length=LONGEST_TEXT, trim_whitespace=False)


class ReadIn(Strict):
    sequence = serializers.IntegerField(min_value=0, max_value=2**31 - 1)


class MuteIn(Strict):
    muted = serializers.BooleanField()


class MessageOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    conversation_id = serializers.UUIDField()
    sequence = serializers.IntegerField(help_text="Its place: order and completeness rest on it, never on a clock.")
    kind = serializers.ChoiceField(choices=MessageKind.choices)
    mine = serializers.BooleanField(help_text="Whether the caller's organization wrote it.")
    author = serializers.CharField(help_text="Empty as long as contacts are not given, and when the team answers.")
    client_id = serializers.UUIDField()
    text = serializers.CharField()
    hidden = serializers.BooleanField(help_text="Something in it is kept until contacts are given.")
    facts = serializers.DictField(help_text="Of an event: its code and what goes with it.")
    document_id = serializers.UUIDField(allow_null=True)
    posted_at = serializers.DateTimeField()
    edited_at = serializers.DateTimeField(allow_null=True)
    removed_at = serializers.DateTimeField(allow_null=True)
    can_change = serializers.BooleanField()
    can_remove = serializers.BooleanField()


class WordsIn(serializers.Serializer[Any]):
    q = serializers.CharField(max_length=LONGEST_SEARCH, help_text="Words, in any of the three languages.")


class BegunOut(serializers.Serializer[Any]):
    """A request whose own words hold what was looked for; they stand before the first message of its conversation."""

    id = serializers.UUIDField(help_text="The lead: the subject of its conversation.")
    message = serializers.CharField()
    hides = serializers.BooleanField(help_text="Something in it is kept until contacts are given.")
    sent_at = serializers.DateTimeField()


class MessagesFoundOut(serializers.Serializer[Any]):
    results = MessageOut(many=True)
    begun = BegunOut(many=True)


class MarkOut(serializers.Serializer[Any]):
    sequence = serializers.IntegerField()
    is_muted = serializers.BooleanField()
