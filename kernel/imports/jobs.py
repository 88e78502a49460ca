"""
The way of an import: taken, read, asked about, ready, written; each step may be killed and made again.

Reading stages its rows in short transactions under a fresh round, so that a second try starts clean. Writing is one
transaction that also marks the import as written: it happens once, whole, or not at all.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from kernel.actor import Actor
from kernel.errors import Conflict, Refused
from kernel.imports import words
from kernel.imports.doubts import Doubt
from kernel.imports.examining import Cells, Examined, examine
from kernel.imports.fields import LANGUAGES, LeftOut, Spec, Waiting
from kernel.models import Import, ImportRow
from kernel.policy import Policy, own, own_to_write, require
from kernel.sheets.grid import Unreadable
from kernel.sheets.opening import LARGEST_FILE

Enqueue = Callable[[Import], object]
IMPORT = Policy({"read": own, "answer": own_to_write, "apply": own_to_write})
BATCH = 500
MOST_OPEN = 20
OPEN = (Import.State.WAITING, Import.State.ASKED, Import.State.REFUSED, Import.State.READY)
UNDER_WAY = (Import.State.WAITING, Import.State.APPLYING)
LOST = {"code": "no_right", "params": {}}


def imports(actor: Actor, purpose: str) -> QuerySet[Import]:
    """Return the imports of the actor's organization, newest first, without their files."""
    rows = Import.objects.filter(purpose=purpose).defer("content").order_by("-pk")
    return IMPORT.abilities(actor, IMPORT.scope(actor, "read", rows))


def under_way(organization_id: UUID) -> bool:
    """Return whether a file of an organization is being read or written."""
    return Import.objects.filter(organization_id=organization_id, state__in=UNDER_WAY).exists()


def take(actor: Actor, *, purpose: str, filename: str, content: bytes, now: datetime, enqueue: Enqueue) -> Import:
    """
    Keep a file to be read; of files that were never written the oldest give way.

    :raises ValidationError: when it is empty or too large
    """
    if not actor.writes:
        raise Refused("import")
    if not content.strip():
        raise ValidationError({"file": ValidationError(_("This file is empty."), "empty_file")})
    if len(content) > LARGEST_FILE:
        raise ValidationError({"file": ValidationError(_("This file is too large: 8 MB at most."), "too_large")})
    with transaction.atomic():
        open_ones = imports(actor, purpose).filter(state__in=OPEN)
        for stale in list(open_ones[MOST_OPEN - 1 :]):
            stale.delete()
        job = Import.objects.create(
            organization_id=actor.organization_id,
            user_id=actor.user_id,
            purpose=purpose,
            filename=filename.replace("\0", "")[-200:] or "-",
            content=content,
            language=actor.language,
            created_at=now,
        )
        enqueue(job)
    return imports(actor, purpose).get(pk=job.pk)


def answer(actor: Actor, *, purpose: str, import_id: UUID, answers: Mapping[str, str], enqueue: Enqueue) -> Import:
    """
    Take answers to the questions of a file and read it again.

    :raises ValidationError: for an answer that is none of its question's choices, or to no question
    :raises Conflict: when the file is being read or was written
    """
    with transaction.atomic():
        job = imports(actor, purpose).select_for_update().get(pk=import_id)
        require(job, "answer")
        if job.state not in {Import.State.ASKED, Import.State.READY, Import.State.REFUSED}:
            raise Conflict("not_asking", _("This file asks nothing now."))
        choices = {one["id"]: one["choices"] for one in job.doubts}
        problems = {
            name: ValidationError(_("This is none of the answers."), "choice")
            for name, value in answers.items()
            if value not in choices.get(name, ())
        }
        if problems:
            raise ValidationError(problems)
        job.answers |= dict(answers)
        job.state, job.done = Import.State.WAITING, 0
        job.save(update_fields=["answers", "state", "done"])
        enqueue(job)
    return imports(actor, purpose).get(pk=import_id)


