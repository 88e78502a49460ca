"""Whether an offer takes a request today, and if not, why: one rule for who sends, who is shown and who comes next."""

from datetime import datetime
from typing import Any
from uuid import UUID

from kernel.clock import moroccan_day
from marketplace.queries.impartiality import is_partial
from partners import queries as partners
from partners.choices import Intake, Shelf


def refusal(offer: Any, is_served: bool, now: datetime, organization_id: UUID) -> str:
    """Return the code of why an offer takes no request of this firm, empty when it does."""
    if offer is None or offer.shelf != Shelf.PUBLISHED:
        return "offer_gone"
    if not offer.takes_leads:
        return "no_leads"
    if offer.intake == Intake.CLOSED or (offer.closes_on and offer.closes_on < moroccan_day(now)):
        return "closed"
    if is_partial(organization_id, offer, now):
        return "impartiality"
    return partners.unavailable(offer.organization_id, moroccan_day(now)) or ("" if is_served else "not_matched")
