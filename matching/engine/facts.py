"""
The optional facts of a site that sharpen its needs (docs/method/measures.md section 3), and what stands in when one is missing.

All may be missing; missing is not no. A default is three expert values: it makes the interval, the fact removes it.
"""

from decimal import Decimal

from matching.engine.numbers import Triple

_YES_NO = """
roof_asbestos iso_50001 hot_water_known drying economiser trap_survey pipes_insulated waste_heat_source pomace_access
leak_survey heat_use_near_compressor lighting_controls head_pressure_fixed hot_water_need_near_cold cold_doors_open
chiller bms_installed water_right wastewater_discharge chrome_tanning driver_training
"""
_PERCENTS = "vsd_eligible_pct old_motor_pct belt_drive_pct led_left_pct eu_sales_pct"
_NUMBERS = """
land_m2 lit_m2 conditioned_m2 cold_room_m2 guest_rooms hours_per_year meters_n process_temp_max_c boiler_kw boilers_n
boiler_efficiency_pct flue_temp_c tuneup_age_years kiln_age_years liquor_ratio price_pomace_t pomace_available_t
own_renewable_kwh digest_kwh_t air_pressure_bar compressor_kw pf_penalty_mad battery_cycles refrig_kw refrig_age_years
refrigerant_charge_kg refrigerant_gwp ac_age_years gravity_ha water_m3 waste_t vehicles_light_n light_fuel_l trucks_n
truck_fuel_l truck_km_day forklifts_thermal_n forklift_fuel_kwh freight_tkm_road packaging_kg material_kg e_it_kwh
diesel_genset_l
"""
_LOAD_CLASSES = """
office_5d one_shift_6d two_shift_6d continuous_7d cold_store hotel canning_season olive_season irrigation
"""
YES_NO = frozenset(_YES_NO.split())
PERCENTS = frozenset(_PERCENTS.split())
NUMBERS = frozenset(_NUMBERS.split())
LOAD_CLASSES = frozenset(_LOAD_CLASSES.split())
CHOICES = {
    "operating_schedule": frozenset({"one_shift", "two_shift", "continuous"}),
    "load_class": LOAD_CLASSES,
    "pump_carrier": frozenset({"electricity", "diesel", "butane", "propane", "none"}),
}
OPTIONAL = YES_NO | PERCENTS | NUMBERS | CHOICES.keys()


def _three(low: int, typ: int, high: int) -> Triple:
    return Triple(Decimal(low), Decimal(typ), Decimal(high))


DEFAULTS = {
    "hours_per_year": _three(2000, 4000, 6000),
    "vsd_eligible_pct": _three(20, 30, 40),
    "old_motor_pct": _three(20, 30, 50),
    "belt_drive_pct": _three(10, 20, 30),
    "led_left_pct": _three(20, 70, 100),
    "battery_cycles": _three(150, 250, 330),
    "digest_kwh_t": _three(350, 600, 1100),
}
