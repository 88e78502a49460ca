"""The proofs of a partner: what it sent, what was decided, and one more to send."""

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

from accounts import queries as accounts
from frontend.asking import AskingForm, DayField
from frontend.pages.actors import actor_of, partner_required
from frontend.shown import verification as shown
from kernel import clock
from kernel.errors import Refused
from partners import actions, queries
from partners.choices import CredentialKind

ACCEPTED = ".pdf,.png,.jpg,.jpeg,.webp"


class CredentialForm(AskingForm):
    kind = forms.ChoiceField(label=_("What it is"), choices=lambda: [("", gettext("Choose")), *CredentialKind.choices])
    number = forms.CharField(label=_("Its number"), max_length=80, widget=forms.TextInput(attrs={"dir": "auto"}))
    issuer = forms.CharField(label=_("Who issued it"), max_length=120, widget=forms.TextInput(attrs={"dir": "auto"}))
    valid_from = DayField(label=_("Valid from"), required=False)
    valid_until = DayField(label=_("Valid until"), required=False, help_text=_("Needed, but for the registration."))
    file = forms.FileField(
        label=_("The document"),
        help_text=_("PDF, PNG, JPEG or WebP, at most 10 MB. The team alone reads it."),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )


@partner_required
@require_http_methods(["GET", "HEAD", "POST"])
def credentials(request: HttpRequest) -> HttpResponse:
    """Show the proofs; send one more."""
    actor = actor_of(request)
    if request.method == "POST" and not actor.writes:
        raise Refused("send_credential")
    form = CredentialForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        file = values.pop("file")
        try:
            actions.send_credential(actor, values=values, name=file.name, file=file, now=clock.now())
        except ValidationError as error:
            for name, problems in error.error_dict.items():
                form.add_error(name, problems)
        else:
            messages.success(request, gettext("Sent. A person of the team reads it and you are told."))
            return redirect("credentials")
    rows = list(queries.own_credentials(actor))
    context: dict[str, Any] = {
        "form": form,
        "may_send": actor.writes,
        "credentials": [shown.credential(one) for one in rows],
        "decision": shown.decision(queries.last_decision(actor)),
        "is_verified": accounts.organization(actor).is_verified,
    }
    return render(request, "pages/credentials.html", context)


@partner_required
@require_POST
def take_back_credential(request: HttpRequest, credential_id: UUID) -> HttpResponse:
    actions.take_back_credential(actor_of(request), credential_id=credential_id, now=clock.now())
    messages.success(request, gettext("Taken back."))
    return redirect("credentials")
