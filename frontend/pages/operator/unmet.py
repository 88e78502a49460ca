"""Searches that found nothing, for the team: what is lacking on the market, or in the words that the search knows."""

from datetime import date, timedelta

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from frontend import formats
from frontend.pages.actors import actor_of, operator_required
from frontend.shown import searches as shown
from kernel import clock
from kernel.tables import csv_file
from marketplace import queries

PERIODS = [(30, _("30 days")), (90, _("90 days")), (365, _("One year"))]


class PeriodForm(forms.Form):
    days = forms.TypedChoiceField(label=_("Period"), coerce=int, choices=PERIODS, required=False)


@operator_required
@require_safe
def unmet(request: HttpRequest) -> HttpResponse:
    days = _days(request)
    found = queries.unmet_searches(actor_of(request), first=_first(days))
    context = {
        "form": PeriodForm(initial={"days": days}),
        "columns": shown.unmet_columns(),
        "rows": [shown.unmet_row(one) for one in found.rows],
        "untold": shown.untold(found.untold),
        "file_url": f"{reverse('operator_unmet_file')}?days={days}",
    }
    return render(request, "pages/operator/unmet.html", context)


@operator_required
@require_safe
def unmet_file(request: HttpRequest) -> FileResponse:
    """Give the same list as CSV."""
    found = queries.unmet_searches(actor_of(request), first=_first(_days(request)))
    file = csv_file(shown.unmet_table(found), comma=formats.language() != "en")
    answer = FileResponse(file, as_attachment=True, filename="unmet.csv", content_type="text/csv; charset=utf-8")
    answer["Cache-Control"] = "private, no-store"
    return answer


def _days(request: HttpRequest) -> int:
    form = PeriodForm(request.GET)
    return (form.cleaned_data["days"] if form.is_valid() else 0) or 90


def _first(days: int) -> date:
    return clock.moroccan_day(clock.now()) - timedelta(days=days - 1)
