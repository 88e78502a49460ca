"""Two organizations that are one company: chosen, looked at, made one."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import queries as accounts
from frontend.pages.actors import actor_of, operator_required
from frontend.shown import merging as shown
from kernel import clock
from kernel.errors import Conflict
from kernel.policy import require
from marketplace import actions, queries
from marketplace.choices import Stays

MOST_FOUND = 20


class MergeForm(forms.Form):
    """Asks for each thing that both say differently; the digest is of what the page shows."""

    details = forms.ChoiceField(
        label=_("Whose name, number, telephone and place stay"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose which one stays.")},
    )
    presentation = forms.ChoiceField(
        label=_("Whose description stays where both wrote one"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose which one stays.")},
    )
    digest = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, sent: Any, merger: queries.Merger) -> None:
        super().__init__(sent, initial={"digest": merger.digest})
        sides = [(Stays.KEPT.value, merger.kept.name), (Stays.ABSORBED.value, merger.absorbed.name)]
        for name in (queries.DETAILS, queries.PRESENTATION):
            if name in merger.choices:
                field: Any = self.fields[name]
                field.choices = sides
            else:
                del self.fields[name]


@operator_required
@require_safe
def choose(request: HttpRequest, organization_id: UUID) -> HttpResponse:
    """Find the one that is the same company: first those with its number or name."""
    actor = actor_of(request)
    row: Any = accounts.overseen(actor).get(pk=organization_id)
    require(row, "merge")
    typed = request.GET.get("q", "").strip()[:200]
    rows = accounts.twins(actor, row)
    if typed:
        rows = accounts.search_overseen(actor, text=typed, state="").filter(kind=row.kind, suspended_at=None)
    found = list(rows.exclude(pk=row.pk)[:MOST_FOUND])
    context = {
        "organization": {"id": str(row.pk), "name": row.name},
        "query": typed,
        "rows": [shown.candidate(row, one) for one in found],
    }
    return render(request, "pages/operator/merge-choose.html", context)


@operator_required
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, organization_id: UUID, absorbed_id: UUID) -> HttpResponse:
    """Show what would move and what stands in the way; then do it."""
    actor = actor_of(request)
    ids: dict[str, Any] = {"kept_id": organization_id, "absorbed_id": absorbed_id}
    merger = queries.merger(actor, **ids)
    form = MergeForm(request.POST or None, merger)
    status = 200
    if request.method == "POST" and form.is_valid():
        chosen = dict(form.cleaned_data)
        try:
            actions.merge(actor, **ids, digest=chosen.pop("digest"), choices=chosen, now=clock.now())
        except Conflict as conflict:
            messages.error(request, str(conflict.message))
            merger = queries.merger(actor, **ids)
            form, status = MergeForm(None, merger), 409
        else:
            messages.success(request, gettext("They are one now. Its members are told."))
            return redirect("operator_organization", organization_id=organization_id)
    context = {
        "kept": {"id": str(organization_id), "name": merger.kept.name},
        "absorbed": {"id": str(absorbed_id), "name": merger.absorbed.name},
        "obstacles": [str(one.label) for one in merger.obstacles],
        "sides": shown.sides(merger.kept, merger.absorbed),
        "moves": shown.moves(merger.moves),
        "form": form,
    }
    return render(request, "pages/operator/merge.html", context, status=status)
