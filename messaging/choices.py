from django.db.models import TextChoices

LONGEST_TEXT = 10_000
LONGEST_SEARCH = 200


class About(TextChoices):
    """What a conversation is about: a row of a room above, or a question to the team."""

    LEAD = "lead"
    OPERATOR = "operator"


class MessageKind(TextChoices):
    TEXT = "text"
    EVENT = "event"
