"""Two fictional firms of docs/method/measures.md section 8, and ways to write profiles and offers briefly."""

from datetime import date

from matching.engine.offers import case
from matching.engine.profile import read_sme
from matching.engine.situation import situation
from partners.files.exchange import read_offer
from reference.files import load

CATALOGUE = load()
DAY = date(2026, 11, 25)
REGIONS = [f"MA-{number:02}" for number in range(1, 13)]
MILL = {
    "sme_id": "mill",
    "sector": "olive_oil",
    "region": "MA-03",
    "voltage": "MV",
    "owns_building": True,
    "roof_m2": 1150,
    "budget_mad": 1800000,
    "energy_use": [{"carrier": "electricity", "amount": 412, "unit": "MWh"}],
}
FINISHER = {
    "sme_id": "finisher",
    "sector": "textile_finishing",
    "region": "MA-06",
    "owns_building": False,
    "landlord_agreement": False,
    "budget_mad": 600000,
    "energy_use": [
        {"carrier": "fuel_oil", "amount": 120, "unit": "t"},
        {"carrier": "electricity", "amount": 900, "unit": "MWh"},
    ],
}


def sme(written, **changes):
    facts, problems = read_sme({**written, **changes}, CATALOGUE, own=True)
    assert not problems, problems
    return facts


def situated(written, **changes):
    return situation(sme(written, **changes), CATALOGUE)


def offer(**written):
    whole = {
        "offer_id": "o",
        "kind": "provider",
        "regions_served": REGIONS,
        "sectors_served": ["*"],
        "measures": ["*"],
        "status": "open",
    }
    whole = {name: value for name, value in (whole | written).items() if value is not None}
    facts, problems = read_offer(whole, CATALOGUE)
    assert not problems, problems
    return facts


def before(written, record=None, day=DAY, **terms):
    found = written if not isinstance(written, dict) else situated(written)
    return case(found, offer(**terms), day, record)
