"""A firm asks a person about a score, and reads what the team answered."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from frontend import formats, paging
from frontend.pages.actors import actor_of, exporter_required, writer_required
from frontend.shown import contests as shown
from frontend.shown.matches import reason_card
from kernel import clock
from matching import actions, queries
from matching.choices import LONGEST_CONTEST


class ContestForm(forms.Form):
    words = forms.CharField(
        label=_("What seems wrong to you"),
        help_text=_("Only the team reads it."),
        max_length=LONGEST_CONTEST,
        widget=forms.Textarea(attrs={"dir": "auto"}),
    )


@exporter_required
@require_safe
def contests(request: HttpRequest) -> HttpResponse:
    found = paging.page(queries.contests(actor_of(request)), request.GET, reverse("contests"), by="created_at")
    rows = [shown.own(one) for one in queries.contest_sheets(found.rows)]
    return render(request, "pages/contests.html", {"contests": rows, **found.links})


@exporter_required
@writer_required
@require_http_methods(["GET", "HEAD", "POST"])
def contest_match(request: HttpRequest, match_id: UUID) -> HttpResponse:
    """Say what seems wrong with a score, and ask a person."""
    actor = actor_of(request)
    match = queries.match(actor, match_id)
    form = ContestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.contest_match(actor, match_id=match_id, **form.cleaned_data, now=clock.now())
        except ValidationError as error:
            for name, problems in error.error_dict.items():
                form.add_error(name, problems)
        else:
            messages.success(request, gettext("A person of the team looks at it; you are told the answer."))
            return redirect("contests")
    context = {"form": form, "match": reason_card(match), "at": formats.day(match.run.as_of)}
    return render(request, "pages/contest.html", context)
