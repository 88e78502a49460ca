"""Today of an operator: partners to verify, verifications that end soon, suspended organizations."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts import queries as accounts
from accounts.choices import Duty
from frontend.pages.actors import actor_of
from frontend.shown import operator as shown
from kernel import clock
from partners import queries

MOST = 50


def queue(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    today = clock.moroccan_day(clock.now())
    context: dict[str, Any] = shown.queue(
        today,
        list(queries.cases_to_verify(actor)[:MOST]),
        list(accounts.ending_verifications(actor, today, today + queries.SOON)[:MOST]),
        list(accounts.overseen(actor).exclude(suspended_at=None)[:MOST]),
    )
    context |= {"person": request.user.name, "may_oversee": accounts.operates(actor, Duty.OVERSEE)}  # type: ignore[union-attr]
    return render(request, "pages/operator/today.html", context)
