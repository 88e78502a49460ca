"""What stands beside a figure on every page: its interval in words, and where its factors come from."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from frontend import formats
from reference import queries as reference


def between(low: Decimal | None, mid: Decimal, high: Decimal | None) -> str:
    if low is None or high is None:
        return ""
    mass = formats.mass(mid, low, high)
    return gettext("between %(low)s and %(high)s") % {"low": mass.low, "high": formats.with_unit(mass.high, mass.unit)}


def sources(result: Any) -> list[dict[str, str]]:
    """Return where the factors of a result come from, each by its name once."""
    named = {reference.source_name(one): one for one in result.sources}
    return [
        {"name": name, "url": reference.source_url(one), "language": reference.foreign_source(one)}
        for name, one in named.items()
    ]
