"""What is past its time is forgotten, and nothing else; each job has its setting."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils.module_loading import import_string

from accounts import actions as accounts
from accounts.models import User
from kernel import clock, retention
from kernel.models import IdempotencyKey, Task
from matching import actions as matching
from matching.models import MatchRun, Snapshot
from tests.factories.footprint import make_year
from tests.factories.marketplace import ask, make_deal

pytestmark = pytest.mark.django_db(transaction=True)


def test_only_rows_that_are_done_and_old_are_forgotten():
    old = clock.now() - timedelta(days=settings.RETENTION["kernel.queue.claims.prune"], minutes=1)
    moments = {"path": "kernel.events.deliver", "enqueued_at": old, "run_after": old}
    for status in Task.Status.values:
        Task.objects.create(**moments, status=status, finished_at=old)
    Task.objects.create(**moments, status=Task.Status.DONE, finished_at=clock.now())
    assert retention.forget_old(clock.now())["kernel.queue.claims.prune"] == 1
    assert set(Task.objects.values_list("status", flat=True)) == set(Task.Status.values)


def test_a_session_is_forgotten_once_it_has_ended(client):
    user = User.objects.create_user(email="amal@argane.example")
    client.force_login(user)
    assert accounts.forget_sessions(before=clock.now()) == 0
    Session.objects.update(expire_date=clock.now() - timedelta(minutes=1))
    assert accounts.forget_sessions(before=clock.now()) == 1


def test_a_replaced_ranking_goes_with_its_facts_unless_a_request_came_from_it():
    deal = make_deal()
    asked = list(MatchRun.objects.values_list("pk", flat=True))
    ask(deal)
    for days in (1, 2):
        make_year(deal.sme, deal.site, year=2025 - days)
        matching.recompute(deal.site.pk, clock.now() + timedelta(days=days))
    replaced = set(MatchRun.objects.exclude(superseded_at=None).values_list("pk", flat=True))
    served = set(MatchRun.objects.filter(superseded_at=None).values_list("pk", flat=True))
    assert replaced - set(asked), "no ranking was replaced that nobody asked from"
    assert matching.forget_runs(before=clock.now()) == 0
    held = set(Snapshot.objects.values_list("pk", flat=True))
    Snapshot.objects.create(digest="0" * 64, facts="{}")
    matching.forget_runs(before=clock.now() + timedelta(days=3))
    left = set(MatchRun.objects.values_list("pk", flat=True))
    assert served <= left
    assert left & replaced <= set(asked), "a ranking stayed that nobody asked from"
    assert set(Snapshot.objects.values_list("pk", flat=True)) == held


def test_one_job_that_fails_holds_up_no_other(settings):
    IdempotencyKey.objects.create(
        actor="a", path="/", key="k", body_digest="", created_at=clock.now() - timedelta(days=9)
    )
    settings.RETENTION = {"kernel.retention.missing": 1, "kernel.idempotency.prune": 2}
    assert retention.forget_old(clock.now()) == {"kernel.idempotency.prune": 1}


@pytest.mark.parametrize("path", settings.RETENTION)
def test_each_job_of_the_settings_is_there(path):
    assert callable(import_string(path))
