"""What others say and matching follows, through the queue: scoring is long, so it opens its own short transactions."""

from uuid import UUID

from footprint.events import FootprintCompleted, ProfileChanged
from footprint.queries import site_ids
from kernel import clock, events
from kernel.queue.claims import waiting
from kernel.tasks import task
from matching import actions
from matching.models import MatchRun
from partners.events import OfferChanged, OfferPublished, OfferWithdrawn


@events.subscriber(FootprintCompleted, transactional=False)
def on_footprint_completed(event: FootprintCompleted) -> None:
    if event.site_id in site_ids(event.organization_id):
        actions.recompute(event.site_id, clock.now())


@events.subscriber(ProfileChanged, transactional=False)
def on_profile_changed(event: ProfileChanged) -> None:
    for site_id in site_ids(event.organization_id):
        actions.recompute(site_id, clock.now())


@events.subscriber(OfferPublished)
def on_offer_published(_event: OfferPublished) -> None:
    _look_again()


@events.subscriber(OfferChanged)
def on_offer_changed(_event: OfferChanged) -> None:
    _look_again()


@events.subscriber(OfferWithdrawn)
def on_offer_withdrawn(_event: OfferWithdrawn) -> None:
    _look_again()


def _look_again() -> None:
    """Ask for each site that has runs to be matched again; a batch of offers asks once, while its row waits."""
    sites = MatchRun.objects.filter(superseded_at=None).values_list("site_id", flat=True).distinct()
    asked = waiting("match:")
    for site_id in sites:
        if (key := f"match:{site_id}") not in asked:
            match_again.keyed(key).enqueue(str(site_id))  # type: ignore[attr-defined]


@task(transactional=False)
def match_again(site_id: str) -> None:
    """Match a site again; the same facts on the same day change nothing."""
    if MatchRun.objects.filter(site_id=site_id).exists():
        actions.recompute(UUID(site_id), clock.now())
