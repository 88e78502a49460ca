"""A run: every open offer held against a site on a day, kept with all that decided it."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from footprint.queries import site as site_by_id
from footprint.queries import sites
from kernel import events
from kernel.actor import Actor
from kernel.canonical import digest, dumps, text_digest
from kernel.clock import moroccan_day
from kernel.errors import Refused
from matching.actions.needs import refresh_needs, sme_facts
from matching.actions.parameters import parameters_of
from matching.choices import OfferKind
from matching.engine import profile, run
from matching.engine.ranking import best
from matching.engine.run import Candidate
from matching.engine.situation import ENGINE, Situation, situation
from matching.events import MatchesReady
from matching.jobs import allocate_soon
from matching.models import Match, MatchRun, Need, Snapshot
from matching.policies import NEED, may_ask
from matching.queries.market import Offers, market
from matching.queries.records import needs_parameters, weights_of
from partners.files import exchange
from reference.queries import catalogue

MOST_KEPT = 60


def request_matches(actor: Actor, *, site_id: UUID, need_id: UUID | None = None, now: datetime) -> list[MatchRun]:
    """
    Match a site, or one of its needs, with every kind of offer; the same facts on the same day give the same runs.

    :raises Site.DoesNotExist: if the actor may not see the site
    :raises Need.DoesNotExist: if the need is not one of that site
    :raises Refused: if the actor may see it but not have it matched
    """
    sites(actor).only("pk").get(pk=site_id)
    if not may_ask(actor):
        raise Refused("match")
    need = NEED.scope(actor, "read", Need.objects.filter(site_id=site_id)).get(pk=need_id) if need_id else None
    refresh_needs(site_id, now)
    made = run_now(site_id, [need.code if need else ""], now)
    _order_by_finance(made, now)
    return made


def recompute(site_id: UUID, now: datetime) -> list[MatchRun]:
    """Bring the needs of a site and the runs it already has up to date; old ones are served until new ones stand."""
    refresh_needs(site_id, now)
    served = MatchRun.objects.filter(site_id=site_id, superseded_at=None).order_by("need_code")
    made = run_now(site_id, list(served.values_list("need_code", flat=True).distinct()), now)
    _order_by_finance(made, now)
    return made


def _order_by_finance(made: Iterable[MatchRun], now: datetime) -> None:
    """Finance that came within reach takes cost off measures: their order is made again, when a list of it was."""
    for row in made:
        if row.created_at == now and row.offer_kind == OfferKind.FINANCE and not row.need_code:
            refresh_needs(row.site_id, now)


def run_now(site_id: UUID, need_codes: Iterable[str], now: datetime) -> list[MatchRun]:
    """Score outside of any transaction, then keep each run in a short one."""
    need_codes = list(need_codes)
    if not need_codes:  # reading every offer for the first time costs seconds in a large market
        return []
    sme, as_of = sme_facts(site_id), moroccan_day(now)
    every, parameters, made = market(as_of), needs_parameters(), []
    for code in need_codes:
        found = situation(sme, catalogue(), parameters, need=code or None)
        made += [_run(site_id, code, kind, found, every[kind], as_of, now) for kind in OfferKind.values]
    return made


def _run(
    site_id: UUID,
    need_code: str,
    kind: str,
    found: Situation,
    offers: Offers,
    as_of: date,
    now: datetime,
) -> MatchRun:
    parameters = parameters_of(kind, now)
    sme = profile.as_written(found.sme)
    versions = [ENGINE, run.MOST_OF_ONE, catalogue().edition, found.parameters]
    inputs = dumps(run.plain([*versions, as_of, need_code, kind, str(parameters.pk), sme]))
    fingerprint = text_digest(f"{inputs[:-1]},{offers.written}]")
    served = MatchRun.objects.filter(site_id=site_id, need_code=need_code, offer_kind=kind, superseded_at=None).first()
    if served is not None and served.digest == fingerprint:
        return served
    kept = best(found, offers.candidates, {kind: weights_of(parameters)}, as_of, MOST_KEPT)
    row = MatchRun(
        site_id=site_id,
        need=Need.objects.filter(site_id=site_id, code=need_code).first() if need_code else None,
        need_code=need_code,
        offer_kind=kind,
        parameters=parameters,
        as_of=as_of,
        engine=ENGINE,
        edition=catalogue().edition,
        choice=run.plain(found.parameters),
        digest=fingerprint,
        sme=_snapshot(run.plain(sme)),
        examined=len(offers.candidates),
        created_at=now,
    )
    return _keep(row, kept, now)


def _keep(row: MatchRun, kept: list[tuple[Candidate, run.Result]], now: datetime) -> MatchRun:
    snapshots = {row.sme_id: row.sme}
    matches = []
    for position, (candidate, result) in enumerate(kept):
        offer = _snapshot(run.plain(exchange.as_written(candidate.offer)))
        stats = _snapshot(run.plain(asdict(candidate.record)) if candidate.record else None)
        snapshots |= {offer.pk: offer, stats.pk: stats}
        matches.append(_match(row, position, result, candidate, offer, stats))
    try:
        with transaction.atomic():
            # In one order: runs of several sites that keep the same offers at once never wait for each other.
            Snapshot.objects.bulk_create((snapshots[key] for key in sorted(snapshots)), ignore_conflicts=True)
            MatchRun.objects.filter(
                site_id=row.site_id, need_code=row.need_code, offer_kind=row.offer_kind, superseded_at=None
            ).update(superseded_at=now)
            row.save(force_insert=True)
            Match.objects.bulk_create(matches)
            organization_id = site_by_id(row.site_id).organization_id
            events.publish(MatchesReady(row.site_id, row.pk, organization_id))
            allocate_soon(now)
    except IntegrityError:
        # Another process kept its run first: that one is served.
        served = MatchRun.objects.filter(site_id=row.site_id, need_code=row.need_code, offer_kind=row.offer_kind)
        return served.get(superseded_at=None)
    return row


def _match(
    row: MatchRun, position: int, result: run.Result, candidate: Candidate, offer: Snapshot, stats: Snapshot
) -> Match:
    return Match(
        run=row,
        offer_id=UUID(candidate.offer.offer_id),
        partner_id=UUID(candidate.partner) if candidate.partner else None,
        offer_facts=offer,
        stats_facts=stats,
        takes_leads=candidate.takes_leads,
        position=position,
        verdict=result["verdict"],
        score_micro=result["score"],
        low_micro=result["low"],
        high_micro=result["high"],
        misses=run.missed(result),
        result=dumps(result),
    )


def _snapshot(facts: Any) -> Snapshot:
    return Snapshot(digest=digest(facts), facts=dumps(facts))
