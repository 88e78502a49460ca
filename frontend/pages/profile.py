"""How a partner presents itself: its words in three languages, its size, the places it works from."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from frontend.asking import AskingForm
from frontend.pages.actors import actor_of, partner_required
from frontend.shown import offers as shown
from kernel import clock
from kernel.text import ascii_digits, fold
from partners import actions, queries
from reference import queries as reference

FEWEST_BASES, MOST_BASES = 2, 20


def _words(label: Any, language: str, *, longest: int, widget: type[forms.Widget] = forms.TextInput) -> forms.CharField:
    attrs = {"lang": language, "dir": "rtl" if language == "ar" else "ltr"}
    return forms.CharField(label=label, required=False, max_length=longest, widget=widget(attrs=attrs))


def _whole(label: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr", "autocomplete": "off"})
    return forms.CharField(label=label, required=False, max_length=9, widget=widget)


class ProfileForm(AskingForm):
    headline_fr = _words(_("One sentence, in French"), "fr", longest=200)
    headline_ar = _words(_("One sentence, in Arabic"), "ar", longest=200)
    headline_en = _words(_("One sentence, in English"), "en", longest=200)
    about_fr = _words(_("About you, in French"), "fr", longest=4000, widget=forms.Textarea)
    about_ar = _words(_("About you, in Arabic"), "ar", longest=4000, widget=forms.Textarea)
    about_en = _words(_("About you, in English"), "en", longest=4000, widget=forms.Textarea)
    website = forms.CharField(
        label=_("Website"), required=False, max_length=200, widget=forms.TextInput(attrs={"dir": "ltr"})
    )
    languages = forms.MultipleChoiceField(
        label=_("Working languages"),
        choices=shown.language_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    founded_year = _whole(_("Founded in"))
    employees = _whole(_("Employees"))
    capacity_month = _whole(_("Requests you can take a month"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in ("founded_year", "employees", "capacity_month"):
            if cleaned.get(name):
                cleaned[name] = ascii_digits(cleaned[name]).strip()
        return cleaned


def _provinces() -> list[tuple[str, str]]:
    named = sorted(reference.names("province").items(), key=lambda one: fold(one[1]))
    return [("", gettext("Choose")), *named]


class BaseForm(AskingForm):
    """A place to work from; a province not chosen is a row left empty."""

    province = forms.ChoiceField(label=_("Province or prefecture"), required=False, choices=_provinces)
    city = forms.CharField(
        label=_("Town"), required=False, max_length=80, widget=forms.TextInput(attrs={"dir": "auto"})
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("city") and not cleaned.get("province") and "province" not in self.errors:
            self.add_error("province", gettext("Choose the province of this town."))
        return cleaned


BaseForms = forms.formset_factory(BaseForm, extra=1, min_num=FEWEST_BASES, max_num=MOST_BASES, absolute_max=MOST_BASES)


@partner_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Say who the partner is, in up to three languages, and where it works from."""
    actor = actor_of(request)
    try:
        row: Any = queries.profile(actor, actor.organization_id)
    except ObjectDoesNotExist:
        row = None
    initial = {name: getattr(row, name) for name in ProfileForm.base_fields} if row else {}
    held = [{"province": base.province, "city": base.city} for base in row.bases.all()] if row else []
    form = ProfileForm(request.POST or None, initial=initial)
    bases = BaseForms(request.POST or None, initial=held, prefix="base")
    may_edit = row.can_edit if row else actor.writes
    if not may_edit:
        for one in (form, *bases.forms):
            one.only_read()
    if request.method == "POST" and form.is_valid() and bases.is_valid():
        places = [one for one in bases.cleaned_data if one.get("province")]
        try:
            actions.save_profile(actor, values=form.cleaned_data | {"bases": places}, now=clock.now())
        except ValidationError as error:
            for name, problems in error.error_dict.items():
                form.add_error(name if name in form.fields else None, problems)
        else:
            messages.success(request, gettext("Kept."))
            return redirect("partner", organization_id=actor.organization_id)
    return render(request, "pages/profile.html", {"form": form, "bases": bases, "may_edit": may_edit})
