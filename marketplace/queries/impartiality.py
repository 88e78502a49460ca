"""
Who advises a firm does not certify it, nor the other way round.

ISO/IEC 17021-1:2015, 5.2: a body certifies no management system for at least two years after the end of a consultancy
by itself or by a body it is related to (as it is commonly quoted: to be read in the standard itself). A company that is
two organizations here is one by the first nine digits of its number.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts import queries as accounts
from marketplace.choices import UNDER_WAY, LeadStatus
from marketplace.models import Lead
from partners.choices import OfferKind

APART = timedelta(days=2 * 366)
_OTHER = {OfferKind.ADVICE: OfferKind.CERTIFICATION, OfferKind.CERTIFICATION: OfferKind.ADVICE}


def is_partial(organization_id: UUID, offer: Any, now: datetime) -> bool:
    """Return whether the company of an offer advises this firm and would certify it, or certifies it and would advise it."""
    other = _OTHER.get(offer.offer_kind)
    if other is None or offer.organization_id is None:
        return False
    held = Q(status__in=UNDER_WAY) | Q(status=LeadStatus.WON, steps__at__gte=now - APART)
    return of_company(organization_id, offer.organization_id).filter(held, offer__offer_kind=other).exists()


def of_company(organization_id: UUID, partner_id: UUID) -> QuerySet[Lead]:
    """Return the requests of a firm to a partner, and to whoever is the same company."""
    same = accounts.same_company(partner_id)
    return Lead.objects.filter(organization_id=organization_id, partner_organization_id__in=same)
