"""Opening an account: the organization and the person, then a link by e-mail."""

from collections.abc import Collection
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import context
from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import HttpRequest
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from accounts import actions, queries
from accounts.choices import OPEN_KINDS, Kind
from frontend import company_number
from frontend.asking import AskingForm
from kernel import clock
from kernel.errors import Question
from reference import queries as reference

NOTES = {
    Kind.SME: _("You measure your footprint, then find who installs, who finances and who certifies"),
    Kind.PROVIDER: _("You receive few but fitting requests, and pay nothing for them"),
    Kind.FINANCIER: _("Bank, guarantee fund, leasing or grant programme"),
    Kind.CERTIFIER: _("You receive requests for the standards you are accredited for"),
    Kind.INSTITUTION: _("Public institution or chamber"),
}
NOTICE = [
    (
        _("What we keep"),
        _("Your organization's name, number and region, your own name and e-mail. Nothing else on this page."),
    ),
    (_("Why"), _("To open your account, compute your footprint and propose partners. No advertising, no sale.")),
    (_("Who sees it"), _("The Qafila team. Each partner needs a consent of its own.")),
    (_("Until when"), _("As long as your account is open. It is erased when you ask.")),
    (_("Your rights"), _("To read, correct, object and receive a copy, under law 09-08.")),
]


INVITED = "invitation"
OF_THE_ORGANIZATION = ("kind", "organization", "ice", "region")


def _invitation(request: HttpRequest | None) -> Any:
    """Return the invitation whose link this browser opened, as long as it can be used."""
    token = request.session.get(INVITED) if request else None
    try:
        return queries.invitation_of(token, clock.now()) if token else None
    except ObjectDoesNotExist:
        return None


def regions() -> list[tuple[str, str]]:
    codes = sorted(reference.catalogue().regions)
    return [("", gettext("Choose")), *((code, reference.name("region", code)) for code in codes)]


class OrganizationForm(AskingForm):
    """What django-allauth's own form does not ask: who the organization is, and the consent."""

    field_order = ["kind", "organization", "ice", "region", "name", "email", "password1", "privacy"]

    kind = forms.ChoiceField(
        label=_("What you are"),
        widget=forms.RadioSelect,
        choices=lambda: [(kind.value, kind.label) for kind in OPEN_KINDS],
    )
    organization = forms.CharField(
        label=_("Name of the organization"),
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "organization", "dir": "auto"}),
    )
    ice = forms.CharField(
        label=_("ICE number"),
        help_text=_("Fifteen digits, at the foot of your invoices. It tells us that you are not registered twice."),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr", "autocomplete": "off"}),
    )
    region = forms.ChoiceField(label=_("Region"), choices=regions)
    name = forms.CharField(
        label=_("Full name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"})
    )
    privacy = forms.BooleanField(
        label=_("I have read the above and agree"), help_text=_("Necessary to open the account")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = context.request.GET.get("kind", "") if context.request else ""
        self.initial.setdefault("kind", asked if asked in OPEN_KINDS else Kind.SME)
        self.invitation = _invitation(context.request)
        if self.invitation:
            for name in OF_THE_ORGANIZATION:
                del self.fields[name]
            self.initial["email"] = self.invitation.email
        elif context.request and context.request.session.pop(INVITED, None):
            get_adapter().unstash_verified_email(context.request)
            self.initial.pop("email", None)
        if email := self.fields.get("email"):
            email.disabled = bool(self.invitation)
            email.label = gettext("Work e-mail")
            if not self.invitation:
                email.help_text = gettext("We send the link to it. It stays hidden from partners until you agree.")
            email.widget.attrs["dir"] = "ltr"

    @property
    def kind_notes(self) -> dict[str, Any]:
        return {kind.value: note for kind, note in NOTES.items()}

    @property
    def notice(self) -> list[dict[str, Any]]:
        return [{"term": term, "text": text} for term, text in NOTICE]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for field in {"name", "organization"} & cleaned.keys():
            try:
                cleaned[field] = queries.repair_name(cleaned[field], longest=160).value
            except ValidationError as error:
                self.add_error(field, error.error_dict["name"])
        if "ice" in cleaned:
            cleaned["ice"] = self._ice(cleaned["ice"])
        return cleaned

    @property
    def confirmed(self) -> Collection[str]:
        return company_number.confirmed(self.reading("ice"))

    def _ice(self, typed: str) -> str:
        reading = self.reading("ice")
        if reading == "none":
            return ""
        try:
            ice = queries.repair_ice(typed, confirmed=self.confirmed).value
            queries.ask_if_taken(ice, confirmed=self.confirmed)
            return ice
        except Question as question:
            none = {
                "value": "none",
                "label": gettext("We have no number yet"),
                "note": gettext("It can be added later"),
            }
            answers = [*company_number.answers(question), none]
            self.ask(question, why=gettext("We correct nothing behind your back."), answers=answers)
        except ValidationError as error:
            self.add_error("ice", error.error_dict["ice"])
        return typed

    @property
    def details(self) -> dict[str, Any]:
        """Return what opens the organization."""
        return {name: self.cleaned_data.get(name, "") for name in (*OF_THE_ORGANIZATION, "privacy")}

    def signup(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Open the organization, or join the one that invited; everything was checked by `clean`."""
        language = get_language() or "fr"
        if self.invitation:
            actions.join_by_invitation(
                user,  # type: ignore[arg-type]
                name=self.cleaned_data["name"],
                token=request.session.pop(INVITED),
                language=language,
                now=clock.now(),
            )
            return
        values = self.details | {"name": self.cleaned_data["name"]}
        more: dict[str, Any] = {"language": language, "now": clock.now(), "confirmed": self.confirmed}
        actions.open_account(user, values=values, **more)  # type: ignore[arg-type]
