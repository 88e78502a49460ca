"""The forms under a request, and which of them its reader may use now."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import queries as accounts
from accounts.choices import Kind
from documents.choices import ASKABLE
from frontend.asking import AskingForm, DayField
from kernel.actor import Actor
from marketplace.choices import LONGEST_NOTE, LONGEST_QUESTION, lost_reasons


class QuestionForm(forms.Form):
    text = forms.CharField(
        label=_("Your question"),
        help_text=_("It stands in the conversation. The clock goes on until you take the request on or decline it."),
        max_length=LONGEST_QUESTION,
        widget=forms.Textarea(attrs={"dir": "auto"}),
    )


class VisitForm(AskingForm):
    day = DayField(label=_("Day of the visit"), help_text=_("As you both agreed in the conversation."))


class AssignForm(forms.Form):
    user_id = forms.TypedChoiceField(
        label=_("Who sees to it"), required=False, coerce=UUID, empty_value=None, choices=[("", _("Everybody"))]
    )

    def __init__(self, *args: Any, team: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user_id"].choices = [("", _("Everybody")), *team]  # type: ignore[attr-defined]


def team_of(actor: Actor) -> list[tuple[str, str]]:
    """Return the members of one's own organization, to choose among."""
    return [(str(one.pk), one.name or one.email) for one in accounts.members(actor.organization_id)]


class DelayForm(AskingForm):
    until = DayField(label=_("Day of your answer"), help_text=_("A working day, named once; the company reads it."))


class DocumentForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Which document"),
        help_text=_("The firm is told, and opens it to you if it agrees. One at a time."),
        choices=lambda: ASKABLE,
    )


class TermsForm(forms.Form):
    note = forms.CharField(
        label=_("Your terms in a few words"),
        help_text=_("Amount, rate, duration, guarantees. The firm alone reads them; they are no contract."),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"dir": "auto"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "terms-%s", **kwargs})  # it stands beside another form with a note


class LossForm(forms.Form):
    reason = forms.ChoiceField(label=_("Why nothing is signed"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("A word more"),
        help_text=_("The other side reads it as it stands."),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"dir": "auto"}),
    )

    def __init__(self, *args: Any, kind: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = lost_reasons(kind)  # type: ignore[attr-defined]


def acts(sheet: Any, *, team: Sequence[tuple[str, str]] = (), **typed: Any) -> dict[str, Any]:
    """Return what <c-lead-acts> offers: each form with its address, or nothing when it is not the moment."""
    kind = Kind.FINANCIER if sheet.is_finance and sheet.side == "partner" else ""
    offered: dict[str, tuple[bool, Any, str]] = {
        "delay": (sheet.can_delay, DelayForm, "delay_lead"),
        "question": (sheet.can_ask, QuestionForm, "ask_question"),
        "visit": (sheet.can_agree_visit, VisitForm, "agree_visit"),
        "loss": (sheet.can_conclude, partial(LossForm, kind=kind), "lose_lead"),
        "document": (sheet.can_ask_document, DocumentForm, "ask_document"),
        "terms": (sheet.can_offer_terms, TermsForm, "offer_terms"),
    }
    found: dict[str, Any] = {
        name: {"form": typed.get(f"{name}_form") or form(), "url": reverse(route, args=[sheet.id])} if is_now else None
        for name, (is_now, form, route) in offered.items()
    }
    if team and sheet.side == "partner" and sheet.can_assign:
        form = typed.get("assign_form") or AssignForm(
            initial={"user_id": str(sheet.assigned_to or "")}, team=list(team)
        )
        found["assign"] = {"form": form, "url": reverse("assign_lead", args=[sheet.id])}
    asks = sheet.can_conclude and sheet.asks_outcome
    return found | {
        "sign_url": reverse("sign_lead", args=[sheet.id]) if sheet.can_conclude else "",
        "later_url": reverse("postpone_outcome", args=[sheet.id]) if asks else "",
    }
