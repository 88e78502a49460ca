"""What a firm allows the team: to act in its name for some days, ended whenever it likes."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import actions, queries
from frontend.pages.actors import actor_of, member_required
from kernel import clock
from kernel.errors import Refused

PERIODS = [(1, _("One day")), (7, _("7 days")), (30, _("30 days"))]


class MandateForm(forms.Form):
    days = forms.TypedChoiceField(label=_("It ends after"), coerce=int, choices=PERIODS, initial=7)


@member_required
@require_http_methods(["GET", "HEAD", "POST"])
def mandate(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    may_give = queries.may_give_mandate(actor)
    if request.method == "POST" and not may_give:
        raise Refused("give_mandate")
    form = MandateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.give_mandate(actor, days=form.cleaned_data["days"], now=clock.now())
        messages.success(request, gettext("The team may act for you. You can end it at once."))
        return redirect("mandate")
    context = {"mandate": queries.mandate(actor), "form": form, "may_give": may_give}
    return render(request, "pages/operator/mandate.html", context)


@member_required
@require_POST
def withdraw_mandate(request: HttpRequest) -> HttpResponse:
    actions.withdraw_mandate(actor_of(request), now=clock.now())
    messages.success(request, gettext("Ended. Nobody of the team acts for you any more."))
    return redirect("mandate")
