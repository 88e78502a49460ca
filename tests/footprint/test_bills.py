from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from footprint import actions, engine, queries
from footprint.choices import SCOPE_3
from footprint.models import Activity, Footprint, Result, Site
from footprint.queries.bills import entry_of
from kernel import clock
from kernel.actor import ANONYMOUS
from kernel.errors import Question, Refused
from kernel.models import Task
from reference.queries import catalogue
from tests.factories.accounts import actor_of, make_organization
from tests.factories.footprint import make_bill, make_exporter, make_site, make_year
from tests.factories.partners import make_partner

pytestmark = pytest.mark.django_db
YEAR = {"starts_on": "2024-01-01", "ends_on": "2024-12-31"}


def scope2(actor, site, year=2024):
    return queries.result(actor, site.pk, year).scopes[1]


def test_a_bill_in_mwh_and_one_in_kwh_are_the_same_to_the_last_digit():
    argane = make_exporter()
    one, two = make_site(argane, region="MA-09"), make_site(argane, name="Deux", region="MA-09")
    make_bill(argane, one, quantity="182", unit="MWh", **YEAR)
    make_bill(argane, two, quantity="182 000", unit="kWh", **YEAR)
    first, second = scope2(argane, one), scope2(argane, two)
    assert first.kg == second.kg == Decimal("105132.3")
    assert (first.value, first.unit) == (Decimal(105), "t")
    losses = [line for line in queries.result(argane, one.pk, 2024).lines if line["part"] == "losses"]
    assert [(line["kg"], line["category"]) for line in losses] == [("18596.396", "3")]


def test_a_slip_in_the_unit_is_asked_about_and_nothing_is_written():
    argane = make_exporter()
    site = make_site(argane, region="MA-09")
    with pytest.raises(Question) as asked:
        make_bill(argane, site, quantity="182000", unit="MWh", **YEAR)
    assert asked.value.question_code == "mwh_or_kwh"
    assert "182\u202f000 MWh" in asked.value.messages[0]
    assert "182\u202f000 kWh" in asked.value.messages[0]
    assert asked.value.readings[0] == {"quantity": Decimal(182000), "unit": "kWh"}
    assert not Activity.objects.exists()
    assert not Footprint.objects.exists()
    kept = make_bill(argane, site, quantity="182000", unit="MWh", confirmed=["mwh_or_kwh"], **YEAR)
    assert kept.confirmed


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("١٢٬٤٥٠٫٧٥", "12450.75"), ("۱۲۴۵۰", "12450"), ("١٢٤٥٠،٧٥", "12450.75"), ("12 450,75", "12450.75")],
)
def test_quantities_are_read_in_any_digits(typed, kept):
    argane = actor_of(make_organization(language="ar"))
    bill = make_bill(argane, make_site(argane), quantity=typed, starts_on="٠١/٠٨/٢٠٢٦", ends_on="١٤/٠٨/٢٠٢٦")
    bill.refresh_from_db()
    assert bill.quantity == Decimal(kept)
    assert bill.ends_on.isoformat() == "2026-08-14"


def test_the_stored_result_is_the_engines():
    argane = make_exporter()
    site = make_site(argane)
    make_year(argane, site, 2024)
    make_bill(argane, site, activity_id="diesel_stationary", quantity="2000", unit="L", **YEAR)
    make_bill(argane, site, activity_id="butane", quantity="10", unit="bottle_12kg", **YEAR)
    make_bill(argane, site, activity_id="refrigerant_r404a", quantity="4", unit="kg", **YEAR)
    entries = [entry_of(row) for row in Activity.objects.all()]
    expected = engine.inventory(entries, catalogue(), 2024, sector="olive_oil")
    kept = Result.objects.get()
    assert kept.total_kg == expected.total.kg
    assert kept.edition == catalogue().edition
    answer = queries.result(argane, site.pk, 2024)
    assert answer.total.kg == expected.total.kg
    assert answer.total.low_kg == expected.total.interval.low
    assert answer.grade == "A"
    assert sum(figure.kg for figure in answer.scopes) == answer.total.kg
    assert answer.on_invoices_pct == 100
    assert answer.sources


