"""What must hold for any firm and any offer (docs/method/matching.md, section 7)."""

import json
from dataclasses import replace
from decimal import Decimal, localcontext

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kernel.canonical import dumps
from matching.engine import facts
from matching.engine.carriers import USABLE
from matching.engine.criteria import CRITERIA, Utility
from matching.engine.fixes import apply, fixes, reached, to_reach
from matching.engine.numbers import MICRO, half_up
from matching.engine.offers import Record, case
from matching.engine.plan import ALTERNATIVES
from matching.engine.replay import replay
from matching.engine.rules import verdicts
from matching.engine.run import Candidate, in_order, inputs, match, near_misses, result, shown
from matching.engine.score import Part, questions, score, total
from matching.engine.situation import situation
from matching.engine.weights import STARTING_WEIGHTS
from tests.matching.engine.firms import CATALOGUE, DAY, FINISHER, MILL, REGIONS, offer, situated

quick = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))

HOTEL = {
    "sme_id": "hotel",
    "sector": "tourism_hotel",
    "region": "MA-07",
    "city": "Marrakech",
    "languages": ["fr", "en"],
    "goals": ["hot water", "green_key"],
    "open_obligations": ["green_key"],
    "voltage": "MV",
    "energy_use": [
        {"carrier": "electricity", "amount": 900, "unit": "MWh"},
        {"carrier": "propane", "amount": 40, "unit": "t"},
    ],
}
SILENT = {"sme_id": "silent"}
FIRMS = {
    one["sme_id"]: situated(one)
    for one in ({**MILL, "city": "Meknès", "languages": ["fr"], "goals": ["solaire"]}, FINISHER, HOTEL, SILENT)
}

money = st.integers(0, 5_000_000)
CODES = sorted(CATALOGUE.measures)
STANDARDS = sorted(CATALOGUE.standards)


def some(values, **limits):
    return st.lists(st.sampled_from(values), min_size=1, unique=True, **limits)


terms = st.fixed_dictionaries(
    {"kind": st.sampled_from(["provider", "financier", "certifier"]), "offer_id": st.uuids().map(str)},
    optional={
        "measures": st.one_of(st.just(["*"]), some(CODES, max_size=4)),
        "regions_served": some(REGIONS),
        "languages": some(["fr", "ar", "en"]),
        "interpreter": some(["fr", "en"]),
        "status": st.sampled_from(["open", "closed", "unknown"]),
        "as_of": st.dates(min_value=DAY.replace(2024), max_value=DAY).map(str),
        "ticket_min_mad": money.map(lambda value: min(value, 400_000)),
        "ticket_max_mad": money.map(lambda value: 400_000 + value),
        "instrument": st.sampled_from(["loan", "guarantee", "grant", "leasing", "equity", "technical_assistance"]),
        "own_funds_min_pct": st.integers(0, 100),
        "grant_pct": st.integers(0, 100),
        "ticket_basis": st.sampled_from(["project", "loan", "guarantee", "grant"]),
        "standards_accredited": some(STANDARDS, max_size=3),
        "accreditation_valid_until": st.dates(DAY.replace(2025), DAY.replace(2029)).map(str),
        "available_in_days": st.integers(0, 400),
        "base_provinces": some(["03.061", "06.141", "12.391"]),
        "remote": st.booleans(),
        "references": st.lists(
            st.fixed_dictionaries(
                {
                    "sector": st.sampled_from(["olive_oil", "garments", "tourism_hotel"]),
                    "year": st.just(2025),
                    "verified": st.booleans(),
                }
            ),
            max_size=4,
        ),
        "capacity_month": st.integers(0, 20),
        "requires_roof_ownership": st.booleans(),
        "min_energy_reduction_pct": st.integers(0, 60),
    },
)
counts = st.integers(0, 12)
records = st.one_of(
    st.none(),
    st.builds(Record, counts, counts, counts, counts, st.lists(st.integers(0, 90), max_size=5).map(tuple), counts),
)
offers = terms.map(lambda written: offer(**{"sectors_served": ["*"], "status": "open", **written}))
candidates = st.builds(Candidate, offers, st.sampled_from(["p1", "p2", "p3", ""]), records, st.booleans())
firms = st.sampled_from(sorted(FIRMS))
ends = st.decimals(0, 1, places=4)
utilities = st.one_of(
    ends.map(lambda value: Utility(value, value)),
    st.tuples(ends, ends).map(lambda pair: Utility(min(pair), max(pair), "fact", "sme")),
)


