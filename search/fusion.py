"""Several orders of the same rows as one: reciprocal rank fusion, since scores of two orders cannot be added."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

SMOOTHING: Final = 60  # Cormack, Clarke, Büttcher: Reciprocal Rank Fusion, SIGIR 2009


def fused(*orders: Sequence[UUID]) -> list[UUID]:
    """Return every id once, by the sum of 1 / (60 + rank) over the orders that hold it; ties by the first order."""
    points: dict[UUID, float] = {}
    for order in orders:
        for rank, pk in enumerate(order, 1):
            points[pk] = points.get(pk, 0.0) + 1 / (SMOOTHING + rank)
    return sorted(points, key=lambda pk: -points[pk])