def test_freight_travel_materials_waste_and_water_are_entered_as_bills_are():
    argane = make_exporter()
    site = make_site(argane)
    freight = make_bill(argane, site, activity_id="freight_truck_artic", quantity="12 × 450", unit="", **YEAR)
    assert (freight.quantity, freight.unit) == (5400, "t.km")
    by_customer = {"activity_id": "freight_sea_container", "quantity": "100 x 2000", "customer_pays": "oui"}
    make_bill(argane, site, **by_customer, unit="", **YEAR)
    for activity, quantity, unit in (
        ("flight_economy", "4 × 2000", ""),
        ("material_cardboard", "2,5", "t"),
        ("waste_mixed_landfill", "800", "kg"),
        ("water_supply", "350", "m3"),
        ("fertiliser_n_mineral", "100", ""),
    ):
        make_bill(argane, site, activity_id=activity, quantity=quantity, unit=unit, **YEAR)
    answer = queries.result(argane, site.pk, 2024)
    assert {figure.code for figure in answer.categories} == {"1", "4", "5", "6", "9"}
    assert {figure.code for figure in answer.categories} <= SCOPE_3.keys()
    factors = catalogue().factors
    by_code = {figure.code: figure.kg for figure in answer.categories}
    artic = factors[catalogue().activities["freight_truck_artic"].factor_id]
    assert sum(line["part"] == "direct" for line in answer.lines) == 7
    direct = next(
        one for one in answer.lines if one["activity_id"] == "freight_truck_artic" and one["part"] == "direct"
    )
    assert abs(Decimal(direct["kg"]) - 5400 * artic.kgco2e_per_unit) < Decimal(
        "0.1"
    )  # its gases, not their rounded sum
    assert by_code["9"] > by_code["4"] > 0
    assert not answer.is_a_year, "water and lines tell nothing of a year of energy"
    facts = queries.profile_facts(argane, site.pk)
    assert not facts.keys() & {"energy_use", "footprint_scope12_tco2e"}, "unknown, never zero"


def test_a_green_contract_counts_in_the_market_based_total_with_its_proof_only():
    argane = make_exporter()
    site = make_site(argane)
    bill = make_bill(argane, site, activity_id="electricity_green_contract", quantity="10000", **YEAR)
    without = queries.result(argane, site.pk, 2024)
    assert without.market.kg == without.total.kg
    actions.change_bill(argane, bill_id=bill.pk, values={"proof_kept": True}, now=clock.now())
    proved = queries.result(argane, site.pk, 2024)
    assert proved.total.kg == without.total.kg
    assert proved.market.kg < without.market.kg


def test_a_suppliers_own_factor_is_per_unit_of_the_bill_and_as_sure_as_its_document():
    argane = make_exporter()
    site = make_site(argane)
    coal = {"activity_id": "coal", "quantity": "2", "unit": "t", **YEAR}
    bill = make_bill(argane, site, **coal, supplier_factor="2500", supplier_document=True)
    found = queries.result(argane, site.pk, 2024)
    (line,) = [one for one in found.lines if one["part"] == "direct"]
    assert (line["kg"], line["grade"], line["flags"]) == ("5000", "B", ["supplier_factor"])
    with pytest.raises(ValidationError) as refused:
        actions.change_bill(argane, bill_id=bill.pk, values={"supplier_factor": ""}, now=clock.now())
    assert list(refused.value.error_dict) == ["supplier_factor"]
    values = {"supplier_factor": "", "supplier_document": False}
    actions.change_bill(argane, bill_id=bill.pk, values=values, now=clock.now())
    assert queries.result(argane, site.pk, 2024).total.kg != found.total.kg


def test_every_category_an_activity_may_fall_into_has_a_name():
    kinds = catalogue().activities.values()
    assert {part for kind in kinds for part in (kind.scope3_category or "").split("/") if part} <= SCOPE_3.keys()


