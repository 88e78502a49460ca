"""What holds of every answer about the carbon border tax, on generated goods."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from footprint.engine.cbam import Buyer, Good, OwnData, Precursor, Price, Terms, answer, default_cost, own_figures
from footprint.engine.cbam.prices import PRICE
from footprint.engine.cbam.process import Fuel, Heat, attributed
from reference.files import load

CATALOGUE = load()
LINES = sorted(cn8 for cn8, line in CATALOGUE.cbam_lines.items() if line.is_current and cn8 != "27160000")
COUNTRIES = ["Morocco", "China", "Türkiye", "Senegal", "unknown"]
EMISSIONS = st.decimals(min_value=0, max_value=20, places=4)
TONNES = st.decimals(min_value=0, max_value=10**6, places=3)
YEARS = st.integers(2026, 2036)
SMALL = settings(max_examples=60, deadline=None)
CENT = Decimal("0.01")


@st.composite
def known_goods(draw):
    """Screws whose every precursor is said, so that (b) is known."""
    precursors = draw(st.lists(st.tuples(st.sampled_from(["7213", "7217 10 10", "7228 30 20"]), EMISSIONS), min_size=1))
    bought = tuple(
        Precursor(str(at), code, (amount + CENT) / 10, draw(st.sampled_from(COUNTRIES)), "default")
        for at, (code, amount) in enumerate(precursors)
    )
    return OwnData(draw(EMISSIONS), precursors=bought)


def one(own, terms, tonnes=Decimal(1), **options):
    good = Good("good", "73181582", own=own, buyers=(Buyer("buyer", tonnes, Decimal(10**9)),), **options)
    return answer([good], CATALOGUE, terms).goods[0].buyers[0].numbers


@SMALL
@given(known_goods(), YEARS, EMISSIONS, TONNES)
def test_more_emissions_never_cost_less(own, year, more, tonnes):
    worse = OwnData(min(own.direct_tco2e_t + more, Decimal(20)), precursors=own.precursors)
    low, high = one(own, Terms(year), tonnes), one(worse, Terms(year), tonnes)
    assert low.own <= high.own
    assert low.worth_low >= high.worth_low
    assert high.certificates.own - low.certificates.own <= more * tonnes


@SMALL
@given(known_goods(), YEARS, TONNES)
def test_default_less_own_is_the_difference(own, year, tonnes):
    found = one(own, Terms(year), tonnes)
    exact = (found.certificates.default_low - found.certificates.own) * PRICE.eur_per_t
    assert abs(found.worth_low - exact) <= CENT / 2
    assert abs(found.default_low - found.own - found.worth_low) <= CENT


@SMALL
@given(known_goods(), YEARS)
def test_zero_tonnes_cost_nothing(own, year):
    found = one(own, Terms(year), Decimal(0))
    assert (found.default_low, found.default_high, found.own, found.worth_low) == (0, 0, 0, 0)


@SMALL
@given(known_goods(), st.lists(TONNES, min_size=1, max_size=6))
def test_what_buyers_pay_adds_up(own, tonnes):
    buyers = tuple(Buyer(str(at), amount, Decimal(10**9)) for at, amount in enumerate(tonnes))
    found = answer([Good("good", "73181582", own=own, buyers=buyers)], CATALOGUE, Terms(2026))
    whole = one(own, Terms(2026), sum(tonnes))
    for total, whole_amount in ((found.totals[1].own, whole.own), (found.totals[1].default_low, whole.default_low)):
        assert abs(total - whole_amount) <= CENT * len(tonnes)
    assert found.totals[1].certificates.own == sum(buyer.numbers.certificates.own for buyer in found.goods[0].buyers)


@SMALL
@given(st.sampled_from(LINES), YEARS)
def test_the_mark_up_is_counted_once(line, year):
    for route in default_cost([line], CATALOGUE, year=year).routes:
        rate = {2026: "1.1", 2027: "1.2"}.get(year, "1.3") if route.row.sector != "fertilisers" else "1.01"
        assert abs(route.default_tco2e_t - route.row.total_tco2e_t * Decimal(rate)) <= Decimal("0.0051") * Decimal(rate)


@SMALL
@given(st.sampled_from(LINES), YEARS, st.decimals(min_value=0, max_value=300, places=2))
def test_a_carbon_price_paid_never_raises_what_is_due_nor_takes_it_below_zero(line, year, paid):
    without, with_it = (
        default_cost([line], CATALOGUE, year=year, paid_eur_per_t=amount).routes for amount in (Decimal(0), paid)
    )
    for before, after in zip(without, with_it, strict=True):
        assert 0 <= after.certificates_per_t <= before.certificates_per_t


@SMALL
@given(known_goods(), YEARS)
def test_free_allocation_shrinks_from_year_to_year_and_ends(own, year):
    now, later = (own_figures("73181582", own, CATALOGUE, Terms(when)) for when in (year, year + 1))
    assert later.free_tco2e_t <= now.free_tco2e_t
    assert own_figures("73181582", own, CATALOGUE, Terms(2034)).free_tco2e_t == 0


@SMALL
@given(known_goods(), st.decimals(min_value=1, max_value=300, places=2))
def test_the_band_holds_the_price(own, eur):
    terms = Terms(2026, Price(eur, PRICE.as_of, "own"))
    low, mid, high = answer([Good("good", "73181582", own=own)], CATALOGUE, terms).goods[0].band
    assert low.price.eur_per_t <= mid.price.eur_per_t <= high.price.eur_per_t
    assert low.own <= mid.own <= high.own


@SMALL
@given(EMISSIONS, EMISSIONS)
def test_heat_that_goes_round_changes_nothing(tj, factor):
    plain = attributed("mill", Decimal(10), [Fuel("gas", Decimal(1000), Decimal(56))])
    round_trip = [Heat("in", tj, factor), Heat("out", tj, factor, leaves=True)]
    assert attributed("mill", Decimal(10), [Fuel("gas", Decimal(1000), Decimal(56)), *round_trip]).direct_tco2e == (
        plain.direct_tco2e
    )
