"""The answer about the carbon border tax as its page names it."""

import re
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from footprint import queries
from footprint.choices import CODE_STATUSES
from frontend import formats
from kernel import clock
from kernel.canonical import decimal_text
from kernel.sentences import listed
from reference import queries as reference

TITLES = {
    "no": _("No, the EU carbon border tax does not concern you."),
    "probably_exempt": _("Probably not: your buyer is probably exempt from the EU carbon border tax."),
    "yes": _("Yes, the EU carbon border tax concerns what you sell."),
    "unknown": _("We do not know yet."),
}
WHYS = {
    "no": _("None of your codes is on the list. Nothing is due."),
    "probably_exempt": _(
        "A code of yours is on the list, but nothing is due while your buyer imports 50 t a year at most, from everybody. Once it passes 50 t, its whole year counts."
    ),
    "yes": _("Your EU buyer pays it, not you; but it will ask for your emissions, or count default values."),
    "ask": _(
        "What you sell is on the list. Whether anything is due depends on how many tonnes your buyer imports a year, from everybody: ask it."
    ),
    "unknown": _("A fact is missing. Here is what would settle it."),
}
MISSING = {
    "code": _("The customs code of what you sell"),
    "digits": _("The eight digits of a code"),
    "importer_tonnes": _("How many tonnes your buyer imports in a year, from everybody: ask it"),
}
SOURCE = "Regulation (EU) 2023/956, Regulation (EU) 2025/2083, Implementing Regulation (EU) 2025/2621"
ACTS = {
    "Implementing Regulation (EU)": _("Implementing Regulation (EU)"),
    "Regulation (EU)": _("Regulation (EU)"),
    "Regulation (EC)": _("Regulation (EC)"),
    "Directive (EU)": _("Directive (EU)"),
    "Law 47-09; decree 2-17-746": _("Law 47-09; decree 2-17-746"),
}


def _title(checked: Any) -> str:
    return formats.in_language(checked.title, checked.title_language)


def rate_help() -> str:
    """Return why a rate is asked for, with the market's of a day that the reference data know."""
    known = reference.catalogue().prices["eur_mad"]
    return gettext("To see the costs in dirhams too. Market rate: %(rate)s on %(day)s.") % {
        "day": formats.day(date.fromisoformat(str(known.date))),
        "rate": formats.number(known.value or 0, 2),
    }


def visitor_page(line: Any, address: str, rate: Decimal | None = None) -> dict[str, Any]:
    """Return the answer to a visitor's questions, in MAD too at a `rate`, and the link at `address` that says them again."""
    checked = line.checked
    context = _page(queries.kind_of([line]), [line], queries.askers_of([checked]), queries.missing_of([line]))
    if rate:
        context["notes"].append(
            gettext("%(rate)s MAD for a euro, your own rate.") % {"rate": formats.number(rate, most=4)}
        )
    return context | {
        "for_whom": checked.typed if checked.status == "lost_zero" else _title(checked) or checked.typed,
        "share": f"{address}?{query_of(line, rate=rate)}" if checked.code and not checked.proposals else "",
        "band": _band(line, rate),
        "change_url": reverse("cbam"),
        "next": [{"url": reverse("account_signup"), "label": gettext("Measure my footprint")}],
        "choices": [
            {"url": f"{reverse('cbam')}?{query_of(line, code, rate)}", "code": spaced(code), "title": _title(found)}
            for code in (*checked.proposals, *checked.neighbours)
            if (found := queries.check_code(code))
        ],
        "form": None,
    }


def query_of(line: Any, code: str = "", rate: Decimal | None = None) -> str:
    """Return the answers as a query, or as those for another code: a code, tonnes and a rate, nothing of who asks."""
    facts = {"code": code or line.checked.code, "tonnes": line.tonnes, "importer_tonnes": line.importer_tonnes}
    facts["mad_per_eur"] = rate
    return urlencode({name: _same_everywhere(value) for name, value in facts.items() if value is not None})


def _same_everywhere(value: str | Decimal) -> str:
    """Write a number so that every language reads the same: three decimals alone could be thousands."""
    text = value if isinstance(value, str) else decimal_text(value)
    return f"{text}0" if len(text.partition(".")[2]) == 3 else text


def _band(line: Any, rate: Decimal | None) -> dict[str, Any] | None:
    """Return the cost at each price of the band, for a good that somebody pays for."""
    if line.cost is None or line.exemption == "probably_exempt":
        return None
    return {
        "columns": [
            {"label": gettext("Price of a certificate, EUR a tonne of CO₂e")},
            {"label": gettext("Cost to the buyer on default values, EUR a tonne"), "num": True},
            {"label": gettext("EUR a year"), "num": True},
            *(
                [{"label": gettext("MAD a tonne"), "num": True}, {"label": gettext("MAD a year"), "num": True}]
                if rate
                else []
            ),
        ],
        "rows": [
            {
                "head": formats.number(at.price_eur, 2),
                "note": gettext("official, %(day)s") % {"day": formats.day(line.cost.price_date)}
                if at.price_eur == line.cost.price_eur
                else gettext("if it were so"),
                "cells": [
                    range_of(at.low_per_t, at.high_per_t, 2),
                    "" if at.low_year is None else range_of(at.low_year, at.high_year, 0),
                    *(_in_dirhams(at, rate) if rate else ()),
                ],
            }
            for at in line.cost.band
        ],
    }