def test_a_credit_note_is_taken_off_and_never_below_zero():
    argane = make_exporter()
    site = make_site(argane)
    make_bill(argane, site, quantity="11900", starts_on="2025-02-01", ends_on="2025-02-28")
    note = {"starts_on": "2025-02-01", "ends_on": "2025-02-28", "document": "credit_note"}
    make_bill(argane, site, quantity="2150", **note)
    assert scope2(argane, site, 2025).kg == Decimal("5632.0875")
    with pytest.raises(ValidationError) as refused:
        make_bill(argane, site, quantity="-20000", **note)
    assert "quantity" in refused.value.error_dict
    with pytest.raises(ValidationError) as refused:
        make_bill(argane, site, quantity="-5")
    assert refused.value.error_dict["quantity"][0].code == "negative_without_credit_note"
    assert Activity.objects.count() == 2


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"unit": "kVA"}, "unit"),
        ({"unit": "t"}, "unit"),
        ({"unit": "bananas"}, "unit"),
        ({"quantity": "beaucoup"}, "quantity"),
        ({"activity_id": "freight_dragon"}, "activity_id"),
        ({"proof_kept": True}, "proof_kept"),
        ({"customer_pays": "oui"}, "customer_pays"),
        ({"starts_on": "31/02/2025"}, "starts_on"),
        ({"starts_on": "2025-03-01", "ends_on": "2025-02-01"}, "ends_on"),
        ({"colour": "red"}, "colour"),
        ({"quantity": ""}, "quantity"),
    ],
)
def test_what_is_wrong_is_named_beside_its_field(values, field):
    argane = make_exporter()
    site = make_site(argane)
    with pytest.raises(ValidationError) as refused:
        make_bill(argane, site, **values)
    assert set(refused.value.error_dict) == {field}
    assert not Activity.objects.exists()


def test_changing_or_removing_a_bill_computes_its_years_again():
    argane = make_exporter()
    site = make_site(argane)
    bill = make_bill(argane, site, starts_on="2023-12-15", ends_on="2024-01-14", quantity="18600")
    assert queries.years(argane, site.pk) == [2024, 2023]
    first = scope2(argane, site, 2024).kg
    actions.change_bill(argane, bill_id=bill.pk, values={"quantity": "9300"}, now=clock.now())
    assert scope2(argane, site, 2024).kg * 2 == first
    actions.change_bill(
        argane, bill_id=bill.pk, values={"starts_on": "2024-02-01", "ends_on": "2024-02-29"}, now=clock.now()
    )
    assert queries.years(argane, site.pk) == [2024]
    actions.remove_bill(argane, bill_id=bill.pk, now=clock.now())
    assert queries.years(argane, site.pk) == []
    assert queries.result(argane, site.pk) is None


def test_a_firms_bills_are_its_own():
    argane, zellige, chams = make_exporter(), make_exporter("Zellige"), make_partner()
    site = make_site(argane)
    bill = make_bill(argane, site)
    for stranger in (zellige, chams, ANONYMOUS):
        with pytest.raises(Site.DoesNotExist):
            queries.bills(stranger, site.pk)
        with pytest.raises(Site.DoesNotExist):
            make_bill(stranger, site)
        with pytest.raises(Activity.DoesNotExist):
            actions.remove_bill(stranger, bill_id=bill.pk, now=clock.now())
        with pytest.raises(Site.DoesNotExist):
            queries.result(stranger, site.pk)
    reader = actor_of(site.organization, "reader")
    assert queries.bills(reader, site.pk).get().can_change is False
    with pytest.raises(Refused):
        make_bill(reader, site)
    with pytest.raises(Refused):
        actions.add_site(chams, values={"name": "x", "region": "MA-03"}, now=clock.now())


def test_entering_a_bill_tells_those_who_follow():
    argane = make_exporter()
    site = make_site(argane)
    Task.objects.all().delete()
    make_bill(argane, site)
    assert all(str(site.pk) in str(task.args) for task in Task.objects.all())


