"""Own data against default values: the worked example of docs/method/cbam.md section 4 to the cent, and what is unknown."""

from decimal import Decimal

import pytest

from footprint.engine import Refusal
from footprint.engine.cbam import EXEMPT_ORIGIN, Buyer, Good, OwnData, Precursor, Price, Terms, answer, own_figures
from footprint.engine.cbam.prices import PRICE, covered
from reference.files import load

CATALOGUE, D = load(), Decimal
SCREW, YEAR = "73181582", Terms(2026)
WIRE_ROD = Precursor("rod", "7213", D("1.05"), "China", "default")


def figures(cn8=SCREW, terms=YEAR, **own):
    return own_figures(cn8, OwnData(**own), CATALOGUE, terms)


def numbers(code=SCREW, terms=YEAR, own=None, **good):
    (found,) = answer([Good("good", code, own=own, **good)], CATALOGUE, terms).goods
    return found


def missing(found):
    return [(one.key, one.what) for one in found.missing]


def refused(act):
    with pytest.raises(Refusal) as error:
        act()
    return [(one.code, one.key, one.params.get("field")) for one in error.value.problems]


def test_the_screws_of_the_method_to_the_cent():
    own = OwnData(D("0.20"), precursors=(WIRE_ROD,))
    found = numbers(own=own)
    assert found.own.see_tco2e_t == D("3.8603")
    assert found.own.free_tco2e_t == D("1.433445")
    assert found.numbers.certificates.own == D("2.426855")
    assert (str(found.numbers.own), str(found.numbers.default_low), str(found.numbers.worth_low)) == (
        "182.89",
        "297.75",
        "114.87",
    )
    assert (found.numbers.default_high, found.numbers.worth_high) == (
        found.numbers.default_low,
        found.numbers.worth_low,
    )
    rod = found.own.parts[1]
    assert (rod.row.country, rod.row.route, rod.see_tco2e_t) == ("China", "C", D("3.486"))
    assert (rod.benchmark.column, rod.benchmark.route, rod.benchmark.benchmark_tco2_t) == ("B", "C", D("1.364"))
    process = found.own.parts[0]
    assert (process.benchmark.column, process.benchmark.benchmark_tco2_t) == ("A", D("0.038"))
    assert found.own.share_on_defaults.quantize(D("0.0001")) == D("0.9482")
    assert {"own_data_to_verify", "precursor_on_defaults"} <= set(found.flags)


def test_own_process_alone_is_no_figure_for_a_complex_good():
    for precursors in (None, ()):
        found = figures(direct_tco2e_t=D("0.20"), precursors=precursors)
        assert (found.see_tco2e_t, found.free_tco2e_t) == (None, None)
        assert missing(found) == [("own", "precursors")]
    answered = numbers(own=OwnData(D("0.20")))
    assert answered.numbers.own is None
    assert answered.numbers.worth_low is None
    assert str(answered.numbers.default_low) == "297.75", "(a) is always known"


@pytest.mark.parametrize(
    ("given", "lacks"),
    [
        ({}, ["origin", "tonnes_per_tonne", "source"]),
        ({"origin": "China", "source": "default"}, ["tonnes_per_tonne"]),
        ({"tonnes_per_tonne": D(1), "source": "default"}, ["origin"]),
        ({"tonnes_per_tonne": D(1), "source": "measured"}, ["direct_tco2e_t", "free_allocation_t"]),
        ({"tonnes_per_tonne": D(1), "source": "measured", "free_allocation_t": D(1)}, ["direct_tco2e_t"]),
        ({"tonnes_per_tonne": D(1), "source": "measured", "direct_tco2e_t": D(1)}, ["free_allocation_t"]),
    ],
)
def test_each_precursor_says_what_it_lacks(given, lacks):
    found = figures(direct_tco2e_t=D("0.2"), precursors=(WIRE_ROD, Precursor("wire", "7217 10 10", **given)))
    assert missing(found) == [("wire", what) for what in lacks]
    assert found.see_tco2e_t is None


