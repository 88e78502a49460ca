"""How far a site is from where a partner works, as the matching measures it."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from matching.engine import numbers
from matching.engine.places import Place, place_of_province, place_of_site
from matching.engine.profile import SmeFacts
from reference.queries import catalogue


def place_of_a_site(site: Any) -> Place:
    """Return where a site is: the seat of its province, else its city, else the capital of its region."""
    known = catalogue()
    said = SmeFacts(sme_id=str(site.pk), region=site.region, province=site.province or None, city=site.city or None)
    region = known.regions[site.region]
    return place_of_site(said, known) or (region.lat, region.lon)


def kilometres(place: Place, provinces: Iterable[str]) -> Decimal | None:
    """Return how far a place is from the nearest of some provinces; None when there is none."""
    known = catalogue()
    there = [place_of_province(one, known) for one in provinces if one in known.provinces]
    return min((numbers.kilometres(*place, *one) for one in there), default=None)
