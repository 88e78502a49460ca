"""
What a room says to the world: frozen dataclasses of ids, published in the transaction of the change.

A durable subscriber is a row of the queue, written in that transaction; a wake-up runs after the commit and may be lost.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar, get_type_hints
from uuid import UUID

from django.db import connection, transaction

from kernel import clock
from kernel.tasks import task

E = TypeVar("E")
Handler = Callable[[Any], None]


@dataclass(frozen=True, slots=True)
class Subscription:
    """A durable subscriber, by its import path."""

    path: str
    event: type
    handler: Handler
    transactional: bool
    once_while_waiting: bool
    after: timedelta


_durable: defaultdict[type, list[Subscription]] = defaultdict(list)
_by_path: dict[str, Subscription] = {}
_wakes: defaultdict[type, list[Handler]] = defaultdict(list)


def subscriber(
    event: type[E],
    *,
    transactional: bool = True,
    once_while_waiting: bool = False,
    after: timedelta = timedelta(),
) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """
    Register a durable subscriber; rows about one subject (the first field) run in order.

    Not transactional: long work that opens its own short transactions and may be repeated. Once while waiting: it looks
    at the subject as it is when it runs, so an event whose subject has a row not begun yet adds no other. `after` lets
    that row wait so long.
    """

    def register(handler: Callable[[E], None]) -> Callable[[E], None]:
        path = f"{handler.__module__}.{handler.__qualname__}"
        subscription = Subscription(path, event, handler, transactional, once_while_waiting, after)
        _durable[event].append(subscription)
        _by_path[path] = subscription
        return handler

    return register


def wake(event: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Register a wake-up, run on commit in the publishing thread; it may be lost."""

    def register(handler: Callable[[E], None]) -> Callable[[E], None]:
        _wakes[event].append(handler)
        return handler

    return register


def publish(event: Any) -> None:
    """
    Write one queue row per durable subscriber and wake the others after the commit.

    :raises RuntimeError: outside a transaction, where the change and its event could part
    """
    if not connection.in_atomic_block:
        msg = f"{type(event).__name__} must be published in the transaction of the change"
        raise RuntimeError(msg)
    from kernel.queue.claims import waiting

    for subscription in _durable.get(type(event), ()):
        if subscription.once_while_waiting and waiting(_key(subscription, event)):
            continue
        _enqueue(subscription, event, clock.now() + subscription.after if subscription.after else None)
    for handler in _wakes.get(type(event), ()):
        transaction.on_commit(partial(handler, event), robust=True)


def put_off(handler: Handler, event: Any, *, until: datetime) -> None:
    """Deliver an event to this durable subscriber, which has it now and finds it too early, once more at an instant."""
    path = f"{handler.__module__}.{handler.__qualname__}"
    _enqueue(_by_path[path], event, until)


def _key(subscription: Subscription, event: Any) -> str:
    return f"{subscription.path}:{getattr(event, fields(event)[0].name)}"


def _enqueue(subscription: Subscription, event: Any, run_after: datetime | None) -> None:
    facts = {name: str(value) if isinstance(value, UUID) else value for name, value in asdict(event).items()}
    row: Any = deliver if subscription.transactional else deliver_at_length
    row = row.keyed(_key(subscription, event))
    (row.using(run_after=run_after) if run_after else row).enqueue(subscription.path, facts)


def subscriptions() -> Iterator[tuple[type, list[Subscription], list[Handler]]]:
    """Return who hears what, for the table in the documentation."""
    for event in sorted({*_durable, *_wakes}, key=lambda cls: f"{cls.__module__}.{cls.__name__}"):
        yield event, _durable[event], _wakes[event]


def path_of(row: Any) -> str:
    """Return what a row of the queue runs: the subscriber, when it delivers an event."""
    delivers = row.path in {deliver.module_path, deliver_at_length.module_path}
    return str(row.args[0] if delivers else row.path)


def _deliver(path: str, facts: dict[str, Any]) -> None:
    subscription = _by_path[path]
    hints = get_type_hints(subscription.event)
    known = {field.name for field in fields(subscription.event)}
    values = {
        name: UUID(value) if hints[name] is UUID and value is not None else value
        for name, value in facts.items()
        if name in known
    }
    subscription.handler(subscription.event(**values))


@task
def deliver(path: str, facts: dict[str, Any]) -> None:
    _deliver(path, facts)


@task(transactional=False)
def deliver_at_length(path: str, facts: dict[str, Any]) -> None:
    _deliver(path, facts)
