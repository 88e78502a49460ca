"""When a letter may leave: after the quiet hours of its reader, in the time of a place."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

SUNDAY = 6


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours of the day without letters (none when both are the same), and whether a Sunday is one whole."""

    starts: time
    ends: time
    sundays: bool

    def holds(self, moment: time) -> bool:
        if self.starts <= self.ends:
            return self.starts <= moment < self.ends
        return moment >= self.starts or moment < self.ends


def opens(at: datetime, quiet: Quiet, zone: tzinfo) -> datetime:
    """
    Return the first instant from this one on that is not quiet.

    >>> from zoneinfo import ZoneInfo
    >>> night = Quiet(time(20), time(8), sundays=True)
    >>> opens(datetime(2026, 11, 28, 21, tzinfo=UTC), night, ZoneInfo("Africa/Casablanca")).isoformat()
    '2026-11-30T08:00:00+00:00'
    """
    local = at.astimezone(zone)
    while True:
        if quiet.sundays and local.weekday() == SUNDAY:
            local = _at(local, time(), zone, days=1)
        elif quiet.holds(local.time()):
            local = _at(local, quiet.ends, zone, days=0 if local.time() < quiet.ends else 1)
        else:
            return local.astimezone(UTC)


def next_at(after: datetime, hour: time, zone: tzinfo) -> datetime:
    """Return the next instant after this one at which clocks show this hour."""
    local = after.astimezone(zone)
    return _at(local, hour, zone, days=0 if local.time() < hour else 1).astimezone(UTC)


def _at(local: datetime, hour: time, zone: tzinfo, *, days: int) -> datetime:
    return datetime.combine(local.date() + timedelta(days=days), hour, zone)
