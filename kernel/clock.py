"""Moroccan time: Africa/Casablanca is UTC+00 for good since 20 September 2026 (IANA 2026c)."""

import zoneinfo
from calendar import monthrange
from datetime import UTC, date, datetime

zoneinfo.reset_tzpath(to=[])  # the package tzdata wins over an older system folder

MOROCCO = zoneinfo.ZoneInfo("Africa/Casablanca")
_AFTER_THE_CHANGE = datetime(2026, 11, 25, 12, tzinfo=UTC)


def now() -> datetime:
    """Return the instant, in UTC."""
    return datetime.now(UTC)


def moroccan_day(instant: datetime) -> date:
    """Return the calendar day of this instant in Morocco."""
    return instant.astimezone(MOROCCO).date()


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or the last one of a month that has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def zone_data_are_current() -> bool:
    """Return whether the zone data in use know that Morocco left UTC+01 (release 2026c or later)."""
    offset = _AFTER_THE_CHANGE.astimezone(MOROCCO).utcoffset()
    return offset is not None and not offset
