from accounts.events import OrganizationsMerged
from kernel import events
from partners.actions.merging import name_again


@events.subscriber(OrganizationsMerged)
def on_merged(event: OrganizationsMerged) -> None:
    name_again(event.kept_id)
