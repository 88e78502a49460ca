from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from footprint import actions, queries
from footprint.models import SmeProfile
from kernel import clock
from kernel.errors import Question
from tests.factories.footprint import make_exporter, make_site, make_year

pytestmark = pytest.mark.django_db


def declare(actor, code, *, confirmed=(), **values):
    values = {"code": code, "market": "FR", **values}
    return actions.declare_export(actor, values=values, confirmed=confirmed, now=clock.now())


@pytest.mark.parametrize(
    ("typed", "status", "resolved"),
    [
        ("731815", "covered_needs_8", ""),
        ("7318.15.82", "covered", "73181582"),
        ("73 18 15 82 00", "covered", "73181582"),
        ("٧٣١٨١٥٨٢", "covered", "73181582"),
        ("310530", "covered", "31053000"),
        ("8051022", "lost_zero", "08051022"),
        ("0805 10 22", "not_concerned", "08051022"),
        ("7318159", "unknown", ""),
        ("73181500", "unknown", ""),
    ],
)
def test_codes_as_people_write_them(typed, status, resolved):
    """Case RW16."""
    found = queries.check_code(typed)
    assert (found.status, found.resolved) == (status, resolved)
    assert found.sentence
    if status == "unknown":
        assert len(found.neighbours) == 12
        assert all(code.startswith("731815") for code in found.neighbours)


@pytest.mark.parametrize(
    ("reader", "code", "title", "language"),
    [
        ("fr", "731815", "Visserie, boulonnerie", "fr"),
        ("ar", "73181582", "براغ ومسامير", "ar"),
        ("ar", "0805 10 22", "Fruit, edible; oranges", "en"),
        ("en", "731815", "Iron or steel; threaded screws and bolts", "en"),
        ("fr", "25231000", "Clinker de ciment", "fr"),
        ("fr", "0805 10 22", "Fruit, edible; oranges", "en"),
        ("fr", "nothing", "", ""),
    ],
)
def test_a_covered_good_is_named_in_the_readers_language_and_each_title_says_its_language(
    reader, code, title, language
):
    with translation.override(reader):
        found = queries.check_code(code)
    assert found.title.startswith(title)
    assert bool(found.title) is bool(title)
    assert found.title_language == language


def test_a_range_stays_a_range():
    cost = queries.cost_of("731815", tonnes=Decimal(100))
    assert (cost.low_per_t, cost.high_per_t) == (Decimal("297.75"), Decimal("313.18"))
    assert cost.low_year == Decimal("29775.49")
    assert cost.price_date.isoformat() == "2026-04-07"


def test_a_part_of_a_heading_costs_from_nothing_on():
    line = queries.line_of("2804", tonnes=Decimal(60))
    assert (line.cost.low_per_t, line.cost.low_year, line.exemption) == (0, 0, "")
    assert line.cost.high_per_t > 0
    assert line.checked.is_concerned is None


def test_without_a_code_the_answer_is_unknown_never_no():
    answer = queries.cbam_answer(make_exporter())
    assert (answer.kind, answer.missing) == ("unknown", ("code",))


def test_not_concerned_comes_with_who_will_ask():
    argane = make_exporter(sector="fresh_fruit_veg")
    with pytest.raises(Question) as asked:
        declare(argane, "8051022")
    assert asked.value.readings == ("08051022",)
    with pytest.raises(Question):
        declare(argane, "8051022", confirmed=["superseded"])
    line = declare(argane, "8051022", confirmed=["lost_zero"])
    assert line.resolved == "08051022"
    answer = queries.cbam_answer(argane)
    assert answer.kind == "no"
    named = {asker.source for asker in answer.askers}
    assert "Regulation (EU) 2018/848; Regulation (EU) 2021/1378" in named
    assert any("47-09" in source for source in named), "a whole year of bills is missing, so the audit is a question"


def test_a_covered_code_depends_on_its_importer():
    bolts = make_exporter("Boulons", sector="steel_products")
    line = declare(bolts, "7318 15 82", tonnes_year="40")
    assert queries.cbam_answer(bolts).kind == "unknown"
    assert queries.cbam_answer(bolts).missing == ("importer_tonnes",)
    actions.change_export(bolts, export_id=line.pk, values={"importer_tonnes": "45"}, now=clock.now())
    assert queries.cbam_answer(bolts).kind == "probably_exempt"
    declare(bolts, "080510")
    assert queries.cbam_answer(bolts).kind == "probably_exempt"
    actions.change_export(bolts, export_id=line.pk, values={"importer_tonnes": "900"}, now=clock.now())
    answer = queries.cbam_answer(bolts)
    assert answer.kind == "yes"
    assert answer.lines[0].cost.low_per_t == Decimal("297.75")


def test_the_audit_is_told_from_a_whole_year():
    argane = make_exporter()
    site = make_site(argane)
    assert queries.audit_due(argane) == "unknown"
    make_year(argane, site)
    assert queries.audit_due(argane) == "no"


