"""The directory: what search finds of offers and partners, in the order that its reader asks for, with what it should know of each."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from accounts.choices import Kind
from footprint import queries as footprint
from kernel.actor import Actor
from marketplace.choices import Order
from marketplace.queries.records import answered
from matching import queries as matching
from partners import queries as partners
from partners.choices import Intake, OfferKind, OfferTicket, PartnerKind
from reference.queries import names
from search import queries as search
from search import synonyms
from search.fusion import fused
from search.ports import LANGUAGES, Place, Query

MOST_WAYS: Final = 4
OF_THE_BEST: Final = (Order.DISTANCE, Order.ANSWERS)
FARTHEST: Final = 10_000.0  # kilometres
UNKNOWN: Final = 0.0  # what is not known comes last, the newest first
_NAMED: Final = frozenset({"region", "sector", "measure", "standard", "instrument"})
_CODES: Final[Mapping[str, Collection[str]]] = {
    "kind": OfferKind.values,
    "partner": PartnerKind.values,
    "status": Intake.values,
    "ticket": OfferTicket.values,
    "language": LANGUAGES,
    "verified": ("yes",),
}


@dataclass(frozen=True, slots=True)
class Beside:
    """What a reader should know of a row: how far it is, how its partner answers, how well the offer fits its first site."""

    kilometres: Decimal | None = None
    answered: tuple[int, int] | None = None
    points: int | None = None


@dataclass(frozen=True, slots=True)
class Directory:
    """
    One page of the directory, and rows by tag; `next` is where the next page goes on from.

    `by_site` says that the matches of the reader's site have a say in the order, `cut_at` how many that fit best have one
    when more were found, `near` and `meant` that few rows hold the words, and which were perhaps meant.
    """

    rows: Sequence[tuple[str, Any]]
    total: int
    degraded: bool
    next: Place | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    near: bool = False
    meant: str = ""
    beside: Mapping[UUID, Beside] = field(default_factory=dict)
    by_site: bool = False
    cut_at: int = 0


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks, and its first site when it is an exporter that has one."""

    actor: Actor
    site: Any = None

    @property
    def orders(self) -> list[Order]:
        """Return the orders that can be offered: a distance is from somewhere."""
        return [order for order in Order if order != Order.DISTANCE or self.site]


def reader(actor: Actor) -> Reader:
    return Reader(actor, footprint.sites(actor).first() if actor.kind == Kind.SME else None)


def directory(
    of: Reader,
    *,
    order: Order = Order.RELEVANCE,
    text: str = "",
    tags: partners.Groups = (),
    facets: tuple[str, ...] = (),
    kinds: tuple[str, ...] = partners.KINDS,
    limit: int = 20,
    after: Place | None = None,
) -> Directory:
    """Return a page of what fits; by distance and by answers, and by words for a matched site, the rows that fit best are put in order."""
    asked = Query(text, partners.narrowing(tags), kinds, facets=facets, newest=order == Order.NEWEST)
    if order in OF_THE_BEST or _fits_the_site(of, asked):
        return _ranked(of, order, asked, limit=limit, after=after)
    found = partners.directory(
        of.actor,
        text=text,
        tags=asked.tags,
        facets=facets,
        kinds=kinds,
        newest=asked.newest,
        limit=limit,
        after=after,
    )
    return Directory(
        found.rows,
        found.total,
        found.degraded,
        found.next,
        partners.counted(facets, found.counts),
        found.near,
        _meant(asked, found),
        _beside(of, found.rows),
    )


def _fits_the_site(of: Reader, asked: Query) -> bool:
    """Return whether there are two orders to make one of: that of the words, and that of the matches of the reader's site."""
    return asked.by_words and of.site is not None and matching.was_matched(of.actor, of.site.pk)


def _ranked(of: Reader, order: Order, asked: Query, *, limit: int, after: Place | None) -> Directory:
    hits = search.find(replace(asked, limit=search.MOST))
    owners = partners.owners(of.actor, hits.ids, asked.kinds)
    values = _values(of, order, [pk for pk in hits.ids if pk in owners], owners)
    places = sorted(((value, pk) for pk, value in values.items()), reverse=True)
    if after is not None:
        since = (values.get(after[1], after[0]), after[1])
        places = [place for place in places if place < since]
    page = places[:limit]
    rows = partners.rows_of(of.actor, [pk for _value, pk in page], asked.kinds)
    return Directory(
        rows,
        hits.total,
        hits.degraded,
        page[-1] if len(places) > limit else None,
        partners.counted(asked.facets, hits.counts),
        hits.near,
        _meant(asked, Directory(rows, hits.total, hits.degraded, near=hits.near)),
        _beside(of, rows),
        by_site=order == Order.RELEVANCE,
        cut_at=search.MOST if hits.total > search.MOST else 0,
    )


