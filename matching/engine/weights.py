"""The weights of the criteria for each kind of offer, as published at the start; the product keeps its own sets."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final

Weights = Mapping[str, Decimal]

_TECHNOLOGY: Final = """
goal .20 cover .16 carbon .18 economics .10 ticket .10 waiting .03 sector_proof .06 proximity .05 trust .04 speed .04
room .02 language .02
"""
_FINANCE: Final = """
goal .18 cover .14 relief .16 ticket .16 certainty .14 sector_proof .04 trust .05 speed .06 room .02 language .05
"""
_CERTIFICATION: Final = """
goal .30 compliance .22 ticket .06 certainty .10 waiting .08 proximity .06 trust .05 speed .05 room .02 language .06
"""


def read_weights(table: str) -> Weights:
    words = table.split()
    return MappingProxyType({code: Decimal(weight) for code, weight in zip(words[::2], words[1::2], strict=True)})


STARTING_WEIGHTS: Final[Mapping[str, Weights]] = MappingProxyType(
    {
        "technology": read_weights(_TECHNOLOGY),
        "advice": read_weights(_TECHNOLOGY),
        "finance": read_weights(_FINANCE),
        "certification": read_weights(_CERTIFICATION),
    }
)
