"""Each criterion on its anchored scale, by hand."""

from decimal import Decimal

import pytest

from matching.engine.criteria import CRITERIA
from matching.engine.numbers import exactly
from matching.engine.offers import Record, kind_of
from matching.engine.run import Candidate, result
from matching.engine.weights import STARTING_WEIGHTS
from tests.matching.engine.firms import CATALOGUE, DAY, FINISHER, MILL, before, offer, situated

CERTIFIER = {"kind": "certifier", "measures": None, "standards_accredited": ["iso_14001"]}
HELD = {"accreditation_valid_until": "2028-01-01"}
LOAN = {"kind": "financier", "instrument": "loan"}
CITY = {"city": "Fès"}


def utility(code, written, record=None, **terms):
    return exactly(CRITERIA[code])(before({**MILL, **written}, record, **terms))


TABLE = [
    ("goal", {"goals": ["pv_rooftop"]}, {"measures": ["pv_rooftop"]}, "1"),
    ("goal", {"goals": ["pv_rooftop"]}, {"measures": ["led"]}, "0.15"),
    ("goal", {"goals": ["electricity"]}, {"measures": ["led"]}, "1"),
    ("goal", {"goals": ["lighting"]}, {"measures": ["led"]}, "1"),
    ("goal", {"goals": ["lighting"]}, {"measures": ["led"], "end_uses": ["hvac"]}, "0.15"),
    ("goal", {"goals": ["battery_storage"]}, {"measures": ["battery_storage"]}, "0.15"),
    ("goal", {"goals": ["pv_rooftop"], "heritage_roof": True}, {"measures": ["pv_rooftop"]}, "0.15"),
    ("goal", {"goals": ["iso_14001"]}, CERTIFIER, "1"),
    ("goal", {"goals": ["iso_50001"]}, CERTIFIER, "0.15"),
    ("goal", {"goals": ["gloire"]}, {"measures": ["led"]}, None),
    ("goal", {}, {"measures": ["led"]}, None),
    ("cover", {}, {"measures": ["energy_audit"]}, None),
    ("cover", {}, {"measures": None}, None),
    ("cover", {}, {"measures": ["battery_storage"]}, "0"),
    ("carbon", {}, {"measures": ["led"]}, "0.15"),
    ("carbon", {}, {"measures": ["vsd"]}, "1"),
    ("carbon", {}, {"measures": ["vsd"], "end_uses": ["lighting"]}, "0.15"),
    ("carbon", {}, {"measures": ["battery_storage"]}, "0"),
    ("carbon", {}, {"measures": ["guarantees_of_origin"]}, "0"),
    ("carbon", {}, {"measures": ["energy_audit", "recp_assessment"]}, None),
    ("carbon", {"footprint_scope12_tco2e": "475.9836"}, {"measures": ["led"]}, "0.075"),
    ("carbon", {"footprint_share_by_end_use": {"lighting": 0.2, "motors_pumps": 0.8}}, {"measures": ["led"]}, "0.5"),
    ("carbon", {"roof_m2": 10}, {"measures": ["pv_rooftop"]}, "0"),
    ("economics", {}, {"measures": ["energy_audit"]}, None),
    ("economics", {}, {"measures": ["heat_pump_industrial"]}, None),
    ("relief", {}, {**LOAN, "own_funds_min_pct": 20}, "1"),
    ("relief", {}, {**LOAN, "own_funds_min_pct": 40}, "0.75"),
    ("relief", {}, LOAN, None),
    ("relief", {}, {**LOAN, "own_funds_min_pct": 90, "grant_pct": 20}, "0.25"),
    ("relief", {}, {"kind": "financier", "instrument": "grant", "grant_pct": 30}, "0.375"),
    ("relief", {}, {"kind": "financier", "instrument": "guarantee", "own_funds_min_pct": 20}, "0.5"),
    (
        "relief",
        {},
        {**LOAN, "own_funds_min_pct": 20, "ticket_basis": "loan", "ticket_max_mad": "79078.88559", "measures": ["vsd"]},
        "1",
    ),
    ("compliance", {"open_obligations": ["iso_14001", "gots"]}, CERTIFIER, "0.5"),
    (
        "compliance",
        {"open_obligations": ["mandatory_audit"]},
        {**CERTIFIER, "standards_accredited": ["iso_50001"]},
        "1",
    ),
    (
        "compliance",
        {"open_obligations": ["cbam_data"]},
        {**CERTIFIER, "standards_accredited": ["cbam_verification"]},
        "1",
    ),
    ("compliance", {}, CERTIFIER, None),
    ("ticket", {}, {"measures": ["energy_audit"], "ticket_min_mad": 1800000}, "1"),
    ("ticket", {}, {"measures": ["energy_audit"], "ticket_min_mad": 2400000}, "0.5"),
    ("ticket", {}, {"measures": ["energy_audit"], "ticket_min_mad": 3600000}, "0"),
    ("ticket", {}, {"measures": ["energy_audit"], "ticket_max_mad": 5000}, "1"),
    ("ticket", {}, {"measures": ["pv_third_party"], "ticket_min_mad": 500000}, "1"),
    ("ticket", {"budget_mad": 50000}, {"measures": ["vsd"], "ticket_max_mad": 40000}, "0.75"),
    ("ticket", {"budget_mad": 50000}, {"measures": ["vsd"], "ticket_max_mad": 25000}, "0"),
    ("ticket", {"budget_mad": 50000}, {"measures": ["vsd"], "ticket_min_mad": 50000, "ticket_max_mad": 50000}, "1"),
    ("ticket", {}, {"measures": ["vsd"]}, None),
    ("ticket", {}, {"ticket_min_mad": 1, "ticket_basis": "grant"}, None),
    ("certainty", {}, {**LOAN, "as_of": "2025-11-25"}, "1"),
    ("certainty", {}, {**LOAN, "as_of": "2025-11-24"}, "0.7"),
    ("certainty", {}, LOAN, "0.7"),
    ("certainty", {}, {**LOAN, "status": "unknown"}, "0.4"),
    ("certainty", {}, {**CERTIFIER, "accreditation_valid_until": "2027-11-25"}, "1"),
    ("certainty", {}, {**CERTIFIER, "accreditation_valid_until": "2026-11-25"}, "0.3"),
    ("certainty", {}, {**CERTIFIER, "accreditation_valid_until": "2026-11-24"}, "0"),
    ("certainty", {}, CERTIFIER, None),
    ("waiting", {}, {"available_in_days": 0}, "1"),
    ("waiting", {}, {"available_in_days": 30}, "1"),
    ("waiting", {}, {"available_in_days": 75}, "0.65"),
    ("waiting", {}, {"available_in_days": 120}, "0.3"),
    ("waiting", {}, {"available_in_days": 150}, "0.2"),
    ("waiting", {}, {"available_in_days": 400}, "0.1"),
    ("waiting", {}, {}, None),
    ("sector_proof", {}, {"references": []}, "0.5"),
    ("sector_proof", {}, {"references": [{"sector": "olive_oil", "year": 2025}]}, "0.5"),
    ("sector_proof", {}, {"references": [{"sector": "olive_oil", "year": 2025, "verified": True}]}, "0.744"),
    ("sector_proof", {}, {"references": [{"sector": "argan", "year": 2025, "verified": True}]}, "0.68"),
    ("sector_proof", {}, {"references": [{"sector": "garments", "year": 2025, "verified": True}]}, "0.6"),
    ("sector_proof", {}, {}, None),
    ("proximity", CITY, {"base_provinces": ["03.231"]}, "1"),
    ("proximity", CITY, {"base_provinces": ["12.391"], "remote": True}, "0.6"),
    ("proximity", {}, {"remote": True}, "0.6"),
    ("proximity", {}, {"base_provinces": ["03.231"]}, None),
    ("proximity", CITY, {"base_provinces": ["12.391"]}, "0.2"),
    ("language", {"languages": ["fr"]}, {"languages": ["ar", "fr"]}, "1"),
    ("language", {"languages": ["fr"]}, {"languages": ["ar"], "interpreter": ["fr"]}, "0.5"),
    ("language", {"languages": ["fr"]}, {"languages": ["ar"]}, "0"),
    ("language", {"languages": ["fr"]}, {}, None),
    ("language", {}, {"languages": ["ar"]}, None),
]