def test_a_short_code_stands_when_each_of_its_lines_says_the_same_and_else_needs_its_digits():
    rows = {len(row.code) for row in (WIRE_ROD,)}
    assert rows == {4}
    vague = Precursor("screws", "7318", D(1), "China", "default")
    assert missing(figures(direct_tco2e_t=D("0.2"), precursors=(vague,))) == [("screws", "digits")]
    part = Precursor("alloy", "7202", D(1), "China", "default")
    assert missing(figures(direct_tco2e_t=D("0.2"), precursors=(part,))) == [("alloy", "digits")]


@pytest.mark.parametrize(
    ("code", "origin", "year", "see", "country", "route", "benchmark"),
    [
        ("7213", "China", 2026, "3.486", "China", "C", "1.364"),
        ("7213", "China", 2027, "3.803", "China", "C", "1.364"),
        ("7213", "China", 2028, "4.119", "China", "C", "1.364"),
        ("7213", "unknown", 2026, "9.053", "ANNEX_IV_HIGHEST", "C", "1.364"),
        ("7213", "Morocco", 2026, None, "Other Countries and Territories", "C", "1.364"),
        ("7318 15 35", "China", 2026, "7.013", "China", None, "1.154"),
        ("7318 15 35", "China", 2028, "8.288", "China", None, "1.116"),
    ],
)
def test_a_precursor_on_defaults_takes_its_own_row_and_column_b_of_its_own_code(
    code, origin, year, see, country, route, benchmark
):
    terms = Terms(year)
    found = figures(terms=terms, direct_tco2e_t=D(0), precursors=(Precursor("p", code, D(2), origin, "default"),))
    part = found.parts[1]
    assert (part.row.country, part.benchmark.route) == (country, route)
    assert part.benchmark.benchmark_tco2_t == D(benchmark)
    assert see is None or part.see_tco2e_t == D(see)
    assert ("origin_unknown" in part.flags) is (origin == "unknown")
    assert ("precursor_of_other_countries" in part.flags) is (country == "Other Countries and Territories")
    assert found.see_tco2e_t == 2 * part.see_tco2e_t, "the mark-up is in the column and is counted once"


def test_a_letter_absent_from_the_benchmarks_takes_the_highest_of_the_precursor():
    part = figures(direct_tco2e_t=D(0), precursors=(Precursor("p", "72052100", D(1), "China", "default"),)).parts[1]
    rows = [row for row in CATALOGUE.cbam_benchmarks["72052100"] if row.column == "B" and row.covers(2026)]
    assert part.benchmark.benchmark_tco2_t == max(row.benchmark_tco2_t for row in rows)
    assert "highest_benchmark_taken" in part.flags


def test_a_measured_precursor_counts_its_makers_figures_and_the_free_allocation_of_its_route():
    billet = Precursor("billet", "7207 11 11", D("1.02"), source="measured", route="E")
    rod = Precursor("rod", "7213 91 10", D("1.05"), source="measured", direct_tco2e_t=D("0.45"), precursors=(billet,))
    found = figures(direct_tco2e_t=D("0.20"), precursors=(rod,))
    (row,) = [
        row
        for row in CATALOGUE.cbam_benchmarks["72071111"]
        if row.column == "A" and row.route == "E" and row.covers(2026)
    ]
    rod_free = D("0.975") * (D("0.038") + D("1.02") * row.benchmark_tco2_t)
    assert found.see_tco2e_t == D("0.20") + D("1.05") * D("0.45")
    assert found.free_tco2e_t == D("0.975") * D("0.038") + D("1.05") * rod_free
    reported = Precursor(
        "rod",
        "7213 91 10",
        D("1.05"),
        source="measured",
        direct_tco2e_t=D("0.45"),
        free_allocation_t=D("0.0639"),
    )
    same = figures(direct_tco2e_t=D("0.20"), precursors=(reported,))
    assert same.free_tco2e_t == D("0.975") * D("0.038") + D("1.05") * D("0.0639")
    assert "free_allocation_reported" in same.flags


def test_steel_of_scrap_is_simple_and_that_of_a_blast_furnace_is_not():
    scrap = figures("72071111", direct_tco2e_t=D("0.3"), route="E")
    assert scrap.see_tco2e_t == D("0.3")
    assert missing(figures("72071111", direct_tco2e_t=D("1.9"), route="C")) == [("own", "precursors")]
    assert missing(figures("72071111", direct_tco2e_t=D("1.9"))) == [("own", "route"), ("own", "precursors")]


