"""The match bench on the open set of judged cases."""

import json
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from matching.engine.bench import bench, by_keywords, measures, ndcg
from matching.engine.judgements import BadJudgements, read_judgements
from matching.engine.rules import RULES
from matching.engine.run import Candidate, result
from matching.engine.table import as_table
from matching.engine.weights import STARTING_WEIGHTS
from tests.matching.engine.firms import CATALOGUE, DAY, situated

FILE = Path(__file__).resolve().parents[1] / "data" / "judgements.json"
TEXT = FILE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def cases():
    found, problems = read_judgements(TEXT, CATALOGUE, frozenset(RULES))
    assert problems == ()
    return found


@pytest.fixture(scope="module")
def one_refusal_a_rule(cases):
    """The first cases, in which every rule refuses one offer, alone."""
    return cases[:8]


def failed_of(one, judged):
    from matching.engine.situation import situation

    offer = next(offer for offer in one.candidates if offer.offer_id == judged.offer_id)
    found = result(situation(one.sme, CATALOGUE), Candidate(offer), STARTING_WEIGHTS, DAY)
    return [answer["code"] for answer in found["verdicts"] if answer["verdict"] == "fail"]


def test_the_set_meets_every_rule_and_each_refusal_is_one_rule_s(one_refusal_a_rule):
    met = []
    for one in one_refusal_a_rule:
        for judged in one.judgements.values():
            failed = failed_of(one, judged)
            assert tuple(failed) == judged.hard_constraints_failed
            met += failed
    assert sorted(met) == sorted(RULES)


def test_every_case_has_an_offer_that_fits_and_one_that_does_not_each_with_a_reason(cases):
    assert len(cases) >= 30
    assert len({one.case_id for one in cases}) == len(cases)
    for one in cases:
        grades = {judged.grade for judged in one.judgements.values()}
        assert {0, 3} <= grades, one.case_id
        assert one.judgements.keys() == {offer.offer_id for offer in one.candidates}
        for judged in one.judgements.values():
            assert judged.reason
            assert (judged.grade == 0) == bool(judged.hard_constraints_failed), judged


def test_the_goals_are_met(cases, capsys):
    report = bench(cases, CATALOGUE, DAY)
    with capsys.disabled():
        print(f"\n{as_table(report)}")
    assert report.engine.hard_violations == 0
    assert report.code_agreement >= Decimal("0.95")
    assert report.disagreements == ()
    assert report.engine.ndcg_at_5 >= Decimal("0.92")
    assert report.engine.ndcg_at_5 > max(one.ndcg_at_5 for one in report.baselines.values())


@pytest.mark.parametrize("code", sorted(RULES))
def test_without_any_one_rule_the_set_turns_red(one_refusal_a_rule, code):
    report = bench(one_refusal_a_rule, CATALOGUE, DAY, without=[code])
    assert report.code_agreement < 1
    assert len(report.disagreements) == 1
    assert f"'{code}'" in report.disagreements[0]


def test_gains_are_discounted_to_the_fifth_place():
    assert ndcg([3, 2, 1, 0]) == 1
    assert ndcg([0, 0]) == 1
    assert ndcg([0, 3]).quantize(Decimal("0.0001")) == Decimal("0.6309")  # 1 / log2(3)
    assert ndcg([0, 0, 0, 0, 0, 3]) == 0


def test_violations_count_the_zeros_above_a_good_one(cases):
    worst = measures(cases, lambda case: sorted(case.judgements, key=lambda name: case.judgements[name].grade))
    assert worst.hard_violations == sum(one.grade == 0 for case in cases for one in case.judgements.values())
    assert worst.grade_3_on_top == 0
    assert measures(cases, by_keywords).hard_violations > 0


def test_the_baselines_are_the_same_each_time(one_refusal_a_rule):
    first, second = (bench(one_refusal_a_rule, CATALOGUE, DAY) for _ in range(2))
    assert first.baselines == second.baselines
    assert first.engine == second.engine


def test_one_case_a_line_reads_the_same(cases):
    lines = "\n".join(json.dumps(one) for one in json.loads(TEXT)["cases"])
    assert read_judgements(lines, CATALOGUE, frozenset(RULES)) == (cases, ())


def test_what_does_not_read_is_named_and_the_rest_is_ranked():
    written = {"cases": json.loads(TEXT)["cases"][:8]}
    written["cases"][0]["sme_profile"]["mood"] = "good"
    written["cases"][1]["candidates"][0]["regions_served"] = []
    written["cases"][2]["judgements"][0]["grade"] = 4
    written["cases"][3]["judgements"][0]["hard_constraints_failed"] = ["weather"]
    found, problems = read_judgements(json.dumps(written), CATALOGUE, frozenset(RULES))
    assert [one.case_id for one in found] == [
        one["case_id"] for one in written["cases"] if one in written["cases"][1:2] + written["cases"][4:]
    ]
    assert [one.split(" ", 1)[1] for one in problems] == [
        "sme_profile.mood: unknown_field good",
        "judgements.grade: unknown_choice 4",
        "judgements.hard_constraints_failed: unknown_code weather",
    ]
    report = bench(found, CATALOGUE, DAY)
    assert report.unreadable == ("teinturerie-casa t-steam regions_served: empty_list",)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"cases": 3}', '{"cases": []}', '{"cases": [{"case_id": "x"}]}'])
def test_a_file_without_a_case_is_refused(text):
    with pytest.raises(BadJudgements):
        read_judgements(text, CATALOGUE, frozenset(RULES))


def test_the_command_prints_measures_or_json(tmp_path):
    table = StringIO()
    call_command("match_bench", FILE, "--as-of", "2026-11-25", stdout=table)
    assert "hard rules and keywords" in table.getvalue()
    plain = StringIO()
    call_command("match_bench", FILE, "--json", "--as-of", "2026-11-25", stdout=plain)
    report = json.loads(plain.getvalue())
    assert report["engine"]["hard_violations"] == 0
    assert report["code_agreement"] == "1"
    assert report["baselines"].keys() == {"random", "keywords", "hard_rules_and_keywords"}
    wrong = tmp_path / "wrong.json"
    wrong.write_text("{}")
    with pytest.raises(CommandError):
        call_command("match_bench", wrong)
    with pytest.raises(CommandError):
        call_command("match_bench", tmp_path / "absent.json")


def test_the_page_of_one_need_sees_that_need_alone(cases):
    from matching.engine.situation import situation

    mill = situation(cases[0].sme, CATALOGUE, need="led")
    results = {offer.offer_id: result(mill, Candidate(offer), STARTING_WEIGHTS, DAY) for offer in cases[0].candidates}
    assert results["m-led"]["serves_need"]
    assert not results["m-pv"]["serves_need"]
    cover = {part["code"]: part["x"] for part in results["m-led"]["parts"]}["cover"]
    assert cover == 1_000_000
    assert situated({"sme_id": "n"}).u
