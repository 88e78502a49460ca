"""A firm's own data of a good are kept as typed, checked by the engine, and shared by each line of its code."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from footprint import actions, queries
from footprint.models import ExportLine
from kernel import clock
from kernel.errors import Question, Refused
from tests.factories.accounts import actor_of
from tests.factories.footprint import make_exporter

pytestmark = pytest.mark.django_db
ROD = {"key": "rod", "code": "7213", "tonnes_per_tonne": "1,05", "origin": "CN", "source": "default"}
TODAY = date(2026, 11, 26)


def declare(actor, code="7318 15 82", **values):
    return actions.declare_export(actor, values={"code": code, "market": "FR", **values}, now=clock.now())


def keep(actor, line, **values):
    return actions.set_own_data(actor, export_id=line.pk, values=values, now=clock.now())


@pytest.fixture
def bolts(db):
    return make_exporter("Boulons", sector="steel_products")


def test_the_three_numbers_of_a_firm_per_tonne_and_per_buyer(bolts):
    line = declare(bolts, importer_name="Müller", tonnes_year="120", importer_tonnes="900")
    declare(bolts, importer_name="Petit", tonnes_year="20", importer_tonnes="45")
    keep(bolts, line, direct_tco2e_t="0,20", precursors=[ROD, {}])
    found = queries.border_good(bolts, line.pk, today=TODAY)
    (good,) = found.answer["goods"]
    assert good["per_tonne"]["eur"]["own"] == Decimal("182.89")
    assert good["per_tonne"]["eur"]["worth_low"] == Decimal("114.87")
    assert [(row["key"], row["is_counted"]) for row in good["buyers"]] == [("Müller", True), ("Petit", False)]
    assert found.answer["totals"]["eur"]["own"] == Decimal("21946.54")
    assert found.own == {"direct_tco2e_t": "0.2", "precursors": [{**ROD, "tonnes_per_tonne": "1.05"}]}


def test_each_line_of_a_code_has_them_and_a_new_one_too(bolts):
    first = declare(bolts, importer_name="Müller")
    other = declare(bolts, "7318 15 95", importer_name="Müller")
    keep(bolts, first, direct_tco2e_t="0.2")
    later = declare(bolts, importer_name="Petit")
    other.refresh_from_db()
    assert (later.own, other.own) == ({"direct_tco2e_t": "0.2", "precursors": []}, None)
    actions.change_export(bolts, export_id=later.pk, values={"code": "7318 15 95"}, now=clock.now())
    later.refresh_from_db()
    assert later.own is None
    keep(bolts, first)
    assert set(ExportLine.objects.values_list("own", flat=True)) == {None}


def test_what_is_missing_is_said_and_the_default_stays_known(bolts):
    line = declare(bolts)
    good = queries.border_good(bolts, line.pk, today=TODAY).answer["goods"][0]
    assert [row["what"] for row in good["missing"]] == ["own"]
    keep(bolts, line, direct_tco2e_t="0.2", precursors=[{"code": "7213"}])
    good = queries.border_good(bolts, line.pk, today=TODAY).answer["goods"][0]
    assert [row["what"] for row in good["missing"]] == ["origin", "tonnes_per_tonne", "source"]
    assert good["per_tonne"]["eur"]["default_low"] == Decimal("297.75")
    assert good["per_tonne"]["eur"]["own"] is None


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"direct_tco2e_t": "-1"}, "direct_tco2e_t", "too_low"),
        ({"direct_tco2e_t": "900"}, "direct_tco2e_t", "too_large"),
        ({"precursors": [ROD, {**ROD, "code": "7602"}]}, "precursors.1.code", "code_outside"),
        ({"precursors": [{"tonnes_per_tonne": "1"}]}, "precursors.0.code", "required"),
        ({"precursors": [{**ROD, "tonnes_per_tonne": "many"}]}, "precursors.0.tonnes_per_tonne", "not_a_number"),
        ({"precursors": [{**ROD, "origin": "Moon"}]}, "precursors.0.origin", "origin_unknown"),
        ({"precursors": [{**ROD, "origin": "UN"}]}, "precursors.0.origin", "origin_unknown"),
        ({"precursors": [{**ROD, "tonnes_per_tonne": "0"}]}, "precursors.0.tonnes_per_tonne", "zero_amount"),
        ({"precursors": [{**ROD, "route": "K"}]}, "precursors.0.route", "route_unknown"),
        ({"direct_tco2e_t": "0.2", "route": "K"}, "route", "route_unknown"),
        ({"precursors": [{**ROD, "moon": "1"}]}, "precursors.0.moon", "unknown_field"),
        ({"precursors": [ROD] * 21}, "precursors", "too_many"),
    ],
)
def test_what_is_wrong_is_named_by_its_path_and_nothing_is_kept(bolts, values, field, code):
    line = declare(bolts)
    with pytest.raises(ValidationError) as refused:
        keep(bolts, line, **values)
    assert [(name, found[0].code) for name, found in refused.value.error_dict.items()] == [(field, code)]
    line.refresh_from_db()
    assert line.own is None


def test_a_number_with_two_readings_is_asked_about(bolts):
    with pytest.raises(Question) as asked:
        keep(bolts, declare(bolts), precursors=[{**ROD, "tonnes_per_tonne": "1.050"}])
    assert asked.value.field == "precursors.0.tonnes_per_tonne"


def test_a_code_outside_takes_no_own_data(bolts):
    line = declare(bolts, "0805 10")
    with pytest.raises(ValidationError) as refused:
        keep(bolts, line, direct_tco2e_t="1")
    assert refused.value.error_dict["code"][0].code == "not_covered"
    assert queries.border_good(bolts, line.pk, today=TODAY) is None


def test_another_firm_finds_nothing_and_a_reader_changes_nothing(bolts):
    line = declare(bolts)
    stranger = make_exporter("Zellige")
    with pytest.raises(ExportLine.DoesNotExist):
        keep(stranger, line, direct_tco2e_t="1")
    with pytest.raises(ExportLine.DoesNotExist):
        queries.border_good(stranger, line.pk, today=TODAY)
    reader = actor_of(line.organization, "reader")
    with pytest.raises(Refused):
        keep(reader, line, direct_tco2e_t="1")


def test_what_was_kept_and_is_refused_today_leaves_the_page_its_default_number(bolts):
    line = declare(bolts)
    ExportLine.objects.update(own={"direct_tco2e_t": "0.2", "precursors": [{**ROD, "tonnes_per_tonne": "0"}]})
    found = queries.border_good(bolts, line.pk, today=TODAY)
    (good,) = found.answer["goods"]
    assert [row["what"] for row in good["missing"]] == ["own_again"]
    assert (good["per_tonne"]["eur"]["default_low"], good["per_tonne"]["eur"]["own"]) == (Decimal("297.75"), None)
    assert found.own["precursors"][0]["tonnes_per_tonne"] == "0", "what was typed is not lost"


PROCESS = {
    "output_t": "1 000",
    "flows": [
        {"key": "gas", "kind": "fuel", "energy_tj": "3,5", "tco2_per_tj": "56,1"},
        {"kind": "electricity", "mwh": "70", "tco2e_per_mwh": "0,7", "leaves": True},
        {},
    ],
}


def test_a_process_is_kept_by_its_flows_and_a_material_with_what_is_inside_it(bolts):
    line = declare(bolts)
    billet = {"code": "7207 11 11", "tonnes_per_tonne": "1,02", "source": "measured", "route": "E"}
    rod = {"code": "7213 91 10", "tonnes_per_tonne": "1,05", "source": "measured", "direct_tco2e_t": "0,45"}
    keep(bolts, line, process=PROCESS, precursors=[{**rod, "precursors": [billet, {}]}])
    found = queries.border_good(bolts, line.pk, today=TODAY)
    own = found.answer["goods"][0]["own"]
    assert own["process"]["direct_tco2e"] == Decimal("147.35")
    assert own["see_tco2e_t"] == Decimal("0.14735") + Decimal("0.4725")
    assert own["free_tco2e_t"] == Decimal("0.143827125")
    assert found.own["process"]["output_t"] == "1000"
    assert found.own["process"]["flows"][1] == {
        "kind": "electricity",
        "mwh": "70",
        "tco2e_per_mwh": "0.7",
        "leaves": True,
    }
    assert found.own["precursors"][0]["precursors"] == [{**billet, "tonnes_per_tonne": "1.02"}]


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"direct_tco2e_t": "1", "process": PROCESS}, "process", "said_twice"),
        ({"process": {"flows": PROCESS["flows"]}}, "process.output_t", "required"),
        ({"process": {"output_t": "5"}}, "process.flows", "required"),
        ({"process": {"output_t": "5", "flows": [{"kind": "wind"}]}}, "process.flows.0.kind", "unknown_choice"),
        ({"process": {"output_t": "5", "flows": [{"mwh": "1"}]}}, "process.flows.0.kind", "required"),
        (
            {"process": {"output_t": "5", "flows": [{"kind": "fuel", "energy_tj": "1"}]}},
            "process.flows.0.tco2_per_tj",
            "field_needed",
        ),
        (
            {"precursors": [{**ROD, "precursors": [{"tonnes_per_tonne": "1"}]}]},
            "precursors.0.precursors.0.code",
            "required",
        ),
        ({"precursors": [{"precursors": [{"code": "7207"}]}]}, "precursors.0.code", "required"),
    ],
)
def test_what_is_wrong_of_flows_and_inner_materials_is_named_by_its_path(bolts, values, field, code):
    line = declare(bolts)
    with pytest.raises(ValidationError) as refused:
        keep(bolts, line, **values)
    assert (field, code) in {(name, one.code) for name, errors in refused.value.error_dict.items() for one in errors}
