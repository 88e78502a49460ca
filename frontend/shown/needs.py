"""Needs and their questions as the pages name them."""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from footprint.choices import FACTS
from frontend import formats
from frontend.asking import AskingForm, NumberField
from frontend.templatetags.words import unit
from kernel.text import fold
from reference import queries as reference
from reference.choices import CONFIDENCES

MOST_NEEDS, MOST_QUESTIONS = 8, 3
PER = {"per kWh": "kWh", "per litre": "L", "per tonne": "t"}
STATES = {
    "carbon_only": _("Carbon only: a price is missing"),
    "named_only": _("Advice or obligation"),
    "unknown": _("A question first"),
    "priced": _("Priced"),
}


OPTIONS = {
    "one_shift": _("One shift"),
    "two_shift": _("Two shifts"),
    "continuous": _("Day and night"),
    "office_5d": _("Office, five days"),
    "one_shift_6d": _("One shift, six days"),
    "two_shift_6d": _("Two shifts, six days"),
    "continuous_7d": _("Day and night, seven days"),
    "cold_store": _("Cold store"),
    "hotel": _("Hotel"),
    "canning_season": _("Canning season"),
    "olive_season": _("Olive season"),
    "irrigation": _("Irrigation"),
    "electricity": _("Electricity"),
    "diesel": _("Diesel"),
    "butane": _("Butane"),
    "propane": _("Propane"),
    "none": _("None"),
}


def choices_of(fact: str) -> list[tuple[str, str]]:
    """Return the words that a fact may be answered by."""
    return [(one, str(OPTIONS[one])) for one in FACTS[fact].options]


def certificates() -> list[tuple[str, str]]:
    """Return the standards that a firm may hold a certificate of, by name."""
    return sorted(reference.names("standard").items(), key=lambda one: fold(one[1]))


class AnswerForm(AskingForm):
    answer = forms.CharField(label=_("Your answer"), required=False, max_length=40)


class NumberForm(AskingForm):
    answer = NumberField(label=_("Your answer"), required=False)


def answer_form(fact: str, *, is_number: bool, of: str = "m2", data: Any = None) -> AskingForm:
    """
    Return the form of one question; a page holds several, so its ids carry the fact.

    `of` is the unit of a number that is no fact of the list: the roof, a column of the site itself, in m2.
    """
    name = fact if fact.isidentifier() else "unknown"  # what a request names is not to be trusted
    form = (NumberForm if is_number else AnswerForm)(data, auto_id=f"{name}-%s")
    if isinstance(answer := form.fields["answer"], NumberField):
        answer.unit = unit(FACTS[fact].unit if fact in FACTS else of)
    return form


def page(site: Any, cards: list[Any], answered: Mapping[str, AskingForm] | None = None) -> dict[str, Any]:
    """Return the context of the page of needs."""
    found = table(site, cards)
    asked = questions(site, cards, answered) if site.can_change else []
    more_needs, more_questions = found["rows"][MOST_NEEDS:], asked[MOST_QUESTIONS:]
    return {
        "site": site,
        "columns": found["columns"],
        "front": front(site, cards),
        "needs": found["rows"][:MOST_NEEDS],
        "more_needs": more_needs,
        "more_needs_label": ngettext("%(count)s more measure", "%(count)s more measures", len(more_needs))
        % {"count": len(more_needs)},
        "start_url": reverse("bills", args=[site.pk]) if site.can_enter_bill else "",
        "all_url": reverse("matches", args=[site.pk]),
        "questions": asked[:MOST_QUESTIONS],
        "more_questions": more_questions,
        "more_questions_label": ngettext("%(count)s more question", "%(count)s more questions", len(more_questions))
        % {"count": len(more_questions)},
        "more_open": any(one["fact"] in (answered or {}) for one in more_questions),
        "answer_url": reverse("answer_fact", args=[site.pk]),
    }


def table(site: Any, cards: list[Any]) -> dict[str, Any]:
    """Return the needs as a table: tonnes, money, cost and payback, each with its interval; without a site, for another to read."""
    columns = [
        {"label": pgettext("noun", "Measure")},
        {"label": gettext("tCO₂e a year"), "num": True},
        {"label": gettext("MAD a year"), "num": True},
        {"label": gettext("Cost, MAD"), "num": True},
        {"label": gettext("Payback, years"), "num": True},
    ]
    return {"columns": columns, "rows": [_row(site, card) for card in cards], "foot": None}


def front(site: Any, cards: list[Any]) -> dict[str, Any] | None:
    """Return the needs that no other beats in both value and tonnes, from the most value on; nothing when one beats all."""
    best = sorted((card for card in cards if card.on_front), key=lambda card: -card.npv_mad.typ)
    if len(best) < 2:
        return None
    columns = [
        {"label": pgettext("noun", "Measure")},
        {"label": gettext("Value over its life, MAD"), "num": True},
        {"label": gettext("tCO₂e a year"), "num": True},
    ]
    rows = [
        _row(site, card) | {"note": "", "cells": [_amount(card.npv_mad), _amount(card.abatement_t)]} for card in best
    ]
    return {"columns": columns, "rows": rows, "rate": formats.percent(best[0].rate)}


def _row(site: Any, card: Any) -> dict[str, Any]:
    return {
        "head": card.name,
        "note": _note(card),
        "url": reverse("need_matches", args=[site.pk, card.id]) if site else "",
        "cells": [
            _amount(card.abatement_t),
            _amount(card.net_mad),
            _amount(card.capex_mad),
            _payback(card),
        ],
    }


