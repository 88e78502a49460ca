"""A file of rows on its way in, as its page shows it: what it asks, what it found, each row with its place."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.html import conditional_escape
from django.utils.translation import gettext, pgettext

from frontend import formats
from kernel.imports import words
from kernel.imports.fields import Spec
from kernel.imports.jobs import every_row
from kernel.tables import Table

SIZE = 50
FEW = 6
KINDS = {"ready": "kept", "applied": "kept", "refused": "missing", "failed": "missing", "asked": "unknown"}
SHAPES = {"new": "met", "changed": "met", "asked": "unknown", "refused": "missing", "left_out": "unknown"}


class AnswersForm(forms.Form):
    """The questions of a file, each answered by a choice; one not answered stays open."""

    def __init__(self, job: Any, spec: Spec, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ids = {}
        self.presumed = {
            one["id"]: one["default"] for one in job.doubts if "default" in one and one["id"] not in job.answers
        }
        for at, doubt in enumerate(job.doubts):
            name = f"q{at}"
            self.ids[name] = doubt["id"]
            choices = [(one, label_of(one, doubt, spec)) for one in doubt["choices"]]
            few = len(choices) <= FEW
            self.fields[name] = forms.ChoiceField(
                label=words.said(words.TITLES[doubt["code"]], doubt["about"]),
                help_text=why_of(doubt),
                choices=choices if few else [("", gettext("Choose")), *choices],
                initial=job.answers.get(doubt["id"], doubt.get("default", "")),
                required=False,
                widget=forms.RadioSelect if few else forms.Select,
            )

    @property
    def open_ones(self) -> list[Any]:
        """Return the questions that wait, and those already answered."""
        return [self[name] for name, id_ in self.ids.items() if id_ not in self.presumed]

    @property
    def presumed_ones(self) -> list[Any]:
        """Return what was taken so, unless the person says otherwise; which line is the header comes last."""
        names = [name for name, id_ in self.ids.items() if id_ in self.presumed]
        return [self[name] for name in sorted(names, key=lambda name: self.ids[name] == "header")]

    @property
    def answers(self) -> dict[str, str]:
        """Return what was chosen; what is presumed and was left so is no answer."""
        chosen = {self.ids[name]: value for name, value in self.cleaned_data.items() if value}
        return {name: value for name, value in chosen.items() if value != self.presumed.get(name)}


def why_of(doubt: dict[str, Any]) -> str:
    """Return why it is asked, with at most the first rows it is about."""
    more = doubt["about"].get("count", 0) > len(doubt["about"].get("rows", ()))
    return conditional_escape(words.said(words.WHYS[doubt["code"]], doubt["about"]) + (" …" if more else ""))


def label_of(choice: str, doubt: dict[str, Any], spec: Spec) -> str:
    """Return a choice in words: of its question, a field's own title, a line of the file, or a column's letter."""
    about = doubt["about"]
    if doubt["code"] == "encoding":
        return f"{about[choice]} ({choice})"
    if choice in about.get("labels", ()):
        return str(words.spoken(about["labels"][choice]))
    if doubt["code"] == "of_file":
        return spec.by_name[about["field"]].options(formats.language())[choice]  # type: ignore[misc]
    if doubt["code"] in {"which_header", "header_taken"}:
        return f"{choice}: {about['lines'][choice]}"
    if choice in spec.by_name:
        return spec.by_name[choice].title(formats.language())
    return words.said(words.CHOICES[choice], {}) if choice in words.CHOICES and len(doubt["id"]) > 1 else choice


def problem_words(problem: dict[str, Any], spec: Spec) -> str:
    """Return the column as the person wrote it, its letter, and what is wrong."""
    field = spec.by_name.get(problem["field"])
    column = problem["column"] or (field.title(formats.language()) if field else "")
    place = f"{column} ({problem['letter']})" if problem["letter"] and column != problem["letter"] else column
    said = problem["said"].get(formats.language(), problem["said"]["fr"])
    return f"{place}{pgettext('after a label', ': ')}{said}" if place else said


def row_card(row: Any, spec: Spec) -> dict[str, Any]:
    taken = words.spoken(row.values.get("taken", ""))
    problems = [problem_words(one, spec) for one in row.problems]
    return {
        "state": SHAPES[row.outcome],
        "text": gettext("Row %(row)s") % {"row": row.number} + (f" · {row.key}" if row.key else ""),
        "end": words.OUTCOMES[row.outcome],
        "note": " ".join(filter(None, [taken, *problems])),
    }


def card(job: Any) -> dict[str, Any]:
    """Return an import as a row of the list."""
    return {
        "icon": "file-text",
        "text": job.filename,
        "end": words.STATES[job.state],
        "note": formats.day(job.created_at, "long"),
        "id": job.pk,
    }


def counted(job: Any) -> list[dict[str, Any]]:
    """Return how many rows fared how."""
    return [
        {"outcome": outcome, "label": label, "count": job.counts[outcome]}
        for outcome, label in words.OUTCOMES.items()
        if job.counts.get(outcome)
    ]


def failure(job: Any) -> str:
    return words.said(words.FAILURES[job.error["code"]], job.error["params"]) if job.error else ""


def columns(job: Any, spec: Spec) -> list[dict[str, str]]:
    """Return what each column of the file was taken for."""
    language = formats.language()
    return [
        {"term": f"{one['letter']} · {one['name']}", "value": spec.by_name[one["field"]].title(language), "note": ""}
        for one in job.columns
        if one["field"] in spec.by_name
    ]


def report(job: Any, spec: Spec) -> Table:
    """Return every row with its place and what becomes of it, as a file."""
    heads = [gettext("Row"), gettext("Reference"), gettext("What becomes of it"), gettext("Column"), gettext("Why")]
    return Table(gettext("Import report"), heads, _report_rows(job, spec))


def _report_rows(job: Any, spec: Spec) -> Iterator[tuple[Any, ...]]:
    language = formats.language()
    for row in every_row(job):
        outcome = str(words.OUTCOMES[row.outcome])
        if not row.problems:
            yield row.number, row.key, outcome, "", ""
        for one in row.problems:
            column = one["column"] or spec.by_name[one["field"]].title(language)
            yield row.number, row.key, outcome, column, one["said"].get(language, one["said"]["fr"])
