"""A year of a firm with all that it stands on: compared, explained, shared out over products, seen under other potentials."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from footprint import actions, queries
from footprint.engine import Entry, inventory
from footprint.models import Activity, Result, Site
from footprint.queries.statements.mends import mends
from kernel import clock
from kernel.errors import Refused
from reference.files import load
from tests.factories.accounts import actor_of, make_organization
from tests.factories.footprint import make_bill, make_exporter, make_site, make_year

pytestmark = pytest.mark.django_db
CATALOGUE = load()
DIESEL = {"activity_id": "diesel_stationary", "unit": "L", "quantity": "10000"}
R410A = {"activity_id": "refrigerant_r410a", "unit": "kg", "quantity": "12"}


@pytest.fixture
def argane():
    return make_exporter(revenue_mad="20000000")


@pytest.fixture
def site(argane):
    return make_site(argane)


def direct(found):
    return {one.activity_id: round(one.figure.kg, 4) for one in found.lines if one.part == "direct"}


def add_product(actor, site, **values):
    known = {"year": "2025", "name": "Huile", "made": "100", "unit": "t"}
    return actions.add_product(actor, site_id=site.pk, values=known | values, now=clock.now())


def test_one_inventory_is_read_under_two_sets_and_the_first_comes_back_to_the_digit(argane, site):
    """Case RW08."""
    make_bill(argane, site, **R410A)
    make_bill(argane, site, **DIESEL)
    first = queries.statement(argane, 2025, site_id=site.pk)
    other = queries.statement(argane, 2025, site_id=site.pk, gwp_set="AR6")
    again = queries.statement(argane, 2025, site_id=site.pk, gwp_set="AR5")
    assert direct(first) == {"refrigerant_r410a": Decimal(23082), "diesel_stationary": Decimal("26555.3998")}
    assert direct(other) == {"refrigerant_r410a": Decimal(27066), "diesel_stationary": Decimal("26557.0072")}
    assert first == again
    assert (first.gwp_set, other.gwp_set) == ("AR5", "AR6")
    assert {one.figure.kg for one in first.lines if one.part == "upstream"} == {
        one.figure.kg for one in other.lines if one.part == "upstream"
    }
    assert Result.objects.count() == 1, "a view keeps nothing"


def test_a_statement_of_one_site_is_its_stored_result(argane, site):
    make_year(argane, site)
    make_bill(argane, site, **DIESEL)
    found, stored = queries.statement(argane, 2025, site_id=site.pk), queries.result(argane, site.pk, 2025)
    assert (found.total, found.market, found.scopes, found.grade) == (
        stored.total,
        stored.market,
        stored.scopes,
        stored.grade,
    )
    assert sum(one.kg for one in found.items) == found.total.kg
    assert sum(one.figure.kg for one in found.lines if one.method != "market") == found.total.kg
    electricity = next(one for one in found.lines if one.activity_id == "electricity_grid" and one.part == "direct")
    assert (electricity.entries, electricity.quantity, electricity.unit) == (12, Decimal(182400), "kWh")
    assert (electricity.factor, electricity.factor_pct, electricity.activity_pct) == (
        Decimal("0.57765"),
        Decimal(10),
        Decimal(2),
    )
    assert (electricity.geography, electricity.factor_evidence) == ("Morocco", "A")
    assert "ember" in electricity.source_url
    assert electricity.flags[0] == "factor_of_other_year"


def test_sites_add_up_and_share_the_error_of_their_factor(argane, site):
    other = make_site(argane, name="Presse")
    absent = make_site(argane, name="Dépôt")
    make_year(argane, site)
    make_year(argane, other)
    make_year(argane, absent, year=2024)
    one, whole = queries.statement(argane, 2025, site_id=site.pk), queries.statement(argane, 2025)
    assert whole.total.kg == 2 * one.total.kg
    assert {figure.label for figure in whole.sites} == {"Moulin", "Presse"}
    assert [(place.name, place.answer is None, place.years) for place in whole.places] == [
        ("Moulin", False, (2025,)),
        ("Presse", False, (2025,)),
        ("Dépôt", True, (2024,)),
    ]
    half = whole.total.high_kg - whole.total.kg
    independent = (one.total.high_kg - one.total.kg) * Decimal(2).sqrt()
    assert half > independent * Decimal("1.3"), "one factor weighs both: its error does not average out"


def test_the_grade_of_a_firm_with_a_part_of_a_year_is_that_of_filled_days(argane, site):
    make_bill(argane, site)
    make_year(argane, make_site(argane, name="Presse"))
    assert queries.statement(argane, 2025).grade == "C"


def test_a_year_is_compared_with_the_one_before(argane, site):
    make_year(argane, site, year=2023)
    make_year(argane, site, year=2024)
    make_bill(argane, site, **DIESEL, starts_on="2024-03-01", ends_on="2024-03-01")
    compared = queries.statement(argane, 2024, site_id=site.pk).comparison
    effects = {one.activity_id: one for one in compared.effects}
    assert (compared.before_year, compared.after_year) == (2023, 2024)
    assert compared.activity_kg + compared.factor_kg == compared.difference_kg
    assert effects["electricity_grid"].activity_kg == 0
    assert effects["electricity_grid"].factor_kg < -9000, "182,400 kWh at 0.578 for 0.630"
    assert effects["diesel_stationary"].factor_kg == 0
    assert effects["diesel_stationary"].activity_kg > 26555
    assert compared.doubts == ()


def test_a_year_that_has_begun_is_compared_on_the_days_that_both_years_know(argane, site):
    """Same use, same months: nothing fell; what the bills do not cover is no reason."""
    make_year(argane, site, year=2024)
    for month, last in ((1, 31), (2, 28), (3, 31)):
        make_bill(argane, site, starts_on=f"2025-{month:02d}-01", ends_on=f"2025-{month:02d}-{last}")
    make_bill(argane, site, **DIESEL, starts_on="2024-07-01", ends_on="2024-07-01")
    whole = queries.statement(argane, 2025, site_id=site.pk)
    compared, total = whole.comparison, whole.total.kg
    february = Decimal(15200) / 29 * Decimal("0.679828")  # 29 days of February in 2024: one is left out
    assert round(compared.after.kg, 4) == round(total, 4)
    assert 0 < compared.activity_kg < february * 2, "no month of 2024 that 2025 has not reached yet"
    assert [one.activity_id for one in compared.effects] == ["electricity_grid"]
    assert {(one.activity_id, one.days, one.before_days, one.after_days) for one in compared.covers} == {
        ("electricity_grid", 90, 366, 90),
        ("diesel_stationary", 0, 366, 0),
    }
    assert compared.doubts == ("after_in_part",)
    actions.say_missing_days(argane, site_id=site.pk, year=2025, missing_days="unused", now=clock.now())
    said = queries.statement(argane, 2025, site_id=site.pk).comparison
    assert said.covers == ()
    assert said.activity_kg < -total, "the firm says that nothing else was used: that is a reason"


def test_a_bill_over_the_edge_counts_for_its_days_and_days_filled_in_for_theirs(argane, site):
    make_bill(argane, site, starts_on="2024-01-01", ends_on="2024-01-31")
    actions.say_missing_days(argane, site_id=site.pk, year=2024, missing_days="filled", now=clock.now())
    make_bill(argane, site, quantity="31000", starts_on="2024-12-17", ends_on="2025-01-16")
    make_bill(argane, site, quantity="6000", starts_on="2025-06-01", ends_on="2025-06-30")
    (effect,) = queries.statement(argane, 2025, site_id=site.pk).comparison.effects
    (cover,) = queries.statement(argane, 2025, site_id=site.pk).comparison.covers
    assert (cover.days, cover.before_days, cover.after_days) == (46, 366, 46)
    assert round(effect.after_kg / Decimal("0.679828")) == 22000, "sixteen days of January at 1,000 kWh, June at 200"


def test_a_result_that_tells_no_days_is_not_compared_in_part(argane, site):
    """What an earlier version kept does not say which days its bills cover."""
    make_year(argane, site, year=2024)
    make_bill(argane, site)
    row = Result.objects.get(footprint__year=2024)
    row.inventory.pop("days")
    row.save(update_fields=["inventory"])
    compared = queries.statement(argane, 2025, site_id=site.pk).comparison
    assert (compared.effects, [one.days for one in compared.covers]) == ((), [0])


def test_sites_of_one_year_alone_are_not_compared(argane, site):
    make_year(argane, site, year=2024)
    make_year(argane, site)
    make_year(argane, make_site(argane, name="Presse"))
    compared = queries.statement(argane, 2025).comparison
    assert compared.activity_kg == 0
    assert compared.doubts == ("other_sites",)


def test_years_that_are_not_alike_say_why(argane, site):
    make_bill(argane, site, starts_on="2024-01-01", ends_on="2024-01-31")
    make_bill(argane, make_site(argane, name="Presse"), starts_on="2025-02-01", ends_on="2025-02-28")
    Result.objects.filter(footprint__year=2024).update(edition="another")
    doubts = queries.statement(argane, 2025).comparison.doubts
    assert set(doubts) == {"before_in_part", "after_in_part", "other_sites", "other_edition"}
    assert queries.statement(argane, 2025).comparison.effects == ()
    assert queries.statement(argane, 2024).comparison is None


def test_the_base_year_asks_to_be_computed_again_above_five_per_cent_and_never_for_growth(argane, site):
    make_year(argane, site, year=2024)
    actions.mark_base_year(argane, year="2024", now=clock.now())
    make_year(argane, site, kwh="90000", confirmed=("above_plausible",))
    assert (queries.base_year(argane).is_due, queries.base_year(argane).reasons) == (False, ())
    make_bill(argane, site, **DIESEL | {"quantity": "100"}, starts_on="2024-03-01", ends_on="2024-03-01")
    small = queries.base_year(argane)
    assert (small.is_due, small.reasons) == (False, ("bills",))
    make_bill(argane, make_site(argane, name="Presse"), **DIESEL, starts_on="2024-03-01", ends_on="2024-03-01")
    large = queries.base_year(argane)
    assert large.is_due
    assert large.reasons == ("sites", "bills")
    assert large.change_pct > 5
    actions.mark_base_year(argane, year=2024, now=clock.now())
    assert queries.base_year(argane).change_pct == 0
    actions.unmark_base_year(argane)
    assert queries.base_year(argane) is None


def test_who_marks_a_base_year(argane, site):
    make_year(argane, site, year=2024)
    for wrong in ("1999", "", "²²²²"):
        with pytest.raises(ValidationError):
            actions.mark_base_year(argane, year=wrong, now=clock.now())
    reader = actor_of(site.organization, "reader")
    for stranger in (reader, actor_of(make_organization("Chams", "provider"))):
        with pytest.raises(Refused):
            actions.mark_base_year(stranger, year=2024, now=clock.now())
    actions.mark_base_year(argane, year=2024, now=clock.now())
    with pytest.raises(Refused):
        actions.unmark_base_year(reader)


def test_products_carry_what_the_site_emits_and_waste_carries_nothing(argane, site):
    make_year(argane, site)
    make_bill(argane, site, **DIESEL)
    add_product(argane, site, exported="60", boundary="gate")
    add_product(argane, site, name="Savon", unit="piece", made="50000", mass_kg="25000")
    add_product(argane, site, name="Margines", made="900", is_waste="yes")
    found = queries.statement(argane, 2025, site_id=site.pk)
    sheets = {one.product.name: one for one in found.products}
    assert sum(one.scope12_kg for one in found.products) == found.scope12.kg
    assert (sheets["Margines"].scope12_kg, sheets["Margines"].per_unit) == (0, 0)
    assert round(sheets["Huile"].share_pct, 6) == 80
    assert sheets["Huile"].scope12_per_unit == sheets["Huile"].scope12_kg / 100
    assert sheets["Huile"].per_unit > sheets["Huile"].scope12_per_unit, "upstream and losses come before the gate"
    assert sheets["Huile"].low_per_unit < sheets["Huile"].per_unit < sheets["Huile"].high_per_unit
    assert sheets["Huile"].exported_kg == sheets["Huile"].chain_kg * Decimal("0.6")
    assert {one.code: one.unit for one in found.ratios} == {"revenue_mad": "MAD", "employees": "person", "tonnes": "t"}
    assert next(one for one in found.ratios if one.code == "employees").total_kg == found.total.kg / 40


def test_transport_belongs_to_the_port_and_not_to_the_gate(argane, site):
    make_year(argane, site)
    make_bill(argane, site, activity_id="freight_rail", unit="t.km", quantity="90000")
    add_product(argane, site, boundary="port")
    port = queries.statement(argane, 2025, site_id=site.pk).products[0]
    actions.change_product(argane, product_id=port.product.pk, values={"boundary": "gate"}, now=clock.now())
    gate = queries.statement(argane, 2025, site_id=site.pk).products[0]
    freight = sum(
        line.figure.kg for line in queries.statement(argane, 2025, site_id=site.pk).lines if line.category == "4"
    )
    assert freight > 0
    assert port.chain_kg - gate.chain_kg == freight
    assert port.scope12_kg == gate.scope12_kg


def test_a_product_without_its_mass_leaves_all_of_its_site_unknown_and_says_which(argane, site):
    make_year(argane, site)
    for values in ({}, {"name": "Savon", "unit": "piece"}, {"name": "Coffret", "unit": "piece"}):
        add_product(argane, site, **values)
    add_product(argane, site, name="Margines", is_waste="yes")
    found = queries.statement(argane, 2025, site_id=site.pk)
    sheets = {one.product.name: one for one in found.products}
    assert {name: one.problem for name, one in sheets.items()} == {
        "Huile": "others_needed",
        "Savon": "weight_needed",
        "Coffret": "weight_needed",
        "Margines": "",
    }
    assert [(one.share_pct, one.scope12_kg, one.per_unit) for one in found.products[:3]] == [(None,) * 3] * 3
    assert sheets["Margines"].scope12_kg == 0, "what waste carries is known"
    assert found.shared_kg is None
    assert {one.code: one.divisor for one in found.ratios}["tonnes"] is None, "the mass of pieces is unknown"
    for name in ("Savon", "Coffret"):
        row = sheets[name].product
        actions.change_product(argane, product_id=row.pk, values={"mass_kg": "50000"}, now=clock.now())
    found = queries.statement(argane, 2025, site_id=site.pk)
    assert found.shared_kg == found.scope12.kg == sum(one.scope12_kg for one in found.products)
    assert {one.code: one.divisor for one in found.ratios}["tonnes"] == 200


def test_what_is_not_entered_is_unknown_in_each_product(argane, site):
    make_bill(argane, site, activity_id="freight_rail", unit="t.km", quantity="90000")
    add_product(argane, site, boundary="port")
    add_product(argane, site, name="Savon", made="300")
    port, gate = queries.statement(argane, 2025, site_id=site.pk).products
    assert (port.share_pct, port.scope12_kg) == (25, None)
    assert port.chain_kg * 4 == queries.statement(argane, 2025, site_id=site.pk).total.kg
    assert (gate.share_pct, gate.chain_kg, gate.per_unit) == (75, None, None), "to the gate, nothing is entered"


def test_intensities_are_unknown_rather_than_zero(argane, site):
    actions.describe_company(argane, values={"revenue_mad": None, "employees": None}, now=clock.now())
    make_year(argane, site)
    ratios = queries.statement(argane, 2025, site_id=site.pk).ratios
    assert {one.code: (one.divisor, one.scope12_kg, one.total_kg) for one in ratios} == dict.fromkeys(
        ("revenue_mad", "employees", "tonnes"), (None, None, None)
    )
    add_product(argane, site, unit="piece", made="2000")
    pieces = queries.statement(argane, 2025, site_id=site.pk).ratios[-1]
    assert (pieces.code, pieces.divisor, pieces.unit) == ("pieces", 2000, "piece")
    other = make_site(argane, name="Presse")
    assert "revenue_mad" not in {one.code for one in queries.statement(argane, 2025, site_id=site.pk).ratios}
    make_year(argane, other)
    assert queries.statement(argane, 2025).ratios[-1].divisor is None, "nobody said what the other site makes"


def test_a_rule_asks_for_what_it_shares_by(argane, site):
    make_year(argane, site)
    add_product(argane, site, unit="piece")
    assert queries.statement(argane, 2025, site_id=site.pk).products[0].problem == "weight_needed"
    actions.change_site(argane, site_id=site.pk, values={"shared_by": "economic"}, now=clock.now())
    product = queries.products(argane, site.pk).get()
    actions.change_product(argane, product_id=product.pk, values={"revenue_mad": "900000"}, now=clock.now())
    assert queries.statement(argane, 2025, site_id=site.pk).products[0].problem == ""


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"made": "0"}, "made"),
        ({"made": ""}, "made"),
        ({"exported": "101"}, "exported"),
        ({"name": " "}, "name"),
        ({"code": "zz"}, "code"),
        ({"year": "1850"}, "year"),
        ({"unit": "kg"}, "unit"),
        ({"mass_kg": "0"}, "mass_kg"),
    ],
)
def test_what_is_wrong_with_a_product_is_named(argane, site, values, field):
    with pytest.raises(ValidationError) as refused:
        add_product(argane, site, **values)
    assert set(refused.value.message_dict) == {field}


def test_a_product_stands_once_a_year_and_belongs_to_its_firm(argane, site):
    product = add_product(argane, site)
    with pytest.raises(ValidationError):
        add_product(argane, site)
    with pytest.raises(Site.DoesNotExist):
        queries.products(make_exporter("Zellige"), site.pk)
    with pytest.raises(Refused):
        actions.remove_product(actor_of(site.organization, "reader"), product_id=product.pk)
    actions.remove_product(argane, product_id=product.pk)
    assert not queries.products(argane, site.pk).exists()


def test_what_would_make_a_total_surer_narrows_it_when_it_is_done(argane, site):
    make_year(argane, site)
    guess = make_bill(argane, site, **DIESEL, evidence="guess")
    mend = queries.statement(argane, 2025, site_id=site.pk).mends[0]
    assert (mend.act, mend.activity_id) == ("enter_bill", "diesel_stationary")
    actions.change_bill(argane, bill_id=guess.pk, values={"evidence": "invoice"}, now=clock.now())
    done = queries.statement(argane, 2025, site_id=site.pk)
    assert done.total.uncertainty_pct == int(mend.after_pct.to_integral_value())
    assert [one.act for one in done.mends] == []


YEAR = {"starts_on": date(2024, 1, 1), "ends_on": date(2024, 12, 31)}


def entry(activity_id, quantity, **more):
    return Entry(activity_id, activity_id, Decimal(quantity), **YEAR | more)


def variance(line):
    return (line.kg * line.uncertainty_pct) ** 2


def test_what_is_advised_mends_the_largest_part_of_the_error_and_gains_what_it_promises():
    """Each act is done in turn: the bill entered, or the supplier's own figure kept with its document."""
    rows = [
        entry("material_cotton", 6000),
        entry("hotel_night", 120),
        entry("waste_glass_landfill", 2000),
        entry("diesel_road", 3000, evidence="guess"),
        entry("electricity_grid", 20000),
    ]
    whole = inventory(rows, CATALOGUE, 2024)
    advised = mends(whole)
    assert [(one.act, one.activity_id) for one in advised] == [
        ("ask_supplier", "material_cotton"),
        ("enter_bill", "diesel_road"),
    ]
    assert max(whole.lines, key=variance).activity_id == "material_cotton"
    for one in advised:
        known = next(line for line in whole.lines if line.activity_id == one.activity_id).factor
        done = (
            {"supplier_factor": known, "supplier_document": True}
            if one.act == "ask_supplier"
            else {"evidence": "invoice"}
        )
        after = inventory(
            [replace(row, **done) if row.key == one.activity_id else row for row in rows], CATALOGUE, 2024
        )
        assert after.total.kg == whole.total.kg
        assert round(after.total.uncertainty_pct, 6) == round(one.after_pct, 6) < round(whole.total.uncertainty_pct, 6)


