"""What a statement is made of; every figure comes with its interval where there is one."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from footprint.models import Product
from footprint.queries.results import Answer, Figure


@dataclass(frozen=True, slots=True)
class Place:
    """One site in a statement: its year as stored, or none and which years it has."""

    site_id: UUID
    name: str
    city: str
    answer: Answer | None
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """
    The lines of one activity with one factor, as many as there are bills, with all that explains them.

    A name of the factor or source that is in another language than the reader's says which one that is.
    """

    site: str
    activity_id: str
    label: str
    part: str
    method: str
    scope: str
    category: str
    entries: int
    quantity: Decimal
    unit: str
    figure: Figure
    biogenic_kg: Decimal
    factor: Decimal
    factor_id: str
    factor_name: str
    factor_language: str
    factor_year: int
    factor_pct: Decimal
    factor_evidence: str
    geography: str
    source: str
    source_language: str
    source_url: str
    activity_pct: Decimal
    evidence: str
    grade: str
    is_memo: bool
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Avoided:
    """What own solar power spares the grid: by the operating margin of the development banks, and by the inventory's factor."""

    kwh: Decimal
    margin: Figure
    grid: Figure
    source: str
    source_url: str


@dataclass(frozen=True, slots=True)
class Mend:
    """What would make the total surer: an act on one item, and the half-width of the total once it is done."""

    act: str
    activity_id: str
    label: str
    share_pct: Decimal
    before_pct: Decimal
    after_pct: Decimal


@dataclass(frozen=True, slots=True)
class Effect:
    """What one item changed from one year to the next."""

    activity_id: str
    label: str
    before_kg: Decimal
    after_kg: Decimal
    activity_kg: Decimal
    factor_kg: Decimal


@dataclass(frozen=True, slots=True)
class Cover:
    """An item of a site that two years do not cover whole: on how many days it is compared, and how many each knows."""

    site: str
    activity_id: str
    label: str
    days: int
    before_days: int
    after_days: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """
    Two years, as far as both know the same days of the same sites: the difference is the sum of both effects.

    `doubts` say why the two are not alike, `covers` which items are compared on some days only, or not at all.
    """

    before_year: int
    after_year: int
    before: Figure
    after: Figure
    difference_kg: Decimal
    activity_kg: Decimal
    factor_kg: Decimal
    effects: tuple[Effect, ...]
    doubts: tuple[str, ...]
    covers: tuple[Cover, ...]


@dataclass(frozen=True, slots=True)
class BaseYearAnswer:
    """The base year as it was marked, beside the same year as it is computed now; `reasons` say what differs."""

    year: int
    marked_at: datetime
    kg: Decimal
    recomputed_kg: Decimal
    change_pct: Decimal | None
    is_due: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProductSheet:
    """
    What one product carries (kg CO2e): its share of scopes 1 and 2, which add up to those of the site, and the chain up to its boundary.

    For each tonne or piece, with its interval; None is unknown. `problem` says what this product lacks for the rule of the
    site, or that another product of it lacks something.
    """

    product: Product
    site: str
    shared_by: str
    unit: str
    share_pct: Decimal | None
    scope12_kg: Decimal | None
    scope12_per_unit: Decimal | None
    chain_kg: Decimal | None
    per_unit: Decimal | None
    low_per_unit: Decimal | None
    high_per_unit: Decimal | None
    exported_kg: Decimal | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Ratio:
    """Emissions for each of something: scopes 1 and 2, and the total (kg CO2e); None is unknown."""

    code: str
    unit: str
    divisor: Decimal | None
    scope12_kg: Decimal | None
    total_kg: Decimal | None


@dataclass(frozen=True, slots=True)
class Statement:
    """A year of one site or of all, under one set of warming potentials."""

    year: int
    years: tuple[int, ...]
    gwp_set: str
    is_firm: bool
    places: tuple[Place, ...]
    editions: tuple[str, ...]
    engines: tuple[str, ...]
    computed_at: datetime
    is_a_year: bool
    total: Figure
    market: Figure
    scopes: tuple[Figure, ...]
    scope12: Figure
    electricity_location: Figure
    electricity_market: Figure
    sites: tuple[Figure, ...]
    items: tuple[Figure, ...]
    categories: tuple[Figure, ...]
    gases: tuple[Figure, ...]
    gas_masses_kg: dict[str, Decimal]
    biogenic: Figure
    memo: Figure
    avoided: Avoided | None
    toe: Decimal
    grade: str
    on_grade_a_pct: int
    on_invoices_pct: int
    missing: tuple[dict[str, Any], ...]
    lines: tuple[Source, ...]
    sources: tuple[str, ...]
    mends: tuple[Mend, ...]
    comparison: Comparison | None
    base: BaseYearAnswer | None
    products: tuple[ProductSheet, ...]
    ratios: tuple[Ratio, ...]

    @property
    def shared_kg(self) -> Decimal | None:
        """Return what all products carry together of scopes 1 and 2, None while one of them is unknown."""
        carried = [one.scope12_kg for one in self.products]
        known = [kg for kg in carried if kg is not None]
        return sum(known, Decimal(0)) if len(known) == len(carried) else None
