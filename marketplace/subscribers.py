from documents import queries as documents
from documents.events import GrantOpened
from kernel import events
from marketplace import queries
from messaging import actions as messaging
from messaging.choices import About


@events.subscriber(GrantOpened)
def name_the_firm(event: GrantOpened) -> None:
    """Once a firm opens its file to a financier that is interested, what they wrote to be reached by shows."""
    grant = documents.grant_to_tell(event.grant_id)
    for lead_id in queries.financed(grant.giver_id, grant.receiver_id):
        messaging.release(About.LEAD, lead_id)
