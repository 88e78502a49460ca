"""The person's account, the organization, its keys; notices; who sees what."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import i18n
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import actions, queries
from accounts.actions.consents import PRIVACY_VERSION
from accounts.choices import Kind, Scope
from frontend import paging
from frontend.pages.actors import actor_of, member_required, signed_in
from frontend.pages.sign_up import NOTICE
from frontend.shown import today as shown
from kernel import clock
from kernel.errors import Refused
from notices import actions as notices_actions
from notices import queries as notices_queries

PERIODS = [(30, _("30 days")), (90, _("90 days")), (365, _("One year"))]


class KeyForm(forms.Form):
    name = forms.CharField(label=_("What the key is for"), max_length=80, widget=forms.TextInput(attrs={"dir": "auto"}))
    scope = forms.ChoiceField(label=_("What it may do"), choices=lambda: Scope.choices)
    days = forms.TypedChoiceField(label=_("It ends after"), coerce=int, choices=PERIODS, initial=365)


@signed_in
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    return _account(request, KeyForm(), "")


def _account(request: HttpRequest, form: KeyForm, secret: str) -> HttpResponse:
    actor = actor_of(request)
    keys: Any = queries.keys(actor)
    memberships = list(queries.memberships(actor.user_id))
    person: Any = request.user
    context: dict[str, Any] = {
        "person": person,
        "has_second_factor": queries.has_second_factor(person),
        "organizations": [
            {
                "id": str(one.organization_id),
                "name": one.organization.name,
                "kind": Kind(one.organization.kind).label,
                "role": one.get_role_display(),
                "current": one.organization_id == actor.organization_id,
                "lacks_second_factor": queries.lacks_second_factor(person, one.organization, request.session),
            }
            for one in memberships
        ],
        "suspended": [
            {"name": one.name, "reason": one.get_suspended_for_display()}
            for one in queries.suspended_of(request.user.pk)  # type: ignore[arg-type]
        ],
        "closed": [
            {"id": str(one.pk), "name": one.name, "until": until}
            for one, until in queries.closings(request.user.pk)  # type: ignore[arg-type]
        ],
        "keys": [
            {
                "id": str(key.pk),
                "name": key.name,
                "scope": Scope(key.scope).label,
                "created_at": key.created_at,
                "expires_at": key.expires_at,
                "is_over": key.expires_at <= clock.now(),
                "last_used_at": key.last_used_at,
                "revoked_at": key.revoked_at,
                "can_revoke": key.can_revoke,
            }
            for key in keys
        ],
        "is_owner": queries.manages(actor),
        "form": form,
        "secret": secret,
        "here": reverse("account"),
    }
    return render(request, "pages/account.html", context)


@member_required
@require_POST
def create_key(request: HttpRequest) -> HttpResponse:
    """Make a key and show its secret this once."""
    actor, form, secret = actor_of(request), KeyForm(request.POST), ""
    if not queries.manages(actor):
        raise Refused("create_key")
    if form.is_valid():
        try:
            _key, secret = actions.create_key(actor, **form.cleaned_data, now=clock.now())
        except ValidationError as error:
            for name, problems in error.error_dict.items():
                form.add_error(name, problems)
    response = _account(request, KeyForm() if secret else form, secret)
    response["Cache-Control"] = "no-store"
    return response


@member_required
@require_POST
def revoke_key(request: HttpRequest, key_id: UUID) -> HttpResponse:
    actions.revoke_key(actor_of(request), key_id=key_id, now=clock.now())
    messages.success(request, gettext("The key no longer works."))
    return redirect("account")


@signed_in
@require_POST
def switch_organization(request: HttpRequest) -> HttpResponse:
    """Act for another of one's organizations from now on."""
    try:
        actions.switch_organization(request.user, organization_id=UUID(request.POST.get("organization", "")))  # type: ignore[arg-type]
    except ValueError as missing:
        raise Http404 from missing
    return redirect("today")


@require_http_methods(["GET", "POST"])
def session(request: HttpRequest) -> JsonResponse:
    """Tell an open page whose session it is and how long it lasts; a POST makes it last its whole time again."""
    known, seconds = request.user.is_authenticated, 0
    if known and request.method == "POST":
        request.session.modified = True  # it is kept, and its cookie sent, once more
        seconds = request.session.get_expiry_age()
    elif known:
        seconds = queries.session_lasts(request.session.session_key or "", now=clock.now())
    answer = JsonResponse({"person": str(request.user.pk or ""), "seconds": seconds})
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Change the language of the pages, and of a member's letters."""
    if request.user.is_authenticated:
        actions.change_language(request.user, language=request.POST.get("language", ""))  # type: ignore[arg-type]
    return i18n.set_language(request)


@member_required
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    found = paging.page(notices_queries.notices(actor), request.GET, reverse("notices"), by="created_at")
    context = {
        "notices": [shown.notice(one) for one in notices_queries.told(actor, found.rows)],
        "unread": notices_queries.unread_count(actor),
        **found.links,
    }
    return render(request, "pages/notices.html", context)


@member_required
@require_POST
def read_notices(request: HttpRequest) -> HttpResponse:
    """Mark every notice as read."""
    notices_actions.mark_read(actor_of(request), now=clock.now())
    return redirect("notices")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    rows = [{"term": term, "text": text} for term, text in NOTICE]
    context = {"rows": rows, "version": PRIVACY_VERSION, "closed_days": settings.KEEP_CLOSED_DAYS}
    return render(request, "pages/privacy.html", context)
