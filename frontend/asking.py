"""
Forms that may ask as well as refuse.

A doubt is not an error: nothing turns red, what was typed stays, and the likely readings stand beside the field. The form
is held back by an error of the code `question`, which no list of errors shows.
"""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from kernel.errors import Question

CODE = "question"


@dataclass(frozen=True)
class Ask:
    """What the component <c-ask> shows."""

    name: str
    title: str
    why: str
    answers: list[dict[str, str]] = field(default_factory=list)
    answer: str = ""
    about: str = ""


class AskingForm(forms.Form):
    """A form whose fields may each carry a question; the answer comes back as `<field>_reading`, on the value asked about."""

    asks: dict[str, Ask]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asks = {}

    def reading(self, name: str) -> str:
        """Return the answer given for this field, unless what it was asked about has changed since."""
        typed, asked = self.data.get(self.add_prefix(name), ""), self.data.get(self.add_prefix(f"{name}_asked"))
        return str(self.data.get(self.add_prefix(f"{name}_reading"), "")) if asked == typed else ""

    def ask(self, question: Question, *, why: str, answers: list[dict[str, str]]) -> None:
        """Hold the form back with a question beside its field."""
        name = question.field
        title = " ".join(question.messages)
        about = str(self.data.get(self.add_prefix(name), ""))
        self.asks[name] = Ask(self.add_prefix(f"{name}_reading"), title, why, answers, self.reading(name), about)
        self.add_error(None, ValidationError(title, code=CODE))


def unsure() -> dict[str, str]:
    """Return the answer that every question offers."""
    return {"value": "again", "label": gettext("No, I will write it again"), "note": ""}
