"""Money and carbon of one measure at one site, each at three levels (measures.md sections 4 to 6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from matching.engine import carriers, photovoltaics
from matching.engine.numbers import HUNDRED, ONE, ZERO, Triple, exactly, half_up, triple
from matching.engine.prices import BANDS, OWN
from matching.engine.site import LEVELS, TYP, Site
from matching.engine.vocabulary import Output, compute, outputs, rule
from reference.files import Measure, MeasureTrigger

RATE: Final = Decimal("0.12")
LONGEST_LIFE: Final = 25
TONNE: Final = Decimal(1000)
FACTOR: Final = "ef_"
ELECTRICITY: Final = frozenset({"electricity_kwh", "electricity_day_kwh"})
OF_A_MIX: Final = frozenset({"fuel_kwh", "pump_kwh"})
Line = tuple[Decimal, Decimal | None, Decimal, Decimal]


@dataclass(frozen=True, slots=True)
class Figures:
    """
    What a measure saves and costs a year; a part that cannot be known is None.

    `energy` holds the outputs of its saving rule by name; tonnes are of CO2e by the inventory's factor, beside them with
    the operating margin of the grid, and those that only the market-based total would lose.
    """

    energy: dict[str, Triple]
    abatement_t: Triple
    margin_t: Triple
    market_t: Triple
    size: Decimal | None
    gross_mad: Triple | None
    capex_mad: Triple | None
    net_mad: Triple | None
    payback_years: tuple[Decimal | None, Decimal | None, Decimal | None] | None
    npv_mad: Triple | None
    years: int | None
    flags: tuple[str, ...]


def annuity(years: int, rate: Decimal = RATE) -> Decimal:
    """Return what one MAD a year for some years is worth today."""
    return (ONE - (ONE + rate) ** -years) / rate if rate else Decimal(years)


def three(low: Decimal | None, typical: Decimal | None, high: Decimal | None) -> Triple | None:
    """Fill a triple: the middle by the geometric mean, a missing bound by half of the typical value on its side."""
    if typical is None and low is not None and high is not None:
        typical = (low * high).sqrt()
    typical = typical if typical is not None else low if low is not None else high
    if typical is None:
        return None
    half = typical / 2
    return Triple(typical - half if low is None else low, typical, typical + half if high is None else high)


@exactly
def figures(site: Site, code: str, rate: Decimal = RATE) -> Figures | None:
    """
    Return the figures of a measure, or None when a fact that its saving hangs on is missing.

    Figures are of a year: bills of some months do not give those that hang on the energy used.
    """
    measure, row = site.catalogue.measures[code], site.catalogue.triggers[code]
    if site.minima and site.minima & _named(row):
        return None
    levels, flags = _levels(site, measure), set[str]()
    size = compute(rule(row.size_rule), levels[TYP], flags)
    for level in levels:
        level["size"] = size
    if size is not None and is_solar_power(row):
        _share_of_the_sun(site, levels, size)
    found: list[tuple[Output, Triple]] = []
    for output in outputs(row.saving_rule):
        values = [compute(output.rule, level, flags) for level in levels]
        if None in values:
            return None
        found.append((output, Triple(*(value or ZERO for value in values))))
    if not found or (site.energy is None and any(output.name in OF_A_MIX for output, _ in found)):
        return None
    lines = [[_line(site, row, output, values[level], level) for output, values in found] for level in LEVELS]
    prices = [price for line in lines for _, price, _, _ in line]
    gross = None if None in prices else _sum(lines, 1)
    market = [sum((v[q] for o, v in found if o.name == "co2e_kg_market"), ZERO) / TONNE for q in LEVELS]
    worth = _worth(measure, row, levels, gross, rate)
    return Figures(
        energy={output.name: values for output, values in found},
        abatement_t=_sum(lines, 2),
        margin_t=_sum(lines, 3),
        market_t=Triple(*market),
        size=size,
        gross_mad=gross,
        flags=tuple(sorted(flags)),
        **worth,
    )


def is_solar_power(row: MeasureTrigger) -> bool:
    """Return whether a measure makes power for the site: its size follows what the site uses."""
    return "pv_self_share" in (row.saving_rule or "")


def _named(row: MeasureTrigger) -> frozenset[str]:
    """Return the facts that the saving, the size and the cost of a measure name."""
    sums = [rule(text) for text in (row.size_rule, row.capex_rule) if text]
    return frozenset(
        name for one in (*sums, *(output.rule for output in outputs(row.saving_rule))) for name in one.names
    )


def _levels(site: Site, measure: Measure) -> list[dict[str, Any]]:
    saving = three(measure.saving_pct_low, measure.saving_pct_typical, measure.saving_pct_high)
    own = {
        "saving_pct": None if saving is None else Triple(*(min(HUNDRED, one) for one in saving)),
        "capex": three(measure.capex_low, measure.capex_typical, measure.capex_high),
        "payback_years": three(measure.payback_years_low, measure.payback_years_typical, measure.payback_years_high),
        "opex_value": None if measure.opex_value is None else triple(measure.opex_value),
    }
    factors = {f"{FACTOR}{name}": row.kgco2e_per_unit for name, row in site.catalogue.factors.items()}
    return [
        {**factors, **site.levels[level], **{name: None if v is None else v[level] for name, v in own.items()}}
        for level in LEVELS
    ]


def _share_of_the_sun(site: Site, levels: list[dict[str, Any]], size: Decimal) -> None:
    electricity, made = levels[TYP].get("elec_kwh"), levels[TYP].get("pv_yield")
    if not electricity or made is None or site.load_class is None:
        return
    share = photovoltaics.self_share(site.load_class, size * made / electricity)
    for level, facts in zip(LEVELS, levels, strict=True):
        facts["pv_self_share"] = share[level]


def _line(site: Site, row: MeasureTrigger, output: Output, value: Decimal, level: int) -> Line:
    """Return an output with its MAD, its tonnes, and its tonnes by the operating margin."""
    price, kg, margin = _weights(site, row, output, level)
    mad = ZERO if output.carbon_only else None if price is None else value * price
    return value, mad, value * kg / TONNE, value * margin / TONNE


def _weights(site: Site, row: MeasureTrigger, output: Output, level: int) -> tuple[Decimal | None, Decimal, Decimal]:
    factors, prices = site.catalogue.factors, site.prices
    name = output.name
    if name in ELECTRICITY:
        price = prices.day if name == "electricity_day_kwh" else prices.elec
        grid, margin = factors[carriers.GRID], factors[carriers.OPERATING_MARGIN]
        return price, grid.kgco2e_per_unit, margin.kgco2e_per_unit
    if name in {"diesel_l", "petrol_l"}:
        carrier = name.removesuffix("_l")
        road = "transport" in row.end_uses
        return _of_mix(site, {carrier: carriers.kwh_per_unit(carrier, site.catalogue)}, on_the_road=road, whole=ONE)
    if name in OF_A_MIX:
        return _of_mix(site, _mix(site, row, output, level), on_the_road="transport" in row.end_uses)
    if name == "pomace_t":
        kg = factors["biomass_other_kg"].kgco2e_per_unit * TONNE
        return site.stated.get("price_pomace_t"), kg, kg
    if name == "water_m3":
        kg = factors["water_supply_m3"].kgco2e_per_unit
        return None, kg, kg
    if name == "mad":
        return ONE, ZERO, ZERO
    return None, *((ONE, ONE) if name == "co2e_kg" else (ZERO, ZERO))


def _mix(site: Site, row: MeasureTrigger, output: Output, level: int) -> dict[str, Decimal]:
    """Return the fuels that an output is a mix of, in kWh."""
    if site.energy is None:
        return {}
    mix = site.energy.mix(output.rule.names, level)
    if any(mix.values()):
        return mix
    return {one: kwh for one, kwh in site.energy.uses.items() if one in row.carriers and one != "electricity"}


def prices_taken(site: Site, code: str) -> tuple[str, ...]:
    """Return the rows of the price file that the money of a measure rests on: none where the site's own bills tell."""
    row, paid = site.catalogue.triggers[code], set[str]()
    for output in outputs(row.saving_rule):
        if output.carbon_only:
            continue
        if output.name in ELECTRICITY:
            paid.add("electricity")
        elif output.name in OF_A_MIX:
            paid |= {carrier for carrier, kwh in _mix(site, row, output, TYP).items() if kwh}
        else:
            paid.add(output.name.removesuffix("_l"))
    rows = {site.prices.sources.get(carrier, OWN) for carrier in paid} - {OWN}
    return tuple(sorted({one for row_id in rows for one in (BANDS if row_id == BANDS[0] else (row_id,))}))


