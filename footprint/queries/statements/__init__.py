"""A year of a firm, or of one of its sites, with all that it stands on: what the result page and its report say."""

from footprint.queries.statements.making import statement
from footprint.queries.statements.parts import (
    Avoided,
    BaseYearAnswer,
    Comparison,
    Effect,
    Mend,
    Place,
    ProductSheet,
    Ratio,
    Source,
    Statement,
)

__all__ = [
    "Avoided",
    "BaseYearAnswer",
    "Comparison",
    "Effect",
    "Mend",
    "Place",
    "ProductSheet",
    "Ratio",
    "Source",
    "Statement",
    "statement",
]
