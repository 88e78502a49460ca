from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel import clock
from kernel.working_days import EVENING, count, day_after, deadline, is_working
from reference.queries import is_holiday

DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))
OFF = st.frozensets(DAYS, max_size=60)
INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 6, 1), timezones=st.just(UTC))


def never(_day: date) -> bool:
    return False


@given(start=INSTANTS, working=st.integers(1, 10), off=OFF, closed=OFF)
def test_a_deadline_is_a_working_evening_after_exactly_so_many_working_days(start, working, off, closed):
    due = deadline(start, working, off.__contains__, closed.__contains__)
    first = clock.moroccan_day(start)
    assert is_working(due.date(), off.__contains__, closed.__contains__)
    assert due.date() > first
    assert count(first, due.date(), off.__contains__, closed.__contains__) == working
    assert (due.time(), due.tzinfo) == (EVENING, clock.MOROCCO)


@given(start=INSTANTS, later=st.timedeltas(timedelta(0), timedelta(days=30)), off=OFF, more=OFF)
def test_who_starts_later_or_rests_more_is_never_due_earlier(start, later, off, more):
    due = deadline(start, 5, off.__contains__, never)
    assert deadline(start + later, 5, off.__contains__, never) >= due
    assert deadline(start, 5, (off | more).__contains__, never) >= due


@given(day=DAYS, one=st.integers(1, 6), two=st.integers(1, 6), off=OFF)
def test_waiting_twice_is_waiting_for_the_sum(day, one, two, off):
    rest = off.__contains__
    assert day_after(day_after(day, one, rest, never), two, rest, never) == day_after(day, one + two, rest, never)


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-11-26T10:00", "2026-12-03T18:00+00:00"),  # a Thursday
        ("2026-11-27T23:30", "2026-12-04T18:00+00:00"),
        ("2026-11-28T09:00", "2026-12-04T18:00+00:00"),  # on a Saturday, Monday is the first day
        ("2026-11-04T10:00", "2026-11-12T18:00+00:00"),  # the Green March is a Friday
        ("2027-05-12T10:00", "2027-05-21T18:00+00:00"),  # around the feast of the sacrifice, with its margin
        ("2026-09-15T10:00", "2026-09-22T18:00+00:00"),  # over the change of the legal time
        ("2026-09-10T10:00", "2026-09-17T18:00+01:00"),
        ("2026-06-14T23:30", "2026-06-24T18:00+01:00"),  # already Monday in Morocco; 1 Muharram with its margin
    ],
)
def test_five_working_days_of_the_moroccan_calendar(start, due):
    instant = datetime.fromisoformat(start).replace(tzinfo=UTC)
    assert deadline(instant, 5, is_holiday, never) == datetime.fromisoformat(due)


def test_a_partner_that_is_away_for_good_has_no_deadline():
    with pytest.raises(ValueError, match="no 5 working days"):
        deadline(datetime(2026, 11, 26, tzinfo=UTC), 5, never, lambda _day: True)


def test_another_hour_of_the_day_can_be_meant():
    assert deadline(datetime(2026, 11, 26, tzinfo=UTC), 2, never, never, time(9)).hour == 9
