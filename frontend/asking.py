"""
Forms that may ask as well as refuse.

A doubt is not an error: nothing turns red, what was typed stays, and the likely readings stand beside the field. The form
is held back by an error of the code `question`, which no list of errors shows.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from frontend import formats
from kernel.amounts import parse_amount
from kernel.errors import Question
from kernel.numbers import Ambiguous, Unreadable, parse_date

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


class TypedField(forms.CharField):
    """What people type in their own writing; the form reads it in the page's language, and asks when it can be read twice."""

    unreadable: Any
    ATTRS: ClassVar[dict[str, str]] = {"dir": "ltr", "autocomplete": "off"}

    def __init__(self, *, unit: Any = "", max_length: int = 40, **options: Any) -> None:
        super().__init__(max_length=max_length, widget=forms.TextInput(attrs=self.ATTRS), **options)
        self.unit = unit

    def read(self, typed: str) -> Any:
        """
        Return the value that was typed.

        :raises Unreadable: when it is none
        :raises Ambiguous: when it has several readings
        """
        raise NotImplementedError

    def write(self, value: Any) -> str:
        """Return a value as this field would show it."""
        raise NotImplementedError


class NumberField(TypedField):
    """A number in any writing, with or without its unit, as a Decimal; not below zero unless `signed`."""

    unreadable = _("This is not a number.")
    ATTRS: ClassVar[dict[str, str]] = {"inputmode": "decimal", **TypedField.ATTRS}

    def __init__(self, *, signed: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.signed = signed

    def read(self, typed: str) -> Decimal:
        value = parse_amount(typed, str(self.unit or ""), formats.language())
        if value < 0 and not self.signed:
            raise ValidationError(gettext("This cannot be below zero."), code="too_low")
        return value

    def write(self, value: Any) -> str:
        return formats.number(value, most=6)


class DayField(TypedField):
    """A day in any writing, as a date."""

    unreadable = _("This is not a day of the calendar.")

    def read(self, typed: str) -> date:
        return parse_date(typed, formats.language())

    def write(self, value: Any) -> str:
        return formats.day(value)


class AskingForm(forms.Form):
    """A form whose fields may each carry a question; the answer comes back as `<field>_reading`, on the value asked about."""

    asks: dict[str, Ask]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asks = {}

    def clean(self) -> dict[str, Any]:
        """Read what was typed in the fields that have a writing of their own."""
        cleaned = super().clean() or self.cleaned_data
        for name, typed in self.fields.items():
            if isinstance(typed, TypedField) and cleaned.get(name):
                cleaned[name] = self._read(name, typed, cleaned[name])
        return cleaned

    def _read(self, name: str, typed: TypedField, text: str) -> Any:
        try:
            return typed.read(text)
        except Ambiguous as several:
            readings = {str(one): one for one in several.readings}
            if (answer := self.reading(name)) in readings:
                return readings[answer]
            answers = [{"value": key, "label": typed.write(one), "note": ""} for key, one in readings.items()]
            asked = Question(name, gettext("Which one did you mean?"), code="ambiguous")
            self.ask(asked, why=gettext("Nothing is written until you answer."), answers=[*answers, unsure()])
        except Unreadable:
            self.add_error(name, typed.unreadable)
        except ValidationError as error:
            self.add_error(name, error)
        return None

    def only_read(self) -> None:
        """Show what is kept to a member who may not change it."""
        for field_ in self.fields.values():
            field_.disabled = True

    def about(self, name: str) -> str:
        """Return what a question beside this field is about: what was typed there."""
        return str(self.data.get(self.add_prefix(name), ""))

    def reading(self, name: str) -> str:
        """Return the answer given for this field, unless what it was asked about has changed since."""
        asked = self.data.get(self.add_prefix(f"{name}_asked"))
        return str(self.data.get(self.add_prefix(f"{name}_reading"), "")) if asked == self.about(name) else ""

    def ask(self, question: Question, *, why: str, answers: list[dict[str, str]]) -> None:
        """Hold the form back with a question beside its field."""
        name = question.field
        title = " ".join(question.messages)
        answer = self.reading(name)
        self.asks[name] = Ask(self.add_prefix(f"{name}_reading"), title, why, answers, answer, self.about(name))
        self.add_error(None, ValidationError(title, code=CODE))


def unsure() -> dict[str, str]:
    """Return the answer that every question offers."""
    return {"value": "again", "label": gettext("No, I will write it again"), "note": ""}
