"""What others say and matching follows: one row of the queue for each site to be matched again, while none waits."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction

from footprint.events import FootprintCompleted, ProfileChanged
from footprint.queries import site_ids
from kernel import clock, events
from kernel.queue.claims import waiting
from kernel.tasks import task
from matching import actions
from matching.choices import OfferKind, Subject
from matching.events import WeightsChanged
from matching.jobs import allocate_soon
from matching.models import MatchRun
from matching.queries.concerned import concerned_sites
from partners.events import OfferChanged, OfferLapsed, OfferPublished, OffersImported, OfferWithdrawn, RoomChanged


@events.subscriber(FootprintCompleted, once_while_waiting=True)
def on_footprint_completed(event: FootprintCompleted) -> None:
    _look_again([event.site_id], event.organization_id)


@events.subscriber(ProfileChanged, once_while_waiting=True)
def on_profile_changed(event: ProfileChanged) -> None:
    _look_again(site_ids(event.organization_id), event.organization_id)


@events.subscriber(OfferPublished, transactional=False)
def on_offer_published(event: OfferPublished) -> None:
    _look_again(concerned_sites(pk=event.offer_id))


@events.subscriber(OfferChanged, transactional=False)
def on_offer_changed(event: OfferChanged) -> None:
    _look_again(concerned_sites(pk=event.offer_id))


@events.subscriber(OffersImported, transactional=False)
def on_offers_imported(event: OffersImported) -> None:
    _look_again(concerned_sites(organization=event.organization_id))


@events.subscriber(OfferWithdrawn)
def on_offer_withdrawn(event: OfferWithdrawn) -> None:
    _look_again(_matched_sites(matches__offer=event.offer_id))


@events.subscriber(OfferLapsed)
def on_offer_lapsed(event: OfferLapsed) -> None:
    _look_again(_matched_sites(matches__offer=event.offer_id))


@events.subscriber(WeightsChanged)
def on_weights_changed(event: WeightsChanged) -> None:
    """Scores are made again; what moves places alone asks for new lists."""
    if event.subject in OfferKind.values:
        _look_again(_matched_sites(offer_kind=event.subject))
    elif event.subject == Subject.NEEDS:
        _look_again(_matched_sites())
    else:
        allocate_soon(clock.now())


@events.subscriber(RoomChanged, once_while_waiting=True)
def on_room_changed(_event: RoomChanged) -> None:
    allocate_soon(clock.now())


def _matched_sites(**holding: Any) -> Iterable[UUID]:
    served = MatchRun.objects.filter(superseded_at=None, **holding)
    return served.order_by("site_id").values_list("site_id", flat=True).distinct()


@transaction.atomic
def _look_again(sites: Iterable[UUID], organization_id: UUID | None = None) -> None:
    """A year of bills, or a batch of offers, asks for a site once."""
    keys = {f"match:{site_id}": site_id for site_id in sites}
    asked = waiting(*keys)
    for key, site_id in keys.items():
        if key not in asked:
            match_again.keyed(key).enqueue(str(site_id), str(organization_id or ""))  # type: ignore[attr-defined]


@task(transactional=False)
def match_again(site_id: str, organization_id: str = "") -> None:
    """Bring the needs and runs of a site up to date; the same facts on the same day change nothing."""
    if organization_id and UUID(site_id) not in site_ids(UUID(organization_id)):
        return
    actions.recompute(UUID(site_id), clock.now())
