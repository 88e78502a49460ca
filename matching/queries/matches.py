import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from footprint.queries import sites
from kernel import clock
from kernel.actor import Actor
from kernel.clock import moroccan_day
from matching.choices import OfferKind, Verdict
from matching.engine.offers import Record, kind_of
from matching.engine.run import MOST_OF_ONE, MOST_SHOWN, Candidate, Result, rank, result
from matching.engine.situation import Situation
from matching.models import Match, MatchRun, Need, PartnerStats, Placement
from matching.policies import MATCH, RUN
from matching.queries.placements import in_touch, placements
from matching.queries.records import record_of, weights_of
from matching.queries.replays import situation_of
from partners import queries as partners
from partners.choices import Intake
from partners.files.exchange import read_offer
from reference.queries import catalogue


def still_taken(now: datetime) -> Exists:
    """
    Return what holds of a match whose offer may be shown now, whatever it was when the run was made.

    Asked of each match of a run; joined, the database may begin with every offer of the market.
    """
    last_day = Q(closes_on=None) | Q(closes_on__gte=moroccan_day(now))
    return Exists(partners.on_the_shelf().filter(last_day, pk=OuterRef("offer")).exclude(intake=Intake.CLOSED))


def runs(actor: Actor, site_id: UUID, need_id: UUID | None = None) -> QuerySet[MatchRun]:
    """
    Return the runs served for a site (all needs together, or one), by kind of offer.

    :raises Site.DoesNotExist: if the actor may not see the site
    """
    _may_see(actor, site_id)
    return _runs(actor, site_id, need_id)


def was_matched(actor: Actor, site_id: UUID) -> bool:
    """Return whether there is a run of all needs of a site that the actor may see."""
    return _runs(actor, site_id, None).exists()


def _may_see(actor: Actor, site_id: UUID) -> None:
    sites(actor).only("pk").get(pk=site_id)


def _runs(actor: Actor, site_id: UUID, need_id: UUID | None) -> QuerySet[MatchRun]:
    rows = RUN.scope(actor, "read", MatchRun.objects.filter(site_id=site_id, superseded_at=None))
    if need_id is None:
        return rows.filter(need_code="").order_by("offer_kind")
    code = Need.objects.filter(pk=need_id, site_id=site_id).values("code")
    return rows.filter(need_code__in=code).order_by("offer_kind")


def matches(
    actor: Actor,
    site_id: UUID,
    need_id: UUID | None = None,
    offer_kind: str | None = None,
    *,
    now: datetime | None = None,
) -> list[Match]:
    """
    Return the shown list: at most six of a kind, one a partner, then products that take no request; best first.

    Its order is that of the last allocation, each match with its `placement` there; what came since follows by score.
    A partner that is being asked stays beside the six, and takes the place of none.
    Offers that closed or left the shelf since the run are not shown.
    """
    rows = _served(actor, site_id, need_id, offer_kind, now).exclude(verdict=Verdict.FAIL)
    rows = rows.annotate(is_asked=in_touch("run__site", "offer__organization"))
    names = ("pk", "run__offer_kind", "run__need_code", "takes_leads", "partner_id", "offer_id", "is_asked")
    ranked: list[Any] = [*rows.values_list(*names, named=True)]
    placed = placements(site_id, ranked[0].run__need_code) if ranked else {}
    shown: list[UUID] = []
    for kind in sorted({row.run__offer_kind for row in ranked}):
        of_kind = [row for row in ranked if row.run__offer_kind == kind]
        shown += _one_a_partner(of_kind, placed) + [row.pk for row in of_kind if not row.takes_leads]
    if not shown:
        _may_see(actor, site_id)
    found: dict[UUID, Any] = _with_sides(Match.objects).in_bulk(shown)
    for row in found.values():
        row.placement = placed.get(row.offer_id)
    return [found[pk] for pk in shown if pk in found]


def _one_a_partner(rows: list[Any], placed: Mapping[UUID, Placement]) -> list[UUID]:
    """Return the shown ones: those with a place, then what came since; who is being asked stands where its score puts it."""
    most = next((one.allocation.parameters["places"] for one in placed.values()), MOST_SHOWN)
    rank = {row.pk: place for place, row in enumerate(rows)}
    free = [row for row in rows if row.takes_leads and not row.is_asked]
    in_place = sorted((row for row in free if row.offer_id in placed), key=lambda row: placed[row.offer_id].place)
    later = (row for row in free if row.offer_id not in placed)
    shown = _first_of_each([*in_place, *later])[:most]
    for row in _first_of_each([row for row in rows if row.takes_leads and row.is_asked]):
        at = next((at for at, other in enumerate(shown) if rank[other.pk] > rank[row.pk]), len(shown))
        shown.insert(at, row)
    return [row.pk for row in shown]


def _first_of_each(rows: list[Any]) -> list[Any]:
    kept: dict[UUID | None, Any] = {}
    for row in rows:
        kept.setdefault(row.partner_id, row)
    return list(kept.values())


def fitting(actor: Actor, site_id: UUID, offer_id: UUID, need_id: UUID | None = None) -> Match | None:
    """Return the match of an offer that fits and takes requests, wherever lists place it now; None when there is none."""
    rows = _served(actor, site_id, need_id, None, None).filter(offer_id=offer_id, takes_leads=True)
    return _with_sides(rows.exclude(verdict=Verdict.FAIL)).first()


