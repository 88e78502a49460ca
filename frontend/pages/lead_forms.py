"""The forms under a request, and which of them its reader may use now."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from frontend.asking import AskingForm, DayField
from marketplace.choices import LONGEST_NOTE, LONGEST_QUESTION, LostReason


class QuestionForm(forms.Form):
    text = forms.CharField(
        label=_("Your question"),
        help_text=_("It stands in the conversation. The clock goes on until you take the request on or decline it."),
        max_length=LONGEST_QUESTION,
        widget=forms.Textarea(attrs={"dir": "auto"}),
    )


class VisitForm(AskingForm):
    day = DayField(label=_("Day of the visit"), help_text=_("As you both agreed in the conversation."))


class LossForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why nothing is signed"), widget=forms.RadioSelect, choices=lambda: LostReason.choices
    )
    note = forms.CharField(
        label=_("A word more"),
        help_text=_("The other side reads it as it stands."),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"dir": "auto"}),
    )


def acts(sheet: Any, **typed: forms.Form) -> dict[str, Any]:
    """Return what <c-lead-acts> offers: each form with its address, or nothing when it is not the moment."""
    offered = {
        "question": (sheet.can_ask, QuestionForm, "ask_question"),
        "visit": (sheet.can_agree_visit, VisitForm, "agree_visit"),
        "loss": (sheet.can_conclude, LossForm, "lose_lead"),
    }
    found: dict[str, Any] = {
        name: {"form": typed.get(f"{name}_form") or form(), "url": reverse(route, args=[sheet.id])} if is_now else None
        for name, (is_now, form, route) in offered.items()
    }
    return found | {"sign_url": reverse("sign_lead", args=[sheet.id]) if sheet.can_conclude else ""}