@pytest.mark.parametrize(
    ("cn8", "own", "see", "lacks"),
    [
        ("25231000", {"direct_tco2e_t": D("0.8"), "indirect_tco2e_t": D("0.05"), "route": "A"}, "0.85", []),
        ("25231000", {"direct_tco2e_t": D("0.8"), "route": "A"}, None, ["indirect_tco2e_t"]),
        ("28141000", {"direct_tco2e_t": D("1.9"), "indirect_tco2e_t": D("0.1")}, "2.0", []),
        ("26011200", {"direct_tco2e_t": D("0.1")}, None, ["indirect_tco2e_t"]),
        ("28041000", {"direct_tco2e_t": D("9"), "indirect_tco2e_t": D("3")}, "9", []),
        ("76011010", {"direct_tco2e_t": D("0.5"), "indirect_tco2e_t": D("6"), "route": "L"}, "0.5", []),
        ("76011010", {"direct_tco2e_t": D("0.5")}, None, ["route"]),
        ("76011010", {}, None, ["direct_tco2e_t", "route"]),
    ],
)
def test_direct_or_direct_and_indirect_by_sector(cn8, own, see, lacks):
    found = figures(cn8, **own)
    assert found.see_tco2e_t == (see if see is None else D(see))
    assert missing(found) == [("own", what) for what in lacks]
    if cn8 in {"28041000", "76011010"} and "indirect_tco2e_t" in own:
        assert "indirect_not_counted" in found.flags


def test_electricity_has_no_free_allocation():
    found = numbers("2716", own=OwnData(D("0.7")), buyers=(Buyer("grid", D(1000)),))
    assert found.own.free_tco2e_t == 0
    assert found.numbers.own == D("52.75")
    assert found.numbers.default_low is None
    assert found.buyers[0].exemption == "never_exempt"


def test_factor_of_the_year_and_a_correction_factor_work_on_both_numbers():
    own = OwnData(D("0.20"), precursors=(WIRE_ROD,))
    last = numbers(terms=Terms(2034), own=own)
    assert last.own.free_tco2e_t == 0
    assert "benchmark_after_2030" in last.flags
    less = numbers(terms=Terms(2026, cscf=D("0.5")), own=own)
    assert less.own.free_tco2e_t == D("1.433445") / 2
    assert less.default.routes[0].free_tco2e_t == D("0.975") * D("0.5") * D("1.364")
    assert "cscf_own" in less.flags
    assert "cscf_provisional" not in less.flags


def test_a_carbon_price_paid_covers_its_share_of_the_emissions_and_never_more_than_all():
    own = OwnData(D("0.20"), precursors=(WIRE_ROD,))
    half = numbers(terms=Terms(2026, paid_eur_per_t=PRICE.eur_per_t / 2), own=own)
    assert half.numbers.certificates.own == D("3.8603") / 2 - D("1.433445")
    assert half.numbers.certificates.default_low == D("5.281") / 2 - D("1.3299")
    assert "carbon_price_provisional" in half.flags
    everything = numbers(terms=Terms(2026, paid_eur_per_t=D(500)), own=own)
    assert everything.numbers.certificates.own == 0
    assert "carbon_price_provisional" not in numbers(own=own).flags


def test_the_price_comes_with_its_band():
    own = OwnData(D("0.20"), precursors=(WIRE_ROD,))
    found = numbers(own=own)
    assert [one.price.eur_per_t for one in found.band] == [D(60), D("75.36"), D(100)]
    assert [str(one.own) for one in found.band] == ["145.61", "182.89", "242.69"]
    dear = numbers(terms=Terms(2026, Price(D(140), PRICE.as_of, "own")), own=own)
    assert [one.price.eur_per_t for one in dear.band] == [D(60), D(140), D(140)]


