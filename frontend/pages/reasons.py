"""Why an offer is, or is not, among the partners of a site; what the firm tells here changes the answer at once."""

from io import BytesIO
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from footprint import actions as footprint_actions
from footprint import queries as footprint
from frontend import formats
from frontend.asking import AskingForm
from frontend.pages.actors import actor_of, exporter_required, partner_required
from frontend.shown import needs
from frontend.shown import reasons as shown
from kernel import clock
from kernel.actor import Actor
from kernel.typesetting import HEADERS, NotTypeset
from marketplace import queries as marketplace
from matching import actions
from matching import queries as matching
from matching.files import reasons_name, reasons_pdf
from partners import queries as partners


@exporter_required
@require_http_methods(["GET", "HEAD", "POST"])
def reasons(request: HttpRequest, site_id: UUID, offer_id: UUID) -> HttpResponse:
    """Answer "why not?" of any offer; an answer to one of its questions is kept, and the site matched again."""
    actor = actor_of(request)
    form = None
    if request.method == "POST":
        form = _told(actor, site_id, request.POST)
        if form.is_valid():
            return redirect("reasons", site_id=site_id, offer_id=offer_id)
    site = footprint.sites(actor).get(pk=site_id)
    answer = _answer(actor, site_id, offer_id)
    return render(request, "pages/reasons.html", shown.page(site, answer, _place(actor, site_id, answer), form))


def _told(actor: Actor, site_id: UUID, typed: Any) -> AskingForm:
    """Keep what was told and match again; what cannot be kept stays typed, with the reason."""
    fact = typed.get("fact", "")
    form = needs.answer_form(fact, is_number=fact in shown.NUMBERS, of=shown.NUMBERS.get(fact, ""), data=typed)
    if form.is_valid():
        now = clock.now()
        try:
            footprint_actions.set_facts(actor, site_id=site_id, facts={fact: form.cleaned_data["answer"]}, now=now)
        except ValidationError as error:
            form.add_error("answer", error.messages)
        else:
            actions.request_matches(actor, site_id=site_id, now=now)
    return form


def _answer(actor: Actor, site_id: UUID, offer_id: UUID) -> Any:
    answer = matching.why_not(actor, site_id, offer_id)
    if answer is None:
        raise Http404
    return answer


def _place(actor: Actor, site_id: UUID, answer: Any) -> int | None:
    rows = matching.matches(actor, site_id, None, answer.result["kind"])
    return next((place for place, row in enumerate(rows, 1) if row.offer_id == answer.offer.pk), None)


@exporter_required
@require_safe
def reasons_file(request: HttpRequest, site_id: UUID, offer_id: UUID) -> HttpResponseBase:
    """Give the same reasons as a PDF, in the language of the page."""
    answer = _answer(actor_of(request), site_id, offer_id)
    found, owner = matching.why_not_reasons(answer, formats.language()), answer.offer.organization
    return _as_file(
        request,
        found,
        offer=partners.in_language(answer.offer, "name"),
        partner=partners.owner_name(answer.offer),
        is_demo=bool(owner and owner.is_demo),
        back=reverse("reasons", args=[site_id, offer_id]),
    )


@partner_required
@require_safe
def lead_reasons_file(request: HttpRequest, lead_id: UUID) -> HttpResponseBase:
    """Give the reasons of a request to the partner that was asked: those of its page, without the firm's name."""
    sheet = marketplace.lead(actor_of(request), lead_id)
    if sheet.side != "partner":
        raise Http404
    return _as_file(
        request,
        sheet.reasons,
        offer=sheet.offer_name,
        partner=sheet.partner.label,
        is_demo=sheet.is_demo,
        back=reverse("lead", args=[lead_id]),
    )


def _as_file(
    request: HttpRequest, found: Any, *, offer: str, partner: str, is_demo: bool, back: str
) -> HttpResponseBase:
    try:
        made = reasons_pdf(found, offer=offer, partner=partner, is_demo=is_demo)
    except NotTypeset:
        messages.error(request, gettext("The PDF could not be made this time. Try again in a minute."))
        return redirect(back)
    return FileResponse(BytesIO(made), as_attachment=True, filename=reasons_name(partner), headers=HEADERS)
