from uuid import UUID

from footprint.models import SmeProfile
from kernel.joining import differ

SAID = (
    "sector",
    "legal_form",
    "employees",
    "revenue_mad",
    "budget_mad",
    "own_funds_mad",
    "years_operating",
    "planned_stable_jobs",
    "share_held_by_large_group_pct",
    "cgem_member",
    "head_office_region",
    "languages",
    "goals",
    "export_markets",
    "certifications_held",
    "facts",
)


def companies_differ(first: UUID, second: UUID) -> bool:
    """Return whether two firms say different things of themselves."""
    rows = list(SmeProfile.objects.filter(organization_id__in=[first, second]))
    return len(rows) == 2 and differ(rows[0], rows[1], SAID)
