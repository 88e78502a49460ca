import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kernel.actor import Actor
from kernel.errors import Refused
from partners.actions import fields
from partners.actions.offers import change_offer, create_offer, publish_offer
from partners.choices import Shelf
from partners.files.exchange import Problem, read_offer
from partners.models import Offer
from partners.policies import may_publish_offers
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
        for number, values in rows:
            _keep(actor, values, now, report, number, publish=publish)
        if report.problems:
            report.kept = 0
            transaction.set_rollback(True)
    return report


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
    actor: Actor, values: dict[str, Any], now: datetime, report: ImportReport, number: int, *, publish: bool
) -> None:
    try:
        known = Offer.objects.filter(organization_id=actor.organization_id, source_key=values["source_key"]).first()
        if known is None:
            row = create_offer(actor, values=values, now=now)
        else:
            row = change_offer(actor, offer_id=known.pk, values=values, now=now)
        if publish and row.shelf == Shelf.DRAFT and _is_complete(row):
            publish_offer(actor, offer_id=row.pk, now=now)
        report.kept += 1
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            report.problems += [(number, name, message) for message in messages]


def _is_complete(row: Offer) -> bool:
    return all(row.terms.get(name) for name in ("regions_served", "sectors_served", "measures"))
