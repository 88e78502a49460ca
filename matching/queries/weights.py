"""The versions of the weights, and of the numbers of lists: who set each, why, and what it changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from kernel.actor import Actor
from kernel.errors import Refused
from matching.choices import Subject, labels_of
from matching.choices.parameters import STARTING_AUTHOR, STARTING_REASON
from matching.engine.parameters import STARTING
from matching.models import ParameterSet
from matching.policies import may_read_weights
from matching.queries.records import weights_of


@dataclass(frozen=True, slots=True)
class WeightChange:
    """One number that a version changed; nothing before when it was not there."""

    code: str
    label: str
    before: Decimal | None
    after: Decimal


@dataclass(frozen=True, slots=True)
class WeightVersion:
    """A version of the parameters of a subject; the starting values have no day until another replaced them."""

    subject: str
    subject_label: str
    version: int
    is_active: bool
    author: str
    reason: str
    created_at: datetime | None
    weights: Mapping[str, Decimal]
    changes: tuple[WeightChange, ...] = ()


def weight_versions(actor: Actor, subject: str) -> list[WeightVersion]:
    """
    Return every version of a subject, the newest first, each with what it changed of the one before.

    :raises Refused: if the actor may not read them
    :raises ParameterSet.DoesNotExist: when there is no such subject
    """
    if not may_read_weights(actor):
        raise Refused("read_weights")
    if subject not in Subject.values:
        raise ParameterSet.DoesNotExist
    found: list[WeightVersion] = []
    before: Mapping[str, Decimal] = {}
    for row in ParameterSet.objects.filter(subject=subject).order_by("version"):
        found.append(_version(row, before))
        before = found[-1].weights
    return found[::-1] or [_starting(subject)]


def current_weights(actor: Actor) -> list[WeightVersion]:
    """
    Return the version in force of each subject, in their order.

    :raises Refused: if the actor may not read them
    """
    if not may_read_weights(actor):
        raise Refused("read_weights")
    active = {row.subject: row for row in ParameterSet.objects.filter(active=True)}
    return [_version(active[one]) if one in active else _starting(one) for one in Subject.values]


def weight_changes(
    subject: str, before: Mapping[str, Decimal], after: Mapping[str, Decimal]
) -> tuple[WeightChange, ...]:
    """Return the numbers that are not what they were."""
    labels = labels_of(subject)
    return tuple(
        WeightChange(code, str(labels.get(code, code)), before.get(code), value)
        for code, value in after.items()
        if before.get(code) != value
    )


def _version(row: ParameterSet, before: Mapping[str, Decimal] | None = None) -> WeightVersion:
    weights = weights_of(row)
    return WeightVersion(
        subject=row.subject,
        subject_label=str(Subject(row.subject).label),
        version=row.version,
        is_active=row.active,
        author=row.author,
        reason=row.reason,
        created_at=row.created_at,
        weights=weights,
        changes=weight_changes(row.subject, before, weights) if before else (),
    )


def _starting(subject: str) -> WeightVersion:
    label = str(Subject(subject).label)
    return WeightVersion(subject, label, 1, True, STARTING_AUTHOR, STARTING_REASON, None, STARTING[subject])
