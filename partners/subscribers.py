from accounts.events import OrganizationChanged, OrganizationsMerged
from kernel import events
from partners.actions.merging import name_again
from partners.events import PartnerVerified, VerificationEnded
from partners.search import find_again


@events.subscriber(OrganizationsMerged)
def on_merged(event: OrganizationsMerged) -> None:
    name_again(event.kept_id)


# Name, place and badge of a partner are among the words and tags of all that it shows.


@events.subscriber(OrganizationChanged)
def on_changed(event: OrganizationChanged) -> None:
    find_again(event.organization_id)


@events.subscriber(PartnerVerified)
def on_verified(event: PartnerVerified) -> None:
    find_again(event.organization_id)


@events.subscriber(VerificationEnded)
def on_verification_ended(event: VerificationEnded) -> None:
    find_again(event.organization_id)
