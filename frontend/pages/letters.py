"""What a person wants by e-mail, and the pages that the links of letters lead to: reading one changes nothing."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from frontend.pages.actors import actor_of, signed_in
from frontend.pages.inbox import DeclineForm
from frontend.shown import requests as shown
from kernel import clock
from kernel.errors import Conflict
from notices import actions, queries
from notices.choices import CHOSEN, Pace


class ChoicesForm(forms.Form):
    """The pace of each kind, and the hours without letters."""

    quiet_from = forms.TimeField(
        label=_("No e-mail from"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    quiet_until = forms.TimeField(
        label=_("Until"),
        help_text=_("Moroccan time. The same hour twice: e-mails come at any hour."),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    quiet_sundays = forms.BooleanField(label=_("No e-mail on Sunday"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in CHOSEN:
            self.fields[kind.value] = forms.ChoiceField(label=kind.label, choices=Pace.choices)

    @property
    def kinds(self) -> list[Any]:
        return [self[kind.value] for kind in CHOSEN]


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def notice_choices(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    quiet = queries.quiet_of(actor.user_id)
    kept = {kind.value: pace.value for kind, pace in queries.choices(actor.user_id).items()}
    kept |= {"quiet_from": quiet.starts, "quiet_until": quiet.ends, "quiet_sundays": quiet.sundays}  # type: ignore[dict-item]
    form = ChoicesForm(request.POST or None, initial=kept)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        paces = {kind.value: values.pop(kind.value) for kind in CHOSEN}
        try:
            actions.choose(actor, paces=paces, **values)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, gettext("Kept."))
            return redirect("notice_choices")
    return render(request, "pages/notice-choices.html", {"form": form})


@csrf_exempt  # a mail program has no cookie: the signed link is what allows it, for one kind of letters
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, letter: str) -> HttpResponse:
    """Ask a person whether it wants no more letters of a kind; a POST, its own or its mail program's, ends them."""
    try:
        post = request.method == "POST"
        found = actions.unsubscribe(letter) if post else queries.subscription_of(letter)
    except ObjectDoesNotExist:
        return render(request, "pages/unsubscribe.html", {"subscription": None}, status=404)
    return render(request, "pages/unsubscribe.html", {"subscription": found, "done": post})


@require_http_methods(["GET", "HEAD", "POST"])
def answer_letter(request: HttpRequest, answer: str) -> HttpResponse:
    """Show a request to the reader of its letter; its answer is a POST, and the link then works no more."""
    do = request.POST.get("do", "") or request.GET.get("do", "")
    declines = request.method == "POST" and do == "decline"
    form, done = DeclineForm(request.POST if declines else None), ""
    try:
        if request.method == "POST" and (do == "accept" or (declines and form.is_valid())):
            done = _answered(answer, form, accepts=do == "accept")
        found = queries.answerable(answer, clock.now())
    except ObjectDoesNotExist:
        return _never_kept(render(request, "pages/answer-letter.html", {"lead": None, "obstacle": "gone"}, status=404))
    context = {
        "lead": shown.lead_sheet(found.lead) if not found.obstacle else None,
        "lead_id": found.lead.id,
        "obstacle": found.obstacle,
        "done": done,
        "decline_form": form,
        "declines": do == "decline",
    }
    return _never_kept(render(request, "pages/answer-letter.html", context))


def _answered(answer: str, form: DeclineForm, *, accepts: bool) -> str:
    """Return what was answered; nothing when a word is wrong or something stood in the way, which the page then says."""
    told = {} if accepts else form.cleaned_data
    try:
        actions.answer_letter(answer, accepts=accepts, **told, now=clock.now())
    except ValidationError as error:
        for name, problems in error.error_dict.items():
            form.add_error(name, problems)
    except Conflict:
        return ""
    else:
        return "accepted" if accepts else "declined"
    return ""


def _never_kept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
