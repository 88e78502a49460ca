from documents import queries as documents
from documents.events import GrantOpened
from kernel import clock, events
from marketplace import jobs, queries
from messaging import actions as messaging
from messaging.choices import About
from partners.events import OfferChanged, OfferPublished, OffersImported


@events.subscriber(GrantOpened)
def name_the_firm(event: GrantOpened) -> None:
    """Once a firm opens its file to a financier that is interested, what they wrote to be reached by shows."""
    grant = documents.grant_to_tell(event.grant_id)
    for lead_id in queries.financed(grant.giver_id, grant.receiver_id):
        messaging.release(About.LEAD, lead_id)


@events.subscriber(OfferPublished, once_while_waiting=True)
def on_offer_published(_event: OfferPublished) -> None:
    _meet_soon()


@events.subscriber(OfferChanged, once_while_waiting=True)
def on_offer_changed(_event: OfferChanged) -> None:
    _meet_soon()


@events.subscriber(OffersImported, once_while_waiting=True)
def on_offers_imported(_event: OffersImported) -> None:
    _meet_soon()


def _meet_soon() -> None:
    if queries.anybody_waits_for_offers():
        jobs.meet_soon(clock.now())
