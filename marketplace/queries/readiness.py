"""
How ready a request to a financier is to be studied: which of seven things are there, by rules that also sort and filter.

It is never a credit decision: nothing here says what a financier will answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, Value, When

from accounts.choices import Kind
from documents import queries as documents
from documents.choices import PaperKind
from kernel import clock
from kernel.actor import Actor
from marketplace.choices import TAKEN_ON, QuoteStatus, Readiness, ReadyItem
from marketplace.models import AskedDocument, Lead, Quote
from marketplace.policies import QUEUE
from marketplace.queries.leads import inbox

PAPERS = {ReadyItem.IDENTITY: PaperKind.IDENTITY, ReadyItem.ACCOUNTS: PaperKind.ACCOUNTS}
READABLE = (QuoteStatus.SENT, QuoteStatus.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a financier needs to study a request, and what the SME does about it when it is missing."""

    code: str
    label: str
    is_met: bool
    next_step: str


@dataclass(frozen=True, slots=True)
class Ready:
    """How many of the items are there, and the level that follows."""

    level: str
    level_label: str
    met: int
    of: int
    items: tuple[Item, ...]

    @property
    def is_open(self) -> bool:
        """Whether the firm has opened its file to this financier, at this moment."""
        return self.level != Readiness.CLOSED


def queue(actor: Actor) -> QuerySet[Lead]:
    """Return what a financier was asked, each with `ready`: what is complete, eligible and consented comes first."""
    return with_readiness(QUEUE.scope(actor, "read", inbox(actor)), clock.now())


FILTERS = {
    "region": "outline__region__in",
    "sector": "outline__sector__in",
    "measure": "need_code__in",
    "ticket": "outline__ticket_band__in",
    "status": "status__in",
}
_LEVELS = {
    Readiness.READY: Q(ready=len(ReadyItem)),
    Readiness.INCOMPLETE: Q(is_file=True, ready__lt=len(ReadyItem)),
    Readiness.CLOSED: Q(is_file=False),
}


def narrowed(rows: QuerySet[Lead], name: str, values: Iterable[str]) -> QuerySet[Lead]:
    """Return those of a queue that have one of these values, by the name of a filter."""
    if name != "readiness":
        return rows.filter(**{FILTERS[name]: list(values)})
    return rows.filter(reduce(or_, (_LEVELS[Readiness(value)] for value in values)))


def found_in_queue(actor: Actor) -> dict[str, set[str]]:
    """Return the values that each filter meets in a financier's queue."""
    columns = {name: path.removesuffix("__in") for name, path in FILTERS.items()}
    rows = QUEUE.scope(actor, "read", Lead.objects.order_by())
    found = rows.values_list(*columns.values()).distinct()
    return {name: {row[place] or "" for row in found} for place, name in enumerate(columns)}


def with_readiness(rows: QuerySet[Lead], now: datetime) -> QuerySet[Lead]:
    """Return requests with an `is_<item>` for each item, and how many of them are met."""
    counted = sum((Case(When(**{f"is_{item.value}": True}, then=1), default=0) for item in ReadyItem), start=Value(0))
    found = {f"is_{item.value}": _column(rule) for item, rule in _rules(now).items()}
    return rows.annotate(**found).annotate(ready=counted)


def readiness(rows: Iterable[Lead]) -> dict[UUID, Ready]:
    """Return how ready each of these requests is that went to a financier; the caller has checked who may know it."""
    asked = Lead.objects.filter(pk__in=[row.pk for row in rows], partner_organization__kind=Kind.FINANCIER)
    return {row.pk: _ready(row) for row in with_readiness(asked, clock.now())}


def knows_the_firm(lead: Lead) -> bool:
    """Return whether a partner that takes a request on knows whose it is: a financier only while the file is open to it."""
    ready = readiness([lead]).get(lead.pk)
    return ready is None or ready.is_open


def financed(organization_id: UUID, financier_id: UUID) -> list[UUID]:
    """Return the requests of a firm that a financier is interested in and whose file is open to it now, for the queue."""
    rows = Lead.objects.filter(
        organization_id=organization_id, partner_organization_id=financier_id, status__in=TAKEN_ON
    )
    return [lead_id for lead_id, ready in readiness(rows.order_by("pk")).items() if ready.is_open]


def missing_kinds(lead_id: UUID) -> QuerySet[AskedDocument]:
    """Return the documents that were asked for in a request and not opened since, the first asked first."""
    return _unsettled().filter(lead_id=lead_id).order_by("pk")


def _ready(row: Any) -> Ready:
    items = tuple(
        Item(item.value, str(item.label), is_met, "" if is_met else item.next_step)
        for item in ReadyItem
        for is_met in (bool(getattr(row, f"is_{item.value}")),)
    )
    level = Readiness.READY if row.ready == len(items) else Readiness.INCOMPLETE if row.is_file else Readiness.CLOSED
    return Ready(level.value, str(level.label), row.ready, len(items), items)


def _rules(now: datetime) -> dict[ReadyItem, Any]:
    given = documents.open_grants(now).filter(
        giver_id=OuterRef("organization_id"), receiver_id=OuterRef("partner_organization_id")
    )
    quotes = Quote.objects.filter(
        organization_id=OuterRef("organization_id"), lead__site_id=OuterRef("site_id"), status__in=READABLE
    )
    return {
        ReadyItem.FILE: Exists(given),
        ReadyItem.RULES: Q(match__verdict="pass"),
        ReadyItem.YEAR: Q(priced__has_key="year") & ~Q(priced__has_key="in_part"),
        **{item: Exists(given.filter(document__kind=kind)) for item, kind in PAPERS.items()},
        ReadyItem.QUOTE: Exists(given.filter(document__kind=PaperKind.QUOTE))
        | (Q(gives_quotes=True) & Exists(given) & Exists(quotes)),
        ReadyItem.ASKED: ~Exists(_unsettled().filter(lead=OuterRef("pk"))),
    }


def _unsettled() -> QuerySet[AskedDocument]:
    since = documents.every_grant().filter(
        document__kind=OuterRef("kind"),
        giver_id=OuterRef("lead__organization_id"),
        receiver_id=OuterRef("lead__partner_organization_id"),
        starts_at__gte=OuterRef("asked_at"),
    )
    return AskedDocument.objects.exclude(Exists(since))


def _column(rule: Any) -> Case:
    return Case(When(rule, then=Value(value=True)), default=Value(value=False), output_field=BooleanField())
