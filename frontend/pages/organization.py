"""What an organization is called, its number and where to reach it: its owner may mend them."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts import actions, queries
from frontend import company_number, formats
from frontend.asking import AskingForm
from frontend.pages.actors import actor_of, member_required
from frontend.pages.sign_up import OrganizationForm, regions
from kernel import clock
from kernel.errors import Question
from kernel.policy import require


class DetailsForm(AskingForm):
    organization = forms.CharField(
        label=_("Name of the organization"), max_length=160, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    ice = forms.CharField(
        label=_("ICE number"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr", "autocomplete": "off"}),
    )
    phone = forms.CharField(
        label=_("Telephone"), required=False, max_length=40, widget=forms.TextInput(attrs={"dir": "ltr"})
    )
    region = forms.ChoiceField(label=_("Region"), choices=regions)
    city = forms.CharField(
        label=_("Town"), required=False, max_length=80, widget=forms.TextInput(attrs={"dir": "auto"})
    )

    def doubt(self, question: Question) -> None:
        why = gettext("We correct nothing behind your back.")
        self.ask(question, why=why, answers=company_number.answers(question))


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def organization(request: HttpRequest) -> HttpResponse:
    """Change the details; a doubtful number is asked about, and the name and number stay the firm's own."""
    actor = actor_of(request)
    row: Any = queries.organization(actor)
    if request.method == "POST":
        require(row, "edit")
    held = {name: getattr(row, name) for name in ("ice", "region", "city")}
    held |= {"organization": row.name, "phone": formats.phone(row.phone) if row.phone else ""}
    form = DetailsForm(request.POST or None, initial=held)
    if request.method == "POST" and form.is_valid():
        try:
            confirmed = company_number.confirmed(form.reading("ice"))
            actions.change_organization(actor, values=form.cleaned_data, confirmed=confirmed)
        except Question as question:
            form.doubt(question)
        except ValidationError as error:
            for name, problems in error.error_dict.items():
                form.add_error(name if name in form.fields else None, problems)
        else:
            messages.success(request, gettext("Kept."))
            return redirect("account")
    return render(request, "pages/organization.html", {"form": form, "may_edit": row.can_edit})


class AnotherForm(OrganizationForm):
    """Opens one more organization for somebody who has an account."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["name"]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_organization(request: HttpRequest) -> HttpResponse:
    """Open another organization: a firm that is two, or a person whose last one is gone."""
    person: Any = request.user
    form = AnotherForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        more: dict[str, Any] = {"language": person.language, "now": clock.now(), "confirmed": form.confirmed}
        actions.open_account(person, values=form.details, origin="account", **more)
        return redirect("today")
    return render(request, "pages/new-organization.html", {"form": form})
