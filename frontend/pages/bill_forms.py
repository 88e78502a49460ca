"""The form of a bill: typed in any writing, asked about beside its quantity."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from documents.choices import EXTENSIONS, Purpose
from footprint.choices import Document, Evidence
from frontend import formats
from frontend.asking import AskingForm, DayField, NumberField, unsure
from frontend.shown import bills as shown
from kernel.amounts import part_unit
from kernel.errors import Question

_READING = re.compile(r"-?\d+(\.\d+)?:.*")
_NEXT = "|"


class BillForm(AskingForm):
    activity = forms.ChoiceField(label=_("What the bill is for"))
    quantity = forms.CharField(
        label=_("Quantity"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "dir": "ltr", "autocomplete": "off"}),
    )
    unit = forms.ChoiceField(label=_("Unit"))
    amount = NumberField(label=_("Amount, tax included"), unit=_("MAD"), signed=True, required=False)
    tax = NumberField(label=_("Of which tax"), unit=_("MAD"), signed=True, required=False)
    start = DayField(label=_("First day"), help_text=_("Day, month, year; this day counts"), max_length=20)
    end = DayField(label=_("Last day"), help_text=_("This day counts too"), max_length=20)
    document = forms.ChoiceField(label=_("Document"), choices=lambda: Document.choices)
    evidence = forms.ChoiceField(label=_("What it rests on"), choices=lambda: Evidence.choices)
    proof_kept = forms.BooleanField(label=_("A green contract, and its proof is kept"), required=False)
    customer_pays = forms.BooleanField(label=_("The customer pays this transport"), required=False)

    supplier_factor = NumberField(
        label=_("Your supplier's own factor"),
        help_text=_("In kg CO₂e per unit of this bill: of one kWh, litre or tonne, as you chose above"),
        unit=_("kg CO₂e"),
        required=False,
    )
    supplier_document = forms.BooleanField(label=_("The supplier's document of this factor is kept"), required=False)
    paper = forms.FileField(
        label=_("Photo or PDF of the bill"),
        help_text=_(
            "Kept as your proof: no machine ever reads it, and nobody outside your firm sees it. At most 10 MB. It goes with the bill."
        ),
        required=False,
        widget=forms.FileInput(attrs={"accept": ",".join(f".{one}" for one in EXTENSIONS[Purpose.BILL])}),
    )

    NAMES = {
        "activity": "activity_id",
        "amount": "amount_mad",
        "tax": "tax_mad",
        "start": "starts_on",
        "end": "ends_on",
    }

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        activities = shown.activities_of(kind)
        choices: dict[str, Any] = {"activity": activities, "unit": shown.units_of(kind)}
        self.fields["quantity"].help_text = shown.HINTS.get(kind, "")
        for name, tab in (("proof_kept", "electricity"), ("customer_pays", "freight")):
            if kind != tab:
                del self.fields[name]
        for name, options in choices.items():
            field: Any = self.fields[name]
            field.choices = options

    def clean(self) -> dict[str, Any]:
        """Take the unit that is typed after the quantity: it says more than the list beside it, which may not have been touched."""
        cleaned = super().clean()
        units: Any = self.fields["unit"]
        quantity, unit = part_unit(cleaned.get("quantity", ""), dict(units.choices))
        if unit:
            cleaned |= {"quantity": quantity, "unit": unit}
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        """Return what was typed, with the reading chosen when a doubt was answered."""
        values = {self.NAMES.get(name, name): value for name, value in self.cleaned_data.items() if name != "paper"}
        for answer in filter(_READING.fullmatch, self.answers):
            quantity, _colon, values["unit"] = answer.partition(":")
            values["quantity"] = Decimal(quantity)  # not its writing, which would be read again as it was at first
        return values

    @property
    def answers(self) -> list[str]:
        """Return what was answered so far: a reading of the quantity, the codes of doubts that are right."""
        return [answer for answer in self.reading("quantity").split(_NEXT) if answer not in {"", "again"}]

    @property
    def confirmed(self) -> list[str]:
        """Return what is settled: the answers, and whoever chose between 12 and 12,000 is not asked about a thousandth again."""
        chosen = any(map(_READING.fullmatch, self.answers))
        return [*self.answers, "thousandth"] if chosen else self.answers

    def about(self, name: str) -> str:
        """Return what a question is about: beside the quantity, all that the bill says of its amount and days."""
        named = ("activity", "quantity", "unit", "start", "end", "document") if name == "quantity" else (name,)
        return " ".join(super(BillForm, self).about(one) for one in named)

    def refuse(self, error: ValidationError) -> None:
        """Put the room's problems beside the fields of this form."""
        ours = {name: field for field, name in self.NAMES.items()}
        for name, problems in error.error_dict.items():
            field = ours.get(name, name)
            self.add_error(field if field in self.fields else None, problems)

    def doubt(self, question: Question) -> None:
        """Ask beside the quantity; each answer holds the ones before it, so that none is asked for twice."""
        unit = self.cleaned_data.get("unit", "")
        readings = dict(
            (f"{one['quantity']}:{one['unit']}", shown.reading(one))
            if isinstance(one, dict)
            else (f"{one}:{unit}", formats.number(one))
            for one in question.readings
        )
        if question.question_code != "ambiguous":
            readings[question.question_code] = gettext("It is right as I wrote it")
        answers = [
            {"value": _NEXT.join([*self.answers, answer]), "label": label, "note": ""}
            for answer, label in readings.items()
        ]
        asked = Question("quantity", " ".join(question.messages), code=question.question_code)
        self.ask(asked, why=gettext("Nothing is written until you answer."), answers=[*answers, unsure()])
