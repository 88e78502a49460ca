"""Own data of an exported good: its process per tonne, the materials bought, and what they come to beside default values."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import queries as accounts
from footprint import actions, queries
from footprint.files import communication as files
from frontend import formats
from frontend.asking import AskingForm, NumberField
from frontend.pages.actors import actor_of, exporter_required
from frontend.pages.tables import TYPES
from frontend.shown import own_data as shown
from kernel import clock

ROWS = 2
TONNES, EMISSIONS = _("t per t"), _("t CO₂e per t")
SOURCES = [("", _("I do not know yet")), ("default", _("Default value")), ("measured", _("Measured by its maker"))]


class ProcessForm(AskingForm):
    """What the firm's own process emits per tonne of good."""

    direct_tco2e_t = NumberField(
        label=_("Direct emissions of your process"),
        help_text=_("Fuels burnt and process gases of your workshop, without what you buy"),
        unit=EMISSIONS,
        required=False,
    )
    indirect_tco2e_t = NumberField(label=_("Emissions of the electricity used"), unit=EMISSIONS, required=False)
    route = forms.ChoiceField(label=_("Production route"), required=False)

    def __init__(self, *args: Any, product: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["route"].choices = [("", gettext("I do not know yet")), *shown.routes(product.routes)]
        if not product.routes:
            del fields["route"]
        if not product.counts_electricity:
            del fields["indirect_tco2e_t"]


class MaterialForm(AskingForm):
    """One material that is bought to make the good."""

    code = forms.CharField(
        label=_("Customs code of the material"),
        help_text=_("Wire rod 7213, unwrought aluminium 7601, clinker 2523 10…"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    tonnes_per_tonne = NumberField(label=_("Tonnes of it per tonne of good"), unit=TONNES, required=False)
    origin = forms.ChoiceField(label=_("Country where it was made"), required=False)
    source = forms.ChoiceField(label=_("Its emissions"), choices=SOURCES, required=False)
    route = forms.ChoiceField(label=_("Production route"), required=False)
    direct_tco2e_t = NumberField(label=_("Direct emissions that its maker reports"), unit=EMISSIONS, required=False)
    indirect_tco2e_t = NumberField(
        label=_("Emissions of electricity that its maker reports"), unit=EMISSIONS, required=False
    )
    free_allocation_t = NumberField(label=_("Free allocation that its maker reports"), unit=EMISSIONS, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["origin"].choices = [("", gettext("Choose")), ("unknown", gettext("I do not know")), *shown.origins()]
        fields["route"].choices = [("", gettext("I do not know yet")), *shown.routes(tuple("ABCDEFGHJKL"))]


@exporter_required
@require_http_methods(["GET", "HEAD", "POST"])
def own_data(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """Show what own data of a good come to, and take them."""
    actor = actor_of(request)
    product = queries.border_good(actor, export_id, today=clock.moroccan_day(clock.now()))
    if product is None:
        return redirect("cbam_answer")
    line: Any = product.line
    kept = product.own or {}
    bought = kept.get("precursors", [])
    data = request.POST or None
    process = ProcessForm(data, product=product, initial=_written(kept))
    rows = max(ROWS, len(bought) + 1)
    materials = [
        MaterialForm(data, prefix=f"m{at}", initial=_written(bought[at]) if at < len(bought) else {})
        for at in range(min(rows, actions.MOST_PRECURSORS))
    ]
    every = [process, *materials]
    if request.method == "POST" and all(form.is_valid() for form in every):
        try:
            filled = [form for form in materials if _said(form)]
            values = {**_said(process), "precursors": [_said(form) for form in filled]}
            actions.set_own_data(actor, export_id=export_id, values=values, now=clock.now())
        except ValidationError as error:
            _beside(error, process, filled)
        else:
            return redirect("own_data", export_id=export_id)
    if not line.can_change:
        for form in every:
            form.only_read()
    context = shown.page(product) | {"form": process, "materials": materials, "forms": every}
    return render(request, "pages/own-data.html", context | {"can_change": line.can_change})


@exporter_required
@require_safe
def communication(request: HttpRequest) -> FileResponse:
    """Give the fields of the EU communication template, with what is known of the firm filled in."""
    actor = actor_of(request)
    firm: Any = accounts.organization(actor)
    file = files.communication(actor, firm=firm.name, city=firm.city, today=clock.moroccan_day(clock.now()))
    answer = FileResponse(file, as_attachment=True, filename="cbam-communication.xlsx", content_type=TYPES["xlsx"])
    answer["Cache-Control"] = "private, no-store"
    return answer


def _written(kept: Any) -> dict[str, Any]:
    numbers = {name for name, field in MaterialForm.base_fields.items() if isinstance(field, NumberField)}
    return {
        name: formats.number(formats.exact(value), most=9) if name in numbers else value
        for name, value in kept.items()
        if name != "precursors"
    }


def _said(form: Any) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if value not in {None, ""}}


def _beside(error: ValidationError, process: Any, filled: list[Any]) -> None:
    """Put each problem beside the field of the form that it is about."""
    for path, problems in error.error_dict.items():
        words = [message for problem in problems for message in problem.messages]
        form, field = process, path
        if path.startswith("precursors."):
            _list, at, field = path.split(".", 2)
            form = filled[int(at)]
        form.add_error(field if field in form.fields else None, words)
