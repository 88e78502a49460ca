"""
The offers on the shelf as the engine reads them, kept in the process from one ranking to the next.

Each ranking asks for ids and versions alone; only what is new or changed since is read and parsed. A version is a row's
own count of its changes, so edits by any process are seen, and an offer that left the shelf leaves with them.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from threading import Lock
from typing import Any
from uuid import UUID

from django.db import connection

from kernel.canonical import dumps
from matching.choices import OfferKind
from matching.engine.offers import Record, kind_of
from matching.engine.run import Candidate, plain
from matching.models import PartnerStats
from matching.queries.records import record_of
from partners.files.exchange import read_offer
from partners.queries import Version, open_offers, open_versions
from reference.queries import catalogue

MOST_HELD = 100_000

_lock = Lock()
_held: dict[str, tuple[Version, Candidate | None]] = {}
_edition = ""  # of the reference data by which they were read


@dataclass(frozen=True, slots=True)
class Offers:
    """The offers of one kind, and the part of a run's fingerprint that they are: canonical JSON, in one order."""

    candidates: tuple[Candidate, ...]
    written: str


def market(as_of: date) -> Mapping[str, Offers]:
    """Return every offer to be matched, by kind, with what its partner did until this day."""
    records = {str(row.organization_id): record_of(row, as_of) for row in PartnerStats.objects.all()}
    found: dict[str, list[Candidate]] = {kind: [] for kind in OfferKind.values}
    for _version, one in _on_the_shelf():
        if one is not None:
            record = records.get(one.partner, one.record)
            known = one if record == one.record else replace(one, record=record)
            found[kind_of(one.offer, catalogue())].append(known)
    return {kind: Offers(tuple(candidates), _written(candidates)) for kind, candidates in found.items()}


def on_the_shelf(offer_ids: Iterable[UUID]) -> list[Candidate]:
    """Return these offers as they stand, of those that are to be matched."""
    versions = [Version(str(one), None, 0) for one in offer_ids]
    found = (_candidate(owner, written) for _version, owner, written in open_offers(versions))
    return [one for one in found if one is not None]


def _on_the_shelf() -> Collection[tuple[Version, Candidate | None]]:
    global _held, _edition  # noqa: PLW0603 - what this process has read
    with _lock:  # who comes second waits for what is being read, rather than read it too
        if _edition != catalogue().edition:
            _held, _edition = {}, catalogue().edition
        versions = open_versions()
        current = {one.offer: held for one in versions if (held := _held.get(one.offer)) and held[0] == one}
        changed = [one for one in versions if one.offer not in current]
        current |= {one.offer: (one, _candidate(owner, written)) for one, owner, written in open_offers(changed)}
        if not connection.in_atomic_block:  # what may yet be taken back is not kept
            _held = dict(islice(current.items(), MOST_HELD))
        return current.values()


def forget() -> None:
    """Let go of every offer read, as a process that starts."""
    global _held  # noqa: PLW0603 - what this process has read
    _held = {}


def _candidate(owner: UUID | None, written: Mapping[str, Any]) -> Candidate | None:
    """Return an offer as it stands before any request; None for one that does not read."""
    offer, _problems = read_offer(written, catalogue())
    if offer is None:
        return None
    return Candidate(offer, str(owner or ""), Record() if owner else None, takes_leads=owner is not None)


def _written(candidates: Iterable[Candidate]) -> str:
    records = {one.record for one in candidates}
    texts = {record: dumps(plain(record)) for record in records}
    return dumps(sorted((one.digest, one.partner, texts[one.record]) for one in candidates))
