from uuid import UUID

from kernel.joining import differ
from partners.choices import CaseState
from partners.models import PartnerProfile, VerificationCase

SHOWN = (
    "headline_fr",
    "headline_ar",
    "headline_en",
    "about_fr",
    "about_ar",
    "about_en",
    "website",
    "founded_year",
    "employees",
    "languages",
    "capacity_month",
)


def profiles_differ(first: UUID, second: UUID) -> bool:
    """Return whether two partners present themselves differently."""
    rows = list(PartnerProfile.objects.filter(organization_id__in=[first, second]))
    return len(rows) == 2 and differ(rows[0], rows[1], SHOWN)


def both_wait(first: UUID, second: UUID) -> bool:
    """Return whether both of two partners wait for a verification."""
    open_ones = VerificationCase.objects.filter(organization_id__in=[first, second], state=CaseState.OPEN)
    return open_ones.count() > 1
