"""Searches of the directory that a member keeps, for itself alone."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from frontend import formats, paging
from frontend.pages.actors import actor_of, member_required
from frontend.shown import searches as shown
from frontend.shown.asked import asked_of, kinds_of, tags_of
from kernel import clock
from kernel.errors import Refused
from kernel.policy import require
from marketplace import actions, queries
from marketplace.choices import LONGEST_NAME, Alerts


class SearchForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME, widget=forms.TextInput(attrs={"dir": "auto"}))
    alerts = forms.ChoiceField(
        label=_("Tell me of new offers"),
        help_text=_("Here and by e-mail. Each offer once; a link in the letter ends it."),
        choices=Alerts.choices,
        widget=forms.RadioSelect,
    )


@member_required
@require_safe
def saved_searches(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    found = paging.page(queries.saved_searches(actor), request.GET, reverse("saved_searches"), by="created_at")
    context = {"searches": [shown.row(one) for one in found.rows], **found.links}
    return render(request, "pages/saved-searches.html", context)


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def save_search(request: HttpRequest) -> HttpResponse:
    """Keep the search that the address holds as the directory's does."""
    actor = actor_of(request)
    if not queries.may_save_searches(actor):
        raise Refused("save_search")
    text, tags, kinds = request.GET.get("q", ""), tags_of(asked_of(request.GET)), kinds_of(request.GET)
    form = SearchForm(request.POST or None, initial={"name": shown.name_of(text, tags), "alerts": Alerts.DAILY})
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.save_search(actor, text=text, tags=tags, kinds=kinds, **form.cleaned_data, now=clock.now())
        except ValidationError as error:
            _show(form, error)
        else:
            messages.success(request, gettext("Saved: it stands under “My account”, and only you see it."))
            return redirect(shown.directory_url(row))
    context = {"form": form, "what": shown.words(text, tags, kinds), "back": _back(request.GET)}
    return render(request, "pages/save-search.html", context)


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def saved_search(request: HttpRequest, search_id: UUID) -> HttpResponse:
    """Change the name or the alerts of a saved search."""
    actor = actor_of(request)
    row = queries.saved_search(actor, search_id)
    if request.method == "POST":
        require(row, "edit")
    form = SearchForm(request.POST or None, initial={"name": row.name, "alerts": row.alerts})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_search(actor, search_id=search_id, **form.cleaned_data, now=clock.now())
        except ValidationError as error:
            _show(form, error)
        else:
            messages.success(request, gettext("Kept."))
            return redirect("saved_searches")
    return render(request, "pages/saved-search.html", {"form": form, "search": shown.row(row)})


@member_required
@require_POST
def delete_search(request: HttpRequest, search_id: UUID) -> HttpResponse:
    actions.delete_search(actor_of(request), search_id=search_id)
    messages.success(request, gettext("The saved search is deleted."))
    return redirect("saved_searches")


def note_unmet(request: HttpRequest, found: Any, tags: tuple[tuple[str, ...], ...]) -> None:
    """Count for the team what found nothing, without who asked; a program that only looks at the head asks for nothing."""
    if request.method == "GET" and "find" not in request.GET:
        text, language = request.GET.get("q", ""), formats.language()
        actions.note_unmet(actor_of(request), found, text=text, tags=tags, language=language, now=clock.now())


def _show(form: forms.Form, error: ValidationError) -> None:
    """Put each problem beside its field, and those of the search itself above."""
    for name, problems in error.error_dict.items():
        form.add_error(name if name in form.fields else None, problems)


def _back(typed: QueryDict) -> str:
    return f"{reverse('directory')}?{typed.urlencode()}" if typed else reverse("directory")
