"""A partner's offers: the list, the editor, the import of a catalogue."""

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
from django.views.decorators.http import require_http_methods, require_safe

from frontend.asking import AskingForm, NumberField
from frontend.pages.actors import actor_of, partner_required, writer_required
from frontend.shown import offers as shown
from kernel import clock
from partners import actions, queries
from partners.choices import Intake, Shelf

SHELVES = {"publish": Shelf.PUBLISHED, "pause": Shelf.PAUSED, "archive": Shelf.ARCHIVED}
LARGEST_FILE = 2_000_000


def _number(label: Any, unit: Any = "") -> NumberField:
    return NumberField(label=label, unit=unit, required=False)


def _many(label: Any, choices: Any, help_text: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, help_text=help_text, required=False, widget=forms.CheckboxSelectMultiple
    )


def _yes_no(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=shown.YES_NO, required=False, widget=forms.RadioSelect)


class OfferForm(AskingForm):
    """Every text in three languages, and the terms that partners set most; the API and the import take all of them."""

    measures = _many(_("What the offer does"), shown.measure_choices)
    regions = _many(_("Regions served"), shown.region_choices, _("The region of the firm's site counts."))
    sectors = _many(_("Sectors served"), shown.sector_choices, _("None ticked: every sector."))
    intake = forms.ChoiceField(label=_("Requests"), choices=lambda: Intake.choices)
    as_of = forms.DateField(label=_("Status seen on"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    closes_on = forms.DateField(
        label=_("Last day to apply"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    ticket_min_mad = _number(_("Smallest project"), _("MAD"))
    ticket_max_mad = _number(_("Largest project"), _("MAD"))
    price_low_mad = _number(_("Price, from"), _("MAD"))
    price_high_mad = _number(_("Price, to"), _("MAD"))
    price_unit = forms.CharField(label=_("For each"), required=False, max_length=20)
    available_in_days = _number(_("Free in"), _("days"))
    capacity_month = _number(_("Requests you can take a month"))
    employees_max = _number(_("At most this many employees"))
    revenue_min_mad = _number(_("Turnover at least"), _("MAD"))
    own_funds_min_pct = _number(_("Own funds at least"), "%")
    grant_pct = _number(_("Grant"), "%")
    min_roof_m2 = _number(_("Roof at least"), "m²")
    min_annual_kwh = _number(_("Electricity a year at least"), _("kWh"))
    requires_roof_ownership = _yes_no(_("The firm must own its roof, or have an agreement"))
    remote = _yes_no(_("Works without a visit"))
    instrument = forms.ChoiceField(label=_("Instrument"), required=False, choices=shown.instrument_choices)
    standards_accredited = _many(_("Accredited for"), shown.standard_choices)
    accreditation_valid_until = forms.DateField(
        label=_("Accreditation valid until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    languages = _many(_("Working languages"), shown.language_choices)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for language, (title, text) in shown.TEXTS.items():
            attrs: dict[str, Any] = {"lang": language, "dir": "rtl" if language == "ar" else "ltr"}
            self.fields[f"name_{language}"] = forms.CharField(
                label=title, required=False, max_length=200, widget=forms.TextInput(attrs=attrs)
            )
            self.fields[f"description_{language}"] = forms.CharField(
                label=text, required=False, max_length=4000, widget=forms.Textarea(attrs={**attrs, "rows": 4})
            )
        for name in shown.NOT_FOR.get(kind, ()):
            del self.fields[name]
        for name, field in self.fields.items():
            if isinstance(field, NumberField) and self.initial.get(name) is not None:
                self.initial[name] = field.write(self.initial[name])

    @property
    def values(self) -> dict[str, Any]:
        """Return what the form holds under the names of the room."""
        return shown.values_of(self.cleaned_data)

    def refuse(self, error: ValidationError) -> None:
        ours = {"regions_served": "regions", "sectors_served": "sectors", "status": "intake"}
        for name, problems in error.error_dict.items():
            field = ours.get(name, name)
            self.add_error(field if field in self.fields else None, problems)


@partner_required
@require_safe
def offers(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    return render(request, "pages/offers.html", shown.list_page(queries.own_offers(actor), may_write=actor.writes))


@partner_required
@writer_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_offer(request: HttpRequest) -> HttpResponse:
    return _editor(request, None)


@partner_required
@require_http_methods(["GET", "HEAD", "POST"])
def offer_editor(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    return _editor(request, queries.own_offers(actor_of(request)).get(pk=offer_id))


def _editor(request: HttpRequest, row: Any) -> HttpResponse:
    """Write an offer and put it on the shelf, pause it or put it away; nothing typed is lost."""
    actor = actor_of(request)
    form = OfferForm(request.POST or None, kind=actor.kind, initial=shown.initial(row))
    if row is not None and not row.can_edit:
        form.only_read()
    if request.method == "POST" and form.is_valid():
        try:
            kept = actions.keep_offer(
                actor,
                offer_id=row and row.pk,
                values=form.values,
                shelf=SHELVES.get(request.POST.get("do", ""), ""),
                now=clock.now(),
            )
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, gettext("Kept."))
            return redirect("offer_editor", offer_id=kept.pk)
    return render(request, "pages/offer-editor.html", shown.editor_page(row, form))


class CatalogueForm(forms.Form):
    file = forms.FileField(
        label=_("Catalogue file"),
        help_text=_("JSON lines: one offer of the exchange format on each line, 2 MB at most."),
    )

    def clean_file(self) -> list[str]:
        """Return the lines; only a line feed ends one, since JSON lets other separators stand inside a text."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise ValidationError(_("This file is too large: 2 MB at most."))
        try:
            text: str = file.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise ValidationError(_("This file is not in UTF-8: save it again in this encoding.")) from error
        return text.split("\n")


@partner_required
@writer_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_offers(request: HttpRequest) -> HttpResponse:
    """Take a whole catalogue, or none of it with each bad row named."""
    form = CatalogueForm(request.POST or None, request.FILES or None)
    report = None
    if request.method == "POST" and form.is_valid():
        report = actions.import_offers(actor_of(request), lines=form.cleaned_data["file"], now=clock.now())
        if not report.problems:
            messages.success(request, gettext("Offers taken: %(count)s.") % {"count": report.kept})
            return redirect("offers")
    context = {"form": form, "report": report, "list_url": reverse("offers")}
    return render(request, "pages/import-lines.html", context)
