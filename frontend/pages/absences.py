"""When a partner is away, and whether it has room: one page, three small forms."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from frontend import formats
from frontend.asking import AskingForm, DayField
from frontend.pages.actors import actor_of, partner_required
from kernel import clock
from kernel.actor import Actor
from partners import actions, queries


class AbsenceForm(AskingForm):
    starts_on = DayField(label=_("First day away"))
    ends_on = DayField(label=_("Last day away"))


@partner_required
@require_http_methods(["GET", "HEAD", "POST"])
def absences(request: HttpRequest) -> HttpResponse:
    """Show when the partner is away; note one more absence."""
    actor = actor_of(request)
    form = AbsenceForm(request.POST or None)
    if not actor.writes:
        form.only_read()
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_absence(actor, **form.cleaned_data, now=clock.now())
        except ValidationError as error:
            for name, problems in error.error_dict.items():
                form.add_error(name, problems)
        else:
            messages.success(request, gettext("Kept."))
            return redirect("absences")
    return render(request, "pages/absences.html", _context(actor) | {"form": form})


@partner_required
@require_POST
def remove_absence(request: HttpRequest, absence_id: UUID) -> HttpResponse:
    actions.remove_absence(actor_of(request), absence_id=absence_id)
    messages.success(request, gettext("Taken back."))
    return redirect("absences")


@partner_required
@require_POST
def set_full(request: HttpRequest) -> HttpResponse:
    """Say that no request fits in, or that some do again."""
    full = request.POST.get("full") == "yes"
    actions.set_full(actor_of(request), full=full, now=clock.now())
    messages.success(
        request, gettext("No new request comes until you say so.") if full else gettext("Requests come again.")
    )
    return redirect("absences")


def _context(actor: Actor) -> dict[str, Any]:
    today = clock.moroccan_day(clock.now())
    rows = [
        {"id": row.pk, "text": f"{formats.day(row.starts_on, 'weekday')} – {formats.day(row.ends_on, 'weekday')}"}
        for row in queries.absences(actor).filter(ends_on__gte=today)
    ]
    is_full = queries.is_full(actor.organization_id)
    return {"absences": rows, "is_full": is_full, "may_edit": actor.writes}
