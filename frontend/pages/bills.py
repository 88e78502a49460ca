"""Bills of a site, year by year: one open row to enter or mend, the others a line each."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from footprint import actions, queries
from frontend.pages import bill_papers, undoing
from frontend.pages.actors import actor_of, exporter_required
from frontend.pages.bill_forms import BillForm
from frontend.shown import bills as shown
from kernel import clock
from kernel.errors import Question


@exporter_required
@require_http_methods(["GET", "HEAD", "POST"])
def bills(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Show a year of bills of one kind, and keep the open one."""
    actor = actor_of(request)
    site = queries.sites(actor).get(pk=site_id)
    rows = list(queries.bills(actor, site_id))
    kind = shown.kind_asked(request.GET.get("kind", ""))
    year = shown.year_of(request.GET.get("year", ""), rows)
    edited = next((row for row in rows if str(row.pk) == request.GET.get("edit")), None)
    if edited is not None:
        kind, year = shown.kind_of(edited), edited.starts_on.year
    initial = shown.initial(edited, rows, kind, year) | shown.asked_for(request.GET, kind, edited)
    form = BillForm(request.POST or None, request.FILES or None, kind=kind, initial=initial)
    if request.method == "POST" and form.is_valid():
        where = f"{reverse('bills', args=[site_id])}?kind={kind}"
        before = edited and undoing.facts_of(edited)
        try:
            kept = keep(actor, site_id, edited, form)
        except Question as question:
            form.doubt(question)
        except ValidationError as error:
            form.refuse(error)
        else:
            if before:
                undoing.remember(request, before, "changed")
            where = f"{where}&year={kept.starts_on.year}"
            is_whole = bill_papers.keep(request, actor, kept.pk, form.cleaned_data["paper"])
            return redirect(f"{where}#kept-{kept.pk}" if is_whole else f"{where}&edit={kept.pk}#open")
    context = shown.page(site, rows, kind=kind, year=year, form=form, edited=edited, result=None)
    context["undo"] = undoing.offered(request, site_id)
    context["live"] = shown.live(queries.result(actor, site_id, year))
    return render(request, "pages/bills.html", context)


def keep(actor: Any, site_id: UUID, edited: Any, form: BillForm) -> Any:
    more: dict[str, Any] = {"values": form.values, "confirmed": form.confirmed, "now": clock.now()}
    if edited is not None:
        return actions.change_bill(actor, bill_id=edited.pk, **more)
    return actions.enter_bill(actor, site_id=site_id, **more)
