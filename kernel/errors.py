"""
What an action may answer instead of a result.

`Model.DoesNotExist` says not visible (404), `Refused` visible but not allowed (403), Django's `ValidationError` bad
input beside its field (400), `Question` a doubt that the person may answer (400 with readings), `Conflict` that the
row is no longer in the state the request assumed (409), `TooMany` that it was done often enough for now (429).
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError


class Refused(Exception):
    """The actor sees the row but may not do this to it."""

    def __init__(self, action: str) -> None:
        super().__init__(action)
        self.action = action


class Conflict(Exception):
    """The row moved on; `code` names how, `message` says it to a person."""

    def __init__(self, code: str, message: Any = "", **params: Any) -> None:
        super().__init__(code)
        self.code, self.message, self.params = code, message, params


class TooMany(Exception):
    """It was done often enough for now; `wait` says after how long it may be tried again, at the latest."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(str(wait))
        self.wait = wait


class Question(ValidationError):
    """
    A doubt about one field: nothing is written, what was typed stays, likely readings are proposed.

    The answer is a reading sent instead, or the same request again with this code in `confirmed`. It accepts this doubt
    and no other: one that was never shown is still asked about. What has several readings has to be sent as one of them.
    """

    def __init__(self, field: str, message: Any, *, code: str, readings: Sequence[Any] = (), **params: Any) -> None:
        super().__init__({field: [ValidationError(message, code=code, params=params)]})
        self.field, self.question_code, self.readings = field, code, tuple(readings)
