"""How much each need weighs: u, and the order in which needs are shown (docs/method/matching.md, section 2)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from footprint.engine.cbam.prices import PRICE
from matching.engine.figures import RATE, annuity
from matching.engine.needs import Need
from matching.engine.numbers import HALF, ONE, ZERO, exactly, logistic


@dataclass(frozen=True, slots=True)
class Parameters:
    """
    The rate of the firm, the price it puts on a tonne, its slider between carbon (0) and money (1), and what a certificate
    of the border mechanism costs its buyer.
    """

    rate: Decimal = RATE
    shadow_mad_t: Decimal = ZERO
    money: Decimal = HALF
    cbam_eur_t: Decimal = PRICE.eur_per_t


@exactly
def weigh(
    needs: Iterable[Need], parameters: Parameters, border: Mapping[str, Decimal] = MappingProxyType({})
) -> dict[str, Decimal]:
    """
    Return u of each need; they add up to 1, or there is no need at all. `border` is what measures save there, in MAD a year.

    A term whose sum is zero is dropped and the other takes its weight; when both are, needs weigh the same.
    """
    needs = list(needs)
    measures = [need for need in needs if need.kind == "measure"]
    money = _shares(
        {need.code: max(ZERO, value) for need in measures if (value := _value(need, parameters, border)) is not None}
    )
    carbon = _shares({need.code: max(ZERO, need.figures.abatement_t.typ) for need in measures if need.figures})
    weight = parameters.money if money and carbon else ONE if money else ZERO
    found = {
        need.code: weight * money.get(need.code, ZERO) + (ONE - weight) * carbon.get(need.code, ZERO)
        for need in measures
    }
    if not money and not carbon:
        found = {need.code: ONE / len(measures) for need in measures}
    found |= {need.code: ONE if need.due else HALF for need in needs if need.kind == "obligation"}
    return _shares(found) or dict.fromkeys(found, ZERO)


@exactly
def in_order(
    needs: Iterable[Need], u: Mapping[str, Decimal], financed: Mapping[str, Decimal] = MappingProxyType({})
) -> list[Need]:
    """
    Order needs by u x (0.5 + adopt): a saving that needs little of the firm's own money comes up.

    `financed` is the share of the cost of a measure that finance within reach takes off.
    """

    def place(need: Need) -> tuple[Decimal, str]:
        own = own_capex(need, financed.get(need.code, ZERO))
        return -u.get(need.code, ZERO) * (HALF + adoption(need, own)), need.code

    return sorted(needs, key=place)


def own_capex(need: Need, financed: Decimal) -> Decimal | None:
    """Return what is left to the firm of the cost of a measure, when that cost is known."""
    capex = need.figures.capex_mad if need.figures else None
    return None if capex is None else capex.typ * (ONE - financed)


def adoption(need: Need, own_capex: Decimal | None = None) -> Decimal:
    """Return how readily firms take a measure, from the capex left to them and the yearly saving."""
    numbers = need.figures
    if numbers is None or numbers.net_mad is None or numbers.capex_mad is None or numbers.net_mad.typ <= 0:
        return ZERO
    left = numbers.capex_mad.typ if own_capex is None else own_capex
    return logistic(Decimal("1.4") * left / numbers.net_mad.typ - 2)


def _value(need: Need, parameters: Parameters, border: Mapping[str, Decimal]) -> Decimal | None:
    numbers = need.figures
    if numbers is None or numbers.npv_mad is None or numbers.years is None:
        return None
    a_year = parameters.shadow_mad_t * numbers.abatement_t.typ + border.get(need.code, ZERO)
    return numbers.npv_mad.typ + a_year * annuity(numbers.years, parameters.rate)


def _shares(values: Mapping[str, Decimal]) -> dict[str, Decimal]:
    total = sum(values.values(), ZERO)
    return {code: value / total for code, value in values.items()} if total else {}
