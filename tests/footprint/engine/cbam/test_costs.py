"""The cost on default values: section 10 of docs/method/cbam.md to the cent, and the traps around it."""

from datetime import date
from decimal import Decimal

import pytest

from footprint.engine import Refusal
from footprint.engine.cbam import PRICE, Price, default_cost, exemption, resolve
from reference.files import load

CATALOGUE = load()
THOUSAND = Decimal(1000)


def cost(*lines, **options):
    return default_cost(lines, CATALOGUE, **{"year": 2026, "tonnes": THOUSAND, **options})


@pytest.mark.parametrize(
    ("line", "default", "benchmark", "certificates", "eur", "eur_per_t"),
    [
        ("31021019", "1.515", "0.902", "635.55", "47895.05", "47.90"),
        ("31053000", "0.556", "0.339", "225.475", "16991.80", "16.99"),
        ("76101000", "0.825", "0.152", "676.8", "51003.65", "51.00"),
    ],
)
def test_the_table_to_the_cent(line, default, benchmark, certificates, eur, eur_per_t):
    (route,) = cost(line).routes
    assert (route.default_tco2e_t, route.benchmark_tco2_t) == (Decimal(default), Decimal(benchmark))
    assert route.certificates == Decimal(certificates)
    assert (str(route.eur), str(route.eur_per_t)) == (eur, eur_per_t)


@pytest.mark.parametrize(
    ("year", "certificates", "eur"),
    [(2026, "635.55", "47895.05"), (2027, "658.1", "49594.42"), (2028, "703.2", "52993.15")],
)
def test_the_mark_up_of_fertilisers_is_flat_and_counted_once(year, certificates, eur):
    """Case RW12."""
    (route,) = cost("31021019", year=year).routes
    assert route.default_tco2e_t == Decimal("1.515")
    assert (route.certificates, route.eur) == (Decimal(certificates), Decimal(eur))


def test_six_digits_give_a_range():
    found = cost(*resolve("731815", CATALOGUE).lines, tonnes=None)
    assert found.is_range
    assert len(found.routes) == 12
    assert {route.default_tco2e_t for route in found.routes} == {Decimal("5.281")}
    assert (str(found.low.eur_per_t), str(found.high.eur_per_t)) == ("297.75", "313.18")
    assert found.low.eur is None


def test_steel_falls_back_to_the_other_countries():
    (route,) = cost("73181582").routes
    assert (route.country, route.route, route.benchmark_tco2_t) == (
        "Other Countries and Territories",
        "C",
        Decimal("1.364"),
    )
    assert "other_countries_value" in route.flags
    assert "other_countries_value" not in cost("31021019").flags


@pytest.mark.parametrize(
    ("line", "benchmark_route", "flag"),
    [("72052100", "F", True), ("72251990", "C", True), ("73181535", None, False), ("25070080", None, False)],
)
def test_a_letter_without_its_benchmark_takes_the_highest(line, benchmark_route, flag):
    (route,) = cost(line).routes
    rows = [row for row in CATALOGUE.cbam_benchmarks[line] if row.column == "B" and row.covers(2026)]
    assert route.benchmark_tco2_t == max(row.benchmark_tco2_t for row in rows)
    assert route.benchmark_route == benchmark_route
    assert ("highest_benchmark_taken" in route.flags) is flag


def test_a_dash_of_one_route_is_filled_by_the_other_countries():
    found = cost("25231000")
    assert [(route.country, route.route) for route in found.routes] == [
        ("Morocco", "A"),
        ("Other Countries and Territories", "B"),
    ]
    assert found.is_range
    assert "cement_estimate" in found.flags
    assert [route.route for route in cost("25231000", route="A").routes] == ["A"]


def test_an_unlisted_country_uses_the_other_countries():
    assert cost("31021019", country="Senegal").routes[0].country == "Other Countries and Territories"
    assert cost("31021019", country="Egypt").routes[0].country == "Egypt"


def test_electricity_has_no_default_value_and_says_so():
    found = cost("27160000")
    assert (found.routes, found.unknown, found.low, found.is_range) == ((), ("27160000",), None, False)
    assert "no_default_electricity" in found.flags


def test_later_years_keep_the_last_mark_up_and_lose_the_free_share():
    years = [cost("76101000", year=year).routes[0] for year in (2028, 2030, 2033, 2034, 2040)]
    assert {route.default_tco2e_t for route in years} == {Decimal("0.975")}
    assert [route.cbam_factor for route in years] == [Decimal("0.90"), Decimal("0.515"), Decimal("0.14"), 0, 0]
    assert years[-1].certificates == Decimal(975)
    assert "benchmark_after_2030" in years[-1].flags
    assert "benchmark_after_2030" not in years[1].flags


def test_benchmarks_change_in_2028():
    before, after = (cost("73045982", year=year, tonnes=None).routes[0] for year in (2027, 2028))
    assert before.benchmark_tco2_t > after.benchmark_tco2_t


def test_certificates_are_never_below_zero():
    for cn8, line in CATALOGUE.cbam_lines.items():
        if line.is_current:
            assert all(route.certificates_per_t >= 0 for route in cost(cn8).routes), cn8


def test_every_current_line_but_electricity_has_a_cost():
    current = [cn8 for cn8, line in CATALOGUE.cbam_lines.items() if line.is_current]
    assert [cn8 for cn8 in current if cost(cn8).unknown] == ["27160000"]
    assert all("no_benchmark" not in cost(cn8).flags for cn8 in current)


def test_the_price_is_an_argument_with_its_date():
    assert (PRICE.eur_per_t, PRICE.as_of) == (Decimal("75.36"), date(2026, 4, 7))
    dearer = cost("31021019", price=Price(Decimal(100), date(2026, 10, 5), "an own setting"))
    assert dearer.routes[0].eur == Decimal("63555.00")
    assert "default_price" in cost("31021019").flags
    assert "default_price" not in dearer.flags


def test_no_payment_before_2026_and_no_negative_tonnes():
    with pytest.raises(Refusal, match="year_without_payment"):
        cost("31021019", year=2025)
    with pytest.raises(Refusal, match="negative_tonnes"):
        cost("31021019", tonnes=Decimal(-1))


@pytest.mark.parametrize(
    ("line", "importer", "sold", "expected"),
    [
        ("73181582", None, None, "unknown"),
        ("73181582", None, "45", "unknown"),
        ("73181582", "45", None, "probably_exempt"),
        ("73181582", "50", None, "probably_exempt"),
        ("73181582", "50.1", None, "not_exempt"),
        ("73181582", None, "51", "not_exempt"),
        ("28041000", "1", None, "never_exempt"),
        ("27160000", "1", None, "never_exempt"),
    ],
)
def test_fifty_tonnes_by_importer(line, importer, sold, expected):
    amounts = {"importer_tonnes": importer and Decimal(importer), "sold_tonnes": sold and Decimal(sold)}
    assert exemption([line], CATALOGUE, **amounts) == expected
