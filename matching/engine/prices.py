"""What a kWh, a litre or a kilo costs the site: its own bill first, else the newest price known (measures.md section 4)."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from matching.engine import carriers
from matching.engine.energy import Energy
from matching.engine.numbers import ZERO, exactly
from matching.engine.profile import SmeFacts
from reference.files import Catalogue, EnergyPrice

OWN: Final = "own"
BANDS: Final = ("elec_mv_general_day", "elec_mv_general_peak", "elec_mv_general_off_peak")
LOW_VOLTAGE: Final = "elec_lv_res_t6"
TAKEN_AS_MV_ABOVE_KWH = Decimal(250_000)
WEIGHTS: Final = {
    "one_shift": (Decimal(1), ZERO, ZERO),
    "two_shift": (Decimal("0.65625"), Decimal("0.28125"), Decimal("0.0625")),
    "continuous": (Decimal("10.5") / 24, Decimal(5) / 24, Decimal("8.5") / 24),
}
UNITS: Final = {"per litre": Decimal(1), "per tonne": Decimal(1000), "per 12 kg bottle": Decimal(12)}
RATES: Final = {"fx_eur": "eur_mad", "fx_usd": "usd_mad"}


@dataclass(frozen=True, slots=True)
class Prices:
    """MAD per kWh of electricity by band, per net kWh of each fuel; a carrier left out has no known price."""

    elec: Decimal | None = None
    day: Decimal | None = None
    peak: Decimal | None = None
    off: Decimal | None = None
    fuels: dict[str, Decimal] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    """The row that gave the price of a carrier, or `own` for the site's bill."""

    def facts(self) -> dict[str, Decimal | None]:
        return {
            "price_elec": self.elec,
            "price_elec_day": self.day,
            "price_elec_peak": self.peak,
            "price_elec_off": self.off,
            "price_elec_offpeak": self.off,
        }


@exactly
def prices_of(sme: SmeFacts, energy: Energy | None, catalogue: Catalogue) -> Prices:
    own = dict(sme.own_prices)
    if not own and sme.energy_bill_mad and energy and len(energy.uses) == 1:
        ((carrier, kwh),) = energy.uses.items()
        own = {carrier: sme.energy_bill_mad / kwh * carriers.kwh_per_unit(carrier, catalogue)}
    fuels, sources = {}, {}
    for carrier in carriers.ACTIVITIES:
        if carrier == "electricity":
            continue
        price, source = own.get(carrier), OWN
        if price is None and (row := _newest(carrier, catalogue)) is not None and row.value is not None:
            price, source = row.value / UNITS[row.unit], row.id
        if price is not None:
            fuels[carrier] = price / carriers.kwh_per_unit(carrier, catalogue)
            sources[carrier] = source
    elec, day, peak, off, source = _electricity(sme, energy, own.get("electricity"), catalogue)
    if elec is not None:
        sources["electricity"] = source
    return Prices(elec, day, peak, off, fuels, sources)


def rates(catalogue: Catalogue) -> dict[str, Decimal | None]:
    return {name: catalogue.prices[row].value for name, row in RATES.items()}


def voltage_taken(sme: SmeFacts, energy: Energy | None) -> str | None:
    """Return the voltage that prices are read at: a large site of unknown voltage is taken as medium."""
    if sme.voltage is not None or energy is None:
        return sme.voltage
    return "MV" if energy.uses.get("electricity", ZERO) > TAKEN_AS_MV_ABOVE_KWH else "LV"


def _electricity(
    sme: SmeFacts, energy: Energy | None, own: Decimal | None, catalogue: Catalogue
) -> tuple[Decimal | None, Decimal | None, Decimal | None, Decimal | None, str]:
    voltage = voltage_taken(sme, energy)
    if voltage == "MV":
        bands = [catalogue.prices[row].value or ZERO for row in BANDS]
        weights = WEIGHTS[str(sme.facts.get("operating_schedule", "two_shift"))]
        mean = sum((band * weight for band, weight in zip(bands, weights, strict=True)), ZERO)
        # A bill shows the mean only: its bands keep the proportions of the tariff.
        scale = own / mean if own is not None else Decimal(1)
        return own or mean, bands[0] * scale, bands[1] * scale, bands[2] * scale, OWN if own else BANDS[0]
    if own is not None:
        return own, own, None, None, OWN
    if voltage == "LV":
        price = catalogue.prices[LOW_VOLTAGE].value
        return price, price, None, None, LOW_VOLTAGE
    return None, None, None, None, ""


def _newest(carrier: str, catalogue: Catalogue) -> EnergyPrice | None:
    rows = [row for row in catalogue.prices.values() if row.carrier == carrier and row.value and row.unit in UNITS]
    return max(rows, key=lambda row: row.date or "", default=None)
