"""How matching works, as its page tells it: from the weights and the rules themselves, so that it cannot grow old."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from frontend import formats
from matching.choices import CRITERIA, RULES, Moved, OfferKind


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
