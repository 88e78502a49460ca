import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import queries as accounts
from kernel import bulk, events
from kernel.actor import Actor
from kernel.errors import Refused
from partners import jobs, queries
from partners.actions import fields
from partners.actions.offers import is_complete
from partners.actions.profiles import hold_profile
from partners.choices import Shelf
from partners.events import OffersImported
from partners.files.exchange import Problem, read_offer
from partners.models import Offer
from partners.policies import may_publish_offers
from partners.search import keep_offers_findable
from reference.queries import catalogue

MOST_ROWS = 5_000
LONGEST_LINE = 50_000


@dataclass(slots=True)
class ImportReport:
    """What an import did, or why it did nothing: problems by line, each naming its field."""

    kept: int = 0
    problems: list[tuple[int, str, str]] = field(default_factory=list)


def import_offers(actor: Actor, *, lines: Iterable[str], now: datetime, publish: bool = True) -> ImportReport:
    """
    Take offers in the exchange format, one JSON object a line: all of them, or none with every bad row named.

    A row whose `offer_id` was imported before changes that offer.

    :raises Refused: if the actor's organization is no partner, or the actor may not write for it
    """
    if not may_publish_offers(actor):
        raise Refused("import_offers")
    report = ImportReport()
    rows: list[tuple[int, dict[str, Any]]] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        if len(rows) >= MOST_ROWS:
            report.problems.append((number, "", str(_("At most 5,000 offers at once."))))
            break
        try:
            rows.append((number, _read(actor, line)))
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                report.problems += [(number, name, message) for message in messages]
    if report.problems:
        return report
    with transaction.atomic():
        _keep(actor, rows, report, now, publish=publish)
        if report.problems:
            report.kept = 0
            transaction.set_rollback(True)
    return report


@transaction.atomic
def keep_offers(actor: Actor, *, rows: Iterable[Mapping[str, Any]], now: datetime) -> list[Offer]:
    """
    Write many offers by their keys, each as `create_offer` would take it, and put the complete ones on the shelf.

    :raises Refused: if the actor's organization is no partner, or the actor may not write for it
    :raises ValidationError: naming every field that is wrong, behind the number of its row; none is written
    """
    if not may_publish_offers(actor):
        raise Refused("keep_offers")
    report = ImportReport()
    kept = _keep(actor, [(number, dict(row)) for number, row in enumerate(rows, start=1)], report, now)
    if report.problems:
        raise ValidationError({f"{number}.{name}": [message] for number, name, message in report.problems})
    return kept


def _read(actor: Actor, line: str) -> dict[str, Any]:
    try:
        written = json.loads(line) if len(line) <= LONGEST_LINE else None
    except (ValueError, RecursionError):
        written = None
    if not isinstance(written, dict):
        raise ValidationError({"": [_("This line is not one JSON object.")]})
    facts, wrong = read_offer(written, catalogue())
    if facts is not None and facts.kind != actor.kind:
        wrong.append(Problem("kind", "unknown_choice", facts.kind))
    if wrong:
        raise ValidationError({one.field: [fields.sentence(one)] for one in wrong})
    language = written.pop("description_language", "fr")
    language = language if language in {"fr", "ar", "en"} else "fr"
    written[f"name_{language}"] = written.pop("name", None) or written["offer_id"]
    written[f"description_{language}"] = written.pop("description", "")
    written["source_key"] = written.pop("offer_id")
    written.pop("kind")
    return written


def _keep(
    actor: Actor, rows: list[tuple[int, dict[str, Any]]], report: ImportReport, now: datetime, *, publish: bool = True
) -> list[Offer]:
    """Write all rows in a few statements; of two with one key the later one holds."""
    organization = accounts.organization(actor)
    known = queries.own_offers(actor).exclude(source_key="").select_for_update(of=("self",))
    offers = {row.source_key: row for row in known}
    kept: dict[str, Offer] = {}
    for number, values in rows:
        key = values["source_key"]
        row = offers.setdefault(key, Offer(organization=organization, kind=actor.kind))
        try:
            fields.assign(row, values)
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                report.problems += [(number, name, message) for message in messages]
            continue
        shelve(row, now, publish=publish)
        kept[key] = row
        report.kept += 1
    if report.problems:
        return []
    store(actor, list(kept.values()), now)
    for row in kept.values():
        if row.shelf == Shelf.PUBLISHED:
            jobs.watch(row, now=now)
    return list(kept.values())


def shelve(row: Offer, now: datetime, *, publish: bool = True) -> None:
    """Date an offer that comes in, and put it on the shelf when it is complete."""
    row.updated_at = now
    if publish and row.shelf == Shelf.DRAFT and is_complete(row):
        row.shelf, row.published_at = Shelf.PUBLISHED, row.published_at or now


def store(
    actor: Actor, offers: Sequence[Offer], now: datetime, statements: Sequence[bulk.Statement] | None = None
) -> None:
    """Write many offers in a few statements, and say so once."""
    hold_profile(actor, now=now)
    keep_offers_findable(offers, statements)
    if any(row.shelf == Shelf.PUBLISHED for row in offers):
        events.publish(OffersImported(actor.organization_id))