def start(actor: Actor, *, purpose: str, import_id: UUID, enqueue: Enqueue) -> Import:
    """
    Have a file written that asks nothing more and of which no row is refused; once more changes nothing.

    :raises Conflict: when it is not ready
    """
    with transaction.atomic():
        job = imports(actor, purpose).select_for_update().get(pk=import_id)
        require(job, "apply")
        if job.state in {Import.State.APPLYING, Import.State.APPLIED}:
            return job
        if job.state != Import.State.READY:
            raise Conflict("not_ready", _("Answer the questions and mend the refused rows first."))
        job.state = Import.State.APPLYING
        job.save(update_fields=["state"])
        enqueue(job)
    return job


def read(job_id: UUID, spec: Spec) -> None:
    """Read a file into staged rows, in a round of its own: a run that was cut, or overtaken, decides nothing."""
    begun = Import.objects.filter(pk=job_id, state=Import.State.WAITING).update(round=F("round") + 1)
    job = Import.objects.filter(pk=job_id, state=Import.State.WAITING).first()
    if job is None or not begun:
        return
    _unstage(job)
    try:
        found = examine(bytes(job.content), spec, language=job.language, answers=job.answers)
    except Unreadable as error:
        _move(job, Import.State.FAILED, error={"code": error.code, "params": error.params})
        return
    counts = _stage(job, found, spec)
    asked = [one for one in found.doubts if one.id not in job.answers and not one.default]
    waits, refused = counts["asked"], counts["refused"]
    state = Import.State.ASKED if asked or waits else Import.State.REFUSED if refused else Import.State.READY
    if state == Import.State.READY and not counts["new"] + counts["changed"]:
        _move(job, Import.State.FAILED, error={"code": "no_rows", "params": {}})
        return
    _move(
        job,
        state,
        doubts=[one.written() for one in _in_order(found.doubts)],
        columns=[{"letter": one.letter, "name": one.name, "field": one.field} for one in found.columns],
        counts=dict(counts) | {"header": found.table.header if found.table else 0, "encoding": found.encoding},
    )


def apply(job_id: UUID, spec: Spec, *, now: datetime) -> None:
    """Write the staged rows, all of them and once."""
    job = Import.objects.filter(pk=job_id, state=Import.State.APPLYING).defer("content").first()
    if job is None:
        return
    rows = [row.values for row in job.rows.filter(round=job.round, outcome__in=("new", "changed"))]
    try:
        ready = spec.prepare(job, rows)
        with transaction.atomic():
            mine = Import.objects.filter(pk=job_id, state=Import.State.APPLYING)
            if mine.update(state=Import.State.APPLIED, finished_at=now, done=len(rows)):
                spec.write(job, ready)
    except Refused:
        _move(job, Import.State.FAILED, was=Import.State.APPLYING, error=LOST)
    except ValidationError:
        _move(job, Import.State.FAILED, was=Import.State.APPLYING, error={"code": "moved_on", "params": {}})


def rows_of(job: Import, *, outcome: str = "", after: int = 0, size: int = 50) -> list[ImportRow]:
    """Return some rows of a file that its reader may see, in its order, those of one outcome or all."""
    rows = job.rows.filter(round=job.round, number__gt=after)
    return list((rows.filter(outcome=outcome) if outcome else rows)[:size])


def every_row(job: Import) -> Iterator[ImportRow]:
    """Yield all rows of a file that its reader may see."""
    return job.rows.filter(round=job.round).iterator(BATCH)


def written(job_id: UUID) -> Import | None:
    """Return an import that was written."""
    return Import.objects.filter(pk=job_id, state=Import.State.APPLIED).defer("content").first()


def forget(before: datetime) -> int:
    """Delete the files and rows of imports made before an instant; return how many."""
    return Import.objects.filter(created_at__lt=before).delete()[0]


def _move(job: Import, state: str, *, was: str = Import.State.WAITING, **fields: Any) -> None:
    Import.objects.filter(pk=job.pk, state=was, round=job.round).update(state=state, **fields)


