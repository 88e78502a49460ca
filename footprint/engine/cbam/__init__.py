"""The EU carbon border mechanism for a Moroccan exporter: which codes it concerns, what default values and own data cost."""

from footprint.engine.cbam.answer import (
    MOST_TONNES,
    Answer,
    Buyer,
    BuyerAnswer,
    Certificates,
    Good,
    GoodAnswer,
    Numbers,
    answer,
)
from footprint.engine.cbam.codes import CodeAnswer, Status, resolve
from footprint.engine.cbam.costs import DefaultCost, RouteCost, Terms, default_cost, no_default_flag
from footprint.engine.cbam.own import UNKNOWN_ORIGIN, Missing, OwnData, OwnFigures, Part, Precursor, own_figures
from footprint.engine.cbam.prices import PRICE, Price, band
from footprint.engine.cbam.rows import (
    CSCF,
    EXEMPT_ORIGIN,
    FIRST_YEAR,
    LAST_YEAR,
    defaults_of,
    factor_of,
    routes_of_process,
)
from footprint.engine.cbam.threshold import Exemption, exemption

__all__ = [
    "CSCF",
    "EXEMPT_ORIGIN",
    "FIRST_YEAR",
    "LAST_YEAR",
    "MOST_TONNES",
    "PRICE",
    "UNKNOWN_ORIGIN",
    "Answer",
    "Buyer",
    "BuyerAnswer",
    "Certificates",
    "CodeAnswer",
    "DefaultCost",
    "Exemption",
    "Good",
    "GoodAnswer",
    "Missing",
    "Numbers",
    "OwnData",
    "OwnFigures",
    "Part",
    "Precursor",
    "Price",
    "RouteCost",
    "Status",
    "Terms",
    "answer",
    "band",
    "default_cost",
    "defaults_of",
    "exemption",
    "factor_of",
    "no_default_flag",
    "own_figures",
    "resolve",
    "routes_of_process",
]
