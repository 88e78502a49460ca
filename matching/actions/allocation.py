"""The lists of the whole market, allocated together under the room of the partners; the ones before are served until then."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import groupby, islice
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import transaction

from kernel.canonical import dumps
from kernel.clock import moroccan_day
from matching.choices import SizeBand, Verdict
from matching.engine import allocation, criteria, lists
from matching.engine.lists import Entry, ListKey, Placed, Terms
from matching.engine.other_side import Ideal, Standing, mutual, other_side
from matching.engine.parameters import FIRM, LISTS, terms_of
from matching.engine.profile import SmeFacts, read_sme
from matching.engine.run import plain
from matching.models import AllocationRun, Exposure, Match, MatchRun, Placement
from matching.queries import placements as ask
from matching.queries.matches import still_taken
from matching.queries.other_side import soonest
from matching.queries.records import firm_weights, weights_in_force
from reference.queries import catalogue

LOOKED_AT = 18  # partners of each list, by their best score: three times what is shown
READ = 500  # matches at once
KEPT = timedelta(days=1)
NEVER_SAID, UNKNOWN = Ideal(), Standing()


@dataclass(slots=True)
class _Market:
    """What an allocation is made from, read at one moment; `in_force` are the parameters of each subject."""

    runs: dict[UUID, Any]
    firms: dict[str, SmeFacts]
    standings: dict[UUID, Standing]
    horizons: dict[tuple[UUID, str], str]
    in_force: Mapping[str, Mapping[str, Decimal]]
    terms: Terms
    found: dict[ListKey, dict[str, Entry]] = field(default_factory=dict)
    views: dict[tuple[ListKey, str], str] = field(default_factory=dict)


def allocate_lists(*, now: datetime) -> AllocationRun | None:
    """Allocate every served list anew and keep it whole; nothing is matched, nothing is kept."""
    today = moroccan_day(now)
    market = _market()
    rows = list(_matches(market, now))
    partner_ids = {row["offer__organization_id"] for row in rows}
    stats, ideals = ask.stats_of(partner_ids), ask.ideals(partner_ids)
    for row in rows:
        _look(market, row, ideals.get(row["offer__organization_id"], NEVER_SAID))
    if not market.found:
        return None
    terms = market.terms
    room = {str(partner): left for partner, left in ask.rooms(partner_ids, stats, today, terms).items()}
    before = {str(partner): two for partner, two in ask.ledger(today).items()}
    pairs = lists.pairs({key: list(of.values()) for key, of in market.found.items()})
    found = allocation.allocate(pairs, room, places=terms.places)
    introductions = {str(partner): row.introductions for partner, row in stats.items()}
    entries = {
        key: [_with_room(key, one, found, introductions) for one in of.values()] for key, of in market.found.items()
    }
    shown = lists.shown_lists(entries, lists.owed(before, terms), found.spare, terms)
    return _keep(market, shown, entries, found.method, (room, before), today, now)


def _market() -> _Market:
    names = ("pk", "site_id", "need_code", "offer_kind", "sme_id", "site__organization_id")
    served = MatchRun.objects.filter(superseded_at=None, site__organization__suspended_at=None)
    runs = {row["pk"]: row for row in served.values(*names)}
    firms: dict[str, SmeFacts] = {}
    for digest, facts in served.values_list("sme_id", "sme__facts").distinct():
        sme, _problems = read_sme(json.loads(facts), catalogue(), own=True)
        if sme is not None:
            firms[digest] = sme
    organizations = {row["site__organization_id"] for row in runs.values()}
    sites = {row["site_id"] for row in runs.values()}
    in_force = weights_in_force()
    terms = terms_of(in_force[LISTS])
    return _Market(runs, firms, ask.standings(organizations), ask.horizons(sites), in_force, terms)


def _matches(market: _Market, now: datetime) -> Iterator[Mapping[str, Any]]:
    """Go through what may be listed: in each list the best offer of each partner, of so many partners."""
    names = ("pk", "run_id", "offer_id", "offer__organization_id", "verdict", "score_micro", "result")
    chosen = _best_of_partners(market, now)
    while some := list(islice(chosen, READ)):
        yield from Match.objects.filter(pk__in=some).order_by("run_id", "position", "pk").values(*names)


def _best_of_partners(market: _Market, now: datetime) -> Iterator[UUID]:
    """
    Choose before anything is cut: neither many offers of one partner nor products that take no request empty a list.

    Whoever cannot meet takes no room: a suspended firm, or a fictional one with a partner that is not. Whoever has met
    takes none again while the request is open.
    """
    rows = Match.objects.filter(still_taken(now), run__superseded_at=None, takes_leads=True)
    rows = rows.exclude(verdict=Verdict.FAIL).exclude(offer__organization=None)
    rows = rows.exclude(ask.in_touch("run__site", "offer__organization"))
    rows = rows.exclude(run__site__organization__is_demo=True, offer__organization__is_demo=False)
    ordered = rows.order_by("run_id", "position", "pk").values_list("run_id", "offer__organization_id", "pk")
    for run_id, of_run in groupby(ordered.iterator(chunk_size=2_000), key=itemgetter(0)):
        run = market.runs.get(run_id)
        if run is not None and run["sme_id"] in market.firms:  # a run that came meanwhile waits for the next time
            best: dict[UUID, UUID] = {}
            for _run_id, partner, pk in of_run:
                best.setdefault(partner, pk)
            yield from islice(best.values(), LOOKED_AT)


def _look(market: _Market, row: Mapping[str, Any], ideal: Ideal) -> None:
    """Score the firm for the partner of a match, and keep both for its list."""
    run = market.runs[row["run_id"]]
    key = (str(run["site_id"]), run["need_code"], run["offer_kind"])
    partner = str(row["offer__organization_id"])
    of_list = market.found.setdefault(key, {})
    result = json.loads(row["result"])
    horizon = soonest(market.horizons, run["site_id"], run["need_code"], result)
    sme = market.firms[run["sme_id"]]
    known = market.standings.get(run["site__organization_id"], UNKNOWN)
    standing = replace(known, horizon=horizon, size=SizeBand.of(sme.employees).value)
    other = other_side(result, sme, ideal, standing, market.in_force[f"{FIRM}{run['offer_kind']}"])
    both = mutual(row["score_micro"], other["score"])
    of_list[partner] = Entry(
        offer=str(row["offer_id"]),
        partner=partner,
        score=row["score_micro"],
        mutual=both,
        pull=both,
        digest=result["offer_digest"],
        passes=row["verdict"] == Verdict.PASS,
        technologies=frozenset(result["measures"]),
        terms=market.terms,
    )
    market.views[key, partner] = dumps(other)


def _with_room(
    key: ListKey,
    one: Entry,
    found: allocation.Allocation,
    introductions: Mapping[str, int],
) -> Entry:
    place = (key[0], key[2], one.partner)
    mu = found.mu.get(place, 0)
    return replace(
        one,
        mu=mu,
        pull=one.mutual if found.method == "exact" else mu,
        introductions=introductions.get(one.partner, 0),
    )


@transaction.atomic
def _keep(
    market: _Market,
    shown: Mapping[ListKey, list[Placed]],
    entries: Mapping[ListKey, list[Entry]],
    method: str,
    of_partners: tuple[Mapping[str, int], Mapping[str, tuple[int, int]]],
    today: date,
    now: datetime,
) -> AllocationRun:
    room, before = of_partners
    row = AllocationRun.objects.create(as_of=today, method=method, parameters=_parameters(market), created_at=now)
    Placement.objects.bulk_create(
        (
            Placement(
                allocation=row,
                site_id=UUID(key[0]),
                need_code=key[1],
                offer_kind=key[2],
                offer_id=UUID(one.entry.offer),
                place=one.place,
                by_score=one.by_score,
                moved=one.moved,
                score_micro=one.entry.score,
                mutual_micro=one.entry.mutual,
                mu_micro=one.entry.mu,
                room=room[one.entry.partner],
                exposure_pct=_percent(before.get(one.entry.partner)),
                other_side=market.views[key, one.entry.partner],
            )
            for key, placed in shown.items()
            for one in placed
        ),
        batch_size=1_000,
    )
    due, seen = lists.fair_share(entries, market.terms), lists.seen(shown)
    Exposure.objects.bulk_create(
        [
            Exposure(organization_id=UUID(one), day=today, seen_micro=seen.get(one, 0), due_micro=due[one])
            for one in sorted(due)
        ],
        update_conflicts=True,
        unique_fields=["day", "organization"],
        update_fields=["seen_micro", "due_micro"],
    )
    AllocationRun.objects.filter(created_at__lt=now - KEPT).delete()
    Exposure.objects.filter(day__lt=today.replace(day=1)).delete()
    return row


def _percent(two: tuple[int, int] | None) -> int | None:
    return None if two is None or not two[1] else 100 * two[0] // two[1]


def _parameters(market: _Market) -> dict[str, Any]:
    """Return everything but the facts that the order of a list hangs on."""
    return plain(
        {
            "weights": {kind: dict(weights) for kind, weights in firm_weights(market.in_force).items()},
            "looked_at": LOOKED_AT,
            **asdict(market.terms),
            "most_exact": allocation.MOST_EXACT,
            "rounds": allocation.ROUNDS,
            "near": str(allocation.NEAR),
            "warmth": str(allocation.WARMTH),
            "capacity_unsaid": criteria.DEFAULT_CAPACITY,
        }
    )
