"""Solar power of a site: yield of its region, and the share it uses itself (measures.md section 6)."""

from decimal import Decimal
from typing import Final

from matching.engine.numbers import HUNDRED, ONE, ZERO, Triple
from matching.engine.profile import SmeFacts
from reference.files import Catalogue

STEPS: Final = tuple(Decimal(one) for one in ("0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.8", "1"))
LOAD: Final[dict[str, tuple[tuple[int, ...], str, str]]] = {
    "office_5d": ((100, 95, 89, 85, 82, 80, 71, 62), "0.59", "digital_it offshoring_bpo"),
    "one_shift_6d": (
        (98, 93, 90, 88, 87, 86, 81, 72),
        "0.81",
        (
            "garments leather_goods footwear carpets_home_textile crafts_ceramics crafts_metal_wood furniture_wood argan"
            " herbs_aromatic cosmetics renewable_equipment"
        ),
    ),
    "two_shift_6d": (
        (97, 93, 91, 89, 84, 77, 64, 55),
        "0.56",
        (
            "auto_supply aerospace electronics cereal_products paper_printing steel_products foundry aluminium_products"
            " tanneries textile_finishing fish_canning chemicals_other"
        ),
    ),
    "continuous_7d": (
        (100, 100, 96, 85, 74, 65, 51, 42),
        "0.44",
        "plastics_packaging fertilisers cement_concrete ceramic_tiles",
    ),
    "cold_store": (
        (100, 100, 98, 91, 80, 70, 56, 46),
        "0.50",
        "fresh_fruit_veg fish_frozen dates_nuts export_logistics",
    ),
    "hotel": ((100, 100, 97, 85, 74, 65, 51, 42), "0.44", "tourism_hotel tourism_guesthouse"),
    "canning_season": ((97, 93, 85, 77, 72, 67, 59, 51), "0.36", "fruit_veg_canning juice_concentrates"),
    "olive_season": ((96, 70, 55, 46, 41, 37, 32, 29), "0.16", "olive_oil"),
    "irrigation": ((100, 99, 96, 91, 86, 82, 72, 62), "0.64", "farm_irrigated"),
}
DEFAULT_CLASS: Final = {sector: name for name, (_, _, sectors) in LOAD.items() for sector in sectors.split()}
MARGIN = Decimal("0.10")
MODELLED, WORST = Decimal("0.95"), Decimal("0.87")


def load_class(sme: SmeFacts, *, farm: bool) -> str | None:
    given = sme.facts.get("load_class")
    return str(given) if given is not None else DEFAULT_CLASS.get("farm_irrigated" if farm else sme.sector or "")


def yield_of(region: str, catalogue: Catalogue) -> Triple:
    """Return kWh per kWp and year: measured where somebody measured, else the model less five per cent."""
    row = catalogue.regions[region]
    modelled, measured = row.pv_yield_kwh_kwp_yr_modelled, row.pv_yield_kwh_kwp_yr_measured
    typical = measured.middle if measured else modelled * MODELLED
    return Triple(modelled * WORST, typical, max(typical, modelled))


def r80(name: str) -> Decimal:
    return Decimal(LOAD[name][1])


def self_share(name: str, ratio: Decimal) -> Triple:
    """Return the share used on the site when the plant makes `ratio` of its use, with ten points on either side."""
    points = [Decimal(one) / HUNDRED for one in LOAD[name][0]]
    share = points[-1] / ratio if ratio > ONE else _between(points, ratio)
    return Triple(*(min(ONE, max(ZERO, one)) for one in (share - MARGIN, share, share + MARGIN)))


def _between(points: list[Decimal], ratio: Decimal) -> Decimal:
    if ratio <= STEPS[0]:
        return points[0]
    right = next(index for index, step in enumerate(STEPS) if ratio <= step)
    width = (ratio - STEPS[right - 1]) / (STEPS[right] - STEPS[right - 1])
    return points[right - 1] + (points[right] - points[right - 1]) * width
