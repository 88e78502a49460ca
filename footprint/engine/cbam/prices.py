"""The price of a certificate, its band, and what a carbon price paid at home covers (docs/method/cbam.md sections 4, 6, 7)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from footprint.engine.numbers import CONTEXT, ONE, ZERO

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Price:
    """A certificate price in EUR per tonne of CO2e, with its date and where it was read."""

    eur_per_t: Decimal
    as_of: date
    source: str


PRICE = Price(Decimal("75.36"), date(2026, 4, 7), "Official CBAM certificate price, first quarter of 2026")
BAND_SOURCE = "Band of docs/method/cbam.md section 6"
BAND_LOW, BAND_HIGH = (Price(Decimal(eur), PRICE.as_of, BAND_SOURCE) for eur in (60, 100))


def band(price: Price) -> tuple[Price, Price, Price]:
    """Return the low, the given and the high price; a price outside 60 to 100 EUR widens the band to itself."""
    low = price if price.eur_per_t < BAND_LOW.eur_per_t else BAND_LOW
    high = price if price.eur_per_t > BAND_HIGH.eur_per_t else BAND_HIGH
    return low, price, high


def covered(see: Decimal, price: Price, paid_eur_per_t: Decimal = ZERO) -> Decimal:
    """
    Return the tonnes of CO2e per tonne that a carbon price paid in the country of origin covers.

    The provisional form of section 7, SEE x min(1, paid / certificate price), of the draft act Ares(2026)4841230.
    """
    return CONTEXT.multiply(see, min(ONE, CONTEXT.divide(paid_eur_per_t, price.eur_per_t)))


def certificates(see: Decimal, free: Decimal, price: Price, paid_eur_per_t: Decimal = ZERO) -> Decimal:
    """Return the certificates for one tonne, N = max(0, SEE - SEFA - R) of section 4; their decimals are kept."""
    return max(ZERO, CONTEXT.subtract(CONTEXT.subtract(see, free), covered(see, price, paid_eur_per_t)))


def euros(amount: Decimal, price: Price) -> Decimal:
    """Return what so many certificates cost, rounded to the cent, half up."""
    return CONTEXT.quantize(CONTEXT.multiply(amount, price.eur_per_t), CENT)
