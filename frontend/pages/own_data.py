"""Own data of an exported good: its process, the materials bought, and what they come to beside default values."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts import queries as accounts
from footprint import actions, queries
from footprint.files import communication as files
from frontend.pages.actors import actor_of, exporter_required
from frontend.pages.own_data_filled import OwnForms
from frontend.pages.tables import TYPES
from frontend.shown import own_data as shown
from kernel import clock


@exporter_required
@require_http_methods(["GET", "HEAD", "POST"])
def own_data(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """Show what own data of a good come to, and take them."""
    actor = actor_of(request)
    product = queries.border_good(actor, export_id, today=clock.moroccan_day(clock.now()))
    if product is None:
        return redirect("cbam_answer")
    line: Any = product.line
    forms = OwnForms(request.POST or None, product)
    if request.method == "POST" and all(form.is_valid() for form in forms.every):
        try:
            actions.set_own_data(actor, export_id=export_id, values=forms.values(), now=clock.now())
        except ValidationError as error:
            for path, problems in error.error_dict.items():
                form, field = forms.place(path)
                form.add_error(field, [message for problem in problems for message in problem.messages])
        else:
            return redirect("own_data", export_id=export_id)
    if not line.can_change:
        for form in forms.every:
            form.only_read()
    workbooks = shown.workbooks(queries.installation_years(actor))
    context = shown.page(product) | {
        "workbooks": workbooks,
        "own": forms,
        "forms": forms.every,
        "by_flows": forms.by_flows,
    }
    return render(request, "pages/own-data.html", context | {"can_change": line.can_change})


@exporter_required
@require_safe
def communication(request: HttpRequest) -> FileResponse:
    """Give the fields of the EU communication template for one installation (`site`) and `year`, what is known filled in."""
    actor = actor_of(request)
    firm: Any = accounts.organization(actor)
    try:
        site = UUID(asked) if (asked := request.GET.get("site", "")) else None
        year = int(asked) if (asked := request.GET.get("year", "")) else None
    except ValueError as error:
        raise Http404 from error
    file = files.communication(
        actor, firm=firm.name, city=firm.city, today=clock.moroccan_day(clock.now()), site=site, year=year
    )
    answer = FileResponse(file, as_attachment=True, filename="cbam-communication.xlsx", content_type=TYPES["xlsx"])
    answer["Cache-Control"] = "private, no-store"
    return answer
