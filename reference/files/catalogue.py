"""The whole of the reference files as one immutable object."""

from collections.abc import Mapping
from dataclasses import dataclass

from reference.files.calendar import Holiday
from reference.files.cbam import CbamBenchmark, CbamDefault, CbamGood, CbamLine, HsHeading
from reference.files.emissions import ActivityKind, EmissionFactor
from reference.files.measures import EnergyPrice, Measure, MeasureTrigger
from reference.files.places import EndUseShare, Province, Region, Sector
from reference.files.support import Scheme, Standard


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every row of the reference files under its key; `edition` is the digest of the files."""

    edition: str
    regions: Mapping[str, Region]
    provinces: Mapping[str, Province]
    sectors: Mapping[str, Sector]
    end_use_shares: Mapping[str, tuple[EndUseShare, ...]]
    measures: Mapping[str, Measure]
    triggers: Mapping[str, MeasureTrigger]
    prices: Mapping[str, EnergyPrice]
    standards: Mapping[str, Standard]
    schemes: Mapping[str, Scheme]
    factors: Mapping[str, EmissionFactor]
    activities: Mapping[str, ActivityKind]
    cbam_goods: Mapping[str, CbamGood]
    cbam_lines: Mapping[str, CbamLine]
    cbam_defaults: Mapping[tuple[str, str], tuple[CbamDefault, ...]]
    cbam_benchmarks: Mapping[str, tuple[CbamBenchmark, ...]]
    hs: Mapping[str, HsHeading]
    holidays: Mapping[str, Holiday]
