"""What was kept is made again by a process that has just started, on either database, to the same byte."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection

from kernel import clock
from matching import actions
from matching.models import Match
from partners import actions as partners
from tests.factories.footprint import make_exporter, make_site, make_year
from tests.factories.partners import make_offer, make_partner

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[3]


def replayed(row, folder):
    """Run the command as a new process on this database; a file is copied, since it is the tests' own."""
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    environment |= {"DEBUG": "1", "DATA": str(folder)}
    if connection.vendor == "sqlite":
        (folder / "qafila.sqlite3").unlink(missing_ok=True)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(folder / "qafila.sqlite3")])
    else:
        path = f"/{connection.settings_dict['NAME']}"
        environment["DATABASE_URL"] = urlsplit(os.environ["DATABASE_URL"])._replace(path=path).geturl()
    command = [sys.executable, "manage.py", "match_replay", str(row.pk)]
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)


def test_a_run_is_replayed_by_another_process_and_one_byte_is_seen(tmp_path):
    argane = make_exporter(budget_mad="1800000", goals=["pv_rooftop"])
    mill = make_site(argane, roof_m2="1150", owns_building="yes")
    make_year(argane, mill, kwh="34333")
    chams = make_partner()
    offer = make_offer(chams, measures=["*"], references=[{"sector": "olive_oil", "year": 2024, "verified": True}])
    make_offer(make_partner("Rif"), regions_served=["MA-06"])
    runs = actions.request_matches(argane, site_id=mill.pk, now=clock.now())
    run = next(one for one in runs if one.offer_kind == "technology")
    partners.change_offer(chams, offer_id=offer.pk, values={"available_in_days": 170}, now=clock.now())
    told = replayed(run, tmp_path)
    assert (told.returncode, told.stdout) == (0, "identical\n"), told.stderr
    match = Match.objects.filter(run=run).first()
    Match.objects.filter(pk=match.pk).update(result=match.result.replace('"score":', '"score":1'))
    told = replayed(run, tmp_path)
    assert told.returncode == 1
    assert "1 matches differ" in told.stderr
