import os
import subprocess
import sys
from datetime import UTC, datetime
from importlib.resources import files

import pytest

from kernel import clock

INSTANTS = {
    "2026-02-14T12:00": "13:00 +0100",
    "2026-02-16T12:00": "12:00 +0000",
    "2026-06-15T12:00": "13:00 +0100",
    "2026-09-20T00:59": "01:59 +0100",
    "2026-09-20T01:00": "01:00 +0000",
    "2026-11-25T12:00": "12:00 +0000",
    "2027-03-01T12:00": "12:00 +0000",
}


@pytest.mark.parametrize(("instant", "shown"), INSTANTS.items())
def test_moroccan_time_before_and_after_the_change(instant, shown):
    moment = datetime.fromisoformat(instant).replace(tzinfo=UTC)
    assert moment.astimezone(clock.MOROCCO).strftime("%H:%M %z") == shown


def test_a_moroccan_deadline_is_kept_as_the_right_instant():
    deadline = datetime(2026, 11, 30, 23, 59, tzinfo=clock.MOROCCO)
    assert deadline.astimezone(UTC) == datetime(2026, 11, 30, 23, 59, tzinfo=UTC)


def test_old_zone_data_of_the_machine_are_passed_over(tmp_path):
    old = tmp_path / "Africa" / "Casablanca"
    old.parent.mkdir()
    old.write_bytes((files("tzdata.zoneinfo") / "Africa" / "Algiers").read_bytes())  # one hour ahead, as before 2026c
    say = "from datetime import datetime, UTC; from zoneinfo import ZoneInfo; {}"
    say += "print(datetime(2026, 11, 25, 12, tzinfo=UTC).astimezone(ZoneInfo('Africa/Casablanca')).hour)"
    for first, hour in (("", "13"), ("import kernel.clock; ", "12")):
        command = [sys.executable, "-c", say.format(first)]
        told = subprocess.run(
            command, env={**os.environ, "PYTHONTZPATH": str(tmp_path)}, check=True, stdout=-1, text=True
        )
        assert told.stdout.strip() == hour


def test_old_zone_data_are_noticed(monkeypatch):
    assert clock.zone_data_are_current()
    from zoneinfo import ZoneInfo

    monkeypatch.setattr(clock, "MOROCCO", ZoneInfo("Europe/Paris"))  # what older data would answer: one hour ahead
    assert not clock.zone_data_are_current()


def test_the_moroccan_day_is_not_the_day_in_utc_before_the_change():
    assert clock.moroccan_day(datetime(2026, 6, 15, 23, 30, tzinfo=UTC)).isoformat() == "2026-06-16"
    assert clock.moroccan_day(datetime(2026, 11, 25, 23, 30, tzinfo=UTC)).isoformat() == "2026-11-25"
