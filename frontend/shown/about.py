"""How matching works, as its page tells it: from the weights and the rules themselves, so that it cannot grow old."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from frontend import formats
from frontend.asking import AskingForm, NumberField
from matching.choices import CRITERIA, RULES, Moved, OfferKind
from partners import queries as partners


def matching(weights: Mapping[str, Mapping[str, Decimal]]) -> dict[str, Any]:
    """Return the table of weights, a column for each kind of offer, and the label of every rule."""
    kinds = [kind for kind in OfferKind if kind in weights]
    codes = [code for code in CRITERIA if any(code in weights[kind] for kind in kinds)]
    rows = [
        {
            "head": str(CRITERIA[code]),
            "note": "",
            "url": "",
            "cells": [formats.percent(weights[kind][code]) if code in weights[kind] else "" for kind in kinds],
        }
        for code in codes
    ]
    columns = [{"label": gettext("Criterion")}, *({"label": str(kind.label), "num": True} for kind in kinds)]
    steps = [str(step.label) for step in Moved]
    return {"columns": columns, "rows": rows, "rules": [str(rule.label) for rule in RULES.values()], "steps": steps}


MOVED_FACTS = {"budget_mad": _("Largest investment, MAD"), "roof_m2": _("Usable roof, m²")}


class SimulatorForm(AskingForm):
    """A weight for each criterion, and a few facts of the firm; an empty fact stays as it is known."""

    def __init__(self, weights: Mapping[str, Decimal], data: Any) -> None:
        super().__init__(data)
        for code, weight in weights.items():
            share = int(weight * 100)
            field = forms.IntegerField(label=CRITERIA[code], required=False, min_value=0, max_value=100, initial=share)
            self.fields[code] = field
        for fact, label in MOVED_FACTS.items():
            self.fields[fact] = NumberField(label=label, required=False)

    @property
    def weights(self) -> list[Any]:
        return [self[name] for name in self.fields if name not in MOVED_FACTS]

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