def test_cement_is_an_estimate():
    own = OwnData(D("0.1"), D("0.02"), precursors=(Precursor("clinker", "2523 10 00", D("0.8"), "Morocco", "default"),))
    found = numbers("25232900", own=own)
    assert "cement_estimate" in found.flags
    clinker = found.own.parts[1]
    assert "highest_default_taken" in clinker.flags, "no route was said: the dearer of grey and white"
    grey = Precursor("clinker", "2523 10 00", D("0.8"), "Morocco", "default", route="A")
    same = numbers("25232900", own=OwnData(D("0.1"), D("0.02"), precursors=(grey,)))
    assert same.own.parts[1].see_tco2e_t == D("0.99") < clinker.see_tco2e_t


def test_what_is_wrong_names_its_line_and_field():
    bad = (
        Precursor("negative", "7213", D(-1), "China", "default"),
        Precursor("nothing", "7213", D(0), "China", "default"),
        Precursor("absurd", "7213", D(1050), "China", "default"),
        Precursor("scrap", "7602", D(1), "China", "default"),
        Precursor("typo", "7318159", D(1), "China", "default"),
        Precursor("letter", "2523 10 00", D(1), "China", "default", route="K"),
        Precursor("power", "2716", D(1), "China", "default"),
    )
    assert refused(lambda: figures(direct_tco2e_t=D("NaN"), precursors=bad)) == [
        ("not_a_number", "own", "direct_tco2e_t"),
        ("below_zero", "negative", "tonnes_per_tonne"),
        ("zero_amount", "nothing", "tonnes_per_tonne"),
        ("too_large", "absurd", "tonnes_per_tonne"),
        ("code_outside", "scrap", "code"),
        ("code_unknown", "typo", "code"),
        ("route_unknown", "letter", "route"),
        ("no_default_value", "power", "code"),
    ]
    assert refused(lambda: figures("76011010", direct_tco2e_t=D(1), route="C")) == [("route_unknown", "own", "route")]
    assert refused(lambda: numbers("73181500")) == [("code_unknown", "good", "code")]
    assert refused(lambda: numbers("8051022")) == [("code_lost_zero", "good", "code")]
    assert refused(lambda: numbers("31021010")) == [("code_superseded", "good", "code")]
    assert refused(lambda: numbers("7.318E+07")) == [("code_unreadable", "good", "code")]
    assert refused(lambda: numbers("25231000", route="K")) == [("route_unknown", "good", "route")]
    for steel in (SCREW, "73181535", "72071111"):
        assert refused(lambda steel=steel: numbers(steel, route="K")) == [("route_unknown", "good", "route")]
        assert refused(lambda steel=steel: figures(steel, direct_tco2e_t=D(1), route="L")) == [
            ("route_unknown", "own", "route")
        ]
    assert refused(lambda: numbers("31021019", route="E")) == [("no_routes", "good", "route")]
    assert numbers("73030010", route="J").default.routes, "of a line whose rows have no letter, those of its sector"
    assert refused(lambda: numbers(buyers=(Buyer("b", D(-3)),))) == [("below_zero", "b", "tonnes")]


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        (Terms(2025), "year_without_payment"),
        (Terms(2061), "year_too_far"),
        (Terms(2026, cscf=D("1.1")), "too_large"),
        (Terms(2026, paid_eur_per_t=D(-1)), "below_zero"),
        (Terms(2026, paid_eur_per_t=D(1001)), "too_large"),
        (Terms(2026, Price(D(-5), PRICE.as_of, "")), "below_zero"),
        (Terms(2026, Price(D(100_000), PRICE.as_of, "")), "too_large"),
        (Terms(2026, Price(D(0), PRICE.as_of, "")), "price_of_zero"),
        (Terms(2026, Price(D("Infinity"), PRICE.as_of, "")), "not_a_number"),
    ],
)
def test_terms_that_no_answer_stands_on(terms, code):
    assert [problem[0] for problem in refused(lambda: numbers(terms=terms))] == [code]


def test_a_good_outside_the_mechanism_is_answered_not_refused():
    found = numbers("0805 10 22", buyers=(Buyer("b", D(3)),))
    assert (found.code.is_concerned, found.numbers, found.buyers) == (False, None, ())


def test_six_digits_give_a_range_and_ask_for_the_rest():
    found = numbers("731815", own=OwnData(D("0.2"), precursors=(WIRE_ROD,)))
    assert (str(found.numbers.default_low), str(found.numbers.default_high)) == ("297.75", "313.18")
    assert missing(found) == [("good", "digits")]
    assert found.numbers.own is None


