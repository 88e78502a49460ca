"""What a site makes, and what one tonne or piece of it carries."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from footprint import actions, queries
from footprint.choices import Boundary, Output, SharedBy
from frontend.asking import AskingForm, NumberField, unsure
from frontend.pages.actors import actor_of, exporter_required, page_of_the_form
from frontend.shown import statements as shown
from kernel import clock
from kernel.actor import Actor
from kernel.errors import Question


def _number(label: Any, unit: Any = "", help_text: Any = "", *, required: bool = False) -> NumberField:
    return NumberField(label=label, unit=unit, help_text=help_text, required=required)


class ProductForm(AskingForm):
    name = forms.CharField(
        label=pgettext_lazy("product", "Product"), max_length=120, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    unit = forms.ChoiceField(label=_("Counted in"), choices=Output.choices)
    made = _number(_("Made in the year"), required=True)
    exported = _number(_("Of which exported"))
    code = forms.CharField(
        label=_("Customs code"), required=False, max_length=40, widget=forms.TextInput(attrs={"dir": "ltr"})
    )
    boundary = forms.ChoiceField(label=_("How far its footprint goes"), choices=Boundary.choices)
    mass_kg = _number(_("Mass of all that was made"), _("kg"), _("For pieces, when mass is the rule"))
    energy_mj = _number(_("Energy that all of it holds"), _("MJ"), _("When energy is the rule"))
    revenue_mad = _number(_("Sales of all of it"), _("MAD"), _("When sales are the rule"))
    is_waste = forms.BooleanField(
        label=_("It is waste"), required=False, help_text=_("Waste carries nothing: products carry all.")
    )


class RuleForm(AskingForm):
    shared_by = forms.ChoiceField(
        label=_("Share the site out by"),
        choices=SharedBy.choices,
        widget=forms.RadioSelect,
        help_text=_("Mass where products are alike; sales where mass would be absurd. Keep one rule every year."),
    )


@exporter_required
@require_http_methods(["GET", "HEAD", "POST"])
def products(request: HttpRequest, site_id: UUID, year: int) -> HttpResponse:
    """List what a site made in a year with what each carries; take one more, a change, or another rule."""
    actor = actor_of(request)
    sites = queries.sites_of_firm(actor)
    site: Any = queries.chosen_site(sites, site_id)
    rows = list(queries.products(actor, site_id).filter(year=year))
    wanted = request.GET.get("edit", "")
    edited: Any = next((one for one in rows if str(one.pk) == wanted and one.can_change), None)  # type: ignore[attr-defined]
    is_rule = request.method == "POST" and request.POST.get("do") == "rule"
    is_product = request.method == "POST" and not is_rule
    form = ProductForm(request.POST if is_product else None, initial=_initial(edited))
    rule = RuleForm(request.POST if is_rule else None, initial={"shared_by": site.shared_by or SharedBy.MASS})
    here = reverse("products", args=[site_id, year])
    if (is_rule and rule.is_valid() and _share(actor, site_id, rule)) or (
        is_product and form.is_valid() and _keep(actor, site_id, year, form, edited)
    ):
        return redirect(here)
    found = queries.statement(actor, year, site_id=site_id, every=sites)
    context = {
        "site": site,
        "year": year,
        "rows": [_row(one, here) for one in rows],
        "table": shown.products(found) if found else None,
        "form": form if site.can_change else None,
        "rule": rule,
        "edited": edited,
        "back_url": f"{reverse('footprint', args=[site_id])}?year={year}",
    }
    return render(request, "pages/products.html", context)


def _row(one: Any, here: str) -> dict[str, Any]:
    return {
        "name": one.name,
        "edit_url": f"{here}?edit={one.pk}#product" if one.can_change else "",
        "remove_url": reverse("remove_product", args=[one.pk]) if one.can_remove else "",
    }


def _initial(edited: Any) -> dict[str, Any]:
    if edited is None:
        return {}
    found = {}
    for name, field in ProductForm.base_fields.items():
        value = getattr(edited, name)
        found[name] = field.write(value) if isinstance(field, NumberField) and value is not None else value
    return found


def _share(actor: Actor, site_id: UUID, rule: RuleForm) -> bool:
    actions.change_site(actor, site_id=site_id, values=rule.cleaned_data, now=clock.now())
    return True


def _keep(actor: Actor, site_id: UUID, year: int, form: ProductForm, edited: Any) -> bool:
    """Keep what was typed; False when the room refuses or asks, beside the field it is about."""
    values = {**form.cleaned_data, "year": year}
    try:
        if edited is None:
            actions.add_product(actor, site_id=site_id, values=values, now=clock.now())
        else:
            actions.change_product(actor, product_id=edited.pk, values=values, now=clock.now())
    except Question as question:
        answers = [{"value": str(one), "label": str(one), "note": ""} for one in question.readings]
        form.ask(question, why=gettext("Nothing is written until you answer."), answers=[*answers, unsure()])
    except ValidationError as error:
        for name, problems in error.error_dict.items():
            form.add_error(name if name in form.fields else None, problems)
    else:
        return True
    return False


@exporter_required
@require_POST
def remove_product(request: HttpRequest, product_id: UUID) -> HttpResponse:
    gone = actions.remove_product(actor_of(request), product_id=product_id)
    return redirect("products", site_id=gone.site_id, year=gone.year)


@exporter_required
@require_POST
def base_year(request: HttpRequest) -> HttpResponse:
    """Mark the year that the firm measures itself against, or none any more."""
    actor = actor_of(request)
    try:
        if request.POST.get("do") == "unmark":
            actions.unmark_base_year(actor)
        else:
            actions.mark_base_year(actor, year=request.POST.get("year", ""), now=clock.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    page = page_of_the_form(request)
    return redirect("footprint" if page == request.path else page)
