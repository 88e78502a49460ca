"""How matching works, as its page tells it: from the weights and the rules themselves, so that it cannot grow old."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from frontend import formats
from frontend.asking import AskingForm, NumberField
from matching.choices import CRITERIA, OF_NEEDS, OTHER_SIDE, RULES, TERMS, Moved, OfferKind, Subject
from partners import queries as partners


def matching(weights: Mapping[str, Mapping[str, Decimal]]) -> dict[str, Any]:
    """Return the tables of weights, a column for each kind of offer, the label of every rule, and the numbers of lists."""
    columns = [{"label": gettext("Criterion")}, *({"label": str(kind.label), "num": True} for kind in OfferKind)]
    terms = weights[Subject.LISTS]
    return {
        "columns": columns,
        "rows": _shares(CRITERIA, [weights[kind] for kind in OfferKind]),
        "firm_rows": _shares(OTHER_SIDE, [weights[f"firm_{kind}"] for kind in OfferKind]),
        "rules": [str(rule.label) for rule in RULES.values()],
        "steps": [str(step.label) for step in Moved],
        "needs": _facts(OF_NEEDS, weights[Subject.NEEDS]),
        "places": int(terms["places"]),
        "terms": _facts(TERMS, terms),
    }


def _facts(labels: Mapping[str, Any], values: Mapping[str, Decimal]) -> list[dict[str, str]]:
    return [{"term": str(label), "value": formats.number(values[code]), "note": ""} for code, label in labels.items()]


def _shares(labels: Mapping[str, Any], of_kinds: list[Mapping[str, Decimal]]) -> list[dict[str, Any]]:
    """Return a row for each criterion that has a weight for some kind of offer."""
    return [
        {
            "head": str(label),
            "note": "",
            "url": "",
            "cells": [_percent(one[code]) if code in one else "" for one in of_kinds],
        }
        for code, label in labels.items()
        if any(code in one for one in of_kinds)
    ]


def _percent(share: Decimal) -> str:
    """Write a weight with the places that it has: those of a column are seen to add up to a hundred."""
    return formats.percent(share, max(0, -int((share * 100).normalize().as_tuple().exponent)))


# What needs weigh, as whole numbers: the weight of money against carbon and the return asked for in per cent, MAD a tonne.
MOVED_PARAMETERS = {"money": Decimal(100), "rate": Decimal(100), "shadow_mad_t": Decimal(1)}
MOVED_FACTS = {"budget_mad": _("Largest investment, MAD"), "roof_m2": _("Usable roof, m²")}


class SimulatorForm(AskingForm):
    """A weight for each criterion, what needs weigh, and a few facts of the firm; what is empty stays as it is known."""

    def __init__(self, weights: Mapping[str, Decimal], choice: Mapping[str, str], data: Any) -> None:
        super().__init__(data)
        for code, weight in weights.items():
            share = int(weight * 100)
            field = forms.IntegerField(label=CRITERIA[code], required=False, min_value=0, max_value=100, initial=share)
            self.fields[code] = field
        for name, whole in MOVED_PARAMETERS.items():
            known = int(Decimal(choice[name]) * whole)
            most = 10_000 if whole == 1 else 100
            label = gettext("%(what)s, %%") % {"what": OF_NEEDS[name]} if whole > 1 else OF_NEEDS[name]
            field = forms.IntegerField(label=label, required=False, min_value=0, max_value=most, initial=known)
            self.fields[name] = field
        for fact, label in MOVED_FACTS.items():
            self.fields[fact] = NumberField(label=label, required=False)

    def typed(self, weights: Mapping[str, Decimal]) -> dict[str, Decimal]:
        """Return the weights in hundredths: one that was left as it stands in the form is that in force, to its last place."""
        typed = {code: self.cleaned_data[code] or 0 for code in weights}
        return {
            code: weights[code] * 100 if value == self.fields[code].initial else Decimal(value)
            for code, value in typed.items()
        }

    @property
    def weights(self) -> list[Any]:
        return [self[name] for name in self.fields if name not in MOVED_FACTS and name not in MOVED_PARAMETERS]

    @property
    def parameters(self) -> list[Any]:
        return [self[name] for name in MOVED_PARAMETERS]

    @property
    def facts(self) -> list[Any]:
        return [self[name] for name in MOVED_FACTS]


def simulator(form: SimulatorForm, moved: list[Any] | None, *, is_example: bool) -> dict[str, Any]:
    """Return the form and the list as it stands then, with the place and score of each before."""
    columns = [
        {"label": gettext("Partner")},
        {"label": gettext("Place"), "num": True},
        {"label": pgettext("noun", "Score"), "num": True},
        {"label": gettext("Before: place"), "num": True},
        {"label": gettext("Before: score"), "num": True},
    ]
    return {
        "form": form,
        "columns": columns,
        "rows": [_moved(one) for one in moved or []],
        "is_example": is_example,
        "is_moved": form.is_bound,
    }


def _moved(one: Any) -> dict[str, Any]:
    out = gettext("left out")
    return {
        "head": partners.owner_name(one.match.offer),
        "note": partners.in_language(one.match.offer, "name"),
        "url": "",
        "cells": [
            out if one.place is None else formats.number(one.place),
            formats.number(one.score),
            out if one.old_place is None else formats.number(one.old_place),
            formats.number(one.old_score),
        ],
    }