def a_case(firm, candidate):
    return case(FIRMS[firm], candidate.offer, DAY, candidate.record)


def weights_of(one):
    return STARTING_WEIGHTS[one.kind]


@quick
@given(firms, candidates)
def test_points_add_up_to_the_score(firm, candidate):
    one = a_case(firm, candidate)
    found = score(one, weights_of(one))
    assert 50 + sum(part.points for part in found.parts) == half_up(Decimal(found.micro) * 100 / MICRO)
    assert found.low <= found.micro <= found.high
    assert all(part.points == 0 for part in found.parts if part.taken == Decimal("0.5"))


@quick
@given(st.dictionaries(st.sampled_from(list(CRITERIA)), utilities, min_size=1), st.data())
def test_more_of_one_criterion_is_never_less(values, data):
    share = Decimal(1) / len(values)
    parts = [Part(code, share, utility) for code, utility in values.items()]
    place = data.draw(st.integers(0, len(parts) - 1))
    higher = data.draw(ends.filter(lambda value: value >= parts[place].taken))
    better = [*parts[:place], replace(parts[place], utility=Utility(higher, higher)), *parts[place + 1 :]]
    assert total(better).micro >= total(parts).micro
    assert 50 + sum(part.points for part in total(parts).parts) == half_up(Decimal(total(parts).micro) * 100 / MICRO)


@quick
@given(st.dictionaries(st.sampled_from(list(CRITERIA)), utilities, min_size=1))
def test_unknown_is_never_better_than_its_best_value(values):
    share = Decimal(1) / len(values)
    parts = [Part(code, share, utility) for code, utility in values.items()]
    best = [replace(part, utility=Utility(part.utility.high, part.utility.high)) for part in parts]
    worst = [replace(part, utility=Utility(part.utility.low, part.utility.low)) for part in parts]
    assert total(worst).micro <= total(parts).micro <= total(best).micro
    assert (total(parts).low, total(parts).high) == (total(worst).micro, total(best).micro)


FACTS = {
    "available_in_days": [0],
    "languages": [("fr",), ("ar",), ("en",), ("zh",)],
    "remote": [True, False],
    "ticket_max_mad": [Decimal(10) ** 12],
    "references": [()],
    "accreditation_valid_until": [DAY.replace(2029)],
    "capacity_month": [20, 0],
}


@quick
@given(firms, candidates, st.sampled_from(list(FACTS)))
def test_a_fact_that_is_left_out_never_beats_its_best_value(firm, candidate, fact):
    one = a_case(firm, candidate)
    without = score(apply(one, fact, None, "partner"), weights_of(one)).micro
    best = 0
    for value in FACTS[fact]:
        changed = replace(one, offer=replace(one.offer, **{fact: value}))
        if fact == "remote" and not value and one.offer.base_provinces is None:
            changed = replace(changed, offer=replace(changed.offer, base_provinces=("03.061", "07.351", "06.141")))
        best = max(best, score(changed, weights_of(one)).micro)
    if fact == "references":
        best = max(best, without)  # no reference at all is where everybody starts
        assert score(replace(one, offer=replace(one.offer, references=())), weights_of(one)).micro == without
    assert without <= best


@quick
@given(firms, st.lists(candidates, min_size=2, max_size=6, unique_by=lambda one: one.offer.offer_id), st.data())
def test_other_offers_change_nothing(firm, several, data):
    whole = match(FIRMS[firm], several, STARTING_WEIGHTS, DAY)
    shuffled = data.draw(st.permutations(several))
    assert dumps(match(FIRMS[firm], shuffled, STARTING_WEIGHTS, DAY)) == dumps(whole)
    fewer = match(FIRMS[firm], several[1:], STARTING_WEIGHTS, DAY)
    assert fewer == [one for one in whole if one["offer_id"] != several[0].offer.offer_id]


@quick
@given(firms, st.lists(candidates, max_size=12, unique_by=lambda one: one.offer.offer_id))
def test_what_is_shown_is_eligible_and_has_one_place_a_partner(firm, several):
    results = match(FIRMS[firm], several, STARTING_WEIGHTS, DAY)
    for kind in STARTING_WEIGHTS:
        listed = shown(results, kind)
        partners = [one["partner"] for one in listed if one["partner"]]
        assert len(listed) <= 6
        assert len(set(partners)) == len(partners)
        assert all(one["verdict"] != "fail" and one["takes_leads"] and one["kind"] == kind for one in listed)
        assert [one["score"] for one in listed] == sorted((one["score"] for one in listed), reverse=True)
        assert not {one["offer_id"] for one in near_misses(results, kind)} & {one["offer_id"] for one in listed}
    assert in_order(reversed(results)) == results