def _note(card: Any) -> str:
    if card.lowers is False and card.kind == "measure" and card.abatement_t and card.abatement_t.typ < 0:
        return gettext("Raises emissions here: shown, not proposed.")
    if not card.certain and card.asks:
        return card.asks[0].question
    if card.due:
        return gettext("Due now")
    grade = card.confidence[:1]
    state = str(STATES[card.state])
    state = gettext("%(state)s · grade %(grade)s") % {"state": state, "grade": grade} if grade else state
    more = [gettext("money at a price that is not yours: grade D")] if card.prices else []
    if card.own_capex_mad is not None and card.own_capex_mad < card.capex_mad.typ:
        left = formats.money(formats.significant(card.own_capex_mad))
        more.append(gettext("%(amount)s of your own after finance in your list") % {"amount": left})
    if card.border_mad:
        saved = formats.money(formats.significant(card.border_mad))
        more.append(
            gettext("your EU buyer saves about %(amount)s a year in certificates (provisional)") % {"amount": saved}
        )
    return " · ".join([state, *more])


def figures(card: Any) -> dict[str, Any] | None:
    """Return what is known of one measure: each figure with its interval, then what it rests on; nothing of an obligation."""
    if card.abatement_t is None:
        return None
    value_over = gettext("Value over its life at %(rate)s a year, MAD") % {"rate": formats.percent(card.rate)}
    rows = [
        (gettext("tCO₂e a year"), _amount(card.abatement_t)),
        (gettext("tCO₂e a year by the operating margin, as banks count"), _amount(card.margin_t)),
        (gettext("MAD a year, upkeep taken off"), _amount(card.net_mad)),
        (gettext("Cost, MAD"), _amount(card.capex_mad)),
        (gettext("Payback, years"), _payback(card)),
        (gettext("Life, years"), "" if card.years is None else formats.number(card.years)),
        (value_over, _amount(card.npv_mad)),
    ]
    grades = gettext("Grade %(grade)s") % {"grade": card.confidence}
    if card.money_confidence and card.money_confidence != card.confidence:
        words = {"grade": card.confidence, "money": card.money_confidence}
        grades = gettext("Grade %(grade)s, of its money %(money)s") % words
    return {
        "rows": [{"term": term, "value": value, "note": ""} for term, value in rows if value],
        "grades": grades,
        "prices": _prices(card.prices),
        "source": card.source,
    }


def _prices(taken: Any) -> list[str]:
    """Return in words the prices that are not the site's own, those of one carrier together."""
    found: dict[tuple[str, ...], list[str]] = {}
    for one in taken:
        key = (one.carrier, one.per, one.date, one.confidence)
        found.setdefault(key, []).append(formats.number(one.mad, most=4))
    return [
        gettext("%(carrier)s: %(price)s MAD/%(unit)s, %(date)s, %(confidence)s; your bills tell no price.")
        % {
            "carrier": reference.name("carrier", carrier),
            "price": " / ".join(values),
            "unit": unit(PER.get(per, per)),
            "date": date or gettext("no date"),
            "confidence": str(CONFIDENCES[confidence]).lower(),
        }
        for (carrier, per, date, confidence), values in found.items()
    ]


def _payback(card: Any) -> str:
    """Write a payback with its interval under it; at its worst a measure may not pay back at all."""
    if card.payback_years is None:
        return ""
    typ = formats.number(card.payback_years, most=1)
    low, high = (
        "" if one is None else formats.number(one, most=1) for one in (card.payback_low_years, card.payback_high_years)
    )
    if low == high:
        return typ
    span = gettext("%(low)s to %(high)s") if high else gettext("at least %(low)s")
    return format_html('{}<br><span class="small muted">{}</span>', typ, span % {"low": low, "high": high})


def _written(value: Decimal) -> str:
    """Write three figures of a number; one below zero keeps its sign before it in a line that runs the other way."""
    text = formats.number(formats.significant(value))
    return f"\u2066{text}\u2069" if value < 0 else text


def _amount(figure: Any) -> str:
    """Write a figure with its interval under it; three figures at most, more would be a promise."""
    if figure is None:
        return ""
    low, typ, high = (_written(one) for one in (figure.low, figure.typ, figure.high))
    if low == high:
        return typ
    ends = (high, low) if figure.low > figure.high else (low, high)
    span = gettext("%(low)s to %(high)s") % dict(zip(("low", "high"), ends, strict=True))
    return format_html('{}<br><span class="small muted">{}</span>', typ, span)


def questions(site: Any, cards: list[Any], answered: Mapping[str, AskingForm] | None = None) -> list[dict[str, Any]]:
    """Return the questions that would make the needs surer, each once; first those behind the most tonnes, then needs."""
    answered, found = answered or {}, dict[str, dict[str, Any]]()
    weight: dict[str, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for card in cards:
        for ask in card.asks:
            if ask.kind == "other":
                continue
            weight[ask.fact][0] += max(card.abatement_t.typ, Decimal(0)) if card.abatement_t else 0
            weight[ask.fact][1] += 1
            found.setdefault(ask.fact, _question(site, card, ask, answered.get(ask.fact)))
    return sorted(found.values(), key=lambda one: weight[one["fact"]], reverse=True)


def _question(site: Any, card: Any, ask: Any, answered: AskingForm | None) -> dict[str, Any]:
    return {
        "fact": ask.fact,
        "text": ask.question,
        "why": card.name,
        "note": card.name,
        "by": "",
        "kind": ask.kind,
        "unit": unit(ask.unit),
        "form": answered or answer_form(ask.fact, is_number=ask.kind == "number"),
        "options": [{"value": one, "label": OPTIONS.get(one, one)} for one in ask.options],
        "url": f"{reverse('site_needs', args=[site.pk])}#question-{ask.fact}",
    }
