"""A case: the proofs of a partner, read one by one, accepted until a day or refused with a reason."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from frontend.asking import AskingForm, DayField
from frontend.pages.actors import actor_of, operator_required
from frontend.shown import operator as shown
from kernel import clock
from kernel.policy import require
from partners import actions, queries
from partners.choices import CredentialKind, CredentialState, RefusalReason


class VerifyForm(AskingForm):
    credentials = forms.TypedMultipleChoiceField(
        label=_("Proofs that are accepted"), coerce=UUID, required=False, widget=forms.CheckboxSelectMultiple
    )
    until = DayField(label=_("Verified until"), help_text=_("No accepted proof ends before."))

    def __init__(self, *args: Any, proofs: list[Any], latest: date, **kwargs: Any) -> None:
        initial = {"credentials": [str(one.pk) for one in proofs], "until": f"{latest:%d/%m/%Y}"}
        super().__init__(*args, initial=initial, **kwargs)
        choices: Any = self.fields["credentials"]
        choices.choices = [(str(one.pk), f"{CredentialKind(one.kind).label} · {one.number}") for one in proofs]


class RefuseForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why they are not accepted"), choices=lambda: [("", gettext("Choose")), *RefusalReason.choices]
    )


@operator_required
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show the proofs; accept those that hold."""
    return _case(request, case_id, RefuseForm())


def _case(request: HttpRequest, case_id: UUID, refuse_form: RefuseForm) -> HttpResponse:
    actor = actor_of(request)
    row: Any = queries.cases(actor).get(pk=case_id)
    deciding = request.method == "POST" and not refuse_form.is_bound
    if request.method == "POST":
        require(row, "decide")
    proofs = list(queries.credentials(actor).filter(organization_id=row.organization_id))
    live = [one for one in proofs if one.state in {CredentialState.WAITING, CredentialState.ACCEPTED}]
    latest = queries.latest_until(live, clock.moroccan_day(clock.now()))
    form = VerifyForm(request.POST if deciding else None, proofs=live, latest=latest)
    if deciding and form.is_valid():
        chosen = form.cleaned_data
        try:
            actions.verify(
                actor, case_id=row.pk, credential_ids=chosen["credentials"], until=chosen["until"], now=clock.now()
            )
        except ValidationError as error:
            for name, problems in error.error_dict.items():
                form.add_error(name if name in form.fields else None, problems)
        else:
            messages.success(request, gettext("Verified. The partner is told."))
            return redirect("today")
    context = {
        "case": shown.case_row(row) | {"id": str(row.pk)},
        "organization": {"id": str(row.organization_id), "name": row.organization.name},
        "is_demo": row.organization.is_demo,
        "facts": shown.organization_facts(row.organization, 0)[:5],
        "proofs": [shown.proof(one) for one in proofs if one.state != CredentialState.REPLACED],
        "may_decide": row.can_decide,
        "form": form,
        "refuse_form": refuse_form,
    }
    return render(request, "pages/operator/case.html", context)


@operator_required
@require_POST
def refuse(request: HttpRequest, case_id: UUID) -> HttpResponse:
    form = RefuseForm(request.POST)
    require(queries.cases(actor_of(request)).get(pk=case_id), "decide")
    if not form.is_valid():
        return _case(request, case_id, form)
    actions.refuse(actor_of(request), case_id=case_id, reason=form.cleaned_data["reason"], now=clock.now())
    messages.success(request, gettext("Refused. The partner is told why and what to do."))
    return redirect("today")
