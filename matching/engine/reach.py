"""One offer before all firms: whose lists it certainly does not enter, near misses among them, so that only the others are made again."""

from collections.abc import Sequence
from typing import Final

from matching.engine.columns import NOT_SAID, Array, Columns, single
from matching.engine.profile import SmeFacts
from matching.engine.run import Candidate
from reference.files import Catalogue

FLOORS: Final = {
    "revenue_min_mad": "revenue_mad",
    "min_years_operating": "years_operating",
    "min_roof_m2": "roof_m2",
    "min_organic_waste_t": "organic_waste_t",
    "min_containers_yr": "containers_per_year",
}
CEILINGS: Final = {
    "employees_max": "employees",
    "revenue_max_mad": "revenue_mad",
    "max_share_held_by_large_group_pct": "share_held_by_large_group_pct",
}
FACTS: Final = ("budget_mad", *FLOORS.values(), *CEILINGS.values())


class Firms:
    """The profiles of firms as columns: what is not known is no bit, and not a number."""

    def __init__(self, catalogue: Catalogue, firms: Sequence[SmeFacts]) -> None:
        import numpy as np

        self.terms = Columns(catalogue)
        regions, sectors = self.terms.region_bit, self.terms.bit
        self.regions = np.array([1 << regions[one.region] if one.region else 0 for one in firms], np.uint16)
        self.sectors = np.array([1 << sectors[one.sector] if one.sector else 0 for one in firms], np.uint64)
        self.facts = {name: np.array([_fact(one, name) for one in firms], np.float32) for name in FACTS}

    def reached(self, one: Candidate) -> Array:
        """Return where no rule about sectors and sizes refuses for good, nor two that somebody could mend: place and smallest project."""
        import numpy as np

        self.terms.follow([one])
        offer = {name: column[0] for name, column in self.terms.arrays.items()}
        refused = (self.sectors & offer["sectors"]) != 0
        for limit, fact in FLOORS.items():
            refused |= self.facts[fact] < offer[limit]
        for limit, fact in CEILINGS.items():
            refused |= self.facts[fact] > offer[limit]
        # A share of the budget is rounded, so what is near the floor is not refused here.
        small = self.facts["budget_mad"] * offer["basis_share"] * np.float32(1 + 1e-6) < offer["ticket_min_mad"]
        outside = (self.regions != 0) & (self.regions & offer["regions"] == 0) & (not offer["regions"] >> NOT_SAID)
        return ~(refused | (small & outside))


def _fact(one: SmeFacts, name: str) -> float:
    value = getattr(one, name)
    return float("nan") if value is None else single(value)