def test_each_buyer_has_its_own_threshold_over_all_goods():
    own = OwnData(D("0.20"), precursors=(WIRE_ROD,))
    goods = [
        Good("screws", SCREW, own=own, buyers=(Buyer("small", D(30), D(45)), Buyer("large", D(10), D(900)))),
        Good("nuts", "7318 16 39", buyers=(Buyer("unsaid", D(40)), Buyer("first", D(30), importer="Muster"))),
        Good("bolts", "7318 15 95", buyers=(Buyer("second", D(30), importer="Muster"),)),
    ]
    found = answer(goods, CATALOGUE, YEAR)
    told = {(one.good.key, buyer.buyer.key): buyer for one in found.goods for buyer in one.buyers}
    assert {key: buyer.exemption for key, buyer in told.items()} == {
        ("screws", "small"): "probably_exempt",
        ("screws", "large"): "not_exempt",
        ("nuts", "unsaid"): "unknown",
        ("nuts", "first"): "not_exempt",
        ("bolts", "second"): "not_exempt",
    }
    assert not told["screws", "small"].is_counted
    assert str(told["screws", "large"].numbers.own) == "1828.88"
    counted = [buyer.numbers.default_low for buyer in told.values() if buyer.is_counted]
    assert found.totals[1].default_low == sum(counted)
    assert found.totals[1].own is None, "one part of the sum is not known"


def test_the_fertiliser_of_the_table_by_buyer():
    urea = Good("urea", "3102 10 19", buyers=(Buyer("importer", D(1000), D(90000)),))
    for year, certificates, eur in (
        (2026, "635.55", "47895.05"),
        (2027, "658.1", "49594.42"),
        (2028, "703.2", "52993.15"),
    ):
        (found,) = answer([urea], CATALOGUE, Terms(year)).goods
        assert found.default.routes[0].default_tco2e_t == D("1.515")
        assert found.buyers[0].numbers.certificates.default_low == D(certificates)
        assert found.buyers[0].numbers.default_low == D(eur)


def test_a_price_paid_at_home_covers_no_more_than_all():
    """docs/method/cbam.md section 7: covered tonnes = SEE x min(1, paid / certificate price)."""
    price = Price(D(80), PRICE.as_of, "own")
    assert [covered(D(3), price, D(paid)) for paid in (0, 20, 80, 160)] == [0, D("0.75"), 3, 3]


def test_materials_of_the_union_and_annex_iii_do_not_count_and_are_said():
    """Annex IV point 3 of Regulation (EU) 2023/956 as replaced by Regulation (EU) 2025/2083."""
    rod = Precursor("rod", "7213", D("1.05"), EXEMPT_ORIGIN)
    found = figures(direct_tco2e_t=D("0.20"), precursors=(rod,))
    assert (found.see_tco2e_t, found.free_tco2e_t) == (D("0.20"), D("0.975") * D("0.038"))
    assert (found.parts[1].kind, found.parts[1].see_tco2e_t, found.share_on_defaults) == ("exempt", 0, 0)
    assert "precursor_exempt" in found.flags
    assert missing(figures(direct_tco2e_t=D("0.20"), precursors=(Precursor("rod", "7213", None, EXEMPT_ORIGIN),))) == [
        ("rod", "tonnes_per_tonne")
    ]
    billet = Precursor("billet", "7207 11 11", D("1.02"), EXEMPT_ORIGIN, "measured", route="E")
    inside = Precursor(
        "rod", "7213 91 10", D("1.05"), "China", "measured", direct_tco2e_t=D("0.1"), precursors=(billet,)
    )
    drawn = figures(direct_tco2e_t=D("0.20"), precursors=(inside,))
    assert drawn.free_tco2e_t == D("0.975") * D("0.038") * (1 + D("1.05"))


def test_a_good_of_the_union_or_annex_iii_is_outside():
    found = numbers(country=EXEMPT_ORIGIN, buyers=(Buyer("b", D(100), D(900)),))
    assert (found.code.is_concerned, found.numbers, found.buyers, found.flags) == (True, None, (), ("origin_exempt",))
