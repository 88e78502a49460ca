"""What an operator does from the queue: for a request that stands still, and with what is reported."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from accounts import queries as accounts
from frontend.pages.actors import actor_of, member_required
from frontend.shown import operator as shown
from kernel import clock
from kernel.errors import Conflict
from marketplace import actions, queries
from marketplace.choices import ReportOutcome


class OutcomeForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("What the team decides"), widget=forms.RadioSelect, choices=lambda: ReportOutcome.choices
    )


def _do(request: HttpRequest, lead_id: UUID, act: Callable[..., Any], said: dict[str, str]) -> HttpResponse:
    try:
        done = act(actor_of(request), lead_id=lead_id, now=clock.now())
    except Conflict as conflict:
        messages.error(request, str(conflict.message))
    else:
        messages.success(request, said.get(done if isinstance(done, str) else "", said[""]))
    return redirect("today")


@member_required
@require_POST
def remind(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    return _do(request, lead_id, actions.remind_partner, {"": gettext("The partner is reminded.")})


@member_required
@require_POST
def ask_next(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    said = {
        "": gettext("The company is told that another partner could help."),
        "sent": gettext("The next partner is asked, as the company chose."),
    }
    return _do(request, lead_id, actions.ask_next, said)


@member_required
@require_POST
def close(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    return _do(request, lead_id, actions.close_lead, {"": gettext("Closed; the company is told that no answer came.")})


@member_required
@require_safe
def report(request: HttpRequest, report_id: UUID) -> HttpResponse:
    return _page(request, report_id)


@member_required
@require_POST
def read_report(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Show the reported message with its near context; the reading is written down."""
    return _page(request, report_id, actions.read_report(actor_of(request), report_id=report_id, now=clock.now()))


@member_required
@require_POST
def settle_report(request: HttpRequest, report_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    queries.overseen_report(actor, report_id)
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        return _page(request, report_id, form=form)
    actions.settle_report(actor, report_id=report_id, **form.cleaned_data, now=clock.now())
    messages.success(request, gettext("Settled; who reported is told."))
    return redirect("today")


def _page(request: HttpRequest, report_id: UUID, excerpt: Any = (), form: OutcomeForm | None = None) -> HttpResponse:
    actor = actor_of(request)
    sheet = queries.report_sheets([queries.overseen_report(actor, report_id)])[0]
    seen = accounts.overseen(actor).filter(pk=sheet.reported_id).exists()
    context = {
        "report": shown.report(sheet),
        "excerpt": shown.excerpt(excerpt, sheet),
        "form": form or OutcomeForm(),
        "reported_url": reverse("operator_organization", args=[sheet.reported_id]) if seen else "",
        "read_url": reverse("operator_read_report", args=[report_id]) if sheet.has_message else "",
        "settle_url": "" if sheet.settled_at else reverse("operator_settle_report", args=[report_id]),
    }
    return render(request, "pages/operator/report.html", context)
