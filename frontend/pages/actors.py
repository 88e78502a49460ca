"""Who is looking at a page: the member, and the organization it works for at the moment."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from accounts import queries
from accounts.choices import PARTNER_KINDS, Kind
from kernel.actor import ANONYMOUS, Actor
from kernel.errors import Refused
from kernel.ids import NIL

View = Callable[..., HttpResponseBase]


def actor_of(request: HttpRequest) -> Actor:
    """Return who asks, the same for the whole request."""
    if not request.user.is_authenticated:
        return ANONYMOUS
    held: Any = request
    if not hasattr(held, "qafila_actor"):
        held.qafila_actor = queries.actor_in(request.session, request.user)  # type: ignore[arg-type]
    actor: Actor = held.qafila_actor
    return actor


def signed_in(view: View) -> View:
    """Let a person in who is signed in; who comes with a form signs in and is led back to its page, not to its address."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        return redirect_to_login(page_of_the_form(request))

    return guarded


def page_of_the_form(request: HttpRequest) -> str:
    """Return the address of the page that a form was sent from, else of this request, on this host."""
    referer = request.headers.get("Referer", "")
    if request.method != "POST" or not url_has_allowed_host_and_scheme(referer, {request.get_host()}):
        return request.get_full_path()
    parts = urlsplit(referer)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def member_required(view: View) -> View:
    """Let members in; others sign in first, and a person without organization is told so on the account page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if actor_of(request).organization_id == NIL:
            return redirect("account")
        return view(request, *args, **kwargs)

    return signed_in(guarded)


def writer_required(view: View) -> View:
    """Refuse a page that is only good for changing something to a member who reads."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not actor_of(request).writes:
            raise Refused(view.__name__)
        return view(request, *args, **kwargs)

    return guarded


def _of_kinds(*kinds: str) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if actor_of(request).kind not in kinds:
                raise Http404
            return view(request, *args, **kwargs)

        return member_required(guarded)

    return decorate


exporter_required = _of_kinds(Kind.SME)
operator_required = _of_kinds(Kind.OPERATOR)
partner_required = _of_kinds(*PARTNER_KINDS)
institution_required = _of_kinds(Kind.INSTITUTION)
