"""
Worked examples that others published: their inputs, their factors, their result.

Each names its document and page; `within` is the relative difference that the rounding of the printed figures explains, where
it is not nothing. SCOPE3 is read in a full text of the guidance; NGA and the Commission's workbooks in copies that quote them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import count

from footprint.engine.amounts import Amount
from footprint.engine.factors import OwnFactor
from footprint.engine.methods import METHODS, Method
from footprint.engine.methods.energy import Instrument
from footprint.engine.methods.goods import Input
from footprint.engine.methods.transport import Commuter, Consignment, Mode

SCOPE3 = "GHG Protocol, Technical Guidance for Calculating Scope 3 Emissions, version 1.0 (2013)"
NGA = "Australian Government, National Greenhouse Accounts Factors 2025"
CEMENT = "European Commission, CBAM communication template 2.1, example workbook 1 (cement)"
SCREWS = "European Commission, CBAM communication template 2.1, example workbook 4 (screws and nuts)"
ALUMINIUM = "GHG Protocol and International Aluminium Institute, aluminium sector worksheets 2.0"
SIMPLIFIED = "atomic6ghg, fixtures of the US EPA Simplified GHG Emissions Calculator"


@dataclass(frozen=True)
class Published:
    """One example; its lines add up to `kg`."""

    name: str
    document: str
    page: str
    lines: Sequence[Method]
    kg: Decimal
    within: Decimal = Decimal("1e-9")


_KEYS = count(1)


def amount(value: float | str, unit: str) -> Amount:
    return Amount(Decimal(str(value)), unit)


def co2e(value: float | str, unit: str, **more: object) -> OwnFactor:
    return OwnFactor(co2e=amount(value, unit), source="as published", documented=True, **more)  # type: ignore[arg-type]


def line(method: str, **fields: object) -> Method:
    if fields.get("category") and method in ("fuel", "electricity", "refrigerant_invoices"):
        fields["scope"] = "3"
    return METHODS[method](key=str(next(_KEYS)), **{name: _exact(value) for name, value in fields.items()})


def _exact(value: object) -> object:
    return Decimal(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else value


def bought(mass: float, factor: float, unit: str = "kg", method: str = "purchased_goods") -> Method:
    return line(method, amount=amount(mass, unit), factor=co2e(factor, f"kg/{unit}"))


def electricity(kwh: float, factor: float, **more: object) -> Method:
    """Return electricity of a grid that is not the table's, whose losses the example does not count or counts apart."""
    more = {"losses_pct": 0, **more}
    return line("electricity", amount=amount(kwh, "kWh"), factor=co2e(factor, "kg/kWh"), **more)


def gas(kwh: float, factor: float, **more: object) -> Method:
    return line("fuel", amount=amount(kwh, "kWh"), factor=co2e(factor, "kg/kWh"), **more)


def example(name: str, document: str, page: str, kg: float | str, *lines: Method, within: str = "1e-9") -> Published:
    return Published(name, document, page, lines, Decimal(str(kg)), Decimal(within))


def scope3(number: str, page: str, kg: float | str, *lines: Method, within: str = "1e-9") -> Published:
    return example(f"scope 3 example {number}", SCOPE3, page, kg, *lines, within=within)


def _hybrid(kg: float, *inputs: tuple[float, str, float]) -> Method:
    return line(
        "purchased_goods_hybrid",
        allocated=amount(kg, "kg"),
        inputs=tuple(
            Input(amount=amount(one, unit), factor=co2e(factor, f"kg/{unit}")) for one, unit, factor in inputs
        ),
    )


def _leg(tonnes: float, km: float, factor: float, **more: object) -> Method:
    return line(
        "freight_leg", mass=amount(tonnes, "t"), distance=amount(km, "km"), factor=co2e(factor, "kg/t.km"), **more
    )


def _spent(usd: float, factor: float) -> Method:
    return line("purchased_goods", approach="spend", amount=amount(usd, "USD"), factor=co2e(factor, "kg/USD"))


def _wasted(mass: float, factor: float, unit: str = "t") -> Method:
    return line("waste", mass=amount(mass, unit), factor=co2e(factor, f"kg/{unit}"))


def _used(sold: float, uses: float, kwh: float) -> Method:
    return line(
        "use_phase", sold=sold, uses_per_life=uses, energy_per_use=amount(kwh, "kWh"), factor=co2e(0.5, "kg/kWh")
    )


def _held(kg: float, pct: float | str, unit: str = "t") -> Method:
    return line("investment", emissions=amount(kg, unit), held_pct=Decimal(str(pct)))


