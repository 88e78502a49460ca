"""Quotes: the partner's form, one version as both sides read it, those of one need side by side."""

from io import BytesIO
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from frontend.asking import AskingForm, DayField, NumberField
from frontend.pages.actors import actor_of, exporter_required, member_required, partner_required
from frontend.pages.conversations import conversation_url
from frontend.shown import quotes as shown
from frontend.shown import subjects as talks
from kernel import clock
from kernel.actor import Actor
from kernel.errors import Conflict
from kernel.policy import require
from kernel.typesetting import HEADERS as PAPER
from kernel.typesetting import NotTypeset
from marketplace import actions, queries
from marketplace.choices import LONGEST_NOTE, LONGEST_TERMS, MOST_LINES, EnergyOf, Payment, QuoteReason
from marketplace.files import quotes as files

FIRST_LINES = 3


def _number(label: Any, unit: Any, help_text: Any = "") -> NumberField:
    return NumberField(label=label, unit=unit, help_text=help_text, required=False)


def _text(label: Any) -> forms.CharField:
    attrs = {"dir": "auto", "rows": 3}
    return forms.CharField(label=label, required=False, max_length=LONGEST_TERMS, widget=forms.Textarea(attrs=attrs))


class LineForm(AskingForm):
    """One line; left empty it is no line."""

    label = forms.CharField(
        label=_("What"), required=False, max_length=200, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    quantity = NumberField(label=_("Quantity"), required=False)
    unit = forms.CharField(
        label=_("Unit"), required=False, max_length=20, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    unit_price_mad = _number(_("Price for each"), _("MAD"))

    @property
    def is_empty(self) -> bool:
        return not any(self.cleaned_data.get(name) not in (None, "") for name in self.fields)


class QuoteForm(AskingForm):
    """The figures as the partner states them; they are checked and never changed."""

    capex_mad = _number(_("Price, without VAT"), _("MAD"))
    saving_mad_year = _number(_("Saving a year"), _("MAD"), _("Upkeep taken off."))
    energy_of = forms.ChoiceField(
        label=_("What the kWh are"), required=False, choices=lambda: [("", "–"), *EnergyOf.choices]
    )
    energy_kwh_year = _number(_("kWh a year"), _("kWh"), _("The first whole year."))
    power_kwp = _number(_("Peak power"), _("kWp"), _("Of a solar plant."))
    avoided_t_year = _number(_("Avoided a year"), _("tCO₂e"))
    payback_years = _number(pgettext_lazy("quote", "Payback"), _("years"))
    valid_until = DayField(label=_("Valid until"), required=False)
    finance = forms.MultipleChoiceField(
        label=_("Finance accepted"),
        choices=lambda: Payment.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    guarantees = _text(_("Guarantees"))
    notes = _text(_("Notes"))


class DeclineForm(forms.Form):
    reason = forms.ChoiceField(label=_("Why"), widget=forms.RadioSelect, choices=lambda: QuoteReason.choices)
    note = forms.CharField(
        label=_("A word more"),
        help_text=_("The partner reads it as it stands."),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"dir": "auto"}),
    )


@partner_required
@require_http_methods(["GET", "HEAD", "POST"])
def write_quote(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    """Write the next version: a line is added, a draft kept, or the quote sent; nothing typed is lost."""
    actor = actor_of(request)
    require(queries.leads(actor).get(pk=lead_id), "answer")
    last = queries.quotes_of(actor, lead_id).first()
    before = queries.quote_sheets(actor, [last])[0] if last else None
    form, lines = _forms(request, before)
    if request.method == "POST" and request.POST.get("do") != "line":
        ready = all([form.is_valid(), *(one.is_valid() for one in lines)])
        kept = _keep(request, actor, lead_id, form, lines) if ready else None
        if kept is not None:
            return redirect("quote", quote_id=kept.pk)
    sheet = queries.lead(actor, lead_id)
    context = {
        "form": form,
        "lines": lines,
        "forms": [form, *lines],
        "count": len(lines),
        "more": len(lines) < MOST_LINES,
        "title": sheet.company.label,
        "what": sheet.subject,
        "lead_url": reverse("lead", args=[lead_id]),
    }
    return render(request, "pages/write-quote.html", context)


def _forms(request: HttpRequest, before: Any) -> tuple[QuoteForm, list[LineForm]]:
    """Return the forms with what was typed, else with the latest version; one more line when it is asked for."""
    if request.method == "POST":
        typed = request.POST.get("lines", "")
        count = min(int(typed), MOST_LINES) if typed.isascii() and typed.isdigit() and len(typed) < 4 else FIRST_LINES
        if request.POST.get("do") == "line":
            count = min(count + 1, MOST_LINES)
            return (
                QuoteForm(initial=_typed(request, QuoteForm)),
                [
                    LineForm(prefix=f"line-{at}", initial=_typed(request, LineForm, f"line-{at}-"))
                    for at in range(count)
                ],
            )
        return QuoteForm(request.POST), [LineForm(request.POST, prefix=f"line-{at}") for at in range(count)]
    rows = [_initial(line, LineForm) for line in before.lines] if before else []
    rows += [{}] * (max(FIRST_LINES, len(rows)) - len(rows))
    first = _initial(before, QuoteForm) if before else {}
    return QuoteForm(initial=first), [LineForm(prefix=f"line-{at}", initial=row) for at, row in enumerate(rows)]


def _typed(request: HttpRequest, kind: type[forms.Form], prefix: str = "") -> dict[str, Any]:
    """Return what was typed, as it was typed: adding a line judges nothing."""
    many = {"finance"}
    return {
        name: request.POST.getlist(name) if name in many else request.POST.get(prefix + name, "")
        for name in kind.base_fields
    }


def _initial(source: Any, kind: type[AskingForm]) -> dict[str, Any]:
    found = {}
    for name, field in kind.base_fields.items():
        value = getattr(source, name)
        writes = isinstance(field, NumberField | DayField) and value is not None
        found[name] = field.write(value) if writes else value  # type: ignore[attr-defined]
    return found


def _keep(request: HttpRequest, actor: Actor, lead_id: UUID, form: QuoteForm, lines: list[LineForm]) -> Any:
    """Keep or send what was typed; None when the room refuses it, with each problem beside its field."""
    filled = [one for one in lines if not one.is_empty]
    send = request.POST.get("do") == "send"
    values = {name: value for name, value in form.cleaned_data.items() if value not in (None, "")}
    rows = [one.cleaned_data for one in filled]
    try:
        kept = actions.draft_quote(
            actor, lead_id=lead_id, values=_plain(values), lines=rows, send=send, now=clock.now()
        )
    except ValidationError as error:
        for name, problems in error.error_dict.items():
            if name.startswith("lines."):
                _lines, at, field = name.split(".")
                filled[int(at)].add_error(field, problems)
            else:
                form.add_error(name if name in form.fields else None, problems)
        return None
    except Conflict as conflict:
        form.add_error(None, str(conflict.message))
        return None
    messages.success(request, gettext("Quote sent.") if send else gettext("Draft kept: nobody else sees it."))
    return kept


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Return values as the room reads them, days as the calendar writes them."""
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()}


@member_required
@require_safe
def quote(request: HttpRequest, quote_id: UUID) -> HttpResponse:
    return _page(request, quote_id, DeclineForm())


@member_required
@require_safe
def quote_file(request: HttpRequest, quote_id: UUID) -> HttpResponseBase:
    """Give one version as a PDF, in the language of the page."""
    sheet = queries.quote(actor_of(request), quote_id)
    try:
        made = files.quote_pdf(sheet)
    except NotTypeset:
        messages.error(request, gettext("The PDF could not be made this time. Try again in a minute."))
        return redirect("quote", quote_id=quote_id)
    return FileResponse(BytesIO(made), as_attachment=True, filename=files.quote_name(sheet), headers=PAPER)


@exporter_required
@require_POST
def accept_quote(request: HttpRequest, quote_id: UUID) -> HttpResponse:
    try:
        actions.accept_quote(actor_of(request), quote_id=quote_id, now=clock.now())
    except Conflict as conflict:
        messages.error(request, str(conflict.message))
    else:
        messages.success(request, gettext("Quote accepted. Its partner is told."))
    return redirect("quote", quote_id=quote_id)


@exporter_required
@require_POST
def decline_quote(request: HttpRequest, quote_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    require(queries.quotes(actor).get(pk=quote_id), "decide")
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _page(request, quote_id, form)
    try:
        actions.decline_quote(actor, quote_id=quote_id, **form.cleaned_data, now=clock.now())
    except ValidationError as error:
        for name, problems in error.error_dict.items():
            form.add_error(name, problems)
        return _page(request, quote_id, form)
    except Conflict as conflict:
        messages.error(request, str(conflict.message))
    return redirect("quote", quote_id=quote_id)


@exporter_required
@require_safe
def compare_quotes(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    """Show the latest quote of each partner for the need of this request, in the same units."""
    actor = actor_of(request)
    sheets = queries.quote_sheets(actor, queries.compared(actor, lead_id))
    context = {"what": queries.lead(actor, lead_id).subject, "lead_url": reverse("request_sent", args=[lead_id])}
    return render(request, "pages/quotes.html", context | shown.comparison(sheets))


def _page(request: HttpRequest, quote_id: UUID, form: DeclineForm) -> HttpResponse:
    actor = actor_of(request)
    sheet = queries.quote(actor, quote_id)
    versions = queries.quote_sheets(actor, queries.quotes_of(actor, sheet.lead_id).exclude(pk=quote_id))
    context = {
        "quote": shown.page(sheet),
        "versions": [shown.link(one) for one in versions],
        "decline_form": form,
        "request_url": talks.page_of(sheet.lead),
        "file_url": reverse("quote_file", args=[quote_id]),
        "write_url": reverse("write_quote", args=[sheet.lead_id]) if sheet.can_write else "",
        "compare_url": reverse("compare_quotes", args=[sheet.lead_id]) if sheet.lead.side == "sme" else "",
        "conversation_url": conversation_url(actor, sheet.lead_id),
    }
    return render(request, "pages/quote.html", context)
