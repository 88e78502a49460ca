"""A year of bills filled in after the one before: the same activities, days and units, the quantities to write."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from footprint import actions, queries
from frontend.pages.actors import actor_of, exporter_required
from frontend.pages.bill_forms import BillForm
from frontend.shown import bills as shown
from frontend.shown import filling
from kernel import clock
from kernel.actor import Actor
from kernel.errors import Question
from kernel.policy import require


@exporter_required
@require_http_methods(["GET", "HEAD", "POST"])
def last_year(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Offer the bills of the year before a year later; what is filled in is kept, the rest counts for nothing."""
    actor = actor_of(request)
    site = queries.sites(actor).get(pk=site_id)
    require(site, "enter_bill")
    rows = list(queries.bills(actor, site_id))
    kind, year = shown.kind_asked(request.GET.get("kind", "")), shown.year_of(request.GET.get("year", ""), rows)
    repeated = [one for one in queries.to_repeat(rows, year) if shown.kind_of(one.bill) == kind]
    forms = [_form(request, one, kind) for one in repeated]
    filled = [form for form in forms if form.is_bound]
    kept = [form for form in filled if _keep(actor, site_id, form)]
    if request.method == "POST":
        said = ngettext("%(count)s bill kept.", "%(count)s bills kept.", len(kept)) % {"count": len(kept)}
        messages.info(request, said if kept else gettext("Nothing is kept yet."))
        if filled and len(kept) == len(filled):
            return redirect(f"{reverse('bills', args=[site_id])}?kind={kind}&year={year}")
    open_ones = [(one, form) for one, form in zip(repeated, forms, strict=True) if form not in kept]
    return render(request, "pages/last_year.html", filling.last_year(site, open_ones, kind=kind, year=year))


def _form(request: HttpRequest, one: Any, kind: str) -> BillForm:
    """Return the form of a row, bound when something was typed in it."""
    prefix = f"of-{one.bill.pk.hex}"
    typed = request.POST if request.POST.get(f"{prefix}-quantity", "").strip() else None
    return BillForm(typed, kind=kind, prefix=prefix, initial=filling.repeated(one))


def _keep(actor: Actor, site_id: UUID, form: BillForm) -> bool:
    if not form.is_valid():
        return False
    try:
        actions.enter_bill(actor, site_id=site_id, values=form.values, confirmed=form.confirmed, now=clock.now())
    except Question as question:
        form.doubt(question)
    except ValidationError as error:
        form.refuse(error)
    else:
        return True
    return False