def _travelled(km: float, travellers: float | Decimal, factor: float, counted: str) -> Method:
    return line("travel", amount=amount(km, "km"), travellers=travellers, factor=co2e(factor, f"kg/{counted}.km"))


def _rail_car(rail_days: float, rail_km: float, car_days: float, car_km: float) -> list[Method]:
    """Return one employee of the survey: 48 weeks of so many days by rail and by car."""
    rides = ((rail_days, rail_km, co2e(0.1, "kg/person.km")), (car_days, car_km, co2e(0.2, "kg/vehicle.km")))
    return [
        line(
            "commuting_survey",
            employees=1,
            answers=(
                Commuter(one_way=amount(km, "km"), days_per_year=Decimal(48) * Decimal(str(days)), factor=factor),
            ),
        )
        for days, km, factor in rides
        if days
    ]


SHIPMENTS = ((24, 10, 10), (10, 15, 15), (10, 25, 10))  # tonnes, km driven, shortest km


def _run(mine: int, distance: Callable[[tuple[int, int, int]], int]) -> Method:
    return line(
        "shared_run",
        amount=amount("31.5", "kg"),
        factor=co2e(1, "kg/kg"),
        consignments=tuple(
            Consignment(mine=index == mine, mass=amount(one[0], "t"), distance=amount(distance(one), "km"))
            for index, one in enumerate(SHIPMENTS)
        ),
    )


