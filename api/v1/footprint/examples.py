"""One line of each method, as the document of the API shows it; their answers are in tests/api/test_calculation.py."""

from typing import Any


def _amount(value: str, unit: str) -> dict[str, str]:
    return {"value": value, "unit": unit}


def _factor(**amounts: dict[str, str]) -> dict[str, Any]:
    return {**amounts, "source": "Supplier's declaration of 2024", "documented": True}


def _line(method: str, **fields: Any) -> dict[str, Any]:
    return {"method": method, "key": method, **fields}


_LINES = (
    _line(
        "bill",
        activity="electricity_grid",
        amount=_amount("18600", "kWh"),
        starts_on="2023-12-15",
        ends_on="2024-01-14",
    ),
    _line(
        "fuel",
        amount=_amount("1000", "MMBtu"),
        basis="gross",
        factor_basis="gross",
        factor=_factor(co2=_amount("53.06", "kg/MMBtu"), ch4=_amount("1", "g/MMBtu"), n2o=_amount("0.1", "g/MMBtu")),
    ),
    _line(
        "electricity",
        amount=_amount("100", "MWh"),
        instruments=[
            {"kind": "certificate", "amount": _amount("40", "MWh"), "factor": _factor(co2e=_amount("0", "kg/kWh"))}
        ],
    ),
    _line("heat", amount=_amount("900", "GJ"), boiler_efficiency_pct="90", activity="fuel_oil"),
    _line("avoided_electricity", amount=_amount("50000", "kWh")),
    _line(
        "refrigerant_material_balance",
        activity="refrigerant_r404a",
        opening_stock=_amount("30", "kg"),
        purchased=_amount("20", "kg"),
        closing_stock=_amount("12", "kg"),
        capacity_increase=_amount("25", "kg"),
    ),
    _line(
        "refrigerant_simplified_balance",
        activity="refrigerant_r134a",
        new_charge=_amount("11", "kg"),
        new_capacity=_amount("10", "kg"),
        topped_up=_amount("4", "kg"),
        scrapped_capacity=_amount("8", "kg"),
        recovered=_amount("6", "kg"),
    ),
    _line(
        "refrigerant_screening", activity="refrigerant_r404a", equipment="industrial_cold", charge=_amount("120", "kg")
    ),
    _line("refrigerant_invoices", activity="refrigerant_r410a", topped_up=_amount("12", "kg")),
    _line(
        "freight_leg",
        activity="freight_truck_artic",
        mass=_amount("12", "t"),
        distance=_amount("450", "km"),
        direction="outbound",
        incoterm="FCA",
    ),
    _line(
        "shared_run",
        activity="diesel_road",
        amount=_amount("120", "L"),
        by="mass",
        consignments=[{"mine": True, "mass": _amount("3", "t")}, {"mass": _amount("9", "t")}],
    ),
    _line("travel", activity="flight_economy", amount=_amount("2100", "km"), travellers="2"),
    _line(
        "commuting",
        employees="40",
        days_per_year="230",
        modes=[
            {"activity": "commute_bus", "staff_pct": "75", "one_way": _amount("8", "km")},
            {"activity": "commute_car", "staff_pct": "25", "one_way": _amount("12", "km")},
        ],
    ),
    _line(
        "commuting_survey",
        employees="40",
        answers=[
            {"activity": "commute_bus", "one_way": _amount("8", "km"), "days_per_year": "230"},
            {"activity": "commute_motorbike", "one_way": _amount("5", "km"), "days_per_year": "200"},
        ],
    ),
    _line("waste", activity="waste_food_landfill", mass=_amount("4", "t")),
    _line(
        "waste_water",
        flow=_amount("5000", "m3"),
        concentration=_amount("3", "kg/m3"),
        methane_correction="0.8",
        sludge_cod=_amount("1500", "kg"),
    ),
    _line("fertiliser", nitrogen=_amount("1000", "kg")),
    _line(
        "purchased_goods",
        amount=_amount("15", "t"),
        approach="supplier",
        factor=_factor(co2e=_amount("1.9", "kg/kg")),
    ),
    _line(
        "purchased_goods_hybrid",
        allocated=_amount("20", "t"),
        inputs=[{"amount": _amount("5", "t"), "activity": "material_cotton"}],
    ),
    _line("leased_asset", amount=_amount("250", "m2"), years="0.5", factor=_factor(co2e=_amount("40", "kg/m2"))),
    _line(
        "use_phase",
        sold="1000",
        uses_per_life="500",
        energy_per_use=_amount("0.8", "kWh"),
        activity="electricity_grid",
    ),
    _line("sold_products", amount=_amount("2", "t"), activity="waste_paper_landfill"),
    _line("investment", emissions=_amount("3200", "t"), held_pct="15"),
    _line("process", amount=_amount("250", "t"), factor=_factor(co2=_amount("0.44", "t/t")), conversion_pct="98"),
    _line(
        "mass_balance",
        streams=[
            {"amount": _amount("120", "t"), "carbon": _amount("85", "%")},
            {"amount": _amount("40", "t"), "carbon": _amount("60", "%"), "flow": "out"},
        ],
    ),
    _line(
        "pfc_slope", aluminium=_amount("1000", "t"), slope="0.143", anode_effect_minutes="0.5", c2f6_fraction="0.121"
    ),
    _line(
        "pfc_overvoltage",
        aluminium=_amount("1000", "t"),
        coefficient="1.16",
        overvoltage_mv="3",
        current_efficiency_pct="95",
        c2f6_fraction="0.121",
    ),
    _line(
        "continuous_measurement",
        periods=[{"concentration": _amount("200", "g/m3"), "flow": _amount("15000", "m3/h"), "hours": "8000"}],
        biogenic_pct="10",
    ),
    _line("reported", emissions=_amount("12.5", "t"), category="14"),
)
EXAMPLES = {line["method"]: line for line in _LINES}
# A factor scored by the pedigree matrix: √(ln 1.2² + ln 1.5² + ln 1.02² + ln 1.1² + ln 1.05²) is ln 1.5805: ± 47.4 %.
SCORED = _line(
    "purchased_goods",
    amount=_amount("15", "t"),
    factor={"co2e": _amount("1.9", "kg/kg"), "source": "A database of 2019, Europe"},
    quality={"reliability": 2, "technical": 2, "geographic": 3, "temporal": 3, "completeness": 3},
)
