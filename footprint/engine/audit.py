"""The mandatory energy audit (law 47-09, docs/method/marketplace.md section 6): yes, no, or not known yet."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

INDUSTRY = Decimal(1500)
SERVICES = Decimal(500)
GROUPS_OF_SERVICES = frozenset({"services", "tourism"})


@dataclass(frozen=True, slots=True)
class AuditAnswer:
    """Whether the audit is due, against which threshold in toe a year, and why."""

    due: Literal["yes", "no", "unknown"]
    threshold_toe: Decimal | None
    toe: Decimal | None
    reason: Literal["above", "not_above", "iso_50001", "year_incomplete", "toe_unknown", "sector_unknown"]


def mandatory_audit(
    toe: Decimal | None, sector_group: str | None, *, iso_50001: bool | None = None, is_whole_year: bool = True
) -> AuditAnswer:
    """
    Compare the final energy of a year with the threshold of its trade; a year not whole can show yes, never no.

    A valid NM ISO 50001 certificate exempts.
    """
    threshold = None if sector_group is None else SERVICES if sector_group in GROUPS_OF_SERVICES else INDUSTRY
    if iso_50001:
        return AuditAnswer("no", threshold, toe, "iso_50001")
    if toe is None:
        return AuditAnswer("unknown", threshold, None, "toe_unknown")
    if toe > (threshold or INDUSTRY):
        return AuditAnswer("yes", threshold, toe, "above")
    if not is_whole_year:
        return AuditAnswer("unknown", threshold, toe, "year_incomplete")
    if threshold is None and toe > SERVICES:
        return AuditAnswer("unknown", None, toe, "sector_unknown")
    return AuditAnswer("no", threshold, toe, "not_above")
