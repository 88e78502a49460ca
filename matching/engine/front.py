"""Which measures are not beaten by any other in both tonnes and value: the Pareto front, in place of a ranking by MAD per tonne."""

from collections.abc import Mapping
from decimal import Decimal


def front(points: Mapping[str, tuple[Decimal, Decimal]]) -> list[str]:
    """
    Return the codes of the front, from the most value to the most tonnes; `points` are (tCO2e a year, NPV in MAD) by code.

    One that lowers nothing is on no front; of two that are the same, both are.
    """
    lowering = {code: point for code, point in points.items() if point[0] > 0}
    kept = [
        code
        for code, (tonnes, value) in lowering.items()
        if not any(t >= tonnes and v >= value and (t, v) != (tonnes, value) for t, v in lowering.values())
    ]
    return sorted(kept, key=lambda code: (-points[code][1], code))
