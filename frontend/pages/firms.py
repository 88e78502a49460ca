"""Firms that an institution invites, for it; and the invitation as the firm reads it."""

from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.choices import Kind
from footprint import actions, queries
from footprint.choices import FirmState
from footprint.files.firms import FIELDS
from frontend import formats, paging
from frontend.pages.actors import actor_of, institution_required, writer_required
from kernel import clock
from kernel.errors import Conflict, Refused


@institution_required
@require_safe
def firms(request: HttpRequest) -> HttpResponse:
    """List the firms with their answers; what a firm enters is never here."""
    actor = actor_of(request)
    found = paging.page(queries.firms(actor), request.GET, reverse("firms"), by="created_at")
    context = {
        "firms": [
            {
                "id": row.pk,
                "name": row.name,
                "state": FirmState(row.state).label,
                "day": row.answered_at or row.created_at,
                "can_withdraw": row.can_withdraw,
            }
            for row in found.rows
        ],
        "import_url": reverse("imports", args=["firms"]) if actor.writes else "",
        **found.links,
    }
    return render(request, "pages/firms.html", context)


@institution_required
@writer_required
@require_POST
def withdraw_firm(request: HttpRequest, firm_id: UUID) -> HttpResponse:
    actions.withdraw_firm(actor_of(request), firm_id=firm_id, now=clock.now())
    messages.success(request, gettext("The invitation no longer works."))
    return redirect("firms")


@require_http_methods(["GET", "HEAD", "POST"])
def firm(request: HttpRequest, token: str) -> HttpResponse:
    """Show what was prepared to whoever holds the letter; its firm accepts once it has an account, or declines."""
    try:
        found = queries.firm_of(token, clock.now())
        if request.method == "POST":
            return _answer(request, token, found)
    except (ObjectDoesNotExist, Conflict, Refused):
        return render(request, "pages/firm.html", {"firm": None}, status=404)
    actor = actor_of(request)
    is_mine = request.user.is_authenticated and request.user.email.lower() == found.email
    context = {
        "firm": found,
        "facts": _facts(found),
        "can_accept": is_mine and actor.kind == Kind.SME and actor.writes,
        "is_visitor": not request.user.is_authenticated,
        "login_url": f"{reverse('account_login')}?next={request.path}",
    }
    return render(request, "pages/firm.html", context)


def _answer(request: HttpRequest, token: str, found: Any) -> HttpResponse:
    now = clock.now()
    if request.POST.get("do") == "decline":
        actions.decline_firm(token=token, now=now)
        messages.success(request, gettext("Declined: what was prepared is erased."))
        return redirect("home")
    if not request.user.is_authenticated:
        get_adapter().stash_verified_email(request, found.email)
        return redirect(f"{reverse('account_signup')}?kind=sme&next={request.path}")
    actions.accept_firm(actor_of(request), token=token, email=request.user.email, now=now)
    messages.success(request, gettext("Accepted: these data are now your firm's, and yours alone."))
    return redirect("today")


def _facts(found: Any) -> list[dict[str, str]]:
    """Return every value that was prepared, under the name of its column."""
    language, shown = formats.language(), []
    for field in FIELDS:
        value = found.facts.get(field.name, getattr(found, field.name, ""))
        if value in ("", None) or field.name == "source_key":
            continue
        text = {True: gettext("yes"), False: gettext("no")}[value] if isinstance(value, bool) else str(value)
        labels = field.options(language) if field.options else {}
        shown.append({"term": field.title(language), "value": labels.get(text, text), "note": ""})
    return shown
