"""The public holidays of Morocco: those of each year, and those that follow the moon, expected until they are announced."""

from dataclasses import dataclass
from typing import Literal

from reference.files.cells import Day


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day off: of each year from `since` on, or of one year when it follows the moon."""

    id: str
    day: Day
    since: int
    name_fr: str
    name_en: str
    name_ar: str
    state: Literal["fixed", "announced", "expected"]
    as_of: str
    confidence: str
    source: str
    source_url: str | None
