"""
Personal data, declared once: `config/personal_data.csv` says of each field whose it is, why it is kept and until when.

The same lines give a copy, erase, and hand over to another organization: nothing else in the house knows how.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.db.models import Model, QuerySet, UUIDField

from kernel.ids import NIL

PERSON, ORGANIZATION = "person", "organization"
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Line:
    """Some fields of a model: whose they are and how the rows of one are found, and what becomes of them."""

    model: str
    whose: str
    found: str
    fields: str
    purpose: str
    basis: str
    kept: str
    copy: str  # the name of the list in a copy, or nothing
    erase: str  # delete the row, blank the fields, keep both, or nothing when another line says it
    merge: str  # of what leads straight to an organization: move to another, join with its own, or keep
    why: str

    @property
    def cls(self) -> type[Model]:
        return apps.get_model(self.model)

    def rows(self, subject: Mapping[str, Any]) -> QuerySet[Any]:
        """Return the rows of one person or organization, given by its id and, for a person, its e-mail."""
        conditions = (one.split("=") for one in self.found.split())
        return self.cls._base_manager.filter(**{lookup: subject[of] for lookup, of in conditions})


@cache
def lines() -> tuple[Line, ...]:
    with Path(settings.PERSONAL_DATA).open(newline="", encoding="utf-8") as file:
        return tuple(Line(**row) for row in csv.DictReader(file))


def copy_of(whose: str, subject: Mapping[str, Any]) -> Iterator[tuple[str, str, Iterator[dict[str, Any]]]]:
    """Yield (name, model, rows) of each list that belongs to a person or an organization, read as it is written out."""
    wanted = [line for line in lines() if line.whose == whose and line.copy]
    for (name, model), group in groupby(wanted, key=lambda line: (line.copy, line.model)):
        of_list = list(group)
        fields = [field for line in of_list for field in line.fields.split()]
        rows = of_list[0].rows(subject).order_by("pk").values(*fields)
        yield name, model, rows.iterator(chunk_size=_AT_ONCE)


@transaction.atomic
def erase(whose: str, subject: Mapping[str, Any]) -> None:
    """
    Erase what a person or an organization leaves, but for what the table keeps; the first line of a model goes first.

    Every row is found before the first one goes, since one is found through another. The database holds its references
    until the commit: a row that the table forgot undoes all of it.
    """
    ours = [line for line in lines() if line.whose == whose and line.erase in {"delete", "blank"}]
    found = [(line, list(line.rows(subject).values_list("pk", flat=True))) for line in ours]
    for line, keys in found:
        for start in range(0, len(keys), _AT_ONCE):
            rows = line.cls._base_manager.filter(pk__in=keys[start : start + _AT_ONCE])
            if line.erase == "delete":
                rows._raw_delete(DEFAULT_DB_ALIAS)
            else:
                rows.update(**{name: _blank(line.cls._meta.get_field(name)) for name in line.fields.split()})


def counts(whose: str, subject: Mapping[str, Any]) -> dict[str, int]:
    """Return how many rows of each model erasing would take away or empty, to be said beforehand."""
    ours = [line for line in lines() if line.whose == whose and line.erase in {"delete", "blank"}]
    found = {(line.model, line.found): line for line in ours}
    told: dict[str, int] = {}
    for (model, _found), line in found.items():
        told[model] = told.get(model, 0) + line.rows(subject).count()
    return told


def hand_over(source: UUID, target: UUID) -> None:
    """
    Give another organization what leads straight to one; what hangs on that follows by itself.

    Whoever calls has seen to what an organization has only one of.

    :raises IntegrityError: when both hold what may be there once
    """
    for line, column in _moving():
        line.rows({"id": source}).update(**{column: target})


def moves(source: UUID) -> dict[str, int]:
    """Return how many rows of each model would be handed over, to be said beforehand."""
    told: dict[str, int] = {}
    for line, _column in _moving():
        told[line.model] = told.get(line.model, 0) + line.rows({"id": source}).count()
    return told


def _moving() -> Iterator[tuple[Line, str]]:
    """Yield each column that leads straight to an organization, once, with its model."""
    found = {(line.model, line.found): line for line in lines() if line.merge == "move"}
    for line in found.values():
        yield line, line.found.partition("=")[0]


def scrub() -> None:
    """
    Leave no byte of what was erased in the database's own files.

    SQLite writes zeros over what it deletes; its log of writes still holds the pages as they were, until it is emptied.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            cursor.execute("VACUUM")


def _blank(field: Any) -> Any:
    if field.null:
        return None
    if isinstance(field, UUIDField):
        return NIL
    return field.get_default() if field.has_default() else ""
