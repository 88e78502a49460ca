"""A partner's requests: the list beside the sheet; accept, or decline with a reason."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from accounts.choices import Kind
from frontend import paging
from frontend.pages.actors import actor_of, partner_required
from frontend.pages.conversations import conversation_url
from frontend.pages.lead_forms import acts, team_of
from frontend.shown import finance, quotes, results
from frontend.shown import requests as shown
from kernel import clock
from kernel.actor import Actor
from kernel.errors import Conflict, Refused
from marketplace import actions, queries
from marketplace.choices import LONGEST_NOTE, UNDER_WAY, given_reasons


class DeclineForm(forms.Form):
    reason = forms.ChoiceField(label=_("Why"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("A word more"),
        help_text=_("The firm reads it as it stands."),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"dir": "auto"}),
    )

    def __init__(self, *args: Any, kind: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = given_reasons(kind)  # type: ignore[attr-defined]


@partner_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/inbox.html", _list(request, actor_of(request)))


@partner_required
@require_safe
def lead(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    """Show one request; reading changes nothing: the page itself says by a POST that a member has it before the eyes."""
    actor = actor_of(request)
    return sheet(request, actor, lead_id)


@partner_required
@require_POST
def see_lead(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    """Note that a member has the request before the eyes; sent by the page itself, never by a link."""
    _do(actions.see_lead, request, lead_id)
    return HttpResponse(status=204)


@partner_required
@require_POST
def accept_lead(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    if _do(actions.accept_lead, request, lead_id):
        told = gettext("Taken on. The firm's name and contact are below.")
        is_financier = actor_of(request).kind == Kind.FINANCIER
        messages.success(request, gettext("Noted; the other side is told.") if is_financier else told)
    return redirect("lead", lead_id=lead_id)


@partner_required
@require_POST
def decline_lead(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    form = DeclineForm(request.POST, kind=actor_of(request).kind)
    if form.is_valid():
        try:
            _do(actions.decline_lead, request, lead_id, **form.cleaned_data)
        except ValidationError as error:
            for name, problems in error.error_dict.items():
                form.add_error(name, problems)
        else:
            return redirect("lead", lead_id=lead_id)
    return sheet(request, actor_of(request), lead_id, decline_form=form)


def _do(action: Any, request: HttpRequest, lead_id: UUID, **more: Any) -> bool:
    """Do one thing to a request; a race lost is said, not shown as an error page."""
    try:
        action(actor_of(request), lead_id=lead_id, now=clock.now(), **more)
    except Refused:
        messages.error(request, gettext("You may read this request, not answer it."))
        return False
    except Conflict as error:
        said = gettext("This request was answered or withdrawn meanwhile.")
        messages.error(request, str(error.message) if error.code == "lead_impartiality" else said)
        return False
    return True


def _write_url(actor: Actor, sheet: Any) -> str:
    """Return where a quote is written; a financier names its terms instead."""
    writes = actor.writes and sheet.status in UNDER_WAY and not sheet.is_finance
    return reverse("write_quote", args=[sheet.id]) if writes else ""


def _list(request: HttpRequest, actor: Actor, current: UUID | None = None) -> dict[str, Any]:
    rows, by, kept, filters = queries.inbox(actor), "sent_at", [], {}
    if actor.kind == Kind.FINANCIER:
        asked = finance.asked(request.GET)
        rows, by, filters = queries.queue(actor), "ready", finance.filters(queries.found_in_queue(actor), asked)
        for name, values in asked.items():
            rows = queries.narrowed(rows, name, values)
        kept = [(name, value) for name, values in asked.items() for value in values]
    found = paging.page(rows, request.GET, reverse("inbox"), by=by, kept=kept)
    waiting = queries.waiting(actor)
    headline = ngettext("%(count)s request waits.", "%(count)s requests wait.", waiting) % {"count": waiting}
    return {
        "headline": headline,
        "leads": [shown.lead_row(one, current, found.query) for one in queries.sheets(actor, found.rows)],
        **found.links,
        **filters,
        "stream_url": "/ws/live/",
        "lead": None,
        "list_url": f"{reverse('inbox')}{found.query}",
    }


def sheet(
    request: HttpRequest, actor: Actor, lead_id: UUID, *, decline_form: forms.Form | None = None, **typed: forms.Form
) -> HttpResponse:
    """Show one request with its forms, one of them perhaps as it was typed."""
    sheet = queries.lead(actor, lead_id)
    if sheet.side != "partner":
        raise Http404
    context = _list(request, actor, lead_id) | {
        "lead": shown.lead_sheet(sheet),
        "finance": finance.for_financier(sheet) if sheet.is_finance else None,
        "acts": acts(sheet, team=team_of(actor), **typed),
        "conversation_url": conversation_url(actor, lead_id),
        "results": results.links(queries.result_sheets(actor, queries.results_of(actor, lead_id))),
        "quotes": quotes.links(queries.quote_sheets(actor, queries.quotes_of(actor, lead_id))),
        "write_url": _write_url(actor, sheet),
        "here": reverse("lead", args=[lead_id]),
        "decline_form": decline_form or DeclineForm(kind=actor.kind),
        "accept_url": reverse("accept_lead", args=[lead_id]),
        "decline_url": reverse("decline_lead", args=[lead_id]),
        "see_url": reverse("see_lead", args=[lead_id]) if sheet.status == "sent" and sheet.can_answer else "",
    }
    return render(request, "pages/inbox.html", context)
