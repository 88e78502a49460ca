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
    for region in catalogue.regions.values():
        if city in {fold(region.capital_fr), fold(region.capital_ar)} and sme.region in {None, region.code}:
            return region.lat, region.lon
    for province in catalogue.provinces.values():
        if sme.region not in {None, province.region_code}:
            continue
        names = {fold(one).strip() for name in (province.name_fr, province.name_ar) for one in (name, *name.split("-"))}
        if city in names:
            return place_of_province(province.code, catalogue)
    return None


def place_of_province(code: str, catalogue: Catalogue) -> Place:
    """Return the seat of a province, or the capital of its region where the file has no seat."""
    province = catalogue.provinces[code]
    if province.lat is not None and province.lon is not None:
        return province.lat, province.lon
    region = catalogue.regions[province.region_code]
    return region.lat, region.lon