def _in_order(doubts: list[Doubt]) -> list[Doubt]:
    return list({one.id: one for one in doubts}.values())


def _unstage(job: Import) -> None:
    """Drop the rows of earlier rounds, some at a time."""
    while numbers := list(job.rows.filter(round__lt=job.round).values_list("pk", flat=True)[:2000]):
        ImportRow.objects.filter(pk__in=numbers).delete()


def _stage(job: Import, found: Examined, spec: Spec) -> Counter[str]:
    try:
        judge = spec.judge(job)
    except Refused:
        _move(job, Import.State.FAILED, error=LOST)
        return Counter()
    counts: Counter[str] = Counter()
    seen: dict[str, int] = {}
    batch: list[ImportRow] = []
    Import.objects.filter(pk=job.pk).update(total=len(found.table.rows) if found.table else 0)
    names = {one.field: (one.letter, one.name) for one in found.columns}
    for cells in _together(found, spec, judge):
        row = _row(job, cells, spec, judge, seen, names)
        counts[row.outcome] += 1
        batch.append(row)
        if len(batch) >= BATCH:
            _keep(job, batch)
    _keep(job, batch)
    return counts


def _together(found: Examined, spec: Spec, judge: Any) -> Iterable[Cells]:
    """Return the rows, shown together to a judge that wants to see them so; its questions join those of the file."""
    if spec.meet is None:
        return found.rows
    rows = list(found.rows)
    for cells in rows:
        cells.values["row"] = cells.number
    readable = [cells.values for cells in rows if not (cells.wrong or cells.waits or cells.left_out)]
    found.doubts += spec.meet(judge, [(one.field, one.name) for one in found.columns], readable)
    return rows


def _keep(job: Import, batch: list[ImportRow]) -> None:
    with transaction.atomic():
        ImportRow.objects.bulk_create(batch)
        Import.objects.filter(pk=job.pk).update(done=batch[-1].number if batch else 0)
    batch.clear()


def _row(
    job: Import,
    cells: Cells,
    spec: Spec,
    judge: Callable[[dict[str, Any]], bool],
    seen: dict[str, int],
    names: Mapping[str, tuple[str, str]],
) -> ImportRow:
    key = str(cells.values.get(spec.key, ""))
    row = ImportRow(job=job, round=job.round, number=cells.number, key=key[:200], values=cells.values)
    problems = [_problem(name, names, words.PROBLEMS[code], params) for name, code, params in cells.wrong]
    outcome = "left_out" if cells.left_out else "asked" if cells.waits else ""
    if not outcome and key in seen:
        problems.append(_problem(spec.key, names, words.PROBLEMS["key_twice"], {"row": seen[key]}))
    if key and not outcome:
        seen.setdefault(key, cells.number)
    known = False
    if not problems and not outcome:
        try:
            known = judge(dict(cells.values))
        except LeftOut as left:
            problems, outcome = [_problem(spec.key, names, left.message, {})], "left_out"
        except Waiting as waiting:
            problems, outcome = [_problem(name, names, said, more) for name, said, more in waiting.problems], "asked"
        except ValidationError as error:
            problems = [
                _problem(name, names, one.message, one.params or {})
                for name, several in error.error_dict.items()
                for one in several
            ]
    if cells.left_out:
        problems = [_problem("", names, words.LEFT_OUT[cells.left_out], {})]
    row.problems = problems
    row.outcome = outcome or ("refused" if problems else "changed" if known else "new")
    return row


def _problem(
    name: str, names: Mapping[str, tuple[str, str]], message: Any, params: Mapping[str, Any]
) -> dict[str, Any]:
    letter, column = names.get(name, ("", ""))
    said = {}
    for language in LANGUAGES:
        with override(language):
            said[language] = str(message) % params if params else str(message).replace("%%", "%")
    return {"field": name, "letter": letter, "column": column, "said": said}