@pytest.mark.parametrize(
    ("code", "written", "terms", "value"), TABLE, ids=[f"{row[0]}-{number}" for number, row in enumerate(TABLE)]
)
def test_a_utility(code, written, terms, value):
    found = utility(code, written, **terms)
    assert found.known == (None if value is None else Decimal(value))
    assert 0 <= found.low <= found.high <= 1


def test_economics_is_half_at_four_years():
    case = before(MILL, measures=["vsd"])
    back = exactly(case.situation.plan)(frozenset({"vsd"})).payback_years
    expected = 1 / (1 + ((back - 4) / Decimal("1.5")).exp())
    assert abs(utility("economics", {}, measures=["vsd"]).known - expected) < Decimal("1E-20")
    assert utility("economics", {}, measures=["compressed_air_pressure"]).known > Decimal("0.93")  # payback at once


def test_cover_adds_the_weights_of_the_needs():
    found = situated(MILL)
    assert utility("cover", {}, measures=["vsd", "led"]).known == exactly(lambda: found.u["vsd"] + found.u["led"])()
    obliged = utility("cover", {"open_obligations": ["cbam_data"]}, measures=["cbam_mrv", "vsd"])
    assert obliged.known > Decimal("0.5")


def test_what_is_not_known_yet_opens_an_interval():
    found = utility("carbon", {"sector": "fresh_fruit_veg", "irrigated_ha": 5}, measures=["drip_irrigation"])
    assert (found.low, found.high) == (0, 1)
    assert found.fact == "gravity_ha"


