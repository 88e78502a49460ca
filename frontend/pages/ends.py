"""What is one's own: a copy of it, closing the account, closing the organization, taking that back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import actions, queries
from accounts.choices import CopyOf, CopyState
from frontend.pages.actors import actor_of, member_required, signed_in
from frontend.shown import ends as shown
from kernel import clock
from kernel.errors import TooMany
from kernel.policy import require
from marketplace import actions as marketplace
from marketplace import queries as requests
from partners import actions as partners


class PasswordForm(forms.Form):
    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "dir": "ltr"}),
    )


@signed_in
@require_safe
def your_data(request: HttpRequest) -> HttpResponse:
    """Show the copies that were asked for, and the ways out."""
    actor, person = actor_of(request), request.user
    organization: Any = queries.organizations(actor).first()
    context = {
        "copies": [
            {
                "id": str(one.pk),
                "of": str(CopyOf(CopyOf.ORGANIZATION if one.organization_id else CopyOf.PERSON).label),
                "name": one.organization.name if one.organization else "",
                "asked_at": one.asked_at,
                "expires_at": one.expires_at,
                "size": one.size,
                "is_ready": one.state == CopyState.READY,
            }
            for one in queries.copies(actor, request.session).filter(expires_at__gt=clock.now())
        ],
        "may_take": queries.may_take_copies(actor, request.session),
        "organization": organization,
        "may_close": bool(organization and organization.can_close),
        "is_owner": queries.manages(actor),
        "has_second_factor": queries.has_second_factor(person),  # type: ignore[arg-type]
    }
    return render(request, "pages/your-data.html", context)


@signed_in
@require_POST
def ask_copy(request: HttpRequest) -> HttpResponse:
    of = CopyOf.ORGANIZATION if request.POST.get("of") == CopyOf.ORGANIZATION else CopyOf.PERSON
    actions.ask_for_copy(actor_of(request), of=of, session=request.session, now=clock.now())
    messages.success(request, gettext("The copy is being made. You receive an e-mail when it is ready."))
    return redirect("your_data")


@signed_in
@require_safe
def copy_file(request: HttpRequest, copy_id: UUID) -> FileResponse:
    row, file = actions.open_copy(actor_of(request), copy_id=copy_id, session=request.session, now=clock.now())
    headers = queries.copy_headers()
    return FileResponse(file, as_attachment=True, filename=queries.copy_name(row), headers=headers)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def leave_account(request: HttpRequest) -> HttpResponse:
    """Say what goes and what stays, then close the account of who confirms by its password."""
    actor, form = actor_of(request), PasswordForm(request.POST or None)
    if request.method == "POST" and _done(
        form, lambda password: actions.close_account(actor.user_id, password=password, now=clock.now())
    ):
        logout(request)
        messages.success(request, gettext("Your account is closed and your data are erased."))
        return redirect("home")
    context = {
        "form": form,
        "facts": shown.leaving(queries.what_leaving_takes(actor)),
        "alone": list(queries.owned_alone(actor.user_id)),
    }
    return render(request, "pages/leave-account.html", context)


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def close_organization(request: HttpRequest) -> HttpResponse:
    """Say what ends at once and what is erased when, then close the organization of who confirms by its password."""
    actor, form = actor_of(request), PasswordForm(request.POST or None)
    row = queries.organization(actor)
    require(row, "close")
    if request.method == "POST" and _done(
        form, lambda password: marketplace.close_organization(actor, password=password, now=clock.now())
    ):
        messages.success(request, gettext("The organization is closed. You may take this back below."))
        return redirect("account")
    days = settings.KEEP_CLOSED_DAYS
    sent, received = requests.open_on_both_sides(actor)
    context = {
        "form": form,
        "organization": row,
        "facts": shown.closing(queries.what_closing_takes(actor), sent, received, days=days),
        "until": clock.now() + timedelta(days=days),
    }
    return render(request, "pages/close-organization.html", context)


@signed_in
@require_POST
def reopen_organization(request: HttpRequest, organization_id: UUID) -> HttpResponse:
    partners.reopen(request.user, organization_id=organization_id, session=request.session, now=clock.now())
    messages.success(request, gettext("The organization is open again. Keys, requests and accesses stay ended."))
    return redirect("account")


def _done(form: PasswordForm, act: Callable[[str], object]) -> bool:
    """Do what the password confirms; what is wrong stands in the form."""
    if not form.is_valid():
        return False
    try:
        act(form.cleaned_data["password"])
    except ValidationError as error:
        for name, problems in error.error_dict.items():
            form.add_error(name if name in form.fields else None, problems)
    except TooMany:
        form.add_error("password", gettext("Too many tries. Wait ten minutes."))
    else:
        return True
    return False
