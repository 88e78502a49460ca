"""
The optional facts of a site that sharpen its needs (docs/method/measures.md section 3), with their units.

All may be missing; missing is not no. A question of the needs names one of them, and its answer is kept under that name.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal


@dataclass(frozen=True, slots=True)
class Fact:
    """What may be answered: yes or no, a number in a unit, or one of some words."""

    kind: Literal["yes_no", "number", "choice"]
    unit: str = ""
    highest: Decimal = Decimal(10) ** 11
    options: tuple[str, ...] = ()


def _numbers(unit: str, names: str, highest: int | None = None) -> dict[str, Fact]:
    limit = Fact("number").highest if highest is None else Decimal(highest)
    return {name: Fact("number", unit, limit) for name in names.split()}


SITE_COLUMNS = ("voltage", "owns_building", "landlord_agreement", "roof_m2", "heritage_roof")

FACTS: dict[str, Fact] = {
    **{
        name: Fact("yes_no")
        for name in (
            "roof_asbestos iso_50001 hot_water_known drying economiser trap_survey pipes_insulated waste_heat_source "
            "pomace_access leak_survey heat_use_near_compressor lighting_controls head_pressure_fixed "
            "hot_water_need_near_cold cold_doors_open chiller bms_installed water_right wastewater_discharge "
            "chrome_tanning driver_training"
        ).split()
    },
    **_numbers("m2", "land_m2 lit_m2 conditioned_m2 cold_room_m2"),
    **_numbers(
        "",
        "guest_rooms meters_n boilers_n vehicles_light_n trucks_n forklifts_thermal_n containers_per_year",
        1_000_000,
    ),
    **_numbers("h", "hours_per_year", 8784),
    **_numbers("°C", "process_temp_max_c flue_temp_c", 3000),
    **_numbers("kW", "boiler_kw compressor_kw refrig_kw", 1_000_000),
    **_numbers("%", "boiler_efficiency_pct", 120),
    **_numbers("%", "vsd_eligible_pct old_motor_pct belt_drive_pct led_left_pct eu_sales_pct", 100),
    **_numbers("years", "tuneup_age_years kiln_age_years refrig_age_years ac_age_years", 150),
    **_numbers("L/kg", "liquor_ratio", 1000),
    **_numbers("MAD/t", "price_pomace_t"),
    **_numbers("t", "pomace_available_t waste_t organic_waste_t"),
    **_numbers("kWh", "own_renewable_kwh forklift_fuel_kwh e_it_kwh"),
    **_numbers("kWh/t", "digest_kwh_t", 10_000),
    **_numbers("bar", "air_pressure_bar", 1000),
    **_numbers("MAD", "pf_penalty_mad"),
    **_numbers("", "battery_cycles", 10_000),
    **_numbers("kg", "refrigerant_charge_kg packaging_kg material_kg"),
    **_numbers("", "refrigerant_gwp", 30_000),
    **_numbers("ha", "gravity_ha irrigated_ha"),
    **_numbers("m3", "water_m3"),
    **_numbers("L", "light_fuel_l truck_fuel_l diesel_genset_l"),
    **_numbers("km", "truck_km_day", 3000),
    **_numbers("t.km", "freight_tkm_road"),
    "operating_schedule": Fact("choice", options=("one_shift", "two_shift", "continuous")),
    "load_class": Fact(
        "choice",
        options=(
            "office_5d",
            "one_shift_6d",
            "two_shift_6d",
            "continuous_7d",
            "cold_store",
            "hotel",
            "canning_season",
            "olive_season",
            "irrigation",
        ),
    ),
    "pump_carrier": Fact("choice", options=("electricity", "diesel", "butane", "propane", "none")),
}