OF_SCOPE_3 = (
    scope3(
        "1.1, supplier specific",
        "25",
        145_000,
        *(bought(*one) for one in ((200_000, 0.15), (600_000, 0.1), (200_000, 0.1), (100_000, 0.25), (50_000, 0.2))),
    ),
    scope3("1.2, scope 1 and 2 of the supplier", "27", 3000, gas(2500, 0.2), electricity(5000, 0.5)),
    scope3(
        "1.2, materials", "28", 49_250, _hybrid(0, (5000, "kg", 7), (2500, "kg", 5), (500, "kg", 2), (500, "kg", 1.5))
    ),
    scope3("1.3, hybrid with other upstream", "30-31", 70_250, _hybrid(3000, (100, "kg", 0.5), (12_000, "piece", 5.6))),
    scope3(
        "1.4, average data and spend",
        "34-35",
        54_100,
        *(bought(*one) for one in ((400, 20), (200, 10), (500, 40), (100, 70), (1500, 3), (300, 3))),
        *(
            _spent(*one)
            for one in (
                (5000, 0.3),
                (3000, 0.3),
                (4000, 0.3),
                (6000, 0.5),
                (1500, 0.2),
                (5000, 0.2),
                (5000, 0.3),
                (1000, 0.3),
                (5000, 0.4),
            )
        ),
    ),
    scope3(
        "3.1, upstream and losses of electricity and heat",
        "46-47",
        1_146_675,
        *(
            electricity(kwh, upstream, category="3")
            for kwh, upstream in ((500_000, 0.12), (600_000, 0.1), (400_000, 0.15), (5_500_000, 0.1), (200_000, 0.05))
        ),
        *(
            electricity(kwh, burnt, category="3", share_pct=lost)
            for kwh, burnt, lost in (
                (500_000, 0.8, 10),
                (600_000, 0.4, 13),
                (400_000, 0.8, 15),
                (5_500_000, 0.5, 10),
                (200_000, 0.4, 12),
            )
        ),
        gas(50_000, 0.05, category="3"),
        gas(50_000, 0.15, category="3", share_pct=5),
    ),
    scope3(
        "4.1, freight by fuel",
        "56",
        760_000,
        *(
            line("fuel", amount=amount(litres, "L"), factor=co2e(3, "kg/L"), scope="3")
            for litres in (50_000, 80_000, 90_000)
        ),
        line("refrigerant_invoices", topped_up=amount(50, "kg"), factor=co2e(2000, "kg/kg"), category="4"),
    ),
    scope3("4.2, freight by distance", "62", 5000, _leg(2, 2000, 0.2), _leg(1, 3000, 1), _leg(6, 4000, 0.05)),
    *(
        scope3(
            f"4.3 I, shipment {index + 1} by the way driven", "63", kg, _run(index, lambda one: one[1]), within="4e-3"
        )
        for index, kg in enumerate(("11.8", "7.4", "12.3"))
    ),
    *(
        scope3(
            f"4.3 II, shipment {index + 1} by the shortest way",
            "64",
            kg,
            _run(index, lambda one: one[2]),
            within="4e-4",
        )
        for index, kg in enumerate(("15.43", "9.64", "6.43"))
    ),
    scope3("4.4, freight by spend", "66", 7300, _spent(20_000, 0.04), _spent(30_000, 0.15), _spent(40_000, 0.05)),
    scope3(
        "4.5, a shared warehouse by volume",
        "69",
        "5187.5",
        *(
            one
            for kwh, kwh_gas in ((10_000, 1000), (15_000, 2000))
            for one in (
                electricity(kwh, 0.8, category="4", share_pct=25),
                gas(kwh_gas, 0.25, category="4", share_pct=25),
            )
        ),
    ),
    scope3(
        "4.6, storage by average data",
        "71",
        240,
        *(
            line("leased_asset", amount=amount(4000, "m3"), years=2, factor=co2e(factor, "kg/m3"), category="4")
            for factor in (0.01, 0.02)
        ),
    ),
    scope3(
        "5.1, waste by type",
        "75",
        132_500,
        _wasted(2000, 40),
        _wasted(5000, 2),
        _wasted(4000, 10),
        _wasted(5000, 0.5, "m3"),
    ),
    scope3(
        "5.2, waste by average data",
        "77",
        3320,
        *(
            line("waste", mass=amount(40, "t"), share_pct=pct, factor=co2e(factor, "kg/t"))
            for pct, factor in ((25, 300), (5, 0), (30, 0), (20, 10), (20, 30))
        ),
    ),
    scope3(
        "6.1, business travel",
        "85-86",
        "8317583.33",
        *(
            _travelled(km, Decimal(people) / Decimal(seats), factor, "vehicle")
            for people, seats, km, factor in ((10, 2, 50, 1), (20, 2, 200, 2), (100, 3, 100, 4))
        ),
        *(
            _travelled(km, people, factor, "person")
            for people, km, factor in ((10, 10_000, 5), (20, 15_000, 6), (100, 12_000, 5))
        ),
    ),
    scope3(
        "7.1, commuting by survey",
        "90",
        3072,
        *_rail_car(5, 10, 0, 0),
        *_rail_car(4, 10, 1, 15),
        *_rail_car(0, 0, 5, 20),
    ),
    scope3(
        "7.2, commuting by headcount",
        "92-93",
        6_697_500,
        line(
            "commuting",
            employees=10_000,
            days_per_year=235,
            modes=tuple(
                Mode(one_way=amount(km, "km"), staff_pct=Decimal(pct), factor=co2e(factor, "kg/person.km"))
                for pct, km, factor in ((50, 10, 0.1), (30, 15, 0.2), (15, 1, 0), (5, 5, 0.1))
            ),
        ),
    ),
    scope3(
        "8.1, a leased floor of a building",
        "97-98",
        1325,
        # 200 m² of 2,000 m² of which 75 % are let; the publisher rounds 0.667 kg of gas to 0.67 before it multiplies
        *(
            one
            for pct in ("13.33333333333333333333333333333333",)
            for one in (
                gas(1500, 0.2, category="8", share_pct=Decimal(pct)),
                electricity(3000, 0.7, category="8", share_pct=Decimal(pct)),
                line("refrigerant_invoices", topped_up=amount("0.67", "kg"), factor=co2e(1500, "kg/kg"), category="8"),
            )
        ),
    ),
    scope3("9.1, a customer's freight", "105", 1600, _leg(4, 2000, 0.2, direction="outbound", incoterm="EXW")),
    scope3(
        "10.1, processing by the customer's data",
        "110",
        1725,
        gas(3500, 0.2, category="10"),
        electricity(2000, 0.5, category="10"),
        line("waste", mass=amount(50, "kg"), factor=co2e(0.5, "kg/kg"), category="10"),
    ),
    scope3(
        "10.2, processing by average data",
        "112",
        1500,
        line("sold_products", stage="processing", amount=amount(1000, "kg"), factor=co2e(1.5, "kg/kg")),
    ),
    scope3(
        "11.1, use of appliances",
        "117-118",
        13_042_500,
        _used(11_500, 1000, 1.3),
        _used(1900, 1100, 1.5),
        _used(20_000, 2000, 0.2),
    ),
    scope3(
        "11.2, use by scenario",
        "122",
        760_000,
        *(
            line(
                "use_phase",
                sold=2000,
                uses_per_life=1000,
                share_pct=pct,
                energy_per_use=amount(kwh, "kWh"),
                factor=co2e(0.5, "kg/kWh"),
            )
            for pct, kwh in ((20, 0.4), (40, 0.5), (40, 1.2))
        ),
    ),
    scope3(
        "11.3, a part of the final product by mass",
        "124",
        36_000,
        line("use_phase", sold=10, share_pct=4, emitted=amount(90_000, "kg")),
    ),
    scope3(
        "12.1, end of life",
        "127",
        3700,
        *(
            line("sold_products", amount=amount(10_000, "kg"), share_pct=pct, factor=co2e(factor, "kg/kg"))
            for pct, factor in ((90, 0.3), (10, 1), (0, 0))
        ),
    ),
    scope3(
        "13.1, a part leased out by floor",
        "129",
        3000,
        line(
            "reported",
            category="13",
            emissions=amount(9000, "kg"),
            share_pct=Decimal("33.33333333333333333333333333333333"),
        ),
    ),
    scope3(
        "14.1, franchises by their figures",
        "133",
        355_000,
        *(
            line("reported", category="14", emissions=amount(kg, "kg"))
            for kg in (120_000, 35_000, 40_000, 120_000, 40_000)
        ),
    ),
    scope3(
        "14.2, franchises by floor",
        "135",
        23_500_000,
        *(
            line("leased_asset", amount=amount(m2, "m2"), factor=co2e(factor, "kg/m2"), category="14")
            for m2, factor in ((100, 30_000), (150, 30_000), (400, 10_000), (700, 10_000), (500, 10_000))
        ),
    ),
    scope3(
        "15.1, equity share",
        "142-143",
        493_000_000,
        _held(120_000, 40),
        _held(200_000, 15),
        _held(1_600_000, 25),
        _held(60_000, 25),
    ),
    scope3(
        "15.2, equity by revenue, lines 1 to 3",
        "145",
        1_342_500,
        *(
            line("investment", revenue=amount(usd, "USD"), factor=co2e(factor, "kg/USD"), held_pct=pct)
            for usd, pct, factor in ((3_000_000, 5, 0.6), (7_500_000, 15, 0.5), (1_150_000, 20, 3))
        ),
    ),
    scope3(
        "15.3, project finance",
        "148",
        26_833_000,
        _held(200_000, 5),
        _held(10_000, 10),
        _held(250_000, 5),
        _held(30_000, "11.11111111111111111111111111111111"),
        within="2e-5",
    ),
    scope3("15.5, lifetime of a project, 30 years", "152", 31_500_000_000, _held(210_000_000, 15)),
)

