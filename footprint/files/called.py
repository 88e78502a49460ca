"""What people call an activity on a bill or in a list: one of ours, or several among which the unit or the person decides."""

from collections.abc import Mapping
from functools import cache

from reference.queries import catalogue

DIESEL = ("diesel_road", "diesel_stationary", "diesel_offroad")
PETROL = ("petrol_road", "petrol_stationary")
HEAVY = ("fuel_oil", "fuel_oil_volume")
LPG = ("lpg", "lpg_road")
NATURAL = ("natural_gas", "natural_gas_volume", "natural_gas_mass")
COAL = ("coal", "anthracite")
UTILITY = ("electricity_grid", "water_supply")  # the same house bills both
_CALLED: dict[str, tuple[str, ...]] = {
    "électricité, elec, électricité réseau, électricité du réseau, courant, énergie électrique, electricity, power, "
    "mains electricity, كهرباء, طاقة كهربائية, الطاقة الكهربائية, تيار كهربائي": ("electricity_grid",),
    "ONEE, ONE, SRM, Lydec, Redal, Amendis, Radeema, Radeef": UTILITY,
    "électricité verte, green electricity, كهرباء خضراء, الكهرباء الخضراء": ("electricity_green_contract",),
    "solaire, photovoltaïque, PV, autoconsommation, électricité solaire, solar, طاقة شمسية, الطاقة الشمسية, كهرباء شمسية": (
        "electricity_solar_own_use",
    ),
    "chaleur, vapeur, heat, steam, حرارة, بخار": ("heat_purchased",),
    "gazole, gasoil, gas-oil, gaz oil, diesel, mazout, ديزل, كازوال, غازوال, مازوت, gas oil": DIESEL,
    "carburant, carburants, motor fuel, وقود": (*DIESEL, *PETROL),
    "gazole véhicules, gazole routier, gasoil véhicules, gasoil camions, gazole camions, gazole voitures, diesel véhicules, "
    "diesel vehicles, road diesel, ديزل السيارات, ديزل الشاحنات": ("diesel_road",),
    "gazole groupe électrogène, gasoil groupe électrogène, gasoil groupe, gazole groupe, groupe électrogène, gazole chaudière, "
    "gasoil chaudière, fioul domestique, diesel generator, generator diesel, generator, ديزل المولد, مولد كهربائي, "
    "المولد الكهربائي": ("diesel_stationary",),
    "gazole tracteurs, gasoil tracteurs, gasoil tracteur, gasoil engins, gazole engins, tractor diesel, ديزل الجرارات": (
        "diesel_offroad",
    ),
    "essence, super, sans plomb, super sans plomb, supercarburant, petrol, gasoline, بنزين": PETROL,
    "butane, gaz butane, bouteilles de gaz, bouteille de gaz, butane gas, بوتان, غاز البوتان, قنينة غاز, قنينات الغاز": (
        "butane",
    ),
    "propane, gaz propane, propane gas, بروبان, غاز البروبان": ("propane",),
    "GPL, LPG, gaz de pétrole liquéfié, غاز البترول المسال": LPG,
    "gaz naturel, natural gas, غاز طبيعي, الغاز الطبيعي": NATURAL,
    "gaz, gas, غاز": ("butane", "propane", *LPG, *NATURAL),
    "fioul, fuel, فيول": (*HEAVY, "diesel_stationary"),
    "fioul lourd, fuel lourd, fuel oil, heavy fuel oil, HFO, fuel n° 2, زيت الوقود, زيت الوقود الثقيل": HEAVY,
    "pétrole, kérosène, paraffin, kerosene, كيروسين": ("kerosene",),
    "charbon, فحم": (*COAL, "charcoal"),
    "coal, houille, فحم حجري, الفحم الحجري": COAL,
    "charbon de bois, charcoal, فحم خشبي, فحم الخشب": ("charcoal",),
    "petcoke, coke, pet coke, فحم الكوك": ("petcoke",),
    "bois, bois de chauffage, bois de feu, wood, firewood, حطب, خشب": ("wood", "wood_oven"),
    "grignons, grignon, grignons d’olive, pomace, فيتور, جفت الزيتون": ("olive_pomace",),
    "coques, coques d’argan, shells, قشور": ("nut_argan_shells",),
    "biogaz, biogas, غاز حيوي": ("biogas",),
    "eau, eau potable, eau froide, water, drinking water, ماء, مياه, الماء الصالح للشرب, ماء صالح للشرب": (
        "water_supply",
    ),
    "assainissement, eaux usées, sewage, waste water, تطهير سائل, التطهير السائل, صرف صحي, الصرف الصحي": (
        "water_treatment",
    ),
}


@cache
def called() -> Mapping[str, tuple[str, ...]]:
    """Return the codes that each name may stand for; an Arabic word stands with its article too, a gas by its number."""
    found: dict[str, tuple[str, ...]] = {}
    for names, codes in _CALLED.items():
        for name in names.split(", "):
            found[name] = codes
            if not name.isascii() and "\u0600" <= name[0] <= "\u06ff" and " " not in name and not name.startswith("ال"):
                found[f"ال{name}"] = codes
    gases = [code for code in catalogue().activities if code.startswith("refrigerant_")]
    return found | {code.removeprefix("refrigerant_"): (code,) for code in gases}


_UNITS = {
    "kilowattheure, kilowattheures, kilowatt heure, kWh PCS, كيلوواط ساعة, كيلواط ساعة, ك و س": "kWh",
    "mégawattheure, mégawattheures, ميغاواط ساعة, ميجاواط ساعة": "MWh",
    "litre, litres, lt, ltr, liter, لتر, لترات": "L",
    "hectolitre, hectolitres": "hL",
    "mètre cube, mètres cubes, metre cube, cubic metres, cubic meters, متر مكعب, م3, م³": "m3",
    "kilo, kilos, kilogramme, kilogrammes, kgs, كغ, كلغ, كيلوغرام, كيلو": "kg",
    "tonne, tonnes, طن, أطنان": "t",
}
_DOCUMENTS = {
    "factures, fact, réelle, réel, relevé réel, index réel, real, actual, فواتير": "invoice",
    "avoirs, note de crédit, note de crédit client, crédit, credit, credit memo, إشعار بالدائن": "credit_note",
    "estimée, estimé, facture estimée, relevé estimé, index estimé, provisoire, estimated, estimated reading, مقدر, مقدرة, "
    "قراءة تقديرية": "estimate",
}


@cache
def documents_called() -> Mapping[str, tuple[str, ...]]:
    return {name: (code,) for names, code in _DOCUMENTS.items() for name in names.split(", ")}


@cache
def units_called() -> Mapping[str, tuple[str, ...]]:
    return {name: (code,) for names, code in _UNITS.items() for name in names.split(", ")}
