"""Tell the team of a message or of a partner."""

from collections.abc import Callable
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
from django.views.decorators.http import require_http_methods

from frontend.pages.actors import actor_of, member_required
from kernel import clock
from kernel.policy import require
from marketplace import actions
from marketplace.choices import LONGEST_WORDS, ReportReason
from messaging import queries as messaging
from partners import queries as partners


class ReportForm(forms.Form):
    reason = forms.ChoiceField(label=_("Why"), widget=forms.RadioSelect, choices=lambda: ReportReason.choices)
    words = forms.CharField(
        label=_("A word more"),
        help_text=_("Only the team reads it."),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"dir": "auto"}),
    )


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def report_message(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    require(messaging.conversation(actor, conversation_id), "report")
    typed = request.GET.get("message", "")
    place = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None
    note = gettext(
        "The team reads this message and the two before and after it, nothing else; each reading is written down."
    )

    def keep(**told: Any) -> None:
        actions.report_message(actor, conversation_id=conversation_id, sequence=place, **told, now=clock.now())

    return _page(request, keep, note, reverse("conversation", args=[conversation_id]))


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def report_partner(request: HttpRequest, organization_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    partners.profile(actor, organization_id)

    def keep(**told: Any) -> None:
        actions.report_partner(actor, organization_id=organization_id, **told, now=clock.now())

    note = gettext("The team reads your words; none of your conversations is opened by it.")
    return _page(request, keep, note, reverse("partner", args=[organization_id]))


def _page(request: HttpRequest, keep: Callable[..., None], note: str, back: str) -> HttpResponse:
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            keep(**form.cleaned_data)
        except ValidationError as error:
            for name, problems in error.error_dict.items():
                form.add_error(name if name in form.fields else None, problems)
        else:
            messages.success(request, gettext("The team has your report; you are told what it decides."))
            return redirect(back)
    return render(request, "pages/report.html", {"form": form, "note": note, "back_url": back})
