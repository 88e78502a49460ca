"""Who fits a site or one of its needs, and asking one of them."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from footprint import queries as footprint
from frontend import formats
from frontend.pages.actors import actor_of, exporter_required, writer_required
from frontend.pages.demand import need_form
from frontend.shown import matches as shown
from frontend.shown import needs
from frontend.shown import requests as shown_requests
from kernel import clock
from kernel.actor import Actor
from marketplace import actions as marketplace
from marketplace import queries as leads
from marketplace.choices import LONGEST_MESSAGE, MOST_AT_ONCE, MOST_RECIPIENTS, OPEN, OnSilence, Release
from matching import actions
from matching import queries as matching
from matching.choices import OfferKind
from partners import queries as partners

TO_AUDIT = ("operating_schedule", "certifications_held")
NO_CERTIFICATE = "none"


class AskForm(forms.Form):
    message = forms.CharField(
        label=_("Your words"),
        help_text=_("What you would like, and when. Names and numbers are not needed."),
        required=False,
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"dir": "auto"}),
    )
    show_name = forms.BooleanField(
        label=_("Show the name of my firm at once"), help_text=_("Otherwise it shows when they accept"), required=False
    )
    on_silence = forms.ChoiceField(
        label=_("If it declines, or does not answer within five working days"),
        widget=forms.RadioSelect,
        choices=OnSilence.choices,
        initial=OnSilence.ASK,
    )
    enough = forms.TypedChoiceField(
        label=_("Stop asking once so many partners have said yes"),
        coerce=int,
        choices=[(number, str(number)) for number in range(1, MOST_RECIPIENTS + 1)],
        initial=MOST_AT_ONCE,
    )
    consent = forms.BooleanField(
        label=_("I agree that this partner receives what is listed above"), help_text=_("Necessary to send")
    )

    def facts(self) -> dict[str, Any]:
        """Return what is told of the site and the firm beside the request: here nothing."""
        return {}


class AuditForm(AskForm):
    """What a certifier prices an audit by, asked once: as long as one of the two was not told, and filled with what was."""

    operating_schedule = forms.ChoiceField(
        label=_("When your site works"),
        required=False,
        choices=lambda: [("", gettext("I do not know")), *needs.choices_of("operating_schedule")],
    )
    certifications_held = forms.MultipleChoiceField(
        label=_("Certificates your firm holds"),
        help_text=_("Leave all empty when you do not know."),
        required=False,
        choices=lambda: [(NO_CERTIFICATE, gettext("None of them")), *needs.certificates()],
        widget=forms.CheckboxSelectMultiple,
    )

    def facts(self) -> dict[str, Any]:
        """Return what was told; what was left open stays as it is known."""
        told = {name: self.cleaned_data[name] for name in TO_AUDIT if self.cleaned_data[name]}
        if held := told.get("certifications_held"):
            told["certifications_held"] = [one for one in held if one != NO_CERTIFICATE]
        return told


def _ask_form(actor: Actor, site_id: UUID, kind: str, typed: Any) -> AskForm:
    if kind != OfferKind.CERTIFICATION:
        return AskForm(typed)
    told = footprint.audit_facts(actor, site_id)
    if {"shifts", "certificates"} <= told.keys():
        return AskForm(typed)
    held = told.get("certificates")
    initial = {
        "operating_schedule": told.get("shifts", ""),
        "certifications_held": [NO_CERTIFICATE] if held == [] else held or [],
    }
    return AuditForm(typed, initial=initial)


@exporter_required
@require_safe
def matches(request: HttpRequest, site_id: UUID, need_id: UUID | None = None) -> HttpResponse:
    """Show what was matched; the first visit offers to match."""
    actor = actor_of(request)
    kind = request.GET.get("kind", "technology")
    kind = kind if kind in shown.KINDS else "technology"
    site = footprint.sites(actor).get(pk=site_id)
    need = matching.needs(actor, site_id).get(pk=need_id) if need_id else None
    runs = list(matching.runs(actor, site_id, need_id))
    rows = matching.matches(actor, site_id, need_id)
    near = matching.near_misses(actor, site_id, need_id, kind, most=shown.MOST_LEFT_OUT)
    open_leads = _open_leads(actor, site_id, need.code if need else "")
    asked = [row.partner_id for row in rows if row.takes_leads and row.partner_id]
    unavailable = partners.all_unavailable(asked, clock.moroccan_day(clock.now()))
    context = shown.page(site, need, runs, rows, near, kind=kind, leads=open_leads, unavailable=unavailable)
    context["figures"] = needs.figures(matching.card_of(need, formats.language())) if need else None
    context |= {"is_matched": bool(runs), "say": need_form(need) if need else None}
    return render(request, "pages/matches.html", context)


def _open_leads(actor: Actor, site_id: UUID, need_code: str) -> dict[UUID, Any]:
    sheets = leads.sheets(actor, leads.sent(actor).filter(site_id=site_id, need_code=need_code))
    return {sheet.partner.id: sheet for sheet in reversed(sheets) if sheet.partner.id and sheet.status in OPEN}


@exporter_required
@require_POST
def refresh_matches(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Match the site, or one need, with the offers of today."""
    asked = request.POST.get("need", "")
    try:
        need_id = UUID(asked) if asked else None
    except ValueError as missing:
        raise Http404 from missing
    actions.request_matches(actor_of(request), site_id=site_id, need_id=need_id, now=clock.now())
    if need_id:
        return redirect("need_matches", site_id=site_id, need_id=need_id)
    return redirect("matches", site_id=site_id)


@exporter_required
@writer_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, site_id: UUID, offer_id: UUID, need_id: UUID | None = None) -> HttpResponse:
    """Say what the partner will read, take the consent, and send."""
    actor = actor_of(request)
    need = matching.needs(actor, site_id).get(pk=need_id) if need_id else None
    match = matching.fitting(actor, site_id, offer_id, need_id)
    if match is None:
        raise Http404
    form = _ask_form(actor, site_id, match.run.offer_kind, request.POST or None)
    if request.method == "POST" and form.is_valid():
        released = [Release.CONTACT.value] + ([Release.NAME.value] if form.cleaned_data["show_name"] else [])
        try:
            (asked,) = marketplace.send_leads(
                actor,
                site_id=site_id,
                need_id=need_id,
                offer_ids=[offer_id],
                message=form.cleaned_data["message"],
                released=released,
                consent=form.cleaned_data["consent"],
                on_silence=form.cleaned_data["on_silence"],
                enough=form.cleaned_data["enough"],
                facts=form.facts(),
                now=clock.now(),
            )
        except ValidationError as error:
            for problems in error.error_dict.values():
                form.add_error(None, problems)
        else:
            said = gettext("Request sent.") if asked.is_new else gettext("This request was sent already; here it is.")
            messages.success(request, said)
            return redirect("request_sent", lead_id=asked.lead.pk)
    here = reverse("need_matches", args=[site_id, need_id]) if need_id else reverse("matches", args=[site_id])
    card = shown.reason_card(match)
    context = {
        "partner_name": card["partner"]["name"],
        "shown": shown_requests.what_they_read(
            matching.need_name(need.code) if need else "", card["summary"], kind=match.run.offer_kind
        ),
        "form": form,
        "asks": [form[name] for name in TO_AUDIT if name in form.fields],
        "is_finance": match.run.offer_kind == OfferKind.FINANCE,
        "left": leads.places_left(actor, site_id, need.code if need else ""),
        "back_url": f"{here}?kind={match.run.offer_kind}",
    }
    return render(request, "pages/ask.html", context)
