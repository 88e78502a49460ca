"""
The one parser of the reference files: frozen rows, decimal numbers, no framework.

`load()` gives the whole catalogue; an empty cell is None ("not found"), never zero.
"""

from reference.files.calendar import Holiday
from reference.files.catalogue import Catalogue
from reference.files.cbam import CbamBenchmark, CbamDefault, CbamGood, CbamLine, HsHeading
from reference.files.cells import FactorsByYear, Packs, Span
from reference.files.emissions import ActivityKind, EmissionFactor
from reference.files.measures import EnergyPrice, Measure, MeasureTrigger
from reference.files.places import EndUseShare, Province, Region, Sector
from reference.files.problems import BadReference, ReferenceProblem
from reference.files.reading import DATA, load
from reference.files.support import Scheme, Standard

__all__ = [
    "DATA",
    "ActivityKind",
    "BadReference",
    "Catalogue",
    "CbamBenchmark",
    "CbamDefault",
    "CbamGood",
    "CbamLine",
    "EmissionFactor",
    "EndUseShare",
    "EnergyPrice",
    "FactorsByYear",
    "Holiday",
    "HsHeading",
    "Measure",
    "MeasureTrigger",
    "Packs",
    "Province",
    "ReferenceProblem",
    "Region",
    "Scheme",
    "Sector",
    "Span",
    "Standard",
    "load",
]
