"""A firm's own data of one exported good: its process, per tonne or by its flows, and the materials it buys."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from footprint import queries
from footprint.actions import typed
from footprint.choices import PRECURSOR_SOURCES
from footprint.models import ExportLine
from footprint.queries.cbam_reading import FLOW_FIELDS, FLOWS
from kernel.actor import Actor
from kernel.canonical import decimal_text
from kernel.errors import Question
from kernel.policy import require

MOST_PRECURSORS, MOST_FLOWS = 20, 50
_NUMBER = typed.number(places=9)
OWN_READERS: dict[str, typed.Reader] = {
    "direct_tco2e_t": _NUMBER,
    "indirect_tco2e_t": _NUMBER,
    "route": typed.text(1),
}
PRECURSOR_READERS: dict[str, typed.Reader] = {
    **OWN_READERS,
    "key": typed.text(60),
    "code": typed.text(40),
    "tonnes_per_tonne": _NUMBER,
    "origin": typed.text(7),
    "source": typed.one_of(lambda: PRECURSOR_SOURCES),
    "free_allocation_t": _NUMBER,
}
FLOW_READERS: dict[str, typed.Reader] = {
    "key": typed.text(60),
    "kind": typed.one_of(lambda: FLOWS),
    "leaves": typed.yes_no,
    **dict.fromkeys(FLOW_FIELDS, _NUMBER),
}
LISTS = ("process", "flows", "precursors")


@transaction.atomic
def set_own_data(actor: Actor, *, export_id: UUID, values: Mapping[str, Any], now: datetime) -> ExportLine:
    """
    Keep the own data of a good, on each line of its code; nothing at all takes them away.

    What is not known may be left out: the answer then says what is missing.

    :raises Refused: if the actor may not write for this firm
    :raises ValidationError: naming each field that is wrong, by its path; `not_covered` of a code that needs no data
    :raises Question: when a number has several readings
    """
    line = queries.exports(actor).select_for_update().get(pk=export_id)
    require(line, "change")
    if queries.check_code(line.resolved or line.code).status != "covered":
        words = _("Own data are for a covered code of eight digits.")
        raise ValidationError({"code": [ValidationError(words, code="not_covered")]})
    own = _read(actor, values)
    if own is not None:
        queries.check_own_data(line.resolved, own)
    queries.exports(actor).filter(resolved=line.resolved).update(own=own, updated_at=now)
    line.refresh_from_db()
    return line


def _read(actor: Actor, values: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return what was typed as exact text by field; None when nothing was said."""
    language = typed.language_of(actor)
    own = _row("", values, OWN_READERS, language)
    if process := _process(values.get("process") or {}, language):
        own["process"] = process
    bought = _materials("precursors", values.get("precursors") or (), language)
    return {**own, "precursors": bought} if own or bought else None


def _process(row: Mapping[str, Any], language: str) -> dict[str, Any]:
    rows: Sequence[Mapping[str, Any]] = row.get("flows") or ()
    _at_most(MOST_FLOWS, "process.flows", rows)
    said = _row("process", row, {"output_t": _NUMBER}, language)
    read = (_row(f"process.flows.{at}", one, FLOW_READERS, language, "kind") for at, one in enumerate(rows))
    flows = [one for one in read if one]
    if not said and not flows:
        return {}
    with _under("process"):
        typed.need(said | {"flows": flows or None}, "output_t", "flows")
    return said | {"flows": flows}


def _materials(path: str, rows: Sequence[Mapping[str, Any]], language: str) -> list[dict[str, Any]]:
    _at_most(MOST_PRECURSORS, path, rows)
    found = []
    for at, row in enumerate(rows):
        inside = _materials(f"{path}.{at}.precursors", row.get("precursors") or (), language)
        said = _row(f"{path}.{at}", row, PRECURSOR_READERS, language, "code")
        if inside:
            with _under(f"{path}.{at}"):
                typed.need(said, "code")
            said["precursors"] = inside
        if said:
            found.append(said)
    return found


def _at_most(most: int, path: str, rows: Sequence[Any]) -> None:
    if len(rows) > most:
        words = _("At most %(most)s rows.") % {"most": most}
        raise ValidationError({path: [ValidationError(words, code="too_many")]})


def _row(
    path: str, row: Mapping[str, Any], readers: Mapping[str, typed.Reader], language: str, *needed: str
) -> dict[str, Any]:
    """Return what one row says as exact text; what is `needed` of a row that says anything has to be there."""
    with _under(path):
        said = _said(typed.read({name: row[name] for name in row if name not in LISTS}, readers, language=language))
        if said:
            typed.need(said, *needed)
    return said


@contextmanager
def _under(path: str) -> Iterator[None]:
    """Name each field of a refusal or a question by its path."""
    before = f"{path}." if path else ""
    try:
        yield
    except Question as doubt:
        raise Question(
            f"{before}{doubt.field}", doubt.messages[0], code=doubt.question_code, readings=doubt.readings
        ) from doubt
    except ValidationError as problems:
        raise ValidationError({f"{before}{name}": found for name, found in problems.error_dict.items()}) from problems


def _said(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: decimal_text(value) if isinstance(value, Decimal) else value
        for name, value in values.items()
        if value is not False and value not in {None, ""}
    }
