"""A contested score before the team: the words of the firm, then what it was made from, made again, and the answer."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from frontend.pages.actors import actor_of, member_required
from frontend.shown import contests as shown
from kernel import clock
from matching import actions, queries
from matching.choices import LONGEST_CONTEST, ContestOutcome


class AnswerForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("What the team found"), widget=forms.RadioSelect, choices=lambda: ContestOutcome.choices
    )
    answer = forms.CharField(
        label=_("Your answer"),
        help_text=_("The firm reads it as it stands."),
        max_length=LONGEST_CONTEST,
        widget=forms.Textarea(attrs={"dir": "auto"}),
    )


@member_required
@require_safe
def contest(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    return _page(request, contest_id)


@member_required
@require_POST
def read_contest(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    """Show what the score was made from; the reading is written down."""
    return _page(request, contest_id, actions.read_contest(actor_of(request), contest_id=contest_id, now=clock.now()))


@member_required
@require_POST
def answer_contest(request: HttpRequest, contest_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    queries.overseen_contest(actor, contest_id)
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            actions.answer_contest(actor, contest_id=contest_id, **form.cleaned_data, now=clock.now())
        except ValidationError as error:
            for name, problems in error.error_dict.items():
                form.add_error(name, problems)
        else:
            messages.success(request, gettext("Answered; the firm is told."))
            return redirect("today")
    return _page(request, contest_id, form=form)


def _page(request: HttpRequest, contest_id: UUID, found: Any = None, form: AnswerForm | None = None) -> HttpResponse:
    sheet = queries.contest_sheets([queries.overseen_contest(actor_of(request), contest_id)])[0]
    context = {
        "contest": shown.for_team(sheet),
        "evidence": shown.evidence(found) if found else None,
        "form": form or AnswerForm(),
        "read_url": reverse("operator_read_contest", args=[contest_id]),
        "answer_url": "" if sheet.answered_at else reverse("operator_answer_contest", args=[contest_id]),
    }
    return render(request, "pages/operator/contest.html", context)
