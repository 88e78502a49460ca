"""Read a folder of reference files into a catalogue, whole or not at all."""

from functools import cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any

from reference.files.calendar import Holiday
from reference.files.catalogue import Catalogue
from reference.files.cbam import CbamBenchmark, CbamDefault, CbamGood, CbamLine, HsHeading
from reference.files.emissions import ActivityKind, EmissionFactor
from reference.files.links import check_links
from reference.files.measures import EnergyPrice, Measure, MeasureTrigger
from reference.files.places import EndUseShare, Province, Region, Sector
from reference.files.problems import BadReference, ReferenceProblem
from reference.files.support import Scheme, Standard
from reference.files.tables import Table, read_table

DATA = Path(__file__).resolve().parent.parent / "data"

# attribute of the catalogue: file, row type, key; a key that several rows share is marked.
FILES: dict[str, tuple[str, type, tuple[str, ...], bool]] = {
    "regions": ("regions.csv", Region, ("code",), True),
    "provinces": ("provinces.csv", Province, ("code",), True),
    "sectors": ("sectors.csv", Sector, ("id",), True),
    "end_use_shares": ("end_use_shares.csv", EndUseShare, ("sector_id",), False),
    "measures": ("measures.csv", Measure, ("id",), True),
    "triggers": ("measure_triggers.csv", MeasureTrigger, ("measure_id",), True),
    "prices": ("energy_prices.csv", EnergyPrice, ("id",), True),
    "standards": ("certifications.csv", Standard, ("id",), True),
    "schemes": ("finance_products.csv", Scheme, ("id",), True),
    "factors": ("emission_factors.csv", EmissionFactor, ("id",), True),
    "activities": ("activities.csv", ActivityKind, ("activity_id",), True),
    "cbam_goods": ("cbam_goods.csv", CbamGood, ("cn_prefix",), True),
    "cbam_lines": ("cbam_cn8.csv", CbamLine, ("cn8",), True),
    "cbam_defaults": ("cbam_defaults.csv", CbamDefault, ("country", "cn_digits"), False),
    "cbam_benchmarks": ("cbam_benchmarks.csv", CbamBenchmark, ("cn8",), False),
    "hs": ("hs_headings.csv", HsHeading, ("code",), True),
    "holidays": ("holidays.csv", Holiday, ("id",), True),
}


def load(folder: Path = DATA) -> Catalogue:
    """
    Return the catalogue of a folder; the project's own folder is read once a process.

    :raises BadReference: naming every bad row; then nothing is loaded
    """
    return _own() if folder == DATA else read(folder)


@cache
def _own() -> Catalogue:
    return read(DATA)


def read(folder: Path) -> Catalogue:
    """Read and check every file of a folder."""
    problems: list[ReferenceProblem] = []
    digest = sha256()
    tables: dict[str, Table[Any]] = {}
    for name, (file, row_type, _, _) in FILES.items():
        try:
            content = (folder / file).read_bytes()
        except OSError as error:
            problems.append(ReferenceProblem(file, 0, "", error.strerror or "cannot be read"))
            content = b""
        else:
            tables[name] = read_table(file, content, row_type)
        digest.update(f"{file}:{len(content)}\n".encode() + content)
    if problems:
        raise BadReference(problems)
    indexes = {
        name: tables[name].unique(*key) if unique else tables[name].grouped(*key)
        for name, (_, _, key, unique) in FILES.items()
    }
    if not any(table.problems for table in tables.values()):
        check_links(tables, indexes)
    if problems := [problem for table in tables.values() for problem in table.problems]:
        raise BadReference(problems)
    return Catalogue(digest.hexdigest(), **{name: MappingProxyType(index) for name, index in indexes.items()})
