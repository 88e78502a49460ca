"""Who is looking at a page: the member, and the organization it works for at the moment."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from accounts import queries
from accounts.choices import PARTNER_KINDS, Kind
from kernel.actor import ANONYMOUS, Actor
from kernel.errors import Refused
from kernel.ids import NIL

ACTING = "acting"  # of an operator's session: the mandate it acts under
View = Callable[..., HttpResponseBase]


def actor_of(request: HttpRequest) -> Actor:
    """Return who asks, the same for the whole request."""
    if not request.user.is_authenticated:
        return ANONYMOUS
    held: Any = request
    if not hasattr(held, "qafila_actor"):
        found = queries.actor_for(request.user, session=request.session)  # type: ignore[arg-type]
        held.qafila_actor = queries.acting(found, request.session.get(ACTING))
    actor: Actor = held.qafila_actor
    return actor


def member_required(view: View) -> View:
    """Let members in; others sign in first, and a person without organization is told so on the account page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if actor_of(request).organization_id == NIL:
            return redirect("account")
        return view(request, *args, **kwargs)

    return login_required(guarded)


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
