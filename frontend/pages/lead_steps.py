"""What either side of a request does next: a question, a visit, a signature, or why there is none."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from frontend.pages import inbox, requests
from frontend.pages.actors import actor_of, member_required
from frontend.pages.lead_forms import AssignForm, DelayForm, LossForm, QuestionForm, VisitForm, team_of
from kernel import clock
from kernel.actor import Actor
from kernel.errors import Conflict, Refused
from marketplace import actions, queries


def do(request: HttpRequest, lead_id: UUID, name: str, form: forms.Form, act: Callable[..., Any]) -> HttpResponse:
    """Do one thing to a request; what was typed wrong stays on its page, and a race lost is said."""
    actor = actor_of(request)
    side = queries.lead(actor, lead_id).side
    page = "lead" if side == "partner" else "request_sent"
    if form.is_valid():
        try:
            act(actor, lead_id=lead_id, now=clock.now(), **form.cleaned_data)
        except Refused:
            messages.error(request, gettext("You may read this request, not answer it."))
        except Conflict as error:
            messages.error(request, str(error.message))
        except ValidationError as error:
            for field, problems in error.error_dict.items():
                form.add_error(field if field in form.fields else None, problems)
        else:
            messages.success(request, gettext("Noted; the other side is told."))
        if not form.errors:
            return redirect(page, lead_id=lead_id)
    show = inbox.sheet if side == "partner" else requests.sheet
    return show(request, actor, lead_id, **{name: form})


@member_required
@require_POST
def ask_question(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    return do(request, lead_id, "question_form", QuestionForm(request.POST), actions.ask_question)


def _assign(actor: Actor, *, lead_id: UUID, user_id: UUID | None, **_when: Any) -> None:
    actions.assign_lead(actor, lead_id=lead_id, user_id=user_id)


@member_required
@require_POST
def assign_lead(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    form = AssignForm(request.POST, team=team_of(actor_of(request)))
    return do(request, lead_id, "assign_form", form, _assign)


@member_required
@require_POST
def delay_lead(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    return do(request, lead_id, "delay_form", DelayForm(request.POST), actions.delay_lead)


@member_required
@require_POST
def agree_visit(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    return do(request, lead_id, "visit_form", VisitForm(request.POST), actions.agree_visit)


@member_required
@require_POST
def sign_lead(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    return do(request, lead_id, "sign_form", forms.Form(request.POST), actions.sign_lead)


@member_required
@require_POST
def lose_lead(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    return do(request, lead_id, "loss_form", LossForm(request.POST, kind=actor_of(request).kind), actions.lose_lead)


@member_required
@require_POST
def postpone_outcome(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    return do(request, lead_id, "later_form", forms.Form(request.POST), actions.postpone_outcome)
