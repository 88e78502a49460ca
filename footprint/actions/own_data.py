"""A firm's own data of one exported good: its process per tonne, and the materials it buys."""

from collections.abc import Mapping, Sequence
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
from kernel.actor import Actor
from kernel.canonical import decimal_text
from kernel.errors import Question
from kernel.policy import require

MOST_PRECURSORS = 20
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
    rows: Sequence[Mapping[str, Any]] = values.get("precursors") or ()
    if len(rows) > MOST_PRECURSORS:
        words = _("At most %(most)s materials.") % {"most": MOST_PRECURSORS}
        raise ValidationError({"precursors": [ValidationError(words, code="too_many")]})
    own = _said(
        typed.read({name: values[name] for name in values if name != "precursors"}, OWN_READERS, language=language)
    )
    bought = [_precursor(f"precursors.{at}", row, language) for at, row in enumerate(rows)]
    kept = [row for row in bought if row]
    return {**own, "precursors": kept} if own or kept else None


def _precursor(path: str, row: Mapping[str, Any], language: str) -> dict[str, Any]:
    try:
        said = _said(typed.read(row, PRECURSOR_READERS, language=language))
        if said:
            typed.need(said, "code")
    except Question as doubt:
        raise Question(
            f"{path}.{doubt.field}", doubt.messages[0], code=doubt.question_code, readings=doubt.readings
        ) from doubt
    except ValidationError as problems:
        raise ValidationError({f"{path}.{name}": found for name, found in problems.error_dict.items()}) from problems
    return said


def _said(values: Mapping[str, Any]) -> dict[str, str]:
    return {
        name: decimal_text(value) if isinstance(value, Decimal) else str(value)
        for name, value in values.items()
        if value not in {None, ""}
    }