def test_reading_a_year_costs_the_same_whatever_its_bills(django_assert_max_num_queries):
    argane = make_exporter()
    site = make_site(argane)
    make_bill(argane, site)
    with django_assert_max_num_queries(2):
        queries.result(argane, site.pk)
    make_year(argane, site, 2024)
    with django_assert_max_num_queries(2):
        queries.result(argane, site.pk)
    with django_assert_max_num_queries(2):
        assert len(list(queries.bills(argane, site.pk))) == 13


FEBRUARY = {"starts_on": "2025-02-01", "ends_on": "2025-02-28"}


def asked_about(actor, site, **values):
    with pytest.raises(Question) as asked:
        make_bill(actor, site, **values)
    code = asked.value.question_code
    assert make_bill(actor, site, confirmed=[code], **values).confirmed
    return code


def test_an_answer_accepts_the_doubt_it_was_given_to_and_no_other():
    argane = make_exporter()
    site = make_site(argane)
    make_bill(argane, site, starts_on="2062-01-01", ends_on="2062-01-31", confirmed=["in_future"])
    bill = {"unit": "MWh", "starts_on": "2062-01-15", "ends_on": "2062-02-10"}
    answered: list[str] = []
    for code in ("mwh_or_kwh", "in_future", "overlap"):
        with pytest.raises(Question) as asked:
            make_bill(argane, site, confirmed=answered, **bill)
        assert asked.value.question_code == code
        answered.append(code)
    assert Activity.objects.count() == 1
    assert make_bill(argane, site, confirmed=answered, **bill).confirmed
    assert not make_bill(argane, site, confirmed=answered, **FEBRUARY).confirmed, "nothing was asked about it"


def test_all_the_days_that_other_bills_cover_are_named_at_once():
    argane = make_exporter()
    site = make_site(argane)
    make_year(argane, site, 2025)
    with pytest.raises(Question) as asked:
        make_bill(argane, site, starts_on="2025-03-10", ends_on="2025-06-20")
    assert "10 mars 2025" in str(asked.value)
    assert "20 juin 2025" in str(asked.value)


def test_a_writing_with_two_readings_is_sent_again_as_one_of_them():
    argane = make_exporter()
    site = make_site(argane)
    with pytest.raises(Question) as asked:
        make_bill(argane, site, quantity="12.345", confirmed=["ambiguous"])
    right = {"quantity": asked.value.readings[1], "confirmed": ["thousandth"]}
    assert make_bill(argane, site, **right).quantity == Decimal("12.345")


def test_days_that_two_bills_cover_are_named_and_asked_about():
    argane = make_exporter()
    site = make_site(argane)
    make_bill(argane, site, **FEBRUARY)
    with pytest.raises(Question) as asked:
        make_bill(argane, site, starts_on="2025-02-20", ends_on="2025-03-19")
    assert (asked.value.question_code, asked.value.field) == ("overlap", "starts_on")
    assert "20 février 2025" in str(asked.value)
    assert "28 février 2025" in str(asked.value)
    assert Activity.objects.count() == 1
    make_bill(argane, site, document="credit_note", quantity="100", **FEBRUARY)
    assert asked_about(argane, site, starts_on="2025-02-28", ends_on="2025-03-31") == "overlap"
    overlaps = queries.result(argane, site.pk, 2025).coverage[0]["overlaps"]
    assert [overlap["days"] for overlap in overlaps] == [{"first": "2025-02-28", "last": "2025-02-28"}]


def test_the_same_delivery_twice_is_asked_about_and_two_deliveries_are_not():
    argane = make_exporter()
    site = make_site(argane)
    delivery = {"activity_id": "diesel_stationary", "unit": "L", "quantity": "500", **FEBRUARY}
    make_bill(argane, site, **delivery)
    make_bill(argane, site, **{**delivery, "quantity": "400"})
    assert asked_about(argane, site, **delivery) == "entered_already"


def test_a_bill_of_days_to_come_is_asked_about_and_one_of_many_years_refused():
    argane = make_exporter()
    site = make_site(argane)
    assert asked_about(argane, site, starts_on="2062-01-01", ends_on="2062-01-31") == "in_future"
    with pytest.raises(ValidationError) as refused:
        make_bill(argane, site, starts_on="2024-01-01", ends_on="9999-12-31", confirmed=["in_future"])
    assert refused.value.error_dict["ends_on"][0].code == "period_too_long"
    assert queries.years(argane, site.pk) == [2062]


