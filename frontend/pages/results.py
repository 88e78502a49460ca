"""What a company measured some months after it signed: four figures, and what they say of the quote."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from frontend.asking import AskingForm, DayField, NumberField
from frontend.pages.actors import actor_of, member_required
from frontend.shown import results as shown
from frontend.shown import subjects as talks
from kernel import clock
from kernel.actor import Actor
from kernel.policy import require
from marketplace import actions, queries
from marketplace.choices import GIVEN_STATES, ResultSource, ResultState


class ResultForm(AskingForm):
    state = forms.ChoiceField(label=_("Where it stands"), widget=forms.RadioSelect, choices=lambda: GIVEN_STATES)
    starts_on = DayField(label=_("First day measured"), required=False)
    ends_on = DayField(label=_("Last day measured"), required=False)
    energy_kwh = NumberField(
        label=_("Saved or produced"), unit=_("kWh"), required=False, help_text=_("Over these days, as metered.")
    )
    saving_mad = NumberField(
        label=_("Saved on your bills"), unit=_("MAD"), required=False, help_text=_("Over these days, without VAT.")
    )
    avoided_t = NumberField(
        label=_("Avoided"),
        unit=_("tCO₂e"),
        required=False,
        help_text=_("For a fuel; of electricity it follows from the kWh."),
    )
    source = forms.ChoiceField(
        label=_("Where these figures come from"),
        widget=forms.RadioSelect,
        choices=lambda: ResultSource.choices,
        required=False,
    )
    is_shared = forms.BooleanField(
        label=_("The partner may read these figures"),
        help_text=_("Else it reads that you have answered, and no figure."),
        required=False,
    )


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def result(request: HttpRequest, result_id: UUID) -> HttpResponse:
    """Show one result, with the form of who signed for it."""
    actor = actor_of(request)
    sheet = queries.result(actor, result_id)
    form = ResultForm(request.POST or None, initial=_initial(sheet))
    if request.method == "POST":
        require(queries.results(actor).get(pk=result_id), "answer")
        if form.is_valid() and _answered(actor, result_id, form):
            messages.success(request, gettext("Noted. The partner is told that you have answered."))
            return redirect("result", result_id=result_id)
    lead = queries.lead(actor, sheet.lead_id)
    context = {
        "result": shown.result(sheet),
        "form": form if sheet.can_answer else None,
        "title": talks.title_of(lead),
        "what": lead.subject,
        "is_demo": lead.is_demo,
        "request_url": talks.page_of(lead),
    }
    return render(request, "pages/result.html", context)


def _answered(actor: Actor, result_id: UUID, form: ResultForm) -> bool:
    """Keep what was typed; False when the room refuses it, with each problem beside its field."""
    values = {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in form.cleaned_data.items()
        if value not in (None, "")
    }
    try:
        actions.answer_result(actor, result_id=result_id, values=values, now=clock.now())
    except ValidationError as error:
        for name, problems in error.error_dict.items():
            form.add_error(name, problems)
        return False
    return True


def _initial(sheet: Any) -> dict[str, Any]:
    """Return what was answered, else the year or half year that ends today."""
    today = clock.moroccan_day(clock.now())
    days = {"starts_on": clock.months_after(today, -sheet.months), "ends_on": today}
    found: dict[str, Any] = {"state": ResultState.MEASURED}
    if sheet.answered_at is not None:
        days = {"starts_on": sheet.starts_on, "ends_on": sheet.ends_on}
        figures = {one.code: one.measured for one in sheet.figures}
        if sheet.is_avoided_computed:
            figures.pop("avoided_t")
        found = {"state": sheet.state, "source": sheet.source, "is_shared": sheet.is_shared}
        found |= {name: ResultForm.base_fields[name].write(value) for name, value in figures.items() if value}  # type: ignore[attr-defined]
    field: Any = ResultForm.base_fields["starts_on"]
    return found | {name: field.write(day) for name, day in days.items() if day}
