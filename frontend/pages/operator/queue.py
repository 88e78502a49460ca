"""Today of an operator: partners to verify, verifications that end soon, suspended organizations."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts import queries as accounts
from accounts.choices import Duty
from frontend.pages.actors import actor_of
from frontend.shown import contests as contested
from frontend.shown import operator as shown
from frontend.shown.subjects import subjects
from kernel import clock
from marketplace import queries as marketplace
from matching import queries as matching
from messaging import queries as messaging
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
    now = clock.now()
    parts = {"late": marketplace.late, "unanswered": marketplace.unanswered, "refused": marketplace.refused}
    found = {name: rows(actor, now=now) for name, rows in parts.items()}
    requests = {name: (rows.count(), marketplace.watched(rows[:MOST])) for name, rows in found.items()}
    partners = {one.partner_id for _count, rows in requests.values() for one in rows}
    overseen = set(accounts.overseen(actor).filter(pk__in=partners).values_list("pk", flat=True))
    context["requests"] = shown.requests(requests, overseen)
    context["may_step_in"] = accounts.operates(actor, Duty.STEP_IN)
    context["reported"] = shown.reported(marketplace.report_sheets(marketplace.overseen_reports(actor)[:MOST]))
    context["contested"] = contested.waiting(matching.contest_sheets(matching.overseen_contests(actor)[:MOST]))
    if messaging.speaks_for_team(actor):
        letters = list(messaging.waiting_for_team(actor)[:MOST])
        context["letters"] = shown.letters(letters, subjects(actor, letters))
    context |= {"person": request.user.name, "may_oversee": accounts.operates(actor, Duty.OVERSEE)}  # type: ignore[union-attr]
    return render(request, "pages/operator/today.html", context)