@quick
@given(firms, candidates)
def test_a_result_is_made_again_to_the_byte(firm, candidate):
    kept = dumps(inputs(FIRMS[firm], candidate, STARTING_WEIGHTS, DAY))
    made = dumps(result(FIRMS[firm], candidate, STARTING_WEIGHTS, DAY))
    assert replay(kept, CATALOGUE) == made
    with localcontext(prec=5):
        assert replay(kept, CATALOGUE) == made
    assert json.loads(made) == result(FIRMS[firm], candidate, STARTING_WEIGHTS, DAY)


@quick
@given(firms, candidates)
def test_a_change_leads_where_it_says(firm, candidate):
    one = a_case(firm, candidate)
    weights = weights_of(one)
    found = score(one, weights)
    for fix in fixes(one, weights, found):
        then = score(apply(one, fix.fact, fix.value, fix.who), weights)
        assert then.micro == fix.micro == found.micro + fix.gain
        assert fix.gain > 0


@quick
@given(firms, candidates, st.sampled_from(["sme", "partner"]), st.integers(0, 300_000))
def test_changes_of_one_side_reach_a_target_with_none_to_spare_or_it_is_said_that_they_cannot(
    firm, candidate, side, more
):
    one = a_case(firm, candidate)
    weights = weights_of(one)
    found = score(one, weights)
    target = found.micro + more
    chosen = to_reach(one, weights, target, side)
    if chosen is None:
        mine = [fix for fix in fixes(one, weights, found) if fix.who == side]
        assert all(fix.micro < target for fix in mine), "none would do alone"
        return
    assert {fix.who for fix in chosen} <= {side}
    assert reached(one, weights, chosen) >= target
    for fix in chosen:
        assert reached(one, weights, [other for other in chosen if other is not fix]) < target


@quick
@given(firms, candidates)
def test_questions_name_facts_and_the_widest_comes_first(firm, candidate):
    one = a_case(firm, candidate)
    asked = questions(score(one, weights_of(one)))
    assert [question.narrows for question in asked] == sorted((q.narrows for q in asked), reverse=True)
    assert all(question.fact and question.who in {"sme", "partner"} for question in asked)


@quick
@given(st.sampled_from(["mill", "finisher", "hotel"]), candidates, st.decimals("0.01", 1, places=2))
def test_bills_of_some_months_hide_no_need_and_refuse_no_offer_that_the_year_would_not(firm, candidate, share):
    whole = FIRMS[firm]
    uses = tuple(replace(use, amount=use.amount * share) for use in whole.sme.energy_use)
    part = situation(replace(whole.sme, energy_use=uses, energy_in_part=True), CATALOGUE)
    assert whole.needs.keys() <= part.needs.keys()
    assert not part.excluded.keys() & whole.needs.keys()
    for code, need in part.needs.items():
        assert not need.certain or whole.needs[code].certain, code
        assert need.figures is None or need.figures == whole.needs[code].figures, code
    of_year, of_part = (
        {one.code: one.verdict for one in verdicts(case(found, candidate.offer, DAY, candidate.record))}
        for found in (whole, part)
    )
    by_roof_or_grid = {"roof", "roof_owner", "voltage"}  # what excludes a measure does so whether or not it is needed
    for code in of_part.keys() - by_roof_or_grid:
        assert of_part[code] != "fail" or of_year[code] == "fail", code


@quick
@given(candidates, st.integers(1, 9000), st.integers(1, 9000))
def test_thousands_and_units_change_nothing(candidate, thousands, megawatt_hours):
    plain = {"budget_mad": thousands * 1000, "energy_use": _used(megawatt_hours * 1000, "kWh")}
    typed = {"budget_mad": f"{thousands}e3", "energy_use": _used(megawatt_hours, "MWh")}
    scores = {
        dumps(without_digest(result(situated(MILL, **written), candidate, STARTING_WEIGHTS, DAY)))
        for written in (plain, typed)
    }
    assert len(scores) == 1


def _used(amount, unit):
    return [{"carrier": "electricity", "amount": amount, "unit": unit}]


def without_digest(found):
    return {name: value for name, value in found.items() if name != "offer_digest"}


