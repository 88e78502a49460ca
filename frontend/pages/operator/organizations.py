"""Organizations: found by name or number, their facts, and what an operator may do to one."""

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
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import actions as accounts_actions
from accounts import queries as accounts
from accounts.choices import CorrectionReason, Duty, SuspensionReason
from frontend import company_number, formats, paging
from frontend.pages.actors import actor_of, member_required, operator_required
from frontend.pages.organization import DetailsForm
from frontend.shown import operator as shown
from kernel import clock
from kernel.errors import Question
from kernel.policy import require
from partners import actions, queries

MOST_OFFERS = 30


class SuspendForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why it is suspended"), choices=lambda: [("", gettext("Choose")), *SuspensionReason.choices]
    )


class CorrectForm(DetailsForm):
    reason = forms.ChoiceField(
        label=_("Why it is corrected"), choices=lambda: [("", gettext("Choose")), *CorrectionReason.choices]
    )


@operator_required
@require_safe
def organizations(request: HttpRequest) -> HttpResponse:
    typed, state = request.GET.get("q", "").strip()[:200], request.GET.get("state", "")
    rows = accounts.search_overseen(actor_of(request), text=typed, state=state)
    found = paging.page(rows, request.GET, reverse("operator_organizations"), by="created_at")
    context = {
        "query": typed,
        "state": state,
        "states": [{"value": value, "label": label, "current": value == state} for value, label in shown.STATES],
        "columns": shown.organization_columns(),
        "rows": [shown.organization_row(one) for one in found.rows],
        **found.links,
    }
    return render(request, "pages/operator/organizations.html", context)


@operator_required
@require_safe
def organization(request: HttpRequest, organization_id: UUID) -> HttpResponse:
    return _organization(request, organization_id, SuspendForm())


def _organization(request: HttpRequest, organization_id: UUID, form: SuspendForm) -> HttpResponse:
    actor = actor_of(request)
    row: Any = accounts.overseen(actor).get(pk=organization_id)
    mandate = accounts.usable_mandates(actor, [row.pk]).get(row.pk)
    context = {
        "organization": {
            "id": str(row.pk),
            "name": row.name,
            "is_demo": row.is_demo,
            "suspended": bool(row.suspended_at),
        },
        "facts": shown.organization_facts(row, accounts.headcounts([row.pk]).get(row.pk, 0)),
        "cases": [shown.case_row(one) for one in queries.cases(actor).filter(organization_id=row.pk)[:20]],
        "may": {
            "suspend": row.can_suspend,
            "correct": row.can_correct,
            "act": mandate is not None,
            "merge": row.can_merge,
        },
        "mandate_until": mandate.until if mandate else None,
        "projects": shown.projects(
            queries.offers(actor).filter(organization_id=row.pk, shelf="published")[:MOST_OFFERS]
        ),
        "form": form,
        "may_audit": accounts.operates(actor, Duty.AUDIT),
    }
    return render(request, "pages/operator/organization.html", context)


@operator_required
@require_POST
def confirm_references(request: HttpRequest, organization_id: UUID, offer_id: UUID) -> HttpResponse:
    """Say which past projects of an offer were checked; those without a tick are not."""
    actor = actor_of(request)
    row = queries.offers(actor).get(pk=offer_id, organization_id=organization_id)
    require(row, "confirm")
    ticked = set(request.POST.getlist("project"))
    named = {(one["sector"], one["year"]) for one in row.terms.get("references") or ()}
    confirmed = {one for one in named if shown.project_key(*one) in ticked}
    actions.confirm_references(actor, offer_id=row.pk, confirmed=confirmed, now=clock.now())
    messages.success(request, gettext("Kept. Matches follow."))
    return redirect("operator_organization", organization_id=organization_id)


@operator_required
@require_POST
def suspend(request: HttpRequest, organization_id: UUID) -> HttpResponse:
    form = SuspendForm(request.POST)
    require(accounts.overseen(actor_of(request)).get(pk=organization_id), "suspend")
    if not form.is_valid():
        return _organization(request, organization_id, form)
    actions.suspend(
        actor_of(request), organization_id=organization_id, reason=form.cleaned_data["reason"], now=clock.now()
    )
    messages.success(request, gettext("Suspended. Its offers are off the market and who waits for it is told."))
    return redirect("operator_organization", organization_id=organization_id)


@operator_required
@require_POST
def lift_suspension(request: HttpRequest, organization_id: UUID) -> HttpResponse:
    actions.lift_suspension(actor_of(request), organization_id=organization_id, now=clock.now())
    messages.success(request, gettext("The suspension is lifted."))
    return redirect("operator_organization", organization_id=organization_id)


@operator_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, organization_id: UUID) -> HttpResponse:
    """Change details of an organization, for a reason that is kept."""
    actor = actor_of(request)
    row: Any = accounts.overseen(actor).get(pk=organization_id)
    require(row, "correct")
    held = {name: getattr(row, name) for name in ("ice", "region", "city")}
    held |= {"organization": row.name, "phone": formats.phone(row.phone) if row.phone else ""}
    form = CorrectForm(request.POST or None, initial=held)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        reason = values.pop("reason")
        confirmed = company_number.confirmed(form.reading("ice"))
        try:
            accounts_actions.correct(
                actor, organization_id=row.pk, values=values, reason=reason, confirmed=confirmed, now=clock.now()
            )
        except Question as question:
            form.doubt(question)
        except ValidationError as error:
            for name, problems in error.error_dict.items():
                form.add_error(name, problems)
        else:
            messages.success(request, gettext("Corrected."))
            return redirect("operator_organization", organization_id=row.pk)
    return render(request, "pages/operator/correct.html", {"form": form, "id": row.pk, "name": row.name})


@operator_required
@require_POST
def begin_acting(request: HttpRequest, organization_id: UUID) -> HttpResponse:
    """Act for a firm that allows it, until one stops, the firm ends it or its day comes."""
    mandate = accounts_actions.begin_acting(actor_of(request), organization_id=organization_id, now=clock.now())
    request.session[accounts.ACTING] = str(mandate.pk)
    return redirect("today")


@member_required
@require_POST
def stop_acting(request: HttpRequest) -> HttpResponse:
    accounts_actions.end_acting(actor_of(request), now=clock.now())
    request.session.pop(accounts.ACTING, None)
    return redirect("today")
