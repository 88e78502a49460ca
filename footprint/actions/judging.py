"""The rows of a file of bills beside one another and beside what is kept: what may be written, what is asked, what is refused."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from statistics import median
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from footprint import engine
from footprint.actions import asking, doubts, typed
from footprint.actions.bills import READERS, fill, years_of
from footprint.choices import REFUSALS, Document, written
from footprint.engine.checks import TENFOLD
from footprint.engine.entries import Entry
from footprint.engine.units import in_activity_unit
from footprint.files.bills import PARTS, is_example, unit_in, units
from footprint.models import Activity, Site
from footprint.queries.bills import entry_of
from kernel.clock import moroccan_day
from kernel.errors import Question
from kernel.imports.doubts import Doubt
from kernel.imports.fields import LANGUAGES, LeftOut, Waiting
from kernel.text import fold
from reference.queries import catalogue, name

COPIED = "activity_id starts_on ends_on document evidence amount_mad tax_mad note proof_kept customer_pays supplier_factor supplier_document".split()


@dataclass(slots=True)
class Draft:
    """A bill made of a row: written as it stands, unless something is found beside the others."""

    number: int
    row: Activity
    entry: Entry
    is_known: bool
    answered: set[str]
    years: set[int] = field(default_factory=set)


class Judge:
    """Judges the rows of one file; `verdicts` by row number is a draft, or why there is none."""

    def __init__(self, sites: Iterable[Site], answers: Mapping[str, str], now: datetime) -> None:
        self.sites = {str(site.pk): site for site in sites}
        self.kept = list(Activity.objects.filter(site__in=self.sites.values()).order_by("starts_on", "pk"))
        self.beside = {row.pk: row.entered_at for row in self.kept}
        self.known = {(row.site_id, str(row.pk)): row for row in self.kept}
        self.known |= {(row.site_id, row.source_key): row for row in self.kept if row.source_key}
        self.asked = asking.Asked(answers)
        self.now = now
        self.verdicts: dict[int, Draft | Exception] = {}

    def __call__(self, values: dict[str, Any]) -> bool:
        verdict = self.verdicts[values["row"]]
        if isinstance(verdict, Exception):
            raise verdict
        return verdict.is_known

    def meet(self, columns: Sequence[tuple[str, str]], rows: list[dict[str, Any]]) -> list[Doubt]:
        """Judge all rows together; return what is asked of the file and of its rows."""
        if not columns:
            return []  # what the file is has yet to be answered
        named = {one: unit_in(title) for one, title in columns if one in PARTS}
        of_columns: dict[str, Any] = dict.fromkeys((one for one, _title in columns), "?")
        whole = self.asked.of_file(rows or [of_columns], named, self.sites)
        drafts: list[Draft] = []
        for values in rows:
            try:
                self.asked.name_activity(values, named, whole)
                drafts.append(self._draft(values, named, whole))
            except (ValidationError, LeftOut, Waiting) as found:
                self.verdicts[values["row"]] = found
        self._compare(drafts)
        self._check_totals([one for one in drafts if self.verdicts.get(one.number) is one])
        for values in rows:
            if isinstance(verdict := self.verdicts[values["row"]], Draft):
                values["taken"] = _taken(verdict.row)
        return self.asked.doubts()

    def _draft(self, values: dict[str, Any], named: Mapping[str, str], whole: Mapping[str, str]) -> Draft:
        if is_example(values):
            raise LeftOut(_("The example of the template."))
        asking.wait_for(values, named, whole)
        given = self._given(values, named, whole)
        site = self._site(values, whole)
        row, is_known = self._row(site, str(values.get("source_key", "")))
        before = None if not is_known else [getattr(row, one) for one in (*COPIED, "quantity", "unit")]
        kept = entry_of(row) if is_known else None
        years = years_of(kept) if kept else set()
        entry = self._filled(values["row"], row, given)
        if before == [getattr(row, one) for one in (*COPIED, "quantity", "unit")]:
            raise LeftOut(_("Kept already, just so."))
        row.entered_at = self.now
        answered = doubts.answered(kept, entry, confirmed=row.confirmed) if kept else set()
        return Draft(values["row"], row, entry, is_known, answered, years | years_of(entry))

    def _filled(self, number: int, row: Activity, given: Mapping[str, Any]) -> Entry:
        """Put the values on the bill; below zero without the word, it is asked whether it is a credit note."""
        read = typed.read(given, READERS, language="program")
        try:
            return fill(row, read)
        except ValidationError as error:
            codes = [one.code for several in error.error_dict.values() for one in several]
            if codes != ["negative_without_credit_note"]:
                raise
        sentence = REFUSALS["negative_without_credit_note"][1]
        answer = self.asked.of_row(number, "below_zero", "quantity", sentence, {}, ["credit_note", "leave_out"])
        if answer == "leave_out":
            raise LeftOut(asking.AS_SAID)
        return fill(row, {**read, "document": Document.CREDIT_NOTE.value})

    def _given(self, values: Mapping[str, Any], named: Mapping[str, str], whole: Mapping[str, str]) -> dict[str, Any]:
        given = {"activity_id": whole.get("activity", "")} | {one: values[one] for one in COPIED if one in values}
        first, _slash, last = str(values.get("month", "")).partition("/")
        given = {"starts_on": first, "ends_on": last} | given
        quantity, unit = _sum(values, named)
        given |= {"quantity": quantity, "unit": values.get("unit") or unit or whole.get("unit", "")}
        if "amount_mad" not in given and "amount_net_mad" in values and "tax_mad" in values:
            given["amount_mad"] = str(Decimal(values["amount_net_mad"]) + Decimal(values["tax_mad"]))
        return {one: value for one, value in given.items() if value != ""}

    def _site(self, values: Mapping[str, Any], whole: Mapping[str, str]) -> Site:
        said = fold(str(values.get("site", "")).strip())
        if not said:
            return self.sites[whole["site"]]
        found = [site for site in self.sites.values() if fold(site.name) == said]
        if len(found) != 1:
            problem = ValidationError(_("No site of yours, or more than one, has this name."), code="unknown_site")
            raise ValidationError({"site": [problem]})
        return found[0]

    def _row(self, site: Site, key: str) -> tuple[Activity, bool]:
        known = self.known.get((site.pk, key))
        return known or Activity(site=site, source_key=key), known is not None

    def _compare(self, drafts: list[Draft]) -> None:
        """Ask about each draft beside the bills kept and the rows before it; how much is usual all of them tell."""
        changed = {one.row.pk for one in drafts}
        groups: dict[tuple[UUID, str], list[Entry]] = defaultdict(list)
        for row in self.kept:
            if row.pk not in changed:
                groups[row.site_id, row.activity_id].append(entry_of(row))
        before = {key: list(entries) for key, entries in groups.items()}
        for one in drafts:
            groups[one.row.site_id, one.row.activity_id].append(one.entry)
        usual = {key: _usual(entries, before.get(key, ())) for key, entries in groups.items()}
        for one in drafts:
            key = (one.row.site_id, one.row.activity_id)
            try:
                self._settle(one, before.setdefault(key, []), usual[key])
            except (ValidationError, LeftOut, Waiting) as found:
                self.verdicts[one.number] = found
            else:
                self.verdicts[one.number] = one
                before[key].append(one.entry)

    def _settle(self, draft: Draft, earlier: list[Entry], usual: list[Entry]) -> None:
        confirmed = set(draft.answered)
        is_mended = False
        today = moroccan_day(self.now)
        while True:
            try:
                beside = [one for one in usual if one.key != draft.entry.key]
                draft.row.confirmed = doubts.ask(draft.entry, earlier, today, confirmed, usual=beside)
            except Question as question:
                answer = self.asked.of_question(draft.number, question)
                if answer == "leave_out":
                    raise LeftOut(asking.AS_SAID) from question
                if answer == "reading" and not is_mended:
                    reading, is_mended = question.readings[0], True
                    draft.entry = fill(draft.row, {"quantity": reading["quantity"], "unit": reading["unit"]})
                else:
                    confirmed.add(question.question_code)
            else:
                return

    def _check_totals(self, drafts: list[Draft]) -> None:
        """Refuse the rows with which a period totals below zero."""
        changed = {one.row.pk: one for one in drafts}
        for site in self.sites.values():
            mine = [one for one in drafts if one.row.site_id == site.pk]
            kept = [entry_of(row) for row in self.kept if row.site_id == site.pk and row.pk not in changed]
            entries = [*kept, *(one.entry for one in mine)]
            for year in sorted({year for one in mine for year in one.years}):
                for problem in engine.check_periods(entries, catalogue(), year):
                    of_same = [one for one in mine if one.entry.activity_id == problem.params["activity"]]
                    guilty = [one for one in of_same if one.entry.key == problem.key] or of_same[:1]
                    sentence = REFUSALS[problem.code][1]
                    params = {one: written(value) for one, value in problem.params.items()}
                    for one in guilty:
                        said = ValidationError(sentence, code=problem.code, params=params)
                        self.verdicts[one.number] = ValidationError({"quantity": [said]})


def _sum(values: Mapping[str, Any], named: Mapping[str, str]) -> tuple[str, str]:
    """
    Return the quantity of a row, its parts added, and the unit that stands behind it or over its column.

    :raises ValidationError: when parts are of several units
    """
    parts = [(one, *str(values[one]).partition(" ")[::2]) for one in PARTS if one in values]
    found = {unit or named.get(one, "") for one, _quantity, unit in parts}
    if len(found) > 1 or (len(parts) > 1 and "quantity" in values):
        problem = ValidationError(
            _("These quantities cannot be added: one unit, and no total beside its parts."), "parts"
        )
        raise ValidationError({"quantity": [problem]})
    if not parts:
        return "", ""
    return str(sum(Decimal(quantity) for _one, quantity, _unit in parts)), found.pop()


def _usual(entries: list[Entry], kept: Sequence[Entry]) -> list[Entry]:
    """
    Return the bills that tell how much is usual: not those at ten times the middle of all, which would make the others
    look small, and none at all when a whole file is as little as a wrong unit makes it.
    """
    alone = [engine.plausibility(entry, catalogue()) for entry in entries if entry.quantity]
    if not kept and all(doubt and doubt.code == "thousandth" for doubt in alone):
        return []
    a_day = {}
    for entry in entries:
        kind = catalogue().activities[entry.activity_id]
        if entry.quantity:
            a_day[entry.key] = abs(in_activity_unit(entry.quantity, entry.unit, kind)) / entry.days
    middle = median(a_day.values()) if a_day else 0
    return [entry for entry in entries if entry.key in a_day and a_day[entry.key] <= middle * TENFOLD]


def _taken(row: Activity) -> dict[str, str]:
    """Return what will be kept, in words."""
    found = {}
    for language in LANGUAGES:
        with override(language):
            unit = units(language).get(row.unit, row.unit)
            days = f"{row.starts_on:%d/%m/%Y} – {row.ends_on:%d/%m/%Y}"
            found[language] = f"{name('activity', row.activity_id, language)} · {written(row.quantity)} {unit} · {days}"
    return found
