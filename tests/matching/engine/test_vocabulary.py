"""The rules of the measures file are read whole, and nothing outside their vocabulary is."""

from decimal import Decimal

import pytest

from matching.engine.vocabulary import BadRule, compute, condition, exclusions, hangs_on, holds, outputs, rule
from tests.matching.engine.firms import CATALOGUE

FACTS = {"a": Decimal(3), "b": Decimal(0), "roof": True, "voltage": "MV", "markets": (), "unknown": None}
OUTPUTS = {
    "electricity_kwh",
    "electricity_day_kwh",
    "fuel_kwh",
    "pump_kwh",
    "diesel_l",
    "petrol_l",
    "water_m3",
    "pomace_t",
    "mad",
    "co2e_kg",
    "co2e_kg_market",
}


def test_every_row_of_the_file_is_read():
    counted = 0
    for row in CATALOGUE.triggers.values():
        assert condition(row.trigger).names
        for code, expression in exclusions(row.exclusions):
            assert code.isidentifier()
            assert expression.names
        assert {one.name for one in outputs(row.saving_rule)} <= OUTPUTS
        for text in (row.size_rule, row.capex_rule, row.maintenance_rule):
            if text is not None:
                counted += bool(rule(text).text)
    assert counted > 150
    assert len(CATALOGUE.triggers) == 66


def test_factors_and_facts_that_rules_name_exist():
    named = {
        name
        for row in CATALOGUE.triggers.values()
        for one in outputs(row.saving_rule)
        for name in one.rule.names
        if name.startswith("ef_")
    }
    assert len(named) == 8
    assert {name.removeprefix("ef_") for name in named} <= CATALOGUE.factors.keys()


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("a = 3", True),
        ("a > 3", False),
        ("a < 3.5 and roof = yes", True),
        ("roof = no", False),
        ("voltage in (LV;MV)", True),
        ("voltage in (LV;HV)", False),
        ("unknown > 1", None),
        ("unknown > 1 and a = 4", False),
        ("unknown > 1 and a = 3", None),
        ("unknown > 1 or a = 3", True),
        ("unknown > 1 or a = 4", None),
        ("(unknown = yes or a = 3) and (roof = yes)", True),
        ("unknown present", None),
        ("markets present", False),
        ("voltage present", True),
        ("nowhere = 1", None),
    ],
)
def test_conditions_have_three_values(text, answer):
    assert holds(condition(text), FACTS) is answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("1+2*3", 7),
        ("(1+2)*3", 9),
        ("10-4-3", 3),
        ("-a*2", -6),
        ("2*(1-0.5)", 1),
        ("min(a, 5, unknown)", 3),
        ("min(unknown, nowhere)", None),
        ("max(a, 5)", 5),
        ("max(a, unknown)", None),
        ("ifknown(unknown, unknown, a*2)", 6),
        ("ifknown(a, a*10, 1)", 30),
        ("unknown+1", None),
        ("a/b", None),
    ],
)
def test_sums(text, answer):
    assert compute(rule(text), FACTS) == (None if answer is None else Decimal(answer))


def test_a_limit_that_min_ignores_is_flagged():
    flags = set()
    assert compute(rule("min(unknown*2, a)"), FACTS, flags) == 3
    assert flags == {"unknown"}


def test_a_rule_says_what_it_hangs_on():
    assert hangs_on(condition("a = 3 and (unknown = yes or nowhere > 2)"), FACTS) == ("unknown", "nowhere")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a = ",
        "a == 3",
        "a > 3 and",
        "(a > 3",
        "a > 3)",
        "__import__('os')",
        "a.b > 3",
        "a in (1,2)",
        "lambda: 1",
        "and = 3",
        "a ! 3",
    ],
)
def test_what_is_no_condition_is_refused(text):
    with pytest.raises(BadRule):
        condition(text)


@pytest.mark.parametrize(
    "text", ["", "1+", "a b", "f(1)", "min(1", "ifknown(1, 2, 3)", "ifknown(a, 2)", "a**2", "1;2", "a[0]"]
)
def test_what_is_no_sum_is_refused(text):
    with pytest.raises(BadRule):
        rule(text)


@pytest.mark.parametrize("text", ["electricity_kwh", "electricity_kwh@money: 1", "mad: 1; fuel_kwh"])
def test_what_is_no_output_is_refused(text):
    with pytest.raises(BadRule):
        outputs(text)


def test_words_and_numbers_have_no_order_together():
    with pytest.raises(BadRule):
        holds(condition("voltage > 3"), FACTS)
    with pytest.raises(BadRule):
        compute(rule("voltage + 3"), FACTS)
