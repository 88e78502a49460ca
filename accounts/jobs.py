"""Copies of data are written by the queue: they may be long."""

import json
import os
import zipfile
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils.module_loading import import_string

from accounts.choices import CopyState
from accounts.events import CopyReady
from accounts.models import DataCopy
from accounts.queries.copies import place_of
from kernel import clock, events, personal
from kernel.tasks import task


@task(transactional=False)
def make_copy(copy_id: str) -> None:
    """Write the lists and the files of a copy into one archive, and tell the person; made again, it is the same."""
    row = DataCopy.objects.select_related("user").filter(pk=copy_id, state=CopyState.WAITING).first()
    if row is None:
        return
    whose = personal.ORGANIZATION if row.organization_id else personal.PERSON
    subject = {"id": row.organization_id or row.user_id, "email": row.user.email}
    place = place_of(row)
    place.parent.mkdir(exist_ok=True, mode=0o750)
    half = place.with_suffix(".half")
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o640), "wb") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            _write(archive, whose, subject)
        file.flush()
        os.fsync(file.fileno())
    half.rename(place)
    with transaction.atomic():
        ready = {"state": CopyState.READY, "size": place.stat().st_size, "ready_at": clock.now()}
        if DataCopy.objects.filter(pk=row.pk, state=CopyState.WAITING).update(**ready):
            events.publish(CopyReady(row.pk, row.user_id))
            return
    place.unlink(missing_ok=True)  # the person left meanwhile


def _write(archive: zipfile.ZipFile, whose: str, subject: dict[str, Any]) -> None:
    for name, model, rows in personal.copy_of(whose, subject):
        files: list[UUID] = []
        with archive.open(f"data/{name}.json", "w", force_zip64=True) as out:
            for piece in _json(rows, files):
                out.write(piece.encode())
        if model in settings.COPIED_FILES:
            file_of = import_string(settings.COPIED_FILES[model])
            for number, key in enumerate(files, 1):
                if (found := file_of(key)) is not None:
                    archive.write(found[1], f"files/{number:04d}-{found[0]}")


def _json(rows: Iterator[dict[str, Any]], seen: list[UUID]) -> Iterator[str]:
    """Yield a list as it is read, and note the ids that went by."""
    before = "[\n"
    for row in rows:
        if "id" in row:
            seen.append(row["id"])
        yield before + json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"
