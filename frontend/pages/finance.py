"""What a financier and the firm that asked it do beside the request: terms, a document asked for, the file opened and closed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from frontend.pages.actors import actor_of, exporter_required, partner_required
from frontend.pages.lead_forms import DocumentForm, TermsForm
from frontend.pages.lead_steps import do
from frontend.shown import finance as shown
from kernel import clock
from marketplace import actions, queries


@partner_required
@require_safe
def firm_file(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    """Show what a firm has opened to this financier; once it is closed there is no such page."""
    found = queries.firm_file(actor_of(request), lead_id)
    return render(request, "pages/firm-file.html", shown.firm_file(found))


@partner_required
@require_POST
def ask_document(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    return do(request, lead_id, "document_form", DocumentForm(request.POST), actions.ask_document)


@partner_required
@require_POST
def offer_terms(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    return do(request, lead_id, "terms_form", TermsForm(request.POST), actions.offer_terms)


@exporter_required
@require_POST
def give_quotes(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    """Let the financier read the quotes received, or no longer."""
    return _kept(request, lead_id, actions.give_quotes, given=bool(request.POST.get("given")))


@exporter_required
@require_POST
def close_file(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    return _kept(request, lead_id, actions.close_file)


def _kept(request: HttpRequest, lead_id: UUID, action: Any, **more: Any) -> HttpResponse:
    action(actor_of(request), lead_id=lead_id, now=clock.now(), **more)
    messages.success(request, gettext("Done. It holds from this moment."))
    return redirect("request_sent", lead_id=lead_id)