def test_the_amounts_of_a_credit_note_are_taken_off_and_no_other_is_below_zero():
    argane = make_exporter()
    site = make_site(argane)
    make_bill(argane, site, amount_mad="15232", **FEBRUARY)
    note = make_bill(
        argane, site, document="credit_note", quantity="2150", amount_mad="2752", tax_mad="100", **FEBRUARY
    )
    assert (note.quantity, note.amount_mad, note.tax_mad) == (-2150, -2752, -100)
    with pytest.raises(ValidationError) as refused:
        make_bill(argane, site, amount_mad="-5", starts_on="2025-03-01", ends_on="2025-03-31")
    assert set(refused.value.error_dict) == {"amount_mad"}


def test_a_bill_that_holds_a_credit_note_up_can_neither_leave_nor_move():
    argane = make_exporter()
    site = make_site(argane)
    bill = make_bill(argane, site, **FEBRUARY)
    make_bill(argane, site, document="credit_note", quantity="2150", **FEBRUARY)
    with pytest.raises(ValidationError):
        actions.remove_bill(argane, bill_id=bill.pk, now=clock.now())
    moved = {"starts_on": "2024-02-01", "ends_on": "2024-02-29"}
    with pytest.raises(ValidationError):
        actions.change_bill(argane, bill_id=bill.pk, values=moved, now=clock.now())
    assert Activity.objects.count() == 2
    assert queries.years(argane, site.pk) == [2025]


def test_a_key_of_the_caller_is_taken_once():
    argane = make_exporter()
    site = make_site(argane)
    make_bill(argane, site, source_key="F-2025-02", **FEBRUARY)
    with pytest.raises(ValidationError) as refused:
        make_bill(argane, site, source_key="F-2025-02", starts_on="2025-03-01", ends_on="2025-03-31")
    assert refused.value.error_dict["source_key"][0].code == "taken"


def change(actor, bill, **values):
    return actions.change_bill(actor, bill_id=bill.pk, values=values, now=clock.now())


def test_an_answered_doubt_stays_answered_until_the_value_it_is_about_changes():
    argane = make_exporter()
    site = make_site(argane)
    assert asked_about(argane, site, quantity="12") == "thousandth"
    bill = Activity.objects.get()
    for values in ({"amount_mad": "18000"}, {"note": "compteur du puits"}, {"quantity": "12", "tax_mad": "3000"}):
        assert change(argane, bill, **values).confirmed
    with pytest.raises(Question):
        change(argane, bill, quantity="13")
    with pytest.raises(Question) as asked:
        change(argane, bill, starts_on="2025-02-01", ends_on="2025-02-28")
    assert asked.value.question_code == "thousandth"
    bill.refresh_from_db()
    assert (bill.quantity, str(bill.starts_on)) == (12, "2025-01-01")
    assert not change(argane, bill, quantity="15200").confirmed


def test_days_that_two_bills_share_are_asked_about_once_whichever_is_saved_later():
    argane = make_exporter()
    site = make_site(argane)
    first = make_bill(argane, site, **FEBRUARY)
    assert asked_about(argane, site, starts_on="2025-02-20", ends_on="2025-03-19") == "overlap"
    second = Activity.objects.exclude(pk=first.pk).get()
    for bill in (first, second):
        change(argane, bill, amount_mad="18000")
    change(argane, second, quantity="16000")
    with pytest.raises(Question) as asked:
        change(argane, second, starts_on="2025-02-21")
    assert asked.value.question_code == "overlap"


def test_months_without_a_delivery_are_not_the_usual():
    argane = make_exporter()
    site = make_site(argane)
    fuel = {"activity_id": "diesel_stationary", "unit": "L"}
    make_year(argane, site, 2024, kwh="0", **fuel)
    make_bill(argane, site, quantity="2000", **fuel)
    kept = make_bill(argane, site, quantity="2500", **fuel, **FEBRUARY)
    assert not kept.confirmed
