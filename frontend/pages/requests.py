"""Requests a firm has sent: where each stands, and what to do next."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from frontend import paging
from frontend.pages.actors import actor_of, exporter_required
from frontend.pages.conversations import conversation_url
from frontend.pages.lead_forms import acts
from frontend.shown import finance, quotes, results
from frontend.shown import requests as shown
from kernel import clock
from kernel.actor import Actor
from kernel.errors import Conflict
from marketplace import actions, queries


@exporter_required
@require_safe
def requests_sent(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    found = paging.page(queries.sent(actor), request.GET, reverse("requests_sent"), by="sent_at")
    requests = shown.rows(queries.sheets(actor, found.rows))
    return render(request, "pages/requests.html", {"requests": requests, **found.links})


@exporter_required
@require_safe
def request_sent(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    return sheet(request, actor_of(request), lead_id)


def sheet(request: HttpRequest, actor: Actor, lead_id: UUID, **typed: Any) -> HttpResponse:
    """Show one request with its forms, one of them perhaps as it was typed."""
    sheet = queries.lead(actor, lead_id)
    if sheet.side != "sme":
        raise Http404
    context = {
        "lead": shown.sent_sheet(sheet),
        "acts": acts(sheet, **typed),
        "finance": finance.for_firm(sheet) if sheet.is_finance else None,
        "answer": shown.plain(queries.plain_answer(queries.of_the_same_need(actor, sheet))),
        "matches_url": reverse("matches", args=[sheet.site_id]),
        "conversation_url": conversation_url(actor, lead_id),
        "results": results.links(queries.result_sheets(actor, queries.results_of(actor, lead_id))),
        "quotes": quotes.links(queries.quote_sheets(actor, queries.quotes_of(actor, lead_id))),
    }
    return render(request, "pages/request.html", context)


@exporter_required
@require_POST
def withdraw_request(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    try:
        actions.withdraw_lead(actor_of(request), lead_id=lead_id, now=clock.now())
    except Conflict:
        messages.error(request, gettext("The partner answered first; here is the answer."))
    else:
        messages.success(request, gettext("Request withdrawn."))
    return redirect("request_sent", lead_id=lead_id)