@quick
@given(candidates)
def test_the_same_firm_in_three_languages_has_the_same_score(candidate):
    told = {
        "fr": ("Nous voulons du solaire", ["panneaux solaires", "chambres froides", "clef verte"]),
        "en": ("We want solar power", ["solar panels", "cold rooms", "green key"]),
        "ar": ("نريد الطاقة الشمسية", ["الألواح الشمسية", "غرف التبريد", "المفتاح الأخضر"]),
    }
    found = set()
    for language, (text, goals) in told.items():
        firm = situated(MILL, text=text, text_language=language, goals=goals)
        one = result(firm, candidate, STARTING_WEIGHTS, DAY)
        places = [goals.index(goal) for goal in one.pop("answers")]
        found.add(dumps([one, places]))
    assert len(found) == 1


profiles = st.fixed_dictionaries(
    {"sme_id": st.just("any")},
    optional={
        "sector": st.sampled_from(sorted(CATALOGUE.sectors)),
        "region": st.sampled_from(REGIONS),
        "voltage": st.sampled_from(["LV", "MV", "HV", "off_grid"]),
        "owns_building": st.booleans(),
        "landlord_agreement": st.booleans(),
        "heritage_roof": st.booleans(),
        "budget_mad": money,
        "roof_m2": st.integers(0, 20000),
        "irrigated_ha": st.integers(0, 100),
        "organic_waste_t": st.integers(0, 5000),
        "energy_bill_mad": money,
        "employees": st.sampled_from([0, 1, 250, 251]),
        "revenue_mad": st.sampled_from([0, 1, 20_000_001]),
        "own_funds_mad": money,
        "share_held_by_large_group_pct": st.sampled_from([0, "20.1", 25, 26]),
        "years_operating": st.sampled_from([0, "0.1", "1.5", 7]),
        "planned_stable_jobs": st.integers(0, 9),
        "containers_per_year": st.sampled_from([0, 1, 7]),
        "cgem_member": st.booleans(),
        "languages": some(["fr", "ar", "en"]),
        "goals": some(["solaire", "iso_14001", "led", "eu_organic", "steam"], max_size=2),
        "export_hs": st.lists(st.sampled_from(["7318 15 82", "0805 10", "731815", "x"]), max_size=2),
        "footprint_scope12_tco2e": st.integers(0, 5000),
        "footprint_share_by_end_use": st.just({"lighting": 0.4, "transport": 0.6}),
        "footprint_share_by_carrier": st.just({"electricity": 0.4, "diesel": 0.6}),
        "energy_use": st.lists(
            st.fixed_dictionaries(
                {
                    "carrier": st.sampled_from(sorted(USABLE)),
                    "amount": st.integers(0, 9000),
                    "unit": st.just("MWh"),
                },
                optional={"end_use_split": st.just({"lighting": 0.3, "process_heat_medium": 0.5})},
            ),
            min_size=1,
            max_size=4,
        ),
        **{name: st.booleans() for name in sorted(facts.YES_NO)},
        **{name: st.integers(0, 100) for name in sorted(facts.NUMBERS | facts.PERCENTS)},
        **{name: st.sampled_from(sorted(options)) for name, options in facts.CHOICES.items()},
    },
)


@quick
@given(profiles, st.sets(st.sampled_from(CODES), min_size=1))
def test_measures_together_take_no_more_than_the_site_uses_and_one_of_alternatives(written, codes):
    firm = situated(written)
    known = frozenset(code for code in codes & firm.needs.keys() if firm.needs[code].figures)
    plan = firm.plan(known)
    assert set(plan.codes) <= known
    for options in ALTERNATIVES:
        assert sum(bool(option & set(plan.codes)) for option in options) <= 1
    used = sum(firm.site.energy.uses.values()) if firm.site.energy else 0
    assert plan.saved_kwh <= used


@quick
@given(profiles, candidates)
def test_any_firm_is_matched_and_its_weights_add_up(written, candidate):
    firm = situated(written)
    total_u = sum(firm.u.values())
    assert total_u == 0 or abs(total_u - 1) < Decimal("1E-25")
    assert all(need.state != "priced" or need.figures.npv_mad for need in firm.needs.values())
    made = dumps(result(firm, candidate, STARTING_WEIGHTS, DAY))
    assert replay(dumps(inputs(firm, candidate, STARTING_WEIGHTS, DAY)), CATALOGUE) == made
