"""What a file of bills leaves open for its room: of the whole file, and of rows; answers are kept by the ids given here."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from footprint.choices import written
from footprint.engine import units_for
from footprint.engine.units import FAMILIES
from footprint.files.bills import PARTS, units
from footprint.models import Site
from kernel.errors import Question
from kernel.imports.doubts import Doubt
from kernel.imports.fields import LANGUAGES, Waiting
from kernel.imports.words import said
from reference.queries import catalogue

AS_SAID = _("Left out as you said.")
AS_ASKED = _("For each row, the likely reading")
MOST_APART = 6
WHOLE: dict[str, tuple[Any, Any]] = {
    "site": (_("Which site are these bills of?"), _("No column names a site, or some of its cells are empty.")),
    "activity": (_("What are these bills for?"), _("No column says it, or some of its cells are empty.")),
    "unit": (_("In which unit are the quantities?"), _("Neither the cells nor the name of their column say it.")),
}
SEVERAL = (_("What does “%(name)s” stand for?"), _("This name fits several of our activities."))
WAITS = {"site": "site", "activity": "activity_id", "unit": "unit"}


def in_languages(say: Callable[[], Any]) -> dict[str, str]:
    """Return words in each language."""
    found = {}
    for language in LANGUAGES:
        with override(language):
            found[language] = str(say())
    return found


class Asked:
    """The questions found so far, and what was answered."""

    def __init__(self, answers: Mapping[str, str]) -> None:
        self.answers = answers
        self.whole: list[Doubt] = []
        self.rows: dict[str, list[tuple[int, Doubt]]] = defaultdict(list)

    def doubts(self) -> list[Doubt]:
        """Return all, those of many rows as one."""
        found = list(self.whole)
        for code, several in self.rows.items():
            if len(several) <= MOST_APART:
                found += [doubt for _number, doubt in several]
                continue
            first = several[0][1]
            choices, labels = list(first.choices), dict(first.about["labels"])
            if "reading" in labels:
                labels["reading"] = in_languages(partial(str, AS_ASKED))
            about = {"said": first.about["said"], "rows": [n for n, _ in several[:20]], "count": len(several)}
            about["labels"] = labels
            found.append(Doubt(f"{code}:all", "of_rows", choices, about))
        return found

    def of_file(
        self, rows: list[dict[str, Any]], named: Mapping[str, str], sites: Mapping[str, Site]
    ) -> dict[str, str]:
        """Return what holds for the rows that do not say their site, activity or unit themselves; ask what is open."""
        lacks = {name: any(_lacks(values, named)[name] for values in rows) for name in WHOLE}
        activity = self.answers.get("activity", "")
        units_of_all = (
            units_for(catalogue().activities[activity]) if activity in catalogue().activities else units("fr")
        )
        known = set(filter(None, named.values()))
        choices = {
            "site": list(sites),
            "activity": [code for code, kind in catalogue().activities.items() if not known - set(units_for(kind))],
            "unit": list(units_of_all),
        }
        labels = {
            "site": {key: dict.fromkeys(LANGUAGES, site.name) for key, site in sites.items()},
            "activity": {},
            "unit": {},
        }
        holds = {}
        for name, (title, why) in WHOLE.items():
            if not lacks[name]:
                continue
            if len(choices[name]) == 1:
                holds[name] = choices[name][0]
                continue
            about = {
                "said": in_languages(partial(str, title)),
                "why": in_languages(partial(str, why)),
                "field": WAITS[name],
                "labels": labels[name],
            }
            self.whole.append(Doubt(name, "of_file", choices[name], about))
            holds[name] = self.answers.get(name, "")
        return holds

    def name_activity(self, values: dict[str, Any], named: Mapping[str, str], whole: Mapping[str, str]) -> None:
        """
        Put the activity in the place of a name that may stand for several: the one that its unit leaves, else the one chosen.

        :raises Waiting: when it is open
        """
        if not isinstance(meant := values.get("activity_id"), dict):
            return
        unit = values.get("unit") or unit_of(values, named) or whole.get("unit", "")
        codes = by_unit(meant["codes"], unit)
        if len(codes) == 1:
            values["activity_id"] = codes[0]
            return
        doubt_id = f"activity:{'+'.join(codes)}"
        if doubt_id not in {one.id for one in self.whole}:
            title, why = (in_languages(partial(said, one, {"name": meant["typed"]})) for one in SEVERAL)
            about = {"said": title, "why": why, "field": "activity_id", "labels": {}}
            self.whole.append(Doubt(doubt_id, "of_file", codes, about))
        answer = self.answers.get(doubt_id, "")
        if answer not in codes:
            raise Waiting(("activity_id", SEVERAL[0], {"name": meant["typed"]}))
        values["activity_id"] = answer

    def of_question(self, number: int, question: Question) -> str:
        """Return how a doubt of a bill was answered."""
        reading = question.readings[0] if question.readings else None
        (error,) = question.error_dict[question.field]
        choices = [*(["reading"] if reading else []), "right", "leave_out"]
        more = {}
        if reading:
            more = {"reading": in_languages(partial(_written, reading))}
        return self.of_row(
            number, question.question_code, question.field, error.message, error.params or {}, choices, more
        )

    def of_row(
        self,
        number: int,
        code: str,
        field: str,
        sentence: Any,
        params: Mapping[str, Any],
        choices: list[str],
        labels: Mapping[str, Any] | None = None,
    ) -> str:
        """
        Return the answer to a question of a row, or to the same question of many.

        :raises Waiting: when it has none
        """
        words = in_languages(partial(said, sentence, dict(params)) if params else partial(str, sentence))
        about = {"row": number, "said": words, "labels": dict(labels or {})}
        self.rows[code].append((number, Doubt(f"{code}:{number}", "of_row", choices, about)))
        answer = self.answers.get(f"{code}:{number}", self.answers.get(f"{code}:all", ""))
        if answer not in choices:
            raise Waiting((field, sentence, params))
        return answer


def by_unit(codes: list[str], unit: str) -> list[str]:
    """Return the activities that take a unit; those that count in its family, if some do."""
    kinds = catalogue().activities
    taking = [code for code in codes if not unit or unit in units_for(kinds[code])] or codes
    family = next((one for one in FAMILIES if unit in one), ())
    return [code for code in taking if kinds[code].unit in family] or taking


def unit_of(values: Mapping[str, Any], named: Mapping[str, str]) -> str:
    """Return the unit behind the first quantity of a row, or over its column."""
    part = next((one for one in PARTS if one in values), "")
    return str(values.get(part, "")).partition(" ")[2] or named.get(part, "")


def wait_for(values: Mapping[str, Any], named: Mapping[str, str], whole: Mapping[str, str]) -> None:
    """
    Go on when a row, or an answer for all, tells what is needed.

    :raises Waiting: when an answer is missing
    """
    lacks = _lacks(values, named)
    missing: list[tuple[str, Any, dict[str, Any]]] = [
        (WAITS[one], WHOLE[one][0], {}) for one, is_lacking in lacks.items() if is_lacking and not whole[one]
    ]
    if missing:
        raise Waiting(*missing)


def _lacks(values: Mapping[str, Any], named: Mapping[str, str]) -> dict[str, bool]:
    return {
        "site": not values.get("site"),
        "activity": not values.get("activity_id"),
        "unit": not _tells_unit(values, named),
    }


def _tells_unit(values: Mapping[str, Any], named: Mapping[str, str]) -> bool:
    parts = [one for one in PARTS if one in values]
    return bool(values.get("unit")) or all(" " in str(values[one]) or named.get(one) for one in parts)


def _written(reading: Mapping[str, Any]) -> str:
    named = units((get_language() or "fr")[:2])
    return f"{written(reading['quantity'])} {named.get(reading['unit'], reading['unit'])}"
