"""Bills of a site, year by year: one open row to enter or mend, the others a line each."""

import re
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from footprint import actions, queries
from footprint.choices import Document, Evidence
from frontend import formats
from frontend.asking import AskingForm, DayField, NumberField, unsure
from frontend.pages.actors import actor_of, exporter_required
from frontend.shown import bills as shown
from kernel import clock
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
        values = {self.NAMES.get(name, name): value for name, value in self.cleaned_data.items()}
        for answer in filter(_READING.fullmatch, self.answers):
            quantity, _colon, values["unit"] = answer.partition(":")
            values["quantity"] = Decimal(quantity)  # not its writing, which would be read again as it was at first
        return values

    @property
    def answers(self) -> list[str]:
        """Return what was answered so far: a reading of the quantity, the codes of doubts that are right."""
        return [answer for answer in self.reading("quantity").split(_NEXT) if answer not in {"", "again"}]

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


@exporter_required
@require_http_methods(["GET", "HEAD", "POST"])
def bills(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Show a year of bills of one kind, and keep the open one."""
    actor = actor_of(request)
    site = queries.sites(actor).get(pk=site_id)
    rows = list(queries.bills(actor, site_id))
    kind = request.GET.get("kind", "electricity")
    kind = kind if kind in shown.KINDS else "electricity"
    year = shown.year_of(request.GET.get("year", ""), rows)
    edited = next((row for row in rows if str(row.pk) == request.GET.get("edit")), None)
    if edited is not None:
        kind, year = shown.kind_of(edited), edited.starts_on.year
    form = BillForm(request.POST or None, kind=kind, initial=shown.initial(edited, rows, kind, year))
    if request.method == "POST" and form.is_valid():
        where = f"{reverse('bills', args=[site_id])}?kind={kind}"
        try:
            kept = keep(actor, site_id, edited, form)
        except Question as question:
            form.doubt(question)
        except ValidationError as error:
            form.refuse(error)
        else:
            return redirect(f"{where}&year={kept.starts_on.year}#kept-{kept.pk}")
    context = shown.page(site, rows, kind=kind, year=year, form=form, edited=edited, result=None)
    context["live"] = shown.live(queries.result(actor, site_id, year))
    return render(request, "pages/bills.html", context)


def keep(actor: Any, site_id: UUID, edited: Any, form: BillForm) -> Any:
    more: dict[str, Any] = {"values": form.values, "confirmed": form.answers, "now": clock.now()}
    if edited is not None:
        return actions.change_bill(actor, bill_id=edited.pk, **more)
    return actions.enter_bill(actor, site_id=site_id, **more)


@exporter_required
@require_POST
def remove_bill(request: HttpRequest, bill_id: UUID) -> HttpResponse:
    """Remove a bill; the page asked before."""
    actor = actor_of(request)
    row = queries.bill(actor, bill_id)
    try:
        actions.remove_bill(actor, bill_id=bill_id, now=clock.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(f"{reverse('bills', args=[row.site_id])}?kind={shown.kind_of(row)}&year={row.starts_on.year}")