@pytest.mark.parametrize(
    "activity_id", ["olive_pomace", "fertiliser_urea", "refrigerant_r1234yf", "waste_water_lagoon", "farm_tomato"]
)
def test_nobody_is_asked_for_what_no_seller_knows_better(activity_id):
    whole = inventory([entry(activity_id, 1000)], CATALOGUE, 2024)
    assert whole.lines[0].factor_pct > 30
    assert mends(whole) == ()


def test_own_solar_power_is_told_apart_by_two_factors(argane, site):
    make_bill(argane, site, activity_id="electricity_solar_own_use", quantity="10000")
    found = queries.statement(argane, 2025, site_id=site.pk)
    assert (found.avoided.kwh, found.avoided.margin.kg, found.avoided.grid.kg) == (
        10000,
        Decimal(7290),
        Decimal("5776.5"),
    )
    assert found.total.kg < 1000, "nothing of it is taken off"


def test_a_gas_without_a_potential_in_a_set_is_named_and_not_zero(argane, site):
    make_bill(argane, site, activity_id="refrigerant_r1234yf", unit="kg", quantity="3")
    assert queries.statement(argane, 2025, site_id=site.pk).missing == ()
    (missing,) = queries.statement(argane, 2025, site_id=site.pk, gwp_set="AR4").missing
    assert missing["code"] == "no_factor_in_gwp_set"


def test_days_filled_in_are_seen_under_another_set_too(argane, site):
    make_bill(argane, site)
    actions.say_missing_days(argane, site_id=site.pk, year=2025, missing_days="filled", now=clock.now())
    first, other = (queries.statement(argane, 2025, site_id=site.pk, gwp_set=one) for one in ("AR5", "AR6"))
    assert first.total.kg == other.total.kg, "the grid's factor has no split by gas"
    assert first.places[0].answer.coverage == other.places[0].answer.coverage
    Activity.objects.all().delete()
    assert queries.statement(make_exporter("Zellige")) is None
