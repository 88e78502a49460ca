from accounts.events import OrganizationsMerged
from footprint.actions.results import compute_again
from footprint.events import ProfileChanged
from kernel import clock, events


@events.subscriber(OrganizationsMerged)
def on_merged(event: OrganizationsMerged) -> None:
    """The sites that came over are computed with what the firm says of itself now."""
    compute_again(event.kept_id, clock.now())
    events.publish(ProfileChanged(event.kept_id))