def scores(actor: Actor, site_id: UUID, offer_ids: Collection[UUID]) -> dict[UUID, tuple[str, int]]:
    """Return the kind of those of these offers that fit a site, and how well they fit all of its needs, in millionths; best first."""
    served = _runs(actor, site_id, None).order_by().values("pk")
    rows = Match.objects.filter(run__in=served, offer_id__in=offer_ids).exclude(verdict=Verdict.FAIL)
    told = rows.order_by("-score_micro", "pk").values_list("offer_id", "run__offer_kind", "score_micro")
    return {offer: (kind, score) for offer, kind, score in told}


def near_misses(
    actor: Actor,
    site_id: UUID,
    need_id: UUID | None = None,
    offer_kind: str | None = None,
    *,
    now: datetime | None = None,
    most: int | None = None,
) -> list[Match]:
    """Return the offers, at most so many, that one repair away would be in the list, best first."""
    rows = _with_sides(_served(actor, site_id, need_id, offer_kind, now).filter(verdict=Verdict.FAIL))
    found = list(rows[:most])
    if not found:
        _may_see(actor, site_id)
    return found


def _served(
    actor: Actor, site_id: UUID, need_id: UUID | None, offer_kind: str | None, now: datetime | None
) -> QuerySet[Match]:
    """Return the matches of a site; whoever finds none looks whether there is anything to see."""
    served = _runs(actor, site_id, need_id)
    if offer_kind:
        served = served.filter(offer_kind=offer_kind)
    return Match.objects.filter(still_taken(now or clock.now()), run__in=served.values("pk"))


def _with_sides(rows: Any) -> QuerySet[Match]:
    return rows.select_related("run", "offer", "offer__organization", "partner")


def match(actor: Actor, match_id: UUID) -> Match:
    """
    Return one match of the actor's firm.

    :raises Match.DoesNotExist: if the actor may not see it
    """
    rows = _with_sides(MATCH.scope(actor, "read", Match.objects.all()))
    return rows.select_related("run__sme", "run__parameters", "offer_facts", "stats_facts").get(pk=match_id)


def example_run() -> MatchRun | None:
    """Return the list of equipment of the first fictional site, for any visitor to move a weight or a fact of."""
    rows = MatchRun.objects.select_related("site", "parameters").filter(
        site__organization__is_demo=True, superseded_at=None, need_code="", offer_kind=OfferKind.TECHNOLOGY
    )
    return rows.order_by("site_id").first()


def example() -> Match | None:
    """Return the best match that any visitor may read: both of its sides are fictional."""
    rows = Match.objects.select_related("run__site", "run__parameters", "offer__organization", "partner").filter(
        run__site__organization__is_demo=True,
        run__superseded_at=None,
        run__offer_kind=OfferKind.TECHNOLOGY,
        partner__is_demo=True,
        verdict=Verdict.PASS,
    )
    return rows.order_by("-score_micro", "pk").first()


@dataclass(frozen=True, slots=True)
class Answer:
    """
    Why an offer is, or is not, in the list of a site: the same result as a kept match, which can be contested.

    `is_outranked` says of one that fits that it is not kept since enough of its own partner, for the same need, rank before.
    """

    offer: Any
    result: Result
    match: Match | None = None
    is_outranked: bool = False


def why_not(actor: Actor, site_id: UUID, offer_id: UUID) -> Answer | None:
    """
    Return the result of any offer the actor may read, for a site that was matched; None before its first run.

    :raises DoesNotExist: if the actor may not see the site or the offer
    """
    offer = partners.offer(actor, offer_id)
    served = {row.offer_kind: row for row in runs(actor, site_id).select_related("sme", "parameters")}
    facts, _wrong = read_offer(partners.exchange(offer), catalogue())
    run = served.get(kind_of(facts, catalogue())) if facts else None
    if run is None or facts is None:
        return None
    kept = Match.objects.select_related("offer_facts", "stats_facts").filter(run=run, offer=offer).first()
    if kept is not None:
        kept.run = run
        return Answer(offer, json.loads(kept.result), kept)
    found = situation_of(run)
    if found is None:
        return None
    record = None
    if offer.organization_id is not None:
        stats = PartnerStats.objects.filter(organization_id=offer.organization_id).first()
        record = record_of(stats, run.as_of) if stats else Record()
    candidate = Candidate(facts, str(offer.organization_id or ""), record, takes_leads=offer.takes_leads)
    weights = {run.offer_kind: weights_of(run.parameters)}
    told = result(found, candidate, weights, run.as_of)
    return Answer(offer, told, is_outranked=_is_outranked(told, found, run, offer.organization_id))


def _is_outranked(told: Result, found: Situation, run: MatchRun, partner_id: UUID | None) -> bool:
    if partner_id is None or told["verdict"] == Verdict.FAIL:
        return False
    rows = Match.objects.filter(run=run, partner_id=partner_id).exclude(verdict=Verdict.FAIL)
    kept = [json.loads(text) for text in rows.values_list("result", flat=True)]
    before = [one for one in kept if rank(one) < rank(told) and _main(one, found) == _main(told, found)]
    return len(before) >= MOST_OF_ONE


def _main(told: Result, found: Situation) -> str:
    return found.main_need([*told["measures"], *told["settles"]])
