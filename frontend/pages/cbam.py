"""Does the carbon border tax concern me: three questions for a visitor, the declared exports for a firm."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.choices import Kind
from footprint import actions, queries
from frontend import formats
from frontend.asking import AskingForm, NumberField, unsure
from frontend.pages.actors import actor_of, exporter_required
from frontend.shown import cbam as shown
from kernel import clock
from kernel.actor import Actor
from kernel.errors import Question

LEAST_RATE, MOST_RATE = 2, 50  # beyond is a slip of the decimal mark


class CbamForm(AskingForm):
    code = forms.CharField(
        label=_("Customs code of what you sell to the EU"),
        help_text=_("As on the invoice or the declaration: 7318 15 82, 0805 10…"),
        max_length=40,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    tonnes = NumberField(label=_("Tonnes you sell a year"), unit=_("t"), required=False)
    importer_tonnes = NumberField(
        label=_("Tonnes your buyer imports a year, from everybody"),
        help_text=_("At 50 t or less a year an importer is exempt"),
        unit=_("t"),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        typed = (cleaned.get(name, "") for name in ("tonnes", "importer_tonnes"))
        importer = queries.Importer(*(None if value == "" else value for value in typed))
        try:
            queries.check_importer(cleaned.get("code") or "", importer)
        except ValidationError as error:
            self.add_error(None, error)
        return cleaned


class VisitorForm(CbamForm):
    """The questions of a visitor, with the rate at which costs are to be shown in dirhams too."""

    mad_per_eur = NumberField(label=_("Dirhams for one euro"), unit=_("MAD"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mad_per_eur"].help_text = shown.rate_help()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        rate = cleaned.get("mad_per_eur")
        if isinstance(rate, Decimal) and not LEAST_RATE <= rate <= MOST_RATE:
            self.add_error("mad_per_eur", gettext("A euro is about ten dirhams: check this rate."))
        return cleaned


@require_safe
def cbam(request: HttpRequest) -> HttpResponse:
    """Ask three questions, or show the answer to them; a firm goes on to its own exports."""
    if actor_of(request).kind == Kind.SME and "code" not in request.GET:
        return redirect("cbam_answer")
    form = VisitorForm(request.GET if "code" in request.GET else None)
    if not form.is_bound or not form.is_valid():
        return render(request, "pages/cbam.html", {"form": form})
    line = queries.line_of(
        form.cleaned_data["code"],
        tonnes=form.cleaned_data.get("tonnes") or None,
        importer_tonnes=form.cleaned_data.get("importer_tonnes") or None,
    )
    return render(
        request,
        "pages/cbam-answer.html",
        shown.visitor_page(
            line, request.build_absolute_uri(reverse("cbam")), form.cleaned_data.get("mad_per_eur") or None
        ),
    )


@exporter_required
@require_http_methods(["GET", "HEAD", "POST"])
def cbam_answer(request: HttpRequest) -> HttpResponse:
    """Show the answer for the firm's declared exports, and take one more."""
    actor = actor_of(request)
    edited = _edited(actor, request.GET.get("edit", ""))
    form = CbamForm(request.POST or None, initial=_initial(edited))
    firm: Any = queries.company(actor)
    if request.method == "POST" and form.is_valid():
        reading = form.reading("code")
        values = {
            "code": reading if reading not in {"", "again"} else form.cleaned_data["code"],
            "tonnes_year": form.cleaned_data.get("tonnes") or None,
            "importer_tonnes": form.cleaned_data.get("importer_tonnes") or None,
        }
        try:
            if edited is None:
                actions.declare_export(actor, values=values, now=clock.now())
            else:
                actions.change_export(actor, export_id=edited.pk, values=values, now=clock.now())
        except Question as question:
            answers = [{"value": str(one), "label": str(one), "note": ""} for one in question.readings]
            form.ask(question, why=gettext("Nothing is padded behind your back."), answers=[*answers, unsure()])
        except ValidationError as error:
            form.add_error("code", [message for problems in error.message_dict.values() for message in problems])
        else:
            return redirect("cbam_answer")
    context = shown.firm_page(queries.cbam_answer(actor), form if firm.can_change else None, edited)
    return render(request, "pages/cbam-answer.html", context)


def _edited(actor: Actor, wanted: str) -> Any:
    lines: Any = queries.exports(actor)
    return next((row for row in lines if str(row.pk) == wanted and row.can_change), None)


def _initial(edited: Any) -> dict[str, Any]:
    if edited is None:
        return {}
    figures = {"tonnes": edited.tonnes_year, "importer_tonnes": edited.importer_tonnes}
    written = {name: formats.number(value, most=6) for name, value in figures.items() if value is not None}
    return {"code": edited.code, **written}


@exporter_required
@require_POST
def remove_export(request: HttpRequest, export_id: UUID) -> HttpResponse:
    actions.remove_export(actor_of(request), export_id=export_id)
    return redirect("cbam_answer")
