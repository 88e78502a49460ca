"""
Who is shown to whom when partners have so much room: a b-matching of lists and partners that makes the sum of mutual scores largest.

A list takes six partners, a partner as many lists as it takes introductions. A market that is small is solved exactly, as a
linear program whose corners are whole numbers; a large one is balanced by iteration (docs/method/matching.md, section 9).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

MOST_EXACT: Final = 20_000
PLACES: Final = 6
WARMTH: Final = 0.1
ROUNDS: Final = 500
NEAR: Final = 1e-9
MILLION: Final = 1_000_000


@dataclass(frozen=True, slots=True, order=True)
class Pair:
    """A list (one kind of offer at one site) and a partner that may stand in it; `mutual` is in millionths."""

    site: str
    kind: str
    partner: str
    mutual: int

    @property
    def key(self) -> tuple[str, str, str]:
        return self.site, self.kind, self.partner


@dataclass(frozen=True, slots=True)
class Allocation:
    """How it was found, for each pair that has a place its part of it, in millionths, else 0, and the places partners have left."""

    method: str
    mu: Mapping[tuple[str, str, str], int]
    spare: Mapping[str, int]


def allocate(
    pairs: Collection[Pair], room: Mapping[str, int], *, places: int = PLACES, most_exact: int = MOST_EXACT
) -> Allocation:
    """Return who has a place where; the order of the pairs changes nothing."""
    rows = sorted(pairs)
    if not rows:
        return Allocation("exact", {}, {})
    lists = {one: number for number, one in enumerate(sorted({(row.site, row.kind) for row in rows}))}
    partners = {one: number for number, one in enumerate(sorted({row.partner for row in rows}))}
    places_of = [lists[row.site, row.kind] for row in rows], [partners[row.partner] for row in rows]
    limits = [places] * len(lists), [room.get(one, 0) for one in partners]
    exact = len(rows) <= most_exact
    found = (_exact if exact else _balanced)([row.mutual for row in rows], places_of, limits)
    # Rounded down: the parts of a place never add up to more than there is.
    micro = [max(0, min(MILLION, int(value * MILLION + (0.5 if exact else 0)))) for value in found]
    mu, spare = _whole(rows, micro, {one: room.get(one, 0) for one in partners}, places)
    return Allocation("exact" if exact else "balanced", mu, spare)


def _whole(
    rows: list[Pair], micro: list[int], left: dict[str, int], places: int
) -> tuple[dict[tuple[str, str, str], int], dict[str, int]]:
    """
    Give whole places, the largest part first, until a list is full or a partner has no more; return what partners have left.

    A balance spreads a place over many pairs: each of them would else take all of it.
    """
    mu, in_list = {row.key: 0 for row in rows}, dict[tuple[str, str], int]()
    for part, row in sorted(zip(micro, rows, strict=True), key=lambda two: (-two[0], two[1])):
        held = in_list.get((row.site, row.kind), 0)
        if part and left[row.partner] and held < places:
            mu[row.key] = part
            left[row.partner] -= 1
            in_list[row.site, row.kind] = held + 1
    return mu, left


def _exact(
    mutual: list[int], places_of: tuple[list[int], list[int]], limits: tuple[list[int], list[int]]
) -> list[float]:
    """Solve the linear program; a list and a partner are its rows, so that its corners are whole numbers."""
    import highspy
    import numpy as np

    number, first = len(mutual), len(limits[0])
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = number, first + len(limits[1])
    program.sense_ = highspy.ObjSense.kMaximize
    program.col_cost_ = np.array(mutual, dtype=float)
    program.col_lower_, program.col_upper_ = np.zeros(number), np.ones(number)
    program.row_lower_ = np.zeros(program.num_row_)
    program.row_upper_ = np.array([*limits[0], *limits[1]], dtype=float)
    rows = np.array([[one, first + other] for one, other in zip(*places_of, strict=True)], dtype=np.int32)
    program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    program.a_matrix_.start_ = np.arange(0, 2 * number + 1, 2, dtype=np.int32)
    program.a_matrix_.index_ = rows.ravel()
    program.a_matrix_.value_ = np.ones(2 * number)
    solver = highspy.Highs()
    for option, value in (("output_flag", False), ("threads", 1), ("solver", "simplex"), ("random_seed", 0)):
        solver.setOptionValue(option, value)
    solver.passModel(program)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise RuntimeError(f"the lists were not allocated: {solver.modelStatusToString(solver.getModelStatus())}")
    return [float(one) for one in solver.getSolution().col_value]


def _balanced(
    mutual: list[int], places_of: tuple[list[int], list[int]], limits: tuple[list[int], list[int]]
) -> list[float]:
    """Balance lists and partners in turn, each side's shares filling what the other left (IPFP), until both hold still."""
    import numpy as np

    near = np.exp(np.array(mutual, dtype=float) / MILLION / (2 * WARMTH))
    (of_list, of_partner), (lists, partners) = (np.array(one) for one in places_of), map(np.array, limits)
    left, right = np.ones(len(lists)), np.sqrt(partners.astype(float))
    for _round in range(ROUNDS):
        left = _fill(np, lists, of_list, near * right[of_partner])
        before, right = right, _fill(np, partners, of_partner, near * left[of_list])
        if float(np.abs(right - before).max()) < NEAR:
            break
    return [float(one) for one in left[of_list] * near * right[of_partner]]


def _fill(np: Any, limits: Any, of: Any, pull: Any) -> Any:
    """Return the positive root of x² + x · (sum of the pulls) = the limit: what is left over stays with the side itself."""
    half = np.bincount(of, weights=pull, minlength=len(limits)) / 2
    return np.sqrt(limits + half * half) - half