@pytest.mark.parametrize(
    ("record", "trust", "speed", "room"),
    [
        (Record(), None, None, "1"),
        (Record(2, 2, 1, 1, (4, 4), 1), None, None, "1"),
        (Record(4, 4, 3, 0, (48,), 8), "0.5623", "0.375", "0.6667"),
        (Record(4, 2, 2, 1, (24, 72), 9), "0.3205", "0.25", "0.3333"),
        (Record(6, 0, 0, 6, (), 10), "0.0149", "0", "0"),
        (Record(6, 0, 0, 6, (), 99), "0.0149", "0", "0"),
        (None, None, None, None),
    ],
)
def test_what_a_partner_did_so_far(record, trust, speed, room):
    for code, value in (("trust", trust), ("speed", speed), ("room", room)):
        known = utility(code, {}, record).known
        assert (None if known is None else known.quantize(Decimal("0.0001"))) == (value and Decimal(value))


def test_weights_are_those_of_the_method():
    for weights in STARTING_WEIGHTS.values():
        assert sum(weights.values()) == 1
        assert weights.keys() <= CRITERIA.keys()
    assert STARTING_WEIGHTS["technology"]["carbon"] == Decimal("0.18")
    assert STARTING_WEIGHTS["finance"]["relief"] == Decimal("0.16")
    assert STARTING_WEIGHTS["certification"]["goal"] == Decimal("0.30")
    assert {code for weights in STARTING_WEIGHTS.values() for code in weights} == CRITERIA.keys()


@pytest.mark.parametrize(
    ("terms", "kind"),
    [
        ({"measures": ["energy_audit", "iso50001"]}, "advice"),
        ({"measures": ["energy_audit", "led"]}, "technology"),
        ({"measures": ["*"]}, "technology"),
        ({"measures": None}, "technology"),
        ({"kind": "financier"}, "finance"),
        ({"kind": "certifier"}, "certification"),
    ],
)
def test_the_kind_of_an_offer(terms, kind):
    assert kind_of(offer(**terms), CATALOGUE) == kind


def test_a_tenant_is_not_credited_with_a_roof():
    assert exactly(CRITERIA["carbon"])(before(FINISHER, measures=["pv_rooftop"])).known == 0


def test_an_offer_says_what_its_measures_take_off_and_not_only_the_uses_they_touch():
    firm = situated(MILL)
    solar = result(firm, Candidate(offer(measures=["pv_rooftop"])), STARTING_WEIGHTS, DAY)
    figures = firm.needs["pv_rooftop"].figures
    assert Decimal(solar["cut_t"]) == figures.abatement_t.typ
    assert Decimal(solar["cut_share"]) == figures.abatement_t.typ / firm.footprint.total_t
    assert Decimal(solar["cut_share"]) < Decimal("0.5") < Decimal(solar["share"])
    part = situated(MILL, energy_in_part=True)
    unknown = result(part, Candidate(offer(measures=["pv_rooftop"])), STARTING_WEIGHTS, DAY)
    assert (unknown["share"], unknown["cut_t"], unknown["cut_share"]) == (None, None, None)
