"""
What came of the work of a partner, counted by firm and five firms at once.

A count below five, or one that moves by one, could be held against what is known of a firm; a batch of five is added whole,
and what a firm says later does not change it.
"""

from datetime import datetime
from uuid import UUID

from marketplace import queries
from marketplace.choices import FULL_YEAR, WHOLE_YEAR, LeadStatus, ResultSource, ResultState, TallyOf
from marketplace.models import Lead, Result, Tally
from marketplace.queries.records import FEWEST
from matching import actions as matching

_COUNTS = {TallyOf.OUTCOME: ("signed", "unsigned"), TallyOf.RESULT: ("kept", "missed")}


def count_outcome(lead: Lead, *, now: datetime) -> None:
    """Note whether a firm signed with a partner, the first time that something ended between the two."""
    if lead.status in (LeadStatus.WON, LeadStatus.LOST):
        _note(lead, TallyOf.OUTCOME, is_good=lead.status == LeadStatus.WON, now=now)


def count_result(row: Result, *, now: datetime) -> None:
    """Note whether a promise was kept, of a whole year that was metered or billed; until it is counted it may be corrected."""
    waits = Tally.objects.filter(
        partner_organization=row.lead.partner_organization_id,
        organization=row.organization_id,
        of=TallyOf.RESULT,
        counted_at=None,
    )
    kept = _is_kept(row)
    if kept is None:
        waits.delete()
    elif not waits.update(is_good=kept):
        _note(row.lead, TallyOf.RESULT, is_good=kept, now=now)


def _is_kept(row: Result) -> bool | None:
    """Return whether a result keeps what was promised; nothing when it cannot say so."""
    if row.state != ResultState.MEASURED or row.months != FULL_YEAR or not ResultSource(row.source).is_measured:
        return None
    assert row.starts_on is not None, "a measured result has its period"
    assert row.ends_on is not None, "a measured result has its period"
    if (row.ends_on - row.starts_on).days + 1 < WHOLE_YEAR:
        return None
    return queries.kept(row)


def _note(lead: Lead, of: TallyOf, *, is_good: bool, now: datetime) -> None:
    partner_id = lead.partner_organization_id
    Tally.objects.get_or_create(
        partner_organization_id=partner_id,
        of=of,
        organization_id=lead.organization_id,
        defaults={"is_good": is_good},
    )
    _count(partner_id, of, now)


def _count(partner_id: UUID, of: TallyOf, now: datetime) -> None:
    """Add the next five firms to the partner's statistics, if there are five."""
    waiting = Tally.objects.select_for_update().filter(partner_organization_id=partner_id, of=of, counted_at=None)
    batch = list(waiting.order_by("pk")[:FEWEST])
    if len(batch) < FEWEST:
        return
    Tally.objects.filter(pk__in=[one.pk for one in batch]).update(counted_at=now)
    good = sum(one.is_good for one in batch)
    matching.record_outcomes(
        batch[0].partner_organization_id, **dict(zip(_COUNTS[of], (good, FEWEST - good), strict=True))
    )
