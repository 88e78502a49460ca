"""Names of the small vocabularies that the files use without naming them."""

from typing import Final

from django.utils.translation import gettext_lazy as _

CARRIERS: Final = {
    "electricity": _("Electricity"),
    "heat": _("Purchased heat"),
    "diesel": _("Diesel"),
    "petrol": _("Petrol"),
    "butane": _("Butane"),
    "propane": _("Propane"),
    "lpg": _("LPG"),
    "natural_gas": _("Natural gas"),
    "fuel_oil": _("Fuel oil"),
    "marine_fuel": _("Marine fuel"),
    "kerosene": _("Kerosene"),
    "coal": _("Coal"),
    "petcoke": _("Petroleum coke"),
    "wood": _("Wood"),
    "biomass": _("Pomace and shells"),
    "olive_pomace": _("Olive pomace"),
    "charcoal": _("Charcoal"),
    "biogas": _("Biogas"),
    "refrigerant": _("Refrigerants"),
    "fertiliser": _("Fertilisers"),
    "waste": _("Waste"),
    "waste_water": _("Waste water"),
    "water": _("Water"),
    "freight": _("Freight"),
    "travel": _("Travel and commuting"),
    "materials": _("Materials and inputs"),
    "all": _("All energies"),
}
END_USES: Final = {
    "motors_pumps": _("Motors and pumps"),
    "compressed_air": _("Compressed air"),
    "refrigeration": _("Refrigeration"),
    "cooling": _("Process cooling"),
    "process_heat_low": _("Process heat, below 100 °C"),
    "process_heat_medium": _("Steam and medium-temperature heat"),
    "process_heat_high": _("Kilns and high-temperature heat"),
    "hot_water": _("Hot water"),
    "hvac": _("Heating and air conditioning"),
    "lighting": _("Lighting"),
    "it_servers": _("Computers and servers"),
    "kitchen": _("Kitchen"),
    "laundry": _("Laundry"),
    "irrigation": _("Irrigation"),
    "transport": _("Vehicles"),
    "commuting": _("Commuting"),
    "onsite_genset": _("Generator"),
    "wastewater": _("Waste water treatment"),
    "packaging": _("Packaging"),
    "materials": _("Materials"),
    "other": _("Other uses"),
    "all": _("The whole site"),
    "all_electric": _("All electricity"),
    "unallocated": _("Not shared out by use"),
}
MEASURE_CATEGORIES: Final = {
    "renewable_power": _("Renewable electricity"),
    "renewable_heat": _("Renewable heat"),
    "electric_efficiency": _("Electricity savings"),
    "thermal_efficiency": _("Heat savings"),
    "cooling": _("Cold"),
    "building": _("Building"),
    "energy_management": _("Energy management"),
    "measurement": _("Measurement and audit"),
    "water": _("Water savings"),
    "waste_circular": _("Waste and circular economy"),
    "transport": _("Transport"),
    "product_design": _("Product design"),
    "procurement": _("Purchasing"),
}
SECTOR_GROUPS: Final = {
    "agrifood": _("Food and farming"),
    "textile": _("Textile and clothing"),
    "leather": _("Leather"),
    "crafts": _("Crafts"),
    "industry": _("Industry"),
    "tourism": _("Tourism"),
    "services": _("Services"),
}
INSTRUMENTS: Final = {
    "loan": _("Loan"),
    "guarantee": _("Guarantee"),
    "grant": _("Grant"),
    "leasing": _("Leasing"),
    "equity": _("Equity"),
    "technical_assistance": _("Technical assistance"),
}
CBAM_SECTORS: Final = {
    "iron_steel": _("Iron and steel"),
    "aluminium": _("Aluminium"),
    "cement": _("Cement"),
    "fertilisers": _("Fertilisers"),
    "hydrogen": _("Hydrogen"),
    "electricity": _("Electricity"),
}

# The start of a source as the factor rows write it: what a reader calls it. What is not listed is shown as written.
SOURCES: Final = {
    "ADEME Agribalyse": _("ADEME (France), Agribalyse"),
    "ADEME Base": _("ADEME (France), Base Empreinte"),
    "Analogy with R290": _("By analogy with R290, from memory, not checked"),
    "By definition": _("By definition"),
    "Carbonfact": _("Carbonfact, footprint of cotton, 2024"),
    "Commission Implementing Regulation (EU) 2025/2621": _("European Commission, Implementing Regulation 2025/2621"),
    "Computed: default grid factor": _(
        "Our computation: factor of the grid, with losses of 15.03 per cent (DEFRA, 2015)"
    ),
    "Ember": _("Ember, yearly electricity data"),
    "GHG Protocol": _("GHG Protocol"),
    "IPCC 2006 Guidelines vol. 2": _("IPCC, guidelines of 2006, volume 2: energy"),
    "IPCC 2006 Guidelines vol. 4": _("IPCC, guidelines of 2006, volume 4: farming; our computation"),
    "IPCC 2006 Guidelines vol. 5": _("IPCC, guidelines of 2006, volume 5: waste; our computation"),
    "IPCC 2019 Refinement vol. 4": _("IPCC, refinement of 2019, volume 4: farming; our computation"),
    "IPCC AR5": _("IPCC, fifth assessment report, from memory, not checked"),
    "IPCC AR6 (from memory": _("IPCC, sixth assessment report, from memory, not checked"),
    "IPCC AR6 WG1": _("IPCC, sixth assessment report, chapter 7"),
    "IPCC assessment reports": _("IPCC, assessment reports: warming over 100 years; blends computed from them"),
    "IPCC: ammonia": _("IPCC: ammonia is not a greenhouse gas"),
    "UK DESNZ/DEFRA": _("United Kingdom, DESNZ/DEFRA conversion factors of 2025"),
    "World Nuclear Association": _("World Nuclear Association, comparison of power sources"),
}

TABLES = {
    "factors": _("Emission factors"),
    "prices": _("Energy prices"),
    "measures": _("Measures and their savings"),
    "cbam": _("Goods of the carbon border tax"),
    "standards": _("Standards and labels"),
    "finance": _("Finance products"),
}

CONFIDENCES = {
    "sourced": _("Read in its source"),
    "partly": _("Partly sourced"),
    "unverified": _("Not verified by a source"),
}
