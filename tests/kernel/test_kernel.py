"""The small parts every room stands on."""

import threading
import time
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import transaction

from kernel import canonical, clock, events
from kernel.ids import uuid7
from kernel.models import Task
from kernel.queue import claims
from kernel.queue.worker import Worker
from kernel.sqlite.lock import FairLock
from kernel.tasks import task
from kernel.text import ascii_digits, fold, words

ran: list[tuple[str, int]] = []


@task
def note(key: str, number: int) -> None:
    ran.append((key, number))


@task
def fail() -> None:
    msg = "on purpose"
    raise RuntimeError(msg)


def test_identifiers_sort_by_time_and_are_version_seven():
    made = [uuid7() for _ in range(50)]
    assert len(set(made)) == 50
    assert {one.version for one in made} == {7}
    time.sleep(0.002)
    assert made[-1] < uuid7()
    assert made == sorted(made)


def test_canonical_json_is_the_same_for_equal_values_whatever_their_writing():
    one = {"b": Decimal("1.50"), "a": [UUID(int=1), Decimal("1E+2")]}
    two = {"a": ["00000000-0000-0000-0000-000000000001", Decimal(100)], "b": Decimal("1.5")}
    assert (
        canonical.dumps(one) == canonical.dumps(two) == '{"a":["00000000-0000-0000-0000-000000000001","100"],"b":"1.5"}'
    )
    assert canonical.digest(one) == canonical.digest(two)
    assert canonical.dumps(Decimal("134723.8821897169190984057325375106")) == '"134723.8821897169190984057325375106"'
    with pytest.raises(TypeError):
        canonical.dumps(object())


def test_words_meet_whatever_their_marks():
    assert fold("Éléctricité") == "electricite"
    assert fold("الطَّاقَة الشمسيّة") == fold("الطاقه الشمسيه")
    assert fold("أكادير") == fold("اكادير")
    assert fold("so\u00adlaire\u200b") == fold("solaire"), "as it is copied from a PDF"
    assert words("L’huile d'olive") == ["l", "huile", "d", "olive"]
    assert ascii_digits("٠٦۱۲") == "0612"


def test_the_lock_serves_in_the_order_of_asking():
    lock, order = FairLock(), []
    assert lock.acquire(1)

    def wait(number: int) -> None:
        assert lock.acquire(5)
        order.append(number)
        lock.release()

    threads = []
    for number in range(8):
        thread = threading.Thread(target=wait, args=(number,))
        thread.start()
        threads.append(thread)
        while len(lock._waiting) < number + 1:
            time.sleep(0.001)
    assert not lock.acquire(0.01)
    lock.release()
    for thread in threads:
        thread.join(5)
    assert order == list(range(8))


@pytest.mark.django_db(transaction=True)
def test_rows_of_one_key_run_in_order_and_one_at_a_time():
    ran.clear()
    for number in range(3):
        note.keyed("a").enqueue("a", number)
    note.enqueue("free", 0)
    first = claims.claim("one", now=clock.now())
    assert [(row.key, row.args) for row in first] == [("a", ["a", 0]), ("", ["free", 0])]
    assert claims.claim("two", now=clock.now()) == []
    Task.objects.update(status=Task.Status.READY, lease_until=None)
    worker = Worker()
    while worker.run_once():
        pass
    assert [number for key, number in ran if key == "a"] == [0, 1, 2]
    assert Task.objects.exclude(status=Task.Status.DONE).count() == 0


@pytest.mark.django_db(transaction=True)
def test_an_earlier_row_that_was_committed_late_waits_for_the_one_under_way():
    for number in range(2):
        note.keyed("a").enqueue("a", number)
    early, late = Task.objects.order_by("pk")
    now = clock.now()
    Task.objects.filter(pk=late.pk).update(status=Task.Status.RUNNING, lease_until=now + claims.LEASE, worker="other")
    assert claims.claim("one", now=now) == []
    assert claims.claim("one", now=now + claims.LEASE * 1.01) == [early], "its worker died: in order again"


@pytest.mark.django_db(transaction=True)
def test_a_row_that_fails_backs_off_then_parks_and_can_be_replayed():
    fail.enqueue()
    worker = Worker()
    for attempt in range(1, claims.ATTEMPTS + 1):
        assert worker.run_once() == 1
        row = Task.objects.get()
        assert row.attempts == attempt
        assert "on purpose" in row.error
        assert row.run_after > clock.now()
        assert worker.run_once() == 0
        Task.objects.filter(status=Task.Status.READY).update(run_after=clock.now())
    assert Task.objects.get().status == Task.Status.PARKED
    assert claims.replay(now=clock.now()) == 1
    assert Task.objects.get().attempts == 0


@pytest.mark.django_db(transaction=True)
def test_a_lost_lease_undoes_the_effects():
    ran.clear()
    note.enqueue("x", 1)
    row = claims.claim("slow", now=clock.now())[0]
    Task.objects.update(worker="quick", attempts=2)
    Worker()._run(row)
    assert ran == []
    assert Task.objects.get().status == Task.Status.RUNNING


@pytest.mark.django_db
def test_an_event_outside_its_transaction_is_refused(monkeypatch):
    from django.db import connection

    monkeypatch.setattr(connection, "in_atomic_block", False)
    with pytest.raises(RuntimeError):
        events.publish(object())


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_rolls_back_leaves_no_row():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        note.enqueue("never", 1)
        raise ZeroDivisionError
    assert not Task.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_subscriber_that_looks_at_the_present_is_asked_once_while_it_waits():
    from dataclasses import dataclass

    @dataclass(frozen=True, slots=True)
    class Moved:
        subject: str

    seen = []
    events.subscriber(Moved, once_while_waiting=True)(lambda event: seen.append(event.subject))
    events.subscriber(Moved)(_each)
    with transaction.atomic():
        for subject in ("a", "a", "b", "a"):
            events.publish(Moved(subject))
    assert Task.objects.count() == 2 + 4
    worker = Worker()
    while worker.run_once():
        pass
    assert sorted(seen) == ["a", "b"]
    with transaction.atomic():
        events.publish(Moved("a"))
    assert Task.objects.filter(status=Task.Status.READY).count() == 2


def _each(_event: object) -> None:
    pass
