"""The places of a firm, and what the firm says about itself, in one form."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import queries as accounts
from footprint import actions, queries
from footprint.choices import Voltage
from frontend import formats
from frontend.asking import AskingForm, NumberField
from frontend.pages.actors import actor_of, exporter_required
from frontend.shown import goals
from frontend.shown.offers import language_choices
from kernel import clock
from kernel.actor import Actor
from kernel.text import fold
from reference import queries as reference

YES_NO = [("", _("I do not know")), ("yes", _("Yes")), ("no", _("No"))]
OF_THE_FIRM = (
    "sector",
    "languages",
    "employees",
    "revenue_mad",
    "budget_mad",
    "own_funds_mad",
    "years_operating",
    "goals",
)


def _choices(kind: str) -> list[tuple[str, str]]:
    return [("", gettext("Choose")), *sorted(reference.names(kind).items(), key=lambda one: fold(one[1]))]


def _number(label: Any, unit: Any = "", help_text: Any = "") -> NumberField:
    return NumberField(label=label, unit=unit, help_text=help_text, required=False)


def _yes_no(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=YES_NO, required=False, widget=forms.RadioSelect)


class SiteForm(AskingForm):
    name = forms.CharField(label=_("Name of the site"), max_length=120, widget=forms.TextInput(attrs={"dir": "auto"}))
    region = forms.ChoiceField(label=_("Region"), choices=lambda: _choices("region"))
    city = forms.CharField(
        label=_("City"), required=False, max_length=80, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    sector = forms.ChoiceField(label=_("Sector"), choices=lambda: _choices("sector"), required=False)
    languages = forms.MultipleChoiceField(
        label=_("Working languages"),
        help_text=_("Those in which you can follow works or a loan."),
        required=False,
        choices=language_choices,
        widget=forms.CheckboxSelectMultiple,
    )
    employees = _number(_("Employees"))
    revenue_mad = _number(_("Yearly turnover"), _("MAD"))
    budget_mad = _number(_("Largest investment you can make"), _("MAD"), _("It decides which offers are of your size."))
    own_funds_mad = _number(_("Of which your own money"), _("MAD"))
    years_operating = _number(_("Years of activity"))
    goals = forms.CharField(
        label=_("What you want most"),
        help_text=_("In your words, one a line: solar, cold, ISO 14001…"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"dir": "auto", "rows": 3}),
    )
    voltage = forms.ChoiceField(
        label=_("Voltage of the supply"),
        required=False,
        choices=lambda: [("", gettext("I do not know")), *Voltage.choices],
    )
    roof_m2 = _number(_("Usable roof"), "m²")
    owns_building = _yes_no(_("Do you own the building?"))
    landlord_agreement = _yes_no(_("If not, does your landlord agree in writing to works on the roof?"))
    heritage_roof = _yes_no(_("Is the roof protected as heritage?"))

    GROUPS = (
        (_("The site"), _("What you do not know stays a question."), ("name", "region", "city")),
        (_("Your firm"), "", OF_THE_FIRM),
        (
            _("Supply and building"),
            "",
            ("voltage", "roof_m2", "owns_building", "landlord_agreement", "heritage_roof"),
        ),
    )

    @property
    def groups(self) -> list[dict[str, Any]]:
        return [
            {"title": title, "hint": hint, "fields": [self[name] for name in names]}
            for title, hint, names in self.GROUPS
        ]

    def clean_goals(self) -> list[str]:
        return goals.read(self.cleaned_data["goals"])

    def values_of(self, names: set[str]) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name in names}


@exporter_required
@require_safe
def of_first(request: HttpRequest, *, route: str) -> HttpResponse:
    """Open a page of the first site, or the form of a first one."""
    first = queries.sites(actor_of(request)).first()
    if first is None:
        return redirect("new_site")
    asked = request.GET.urlencode()
    return redirect(reverse(route, args=[first.pk]) + (f"?{asked}" if asked else ""))


@exporter_required
@require_http_methods(["GET", "HEAD", "POST"])
def site(request: HttpRequest, site_id: UUID | None = None) -> HttpResponse:
    """Describe a site, new or known, and the firm beside it; nothing typed is lost when something is wrong."""
    actor = actor_of(request)
    row = _row(actor, site_id)
    firm: Any = queries.company(actor)
    form = SiteForm(request.POST or None, initial=_initial(actor, firm, row))
    may_write = firm.can_change if row is None else row.can_change
    if not may_write:
        form.only_read()
    if request.method == "POST" and form.is_valid():
        company = form.values_of(set(OF_THE_FIRM))
        place = form.values_of(set(form.fields) - set(OF_THE_FIRM))
        try:
            kept = actions.keep_site(actor, site_id=site_id, values=place, company=company, now=clock.now())
        except ValidationError as error:
            for name, problems in error.error_dict.items():
                form.add_error(name if name in form.fields else None, problems)
        else:
            return redirect("bills", site_id=kept.pk) if site_id is None else redirect("footprint", site_id=kept.pk)
    save_label = gettext("Keep and go on") if may_write else ""
    return render(
        request, "pages/site.html", {"form": form, "groups": form.groups, "site": row, "save_label": save_label}
    )


def _row(actor: Actor, site_id: UUID | None) -> Any:
    return queries.sites(actor).get(pk=site_id) if site_id else None


def _initial(actor: Actor, company: Any, row: Any) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(company, name) for name in OF_THE_FIRM}
    values["languages"] = company.languages or []
    values["goals"] = goals.written(company.goals or [])
    if row is None:
        home = accounts.organization(actor)
        values |= {"region": home.region, "city": home.city}
    else:
        for name in ("name", "region", "city", "voltage", "roof_m2"):
            values[name] = getattr(row, name)
        for name in ("owns_building", "landlord_agreement", "heritage_roof"):
            values[name] = {True: "yes", False: "no", None: ""}[getattr(row, name)]
    return {
        name: value if value is None or isinstance(value, str | list) else formats.number(value)
        for name, value in values.items()
    }
