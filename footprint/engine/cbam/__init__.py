"""The EU carbon border mechanism for a Moroccan exporter: which codes it concerns, and what default values cost."""

from footprint.engine.cbam.codes import CodeAnswer, Status, resolve
from footprint.engine.cbam.costs import PRICE, DefaultCost, Price, RouteCost, default_cost, defaults_of
from footprint.engine.cbam.threshold import Exemption, exemption

__all__ = [
    "PRICE",
    "CodeAnswer",
    "DefaultCost",
    "Exemption",
    "Price",
    "RouteCost",
    "Status",
    "default_cost",
    "defaults_of",
    "exemption",
    "resolve",
]
