"""The demand around a partner's offers, and the firms it looks for."""

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

from frontend import formats
from frontend.asking import AskingForm
from frontend.pages.actors import actor_of, exporter_required, partner_required
from frontend.shown import demand as shown
from kernel import clock
from kernel.text import fold
from matching import actions, queries
from matching.choices import Horizon, SizeBand
from reference import queries as reference


def _codes(kind: str) -> list[tuple[str, str]]:
    return sorted(reference.names(kind).items(), key=lambda one: fold(one[1]))


class IdealCustomerForm(AskingForm):
    """The firms that a partner looks for; nothing ticked is anybody."""

    sectors = forms.MultipleChoiceField(
        label=_("Sectors"), required=False, choices=lambda: _codes("sector"), widget=forms.CheckboxSelectMultiple
    )
    regions = forms.MultipleChoiceField(
        label=_("Regions"), required=False, choices=lambda: _codes("region"), widget=forms.CheckboxSelectMultiple
    )
    sizes = forms.MultipleChoiceField(
        label=_("Headcount"),
        required=False,
        choices=lambda: [one for one in SizeBand.choices if one[0]],
        widget=forms.CheckboxSelectMultiple,
    )


class NeedForm(forms.Form):
    """How soon a firm buys, and whether partners may see the need."""

    horizon = forms.ChoiceField(
        label=_("When do you want it?"),
        required=False,
        widget=forms.RadioSelect,
        choices=lambda: [("", gettext("I do not know yet")), *Horizon.choices],
    )
    is_visible = forms.BooleanField(
        label=_("Partners may see my need"),
        help_text=_("Those whose offer serves it see the need, your sector and your region, never your name."),
        required=False,
    )


def need_form(need: Any) -> dict[str, Any] | None:
    """Return the form of a need with where it goes, for who may fill it in."""
    if not need.can_match:
        return None
    form = NeedForm(initial={"horizon": need.horizon, "is_visible": need.is_visible})
    return {"form": form, "url": reverse("say_of_need", args=[need.site_id, need.pk])}


@partner_required
@require_http_methods(["GET", "HEAD", "POST"])
def demand(request: HttpRequest) -> HttpResponse:
    """Show how many firms each offer fits or nearly fits; keep whom the partner looks for."""
    actor = actor_of(request)
    row: Any = queries.ideal_customer(actor)
    initial = {name: getattr(row, name) for name in IdealCustomerForm.base_fields} if row else {}
    form = IdealCustomerForm(request.POST or None, initial=initial)
    if not actor.writes:
        form.only_read()
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_ideal_customer(actor, values=form.cleaned_data, now=clock.now())
        except ValidationError as error:
            for name, problems in error.error_dict.items():
                form.add_error(name, problems)
        else:
            messages.success(request, gettext("Kept."))
            return redirect("demand")
    context = shown.page(queries.demand(actor, formats.language()))
    return render(request, "pages/demand.html", context | {"form": form, "may_edit": actor.writes})


@exporter_required
@require_POST
def say_of_need(request: HttpRequest, site_id: UUID, need_id: UUID) -> HttpResponse:
    """Keep how soon the firm buys, and whether partners may see the need."""
    form = NeedForm(request.POST)
    if form.is_valid():
        actions.say_of_need(actor_of(request), need_id=need_id, **form.cleaned_data, now=clock.now())
        messages.success(request, gettext("Kept."))
    return redirect("need_matches", site_id=site_id, need_id=need_id)
