"""A person who lost its second factor: found by its whole address, helped once it proved who it is."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import actions, queries
from accounts.choices import Duty, FactorLoss, IdentityProof
from frontend.pages.actors import actor_of, operator_required
from frontend.shown import people as shown
from kernel import clock
from kernel.errors import Refused
from kernel.policy import require


class FindForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail of the account"),
        help_text=_("The whole address, as the person wrote it to the team."),
        widget=forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )


class RemoveForm(forms.Form):
    proof = forms.ChoiceField(
        label=_("How the person proved who it is"), choices=lambda: [("", gettext("Choose")), *IdentityProof.choices]
    )
    reason = forms.ChoiceField(
        label=_("Why the second factor is removed"), choices=lambda: [("", gettext("Choose")), *FactorLoss.choices]
    )


@operator_required
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """Find a person; the address goes in the body, so that no log and no history keeps it."""
    actor = actor_of(request)
    if not queries.operates(actor, Duty.RECOVER):
        raise Refused("recover")
    form = FindForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            found = queries.person_at(actor, form.cleaned_data["email"])
        except ObjectDoesNotExist:
            form.add_error("email", gettext("You are in charge of nobody with this address."))
        else:
            return redirect("operator_person", user_id=found.pk)
    return render(request, "pages/operator/people.html", {"form": form})


@operator_required
@require_safe
def person(request: HttpRequest, user_id: UUID) -> HttpResponse:
    return _person(request, user_id, RemoveForm())


def _person(request: HttpRequest, user_id: UUID, form: RemoveForm) -> HttpResponse:
    actor = actor_of(request)
    row: Any = queries.people(actor).get(pk=user_id)
    factors = shown.factors(row)
    context = {
        "person": {"id": str(row.pk), "name": row.name, "email": row.email},
        "facts": shown.facts(row),
        "factors": factors,
        "is_oneself": row.pk == actor.user_id,
        "may_remove": row.can_remove_factors and bool(factors),
        "form": form,
    }
    return render(request, "pages/operator/person.html", context)


@operator_required
@require_POST
def remove_factors(request: HttpRequest, user_id: UUID) -> HttpResponse:
    form = RemoveForm(request.POST)
    require(queries.people(actor_of(request)).get(pk=user_id), "remove_factors")
    if not form.is_valid():
        return _person(request, user_id, form)
    actions.remove_factors(actor_of(request), user_id=user_id, **form.cleaned_data, now=clock.now())
    messages.success(request, gettext("Removed. The person is signed out everywhere and told by e-mail."))
    return redirect("operator_person", user_id=user_id)
