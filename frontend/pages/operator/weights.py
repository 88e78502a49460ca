"""The weights before the team: each version with who set it and why, and a new one, looked at before it is put in force."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from frontend.asking import AskingForm, NumberField
from frontend.pages.actors import actor_of, operator_required
from frontend.shown import weights as shown
from kernel import clock
from kernel.canonical import digest
from kernel.errors import Conflict, Refused
from matching import actions, queries
from matching.choices import LONGEST_REASON, labels_of


class WeightsForm(AskingForm):
    """Every number of a subject, and why it changes; `seen` says which numbers were looked at before they are put in force."""

    reason = forms.CharField(
        label=_("Why"),
        help_text=_("It stands beside the version; the whole team reads it."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"dir": "auto"}),
    )
    on_version = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, version: queries.WeightVersion) -> None:
        super().__init__(data, initial={"on_version": version.version})
        self.subject, self.before = version.subject, version.weights
        labels = labels_of(version.subject)
        for code, value in version.weights.items():
            self.fields[code] = NumberField(label=labels[code], initial=shown.number(value))

    @property
    def numbers(self) -> list[Any]:
        return [self[code] for code in self.before]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors:
            actions.check_weights(self.subject, self.weights)
            if not queries.weight_changes(self.subject, self.before, self.weights):
                raise ValidationError(_("These numbers are in force already."))
        return cleaned

    @property
    def weights(self) -> dict[str, Any]:
        return {code: self.cleaned_data[code] for code in self.before}

    @property
    def digest(self) -> str:
        return digest({code: str(value.normalize()) for code, value in self.weights.items()})


@operator_required
@require_safe
def weights(request: HttpRequest) -> HttpResponse:
    """Show what is in force."""
    found = queries.current_weights(actor_of(request))
    return render(request, "pages/operator/weights.html", {"rows": shown.in_force(found)})


@operator_required
@require_http_methods(["GET", "HEAD", "POST"])
def versions(request: HttpRequest, subject: str) -> HttpResponse:
    """Show every version of one set, and put a new one in force once what it changes was looked at."""
    actor = actor_of(request)
    found = queries.weight_versions(actor, subject)
    may_weigh = queries.may_weigh(actor)
    if request.method == "POST" and not may_weigh:
        raise Refused("weigh")
    form, changes, status = WeightsForm(request.POST or None, found[0]), None, 200
    if request.method == "POST" and form.is_valid():
        changes = queries.weight_changes(subject, found[0].weights, form.weights)
        if form.cleaned_data["seen"] == form.digest:
            said = {name: form.cleaned_data[name] for name in ("reason", "on_version")}
            try:
                actions.change_weights(actor, subject=subject, weights=form.weights, **said, now=clock.now())
            except Conflict as conflict:
                messages.error(request, str(conflict.message))
                form, changes, status = WeightsForm(None, found[0]), None, 409
            else:
                messages.success(request, gettext("In force. Lists are made again in the background."))
                return redirect("operator_weight_versions", subject=subject)
    context = shown.page(found, changes) | {"form": form, "may_weigh": may_weigh}
    return render(request, "pages/operator/weight-versions.html", context, status=status)
