"""Whether an importer is below the 50 tonnes of a year (docs/method/cbam.md section 2)."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from reference.files import Catalogue

Exemption = Literal["never_exempt", "probably_exempt", "not_exempt", "unknown"]
THRESHOLD_T = Decimal(50)
NEVER_EXEMPT = frozenset({"hydrogen", "electricity"})


def exemption(
    lines: Iterable[str],
    catalogue: Catalogue,
    *,
    importer_tonnes: Decimal | None = None,
    sold_tonnes: Decimal | None = None,
) -> Exemption:
    """
    Return whether the importer's whole year stays at or below 50 t of CBAM goods.

    It is the importer's total that decides: unknown without it, unless this sale alone is above.
    """
    sectors = {catalogue.cbam_lines[line].sector for line in lines}
    if sectors & NEVER_EXEMPT:
        return "never_exempt"
    if any(known is not None and known > THRESHOLD_T for known in (importer_tonnes, sold_tonnes)):
        return "not_exempt"
    return "unknown" if importer_tonnes is None else "probably_exempt"
