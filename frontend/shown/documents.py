"""Files of a firm as a page lists them: who may open each, until when, and who did."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext

from documents.choices import Purpose, State
from frontend import formats

STATES = {State.CLEAN: "met", State.PENDING: "unknown", State.REFUSED: "missing"}


def rows(
    documents: Iterable[Any],
    accesses: Iterable[Any],
    readings: Iterable[Any],
    names: Mapping[UUID, str],
    receivers: Iterable[tuple[str, str]],
    *,
    now: datetime,
) -> list[dict[str, Any]]:
    """Return files as <c-access-rows> takes them."""
    given, read = defaultdict(list), defaultdict(list)
    for one in accesses:
        given[one.document_id].append(_access(one, names, now))
    for one in readings:
        read[one.document_id].append({"who": names.get(one.organization_id, ""), "at": one.at})
    return [
        {
            "id": str(row.pk),
            "name": row.name,
            "url": reverse("document", args=[row.pk]) if row.can_open else "",
            "purpose": row.get_kind_display() if row.purpose == Purpose.DOSSIER else row.get_purpose_display(),
            "state": STATES[State(row.state)],
            "state_label": row.get_state_display(),
            "note": _note(row),
            "accesses": [one for one in given[row.pk] if one["live"]],
            "ended": [one for one in given[row.pk] if not one["live"]],
            "readings": read[row.pk],
            "receivers": list(receivers) if row.can_grant else [],
            "can_remove": row.can_remove,
        }
        for row in documents
    ]


def received(accesses: Iterable[Any], names: Mapping[UUID, str]) -> list[dict[str, Any]]:
    """Return the files that others let this organization open."""
    return [
        {
            "name": one.document.name,
            "url": reverse("document", args=[one.document_id]),
            "who": names.get(one.giver_id, ""),
            "until": one.until,
        }
        for one in accesses
    ]


def _access(one: Any, names: Mapping[UUID, str], now: datetime) -> dict[str, Any]:
    return {
        "id": str(one.pk),
        "who": names.get(one.receiver_id, ""),
        "until": min(one.until, one.withdrawn_at or one.until),
        "live": one.withdrawn_at is None and one.until > now,
        "can_withdraw": one.can_withdraw,
    }


def _note(row: Any) -> str:
    size = formats.with_unit(formats.number(max(row.size // 1000, 1)), gettext("kB"))
    return gettext("%(size)s, kept on %(day)s") % {"size": size, "day": formats.day(row.uploaded_at)}