def _of_mix(
    site: Site, mix: dict[str, Decimal], *, on_the_road: bool = False, whole: Decimal | None = None
) -> tuple[Decimal | None, Decimal, Decimal]:
    """Return MAD and kg of one unit of a mix of fuels; a fuel without a price leaves the whole without one."""
    total = whole or sum(mix.values(), ZERO)
    if not total:
        return ZERO, ZERO, ZERO
    price: Decimal | None = ZERO
    kg = ZERO
    for carrier, kwh in mix.items():
        share = kwh / total
        own = site.prices.fuels.get(carrier)
        price = None if price is None or own is None else price + share * own
        kg += share * (carriers.kg_per_kwh(carrier, site.catalogue, on_the_road=on_the_road) or ZERO)
    return price, kg, kg


def _sum(lines: Iterable[Iterable[Line]], part: int) -> Triple:
    return Triple(*(sum((line[part] or ZERO for line in level), ZERO) for level in lines))


def _worth(
    measure: Measure,
    row: MeasureTrigger,
    levels: list[dict[str, Any]],
    gross: Triple | None,
    rate: Decimal,
) -> dict[str, Any]:
    years = None if measure.lifetime_years is None else min(LONGEST_LIFE, int(half_up(measure.lifetime_years)))
    capex = capex_of(row, levels, gross)
    nothing = {"net_mad": None, "payback_years": None, "npv_mad": None}
    if gross is None or capex is None or years is None:
        return {"capex_mad": capex, "years": years, **nothing}
    upkeep = []
    for level, spent in zip(levels, capex, strict=True):
        upkeep.append(compute(rule(row.maintenance_rule), {**level, "capex_mad": spent}))
    if None in upkeep:
        return {"capex_mad": capex, "years": years, **nothing}
    low, typ, high = (one or ZERO for one in upkeep)
    if gross.typ < 0:  # it costs energy: the more it is used, the more of both
        low, high = high, low
    net = Triple(gross.low - high, gross.typ - typ, gross.high - low)
    factor = annuity(years, rate)
    return {
        "capex_mad": capex,
        "years": years,
        "net_mad": net,
        "payback_years": (_back(capex.low, net.high), _back(capex.typ, net.typ), _back(capex.high, net.low)),
        "npv_mad": Triple(net.low * factor - capex.high, net.typ * factor - capex.typ, net.high * factor - capex.low),
    }


def capex_of(row: MeasureTrigger, levels: list[dict[str, Any]], gross: Triple | None) -> Triple | None:
    if row.capex_rule is None:
        return None
    saved = None if gross is None else gross.typ
    spent = [compute(rule(row.capex_rule), {**level, "saving_mad_typ": saved}) for level in levels]
    return None if None in spent else Triple(*(one or ZERO for one in spent))


def _back(capex: Decimal, net: Decimal) -> Decimal | None:
    return capex / net if net > 0 else None