OTHERS = (
    example(
        "NGA 1, electricity by location, scopes 2 and 3",
        NGA,
        "example 1",
        20_273_000,
        electricity(11_300_000, 0.67),
        electricity(14_600_000, 0.87),
    ),
    example(
        "NGA 4, natural gas by energy",
        NGA,
        "example 4",
        6_463_000,
        line("fuel", amount=amount(100_000, "GJ"), factor=co2e("51.53", "kg/GJ")),
        line("fuel", amount=amount(100_000, "GJ"), factor=co2e("13.1", "kg/GJ"), category="3"),
    ),
    example(
        "NGA 5, liquefied gas by volume",
        NGA,
        "example 5",
        1_499_000,
        line("fuel", amount=amount(1150, "m3"), heating_value=amount("25.3", "GJ/m3"), factor=co2e("51.53", "kg/GJ")),
        within="2e-4",
    ),
    example(
        "NGA 6, diesel at rest, scopes 1 and 3",
        NGA,
        "example 6",
        2_364_300,
        *(
            line(
                "fuel",
                amount=amount(700, "m3"),
                heating_value=amount("38.6", "GJ/m3"),
                factor=co2e(factor, "kg/GJ"),
                category=category,
            )
            for factor, category in (("70.2", None), ("17.3", "3"))
        ),
        within="3e-5",
    ),
    example(
        "NGA 7, diesel on the road, scopes 1 and 3",
        NGA,
        "example 7",
        33_817_000,
        line("fuel", amount=amount(10_000, "m3"), heating_value=amount("38.6", "GJ/m3"), factor=co2e("87.61", "kg/GJ")),
        within="2e-5",
    ),
    example(
        "NGA 8, a cold room by its leak rate",
        NGA,
        "example 8",
        "202.0",
        line(
            "refrigerant_screening",
            equipment="air_conditioning",
            yearly_pct=3.5,
            charge=amount(3, "kg"),
            factor=co2e(1924, "kg/kg"),
        ),
        within="2e-4",
    ),
    example(
        "cement, direct emissions by source stream",
        CEMENT,
        "sheets B_EmInst, Summary",
        1_037_310_000,
        line("process", amount=amount(1_255_000, "t"), factor=OwnFactor(co2=amount(0.525, "t/t"))),
        *(
            line(
                "fuel",
                amount=amount(tonnes, "t"),
                heating_value=amount(ncv, "GJ/t"),
                factor=OwnFactor(co2=amount(factor, "t/TJ")),
                biogenic_pct=biogenic,
            )
            for tonnes, ncv, factor, biogenic in ((88_000, 25, 95, 0), (25_000, 20, 83, 15), (43_000, 40, 78, 0))
        ),
    ),
    example(
        "screws, direct and indirect emissions",
        SCREWS,
        "sheets B_EmInst, D_Processes",
        9_146_340,
        line(
            "fuel",
            amount=amount("1837.5", "t"),
            heating_value=amount(48, "GJ/t"),
            factor=OwnFactor(co2=amount("56.1", "t/TJ")),
        ),
        *(electricity(mwh * 1000, 0.833) for mwh in (3400, 1640)),
    ),
    example(
        "fuel by mass",
        "UNEP, Energizing Cleaner Production management course, Measuring Greenhouse Gas Emissions (undated slides)",
        "slide 9",
        12_446_000,
        *(
            line("fuel", amount=amount(tonnes, "t"), factor=OwnFactor(co2=amount(factor, "t/t")))
            for tonnes, factor in ((500, 1.85), (3502, 3.25), (45, 3.09))
        ),
        within="4e-5",
    ),
    example(
        "run-off water by COD",
        "Verra, Soc Son waste to energy, project description",
        "equation 28",
        120_187_000,
        line("waste_water", flow=amount(613_200, "m3"), concentration=amount("0.035", "t/m3"), methane_correction=0.8),
        within="3e-6",
    ),
    example(
        "methane and nitrous oxide of a furnace",
        "Verra, Soc Son waste to energy, project description",
        "equation 27",
        23_418_000,
        line(
            "process",
            amount=amount(1_460_000, "t"),
            factor=OwnFactor(ch4=amount("2.42e-7", "t/t"), n2o=amount("6.05e-5", "t/t")),
        ),
        within="5e-5",
    ),
    example(
        "refrigerant, material balance of HFC-23",
        SIMPLIFIED,
        "material balance, row 2",
        44_400,
        line(
            "refrigerant_material_balance",
            factor=co2e(14_800, "kg/kg"),
            opening_stock=amount(1, "kg"),
            closing_stock=amount(0, "kg"),
            purchased=amount(1, "kg"),
            capacity_decrease=amount(1, "kg"),
        ),
    ),
    example(
        "refrigerant, simplified balance of HFC-143a",
        SIMPLIFIED,
        "simplified, row 2",
        8940,
        line(
            "refrigerant_simplified_balance",
            factor=co2e(4470, "kg/kg"),
            new_charge=amount(1, "kg"),
            new_capacity=amount(0.5, "kg"),
            topped_up=amount(1, "kg"),
            scrapped_capacity=amount(1, "kg"),
            recovered=amount(0.5, "kg"),
        ),
    ),
    *(
        example(
            f"refrigerant, screening of {equipment}",
            SIMPLIFIED,
            "screening",
            kg,
            line(
                "refrigerant_screening",
                equipment=equipment,
                factor=co2e(gwp, "kg/kg"),
                new_charge=amount(100, "kg"),
                charge=amount(1, "kg"),
                scrapped_charge=amount(0.5, "kg"),
            ),
        )
        for equipment, gwp, kg in (
            ("domestic_fridge", 675, "759.375"),
            ("standalone_commercial", 1430, "4676.1"),
            ("medium_large_commercial", 7390, 25_865),
            ("transport", 2804, "4416.3"),
            ("industrial_cold", 14_800, 48_840),
            ("chillers", 3500, "4112.5"),
            ("air_conditioning", 2088, "2463.84"),
            ("car_air_conditioning", 2346, "1935.45"),
        )
    ),
    example(
        "steam from a boiler, CO2",
        SIMPLIFIED,
        "steam, row 2",
        "98666.6666666667",
        line(
            "heat", amount=amount(1000, "MMBtu"), boiler_efficiency_pct=75, factor=OwnFactor(co2=amount(74, "kg/MMBtu"))
        ),
        within="1e-15",
    ),
)

PUBLISHED = (*OF_SCOPE_3, *OTHERS)
MARKET = electricity(
    11_300_000,
    0.92,
    instruments=(
        Instrument(kind="certificate", amount=amount(11_300_000 - 8_443_965, "kWh"), factor=co2e(0, "kg/kWh")),
        Instrument(kind="residual_mix", factor=co2e(0.92, "kg/kWh")),
    ),
)
