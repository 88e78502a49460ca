"""Where a site and a partner's bases stand."""

from decimal import Decimal

from kernel.text import fold
from matching.engine.profile import SmeFacts
from reference.files import Catalogue

Place = tuple[Decimal, Decimal]


def place_of_site(sme: SmeFacts, catalogue: Catalogue) -> Place | None:
    """Return the seat of the site's province, else of its city when it names a province or a capital."""
    if sme.province is not None:
        return place_of_province(sme.province, catalogue)
    if not sme.city:
        return None
    city = fold(sme.city).strip()
    return next(
        (place for region, names, place in _named(catalogue) if city in names and sme.region in {None, region}), None
    )


_NAMED: dict[str, list[tuple[str, frozenset[str], Place]]] = {}  # by the edition of the catalogue


def _named(catalogue: Catalogue) -> list[tuple[str, frozenset[str], Place]]:
    """Return region, names and seat of every capital, then of every province."""
    found = _NAMED.get(catalogue.edition)
    if found is None:
        found = [
            (one.code, frozenset({fold(one.capital_fr), fold(one.capital_ar)}), (one.lat, one.lon))
            for one in catalogue.regions.values()
        ]
        for one in catalogue.provinces.values():
            names = (part for name in (one.name_fr, one.name_ar) for part in (name, *name.split("-")))
            place = place_of_province(one.code, catalogue)
            found.append((one.region_code, frozenset(fold(name).strip() for name in names), place))
        _NAMED[catalogue.edition] = found
    return found


def place_of_province(code: str, catalogue: Catalogue) -> Place:
    """Return the seat of a province, or the capital of its region where the file has no seat."""
    province = catalogue.provinces[code]
    if province.lat is not None and province.lon is not None:
        return province.lat, province.lon
    region = catalogue.regions[province.region_code]
    return region.lat, region.lon