def _in_dirhams(at: Any, rate: Decimal) -> tuple[str, str]:
    """Return the cost of a tonne and of a year in MAD at the visitor's own rate."""
    year = "" if at.low_year is None else range_of(at.low_year * rate, at.high_year * rate, 0)
    return range_of(at.low_per_t * rate, at.high_per_t * rate, 0), year


def _dates() -> list[dict[str, Any]]:
    """Return the days ahead, each with what happens."""
    found = queries.dates_ahead(clock.moroccan_day(clock.now()))
    return [{"term": formats.day(one["day"]), "value": one["sentence"], "note": ""} for one in found]


def firm_page(answer: Any, form: Any, edited: Any = None) -> dict[str, Any]:
    """Return the answer for a firm, code by code, with who else will ask."""
    context = _page(answer.kind, answer.lines, answer.askers, answer.missing)
    return context | {
        "for_whom": gettext("your firm"),
        "change_url": f"{reverse('cbam_answer')}#declare" if form else "",
        "next": [],
        "choices": [],
        "form": form,
        "edited": edited,
    }


def _page(kind: str, lines: Any, askers: Any, missing: Any) -> dict[str, Any]:
    return {
        "at": clock.moroccan_day(clock.now()),
        "answer": {
            "kind": kind,
            "title": str(TITLES[kind]),
            "why": str(WHYS["ask" if kind == "unknown" and queries.waits_for_buyer(missing) else kind]),
            "source": act(SOURCE),
            "facts": [],
        },
        "columns": [
            {"label": gettext("Code")},
            {"label": gettext("Answer"), "wide": True},
            {"label": gettext("Cost to the buyer on default values, EUR a tonne"), "num": True},
            {"label": gettext("EUR a year"), "num": True},
        ],
        "lines": [_line(one) for one in lines],
        "changes": [
            *({"text": str(MISSING[code]), "note": ""} for code in missing),
            *(
                {
                    "text": gettext("The code %(code)s: it is in no list") % {"code": spaced(one.checked.typed)},
                    "note": "",
                }
                for one in lines
                if one.checked.status == "unknown"
            ),
        ],
        "askers": [
            {
                "name": str(one.name),
                "badge": None,
                "what": str(one.what),
                "when": str(one.when),
                "have": [],
                "source": act(one.source),
            }
            for one in askers
        ],
        "notes": _notes(lines),
        "dates": _dates() if any(one.cost for one in lines) and kind in {"yes", "unknown"} else [],
    }


def _line(line: Any) -> dict[str, Any]:
    checked = line.checked
    cost = None if line.exemption == "probably_exempt" else line.cost
    unknown = gettext("not known") if line.no_cost else ""
    code = "" if checked.status == "lost_zero" else checked.code  # no zero is put back before somebody says so
    words = [str(CODE_STATUSES[checked.status])]
    if line.exemption_sentence:
        words.append(line.exemption_sentence)
    if checked.status == "unknown" and checked.neighbours:
        words.append(gettext("Near it: %(codes)s") % {"codes": listed(spaced(one) for one in checked.neighbours)})
    return {
        "head": format_html('<bdi dir="ltr">{}</bdi>', spaced(code) or checked.typed),
        "note": _title(checked) if code else "",
        "url": "",
        "cells": [
            " ".join(words),
            unknown if cost is None else range_of(cost.low_per_t, cost.high_per_t, 2),
            unknown if cost is None or cost.low_year is None else range_of(cost.low_year, cost.high_year, 0),
        ],
        "edit_url": f"{reverse('cbam_answer')}?edit={line.export.pk}#declare"
        if line.export and line.export.can_change
        else "",
        "own_url": reverse("own_data", args=[line.export.pk]) if line.export and checked.status == "covered" else "",
        "remove_url": reverse("remove_export", args=[line.export.pk]) if line.export and line.export.can_remove else "",
    }


def act(source: str) -> str:
    """Name acts of the EU as the reader's language does, one after the other."""
    for written, named in ACTS.items():
        source = source.replace(written, str(named))
    return listed(_isolated(one) for one in re.split(r"\s*[,;] ", source))


def _isolated(name: str) -> str:
    """Keep the figures of a name in Latin letters behind them where the text around it runs from right to left."""
    return f"\u2066{name}\u2069" if name[:1].isascii() and formats.language() == "ar" else name


def spaced(code: str) -> str:
    """Write a code in groups: 7318 15 82."""
    if not code.isdigit() or len(code) < 4:
        return code
    return " ".join([code[:4], *(code[at : at + 2] for at in range(4, len(code), 2))])


def range_of(low: Any, high: Any, places: int) -> str:
    """Write a range, or the one number that it is."""
    if low == high:
        return formats.number(low, places)
    return gettext("%(low)s to %(high)s") % {"low": formats.number(low, places), "high": formats.number(high, places)}


def _notes(lines: Any) -> list[str]:
    """Return what is provisional, each once, and the price with its date and source."""
    found: dict[str, None] = {}
    for line in lines:
        for note in line.checked.notes:
            found[note] = None
        if line.no_cost:
            found[line.no_cost] = None
        if line.cost is None or line.exemption == "probably_exempt":
            continue
        price = gettext("Certificate price %(price)s EUR a tonne, of %(day)s.") % {
            "price": formats.number(line.cost.price_eur, 2),
            "day": formats.day(line.cost.price_date),
        }
        found[price] = None
        for flag in line.cost.flags:
            found[flag] = None
    return list(found)
