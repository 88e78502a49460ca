"""While an operator acts for a firm, each change it makes is written down beside it, in one transaction, with both names."""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from accounts.actions import record
from accounts.choices import Act
from accounts.queries import ACTING
from frontend.pages.actors import actor_of
from kernel import clock

Handler = Callable[[HttpRequest], HttpResponse]
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
TELL_THEMSELVES = frozenset({"stop_acting", "account_logout", "set_language"})


class ActsAreRecorded:
    """Codes and ids alone: the route, and what its address names."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in SAFE or ACTING not in request.session:
            return self.get_response(request)
        actor = actor_of(request)
        if not actor.operator_id.int:
            return self.get_response(request)
        with transaction.atomic():
            response = self.get_response(request)
            match = request.resolver_match
            route = match.view_name if match else ""
            if response.status_code >= 400:
                transaction.set_rollback(True)
            elif route not in TELL_THEMSELVES:
                ids = [f"{name}={value}" for name, value in (match.kwargs if match else {}).items()]
                record(actor, Act.ACTED_FOR, subject="route", subject_id=route[:60], now=clock.now(), ids=ids)
        return response
