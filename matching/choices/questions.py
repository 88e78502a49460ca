"""Questions about facts that no measure asks in its own words, or asks together with others."""

from django.utils.translation import gettext_lazy as _

QUESTIONS = {
    "battery_cycles": _("How many full cycles a year would a battery do?"),
    "boiler_kw": _("What is the power of your boilers, in kW?"),
    "boilers_n": _("How many boilers do you run?"),
    "cold_room_m2": _("How many m² of cold rooms do you have?"),
    "conditioned_m2": _("How many m² are heated or cooled?"),
    "digest_kwh_t": _("How many kWh of biogas does a tonne of your waste give?"),
    "flue_temp_c": _("At what temperature does the flue gas leave the boiler, in °C?"),
    "forklift_fuel_kwh": _("How much fuel do your forklifts use a year, in kWh?"),
    "heritage_roof": _("Is the roof protected as heritage?"),
    "hot_water_known": _("Do you know which energy heats your hot water?"),
    "hours_per_year": _("How many hours a year do your motors run?"),
    "importer_tonnes": _("How many tonnes of these goods does your EU importer bring in a year?"),
    "irrigated_ha": _("How many hectares do you irrigate?"),
    "iso_50001": _("Do you hold a valid ISO 50001 certificate?"),
    "landlord_agreement": _("Does your landlord agree in writing?"),
    "light_fuel_l": _("How many litres a year do your cars and vans burn?"),
    "lit_m2": _("How many m² are lit?"),
    "load_class": _("When does your site use electricity?"),
    "owns_building": _("Do you own the building?"),
    "price_pomace_t": _("What do you pay for a tonne of pomace, in MAD?"),
    "refrigerant_charge_kg": _("How many kg of refrigerant does your cold plant hold?"),
    "refrigerant_gwp": _("What is the warming potential (GWP) of this refrigerant?"),
    "region": _("In which region is your site?"),
    "roof_asbestos": _("Does the roof contain asbestos?"),
    "truck_fuel_l": _("How many litres a year do your trucks burn?"),
    "truck_km_day": _("How far does a truck go in a day, in km?"),
    "wastewater_discharge": _("Do you discharge waste water?"),
    "water_right": _("Do you hold a right to pump water?"),
}