def _meant(asked: Query, found: Any) -> str:
    """Return what was perhaps meant by words that nothing or hardly anything has."""
    if not asked.text.strip() or found.degraded or (found.total and not found.near):
        return ""
    titles = [title for _kind, row in found.rows for title in partners.titles(row)]
    return search.meant(asked.text, titles)


def _values(of: Reader, order: Order, ids: Sequence[UUID], owners: Mapping[UUID, UUID | None]) -> dict[UUID, float]:
    """Return what each row is put in order by, the highest first; none is below zero, as the scores of words."""
    if order == Order.RELEVANCE:
        by_match: dict[str, list[UUID]] = {}  # a loan and a machine are not scored on the same criteria
        for pk, (kind, _score) in matching.scores(of.actor, of.site.pk, ids).items():
            by_match.setdefault(kind, []).append(pk)
        return {pk: float(len(ids) - place) for place, pk in enumerate(fused(ids, *by_match.values()))}
    partner_ids = {owner for owner in owners.values() if owner}
    known: dict[UUID | None, float] = {}
    if order == Order.ANSWERS:
        known.update({owner: 1 + heard / asked for owner, (heard, asked) in answered(partner_ids).items()})
    else:
        known.update({owner: FARTHEST - float(far) for owner, far in _kilometres(of.site, partner_ids).items()})
    return {pk: known.get(owners[pk], UNKNOWN) for pk in ids}


def _kilometres(site: Any, partner_ids: Collection[UUID]) -> dict[UUID, Decimal]:
    here = matching.place_of_a_site(site)
    far = {partner: matching.kilometres(here, bases) for partner, bases in partners.bases_of(partner_ids).items()}
    return {partner: one for partner, one in far.items() if one is not None}


def _beside(of: Reader, rows: Iterable[tuple[str, Any]]) -> dict[UUID, Beside]:
    owners = {row.pk: row.organization_id for _kind, row in rows}
    partner_ids = {owner for owner in owners.values() if owner}
    far = _kilometres(of.site, partner_ids) if of.site else {}
    points = matching.scores(of.actor, of.site.pk, list(owners)) if of.site else {}
    heard = answered(partner_ids)
    return {
        pk: Beside(far.get(owner), heard.get(owner), matching.out_of_100(points[pk][1]) if pk in points else None)
        for pk, owner in owners.items()
    }


def is_filter(tag: str) -> bool:
    """Return whether the directory narrows by this tag: an address typed by hand may hold anything."""
    kind, _colon, code = tag.partition(":")
    return code in (names(kind) if kind in _NAMED else _CODES.get(kind, ()))


@dataclass(frozen=True, slots=True)
class Way:
    """A way on from nothing: what is found by these words, without these of the filters."""

    text: str
    without: tuple[str, ...]
    total: int


def ways_on(*, text: str, tags: partners.Groups, kinds: tuple[str, ...] = partners.KINDS) -> list[Way]:
    """Return what less would find: without a filter or any, and by each of several things typed; nothing that finds nothing."""
    every = tuple(tag for group in tags for tag in group)
    fewer = [(tag,) for tag in every[:MOST_WAYS]] + ([every] if len(every) > 1 else [])
    asked = [(text, without) for without in fewer]
    things = [" ".join(clause.words) for clause in synonyms.known.clauses(text)][:MOST_WAYS]
    if len(things) > 1:
        asked += [(thing, without) for without in dict.fromkeys(((), every)) for thing in things]
    ways: list[Way] = []
    for words, without in asked:
        left = tuple(kept for group in tags if (kept := tuple(tag for tag in group if tag not in without)))
        if len(ways) < MOST_WAYS and (total := search.count(Query(words, partners.narrowing(left), kinds))):
            ways.append(Way(words, without, total))
    return ways