def test_the_profile_for_matching_leaves_out_the_unknown_and_uses_the_firms_own_prices():
    argane = make_exporter(goals=["pv_rooftop"])
    site = make_site(argane, roof_m2="1150", owns_building="yes")
    make_year(argane, site, amount_mad="20064", tax_mad="2128")
    facts = queries.profile_facts(argane, site.pk)
    assert facts["own_prices"] == {"electricity": Decimal("1.18")}
    assert facts["energy_use"] == [{"carrier": "electricity", "amount": Decimal(182400), "unit": "kWh"}]
    assert facts["owns_building"] is True
    assert "heritage_roof" not in facts
    assert facts["toe_per_year"] == Decimal("15.6864")
    from matching.engine.profile import read_sme
    from reference.queries import catalogue

    sme, problems = read_sme(facts, catalogue(), own=True)
    assert problems == []
    assert sme.goals == ("pv_rooftop",)


def test_the_audit_says_its_figure_its_threshold_and_who_is_exempt():
    argane = make_exporter()
    make_year(argane, make_site(argane))
    audit = queries.cbam_answer(argane).audit
    assert (audit.due, audit.toe, audit.threshold_toe) == ("no", Decimal("15.6864"), 1500)
    make_year(argane, make_site(argane, name="Seconde presse"), kwh="1500000")
    assert queries.audit_answer(argane).due == "yes"
    actions.describe_company(argane, values={"certifications_held": ["iso_50001"]}, now=clock.now())
    assert (queries.audit_answer(argane).due, queries.audit_answer(argane).reason) == ("no", "iso_50001")


def test_lines_to_one_importer_count_together_for_the_threshold():
    bolts = make_exporter("Boulons", sector="steel_products")
    declare(bolts, "73181582", tonnes_year="30", importer_name="Müller GmbH")
    assert queries.cbam_answer(bolts).lines[0].exemption == "unknown"
    declare(bolts, "73181595", tonnes_year="25", importer_name="MULLER GMBH")
    declare(bolts, "080510", tonnes_year="900", importer_name="Müller GmbH")
    assert [line.exemption for line in queries.cbam_answer(bolts).lines] == ["not_exempt", "not_exempt", ""]


def test_what_one_line_says_of_an_importer_holds_for_each_of_its_lines():
    bolts = make_exporter("Boulons", sector="steel_products")
    declare(bolts, "73181582", tonnes_year="3", importer_name="Müller", importer_tonnes="900")
    declare(bolts, "73181595", tonnes_year="2", importer_name="MULLER", importer_tonnes="5")
    declare(bolts, "73181639", tonnes_year="2", importer_name="Müller")
    assert [line.exemption for line in queries.cbam_answer(bolts).lines] == ["not_exempt"] * 3


def test_an_importer_brings_in_no_less_than_all_lines_to_it(db):
    bolts = make_exporter("Boulons", sector="steel_products")
    declare(bolts, "73181582", tonnes_year="30", importer_name="Müller", importer_tonnes="45")
    with pytest.raises(ValidationError) as refused:
        declare(bolts, "73181595", tonnes_year="25", importer_name="MULLER")
    assert refused.value.error_dict["importer_tonnes"][0].code == "below_sold"
    declare(bolts, "73181595", tonnes_year="15", importer_name="MULLER")
    with pytest.raises(ValidationError) as refused:
        declare(bolts, "73181639", tonnes_year="2000000000")
    assert refused.value.error_dict["tonnes_year"][0].code == "too_large"


def test_the_same_code_is_not_declared_twice_for_one_market_and_buyer():
    argane = make_exporter()
    first = declare(argane, "73181582", importer_name="Boulons SA")
    declare(argane, "7318 15 82", importer_name="Visserie SARL")
    with pytest.raises(ValidationError) as refused:
        declare(argane, "7318.15.82", importer_name="Boulons SA")
    assert refused.value.error_dict["code"][0].code == "declared_twice"
    actions.change_export(argane, export_id=first.pk, values={"tonnes_year": "12"}, now=clock.now())


def test_own_money_beyond_the_investment_is_refused():
    with pytest.raises(ValidationError) as refused:
        make_exporter(budget_mad="100000", own_funds_mad="100001")
    assert refused.value.error_dict["own_funds_mad"][0].code == "above_budget"
    argane = make_exporter(budget_mad="100000", own_funds_mad="100000")
    SmeProfile.objects.update(own_funds_mad=100_001)  # kept before this was checked
    assert actions.describe_company(argane, values={"employees": "41"}, now=clock.now()).employees == 41


@pytest.mark.parametrize(
    ("reader", "shown"),
    [
        ("fr", "Clinker de ciment"),
        ("ar", "كلنكر الإسمنت"),
        ("en", "Cement clinkers"),
    ],
)
def test_the_page_marks_the_name_of_a_good_where_it_is_not_in_the_readers_language(client, reader, shown):
    page = client.get("/cbam/", {"code": "25231000", "tonnes": "120"}, headers={"accept-language": reader})
    assert shown in page.content.decode()
    assert '<span lang="' not in page.content.decode().partition("<main")[2]
    fruit = client.get("/cbam/", {"code": "08051022"}, headers={"accept-language": reader}).content.decode()
    assert ('<span lang="en" dir="ltr">Fruit' in fruit) is (reader != "en")
