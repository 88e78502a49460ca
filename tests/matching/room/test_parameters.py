"""What lists and the other side go by is kept in versions, as the weights of the score are."""

import json
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from kernel import clock
from kernel.models import Task
from matching import actions, queries
from matching.engine.parameters import STARTING
from matching.models import AllocationRun, MatchRun, ParameterSet, Placement
from tests.factories.partners import make_offer, make_partner

pytestmark = pytest.mark.django_db(transaction=True)


def written(values):
    return [f"{code}={value}" for code, value in values.items()]


def test_a_new_version_of_the_lists_moves_places_and_no_score(argane, mill, drain, capsys):
    for number in range(6):
        make_offer(make_partner(f"P{number}"), measures=["*"])
    actions.request_matches(argane, site_id=mill.pk, now=clock.now())
    drain()
    actions.allocate_lists(now=clock.now())
    runs = set(MatchRun.objects.values_list("pk", flat=True))
    assert len(queries.matches(argane, mill.pk, offer_kind="technology")) == 6
    Task.objects.filter(path="matching.jobs.allocate").delete()
    for wrong in ({"places": 0}, {"places": "2.5"}, {"pace_day_pct": 101}):
        with translation.override("en"), pytest.raises(CommandError, match=next(iter(wrong))):
            call_command("match_weights", "lists", *written(STARTING["lists"] | wrong), author="Nadia", reason="Tried")
    capsys.readouterr()
    call_command("match_weights", "firm_finance")
    assert "1 (in force, Qafila" in capsys.readouterr().out, "what nobody changed yet is in force all the same"
    fewer = written(STARTING["lists"] | {"places": 4, "new_place": 3})
    call_command("match_weights", "lists", *fewer, author="Nadia", reason="Six were too many")
    assert "2 (in force" in capsys.readouterr().out
    drain()
    assert Task.objects.filter(path="matching.jobs.allocate", status="ready").count() == 1, "new lists are asked for"
    assert set(MatchRun.objects.values_list("pk", flat=True)) == runs, "and nothing is scored again"
    actions.allocate_lists(now=clock.now())
    assert Placement.objects.filter(allocation=AllocationRun.objects.latest("created_at")).count() == 4
    assert len(queries.matches(argane, mill.pk, offer_kind="technology")) == 4
    assert AllocationRun.objects.latest("created_at").parameters["places"] == 4


def test_the_worth_of_a_firm_goes_by_the_version_in_force_and_a_kept_one_stays(argane, mill):
    make_offer(make_partner())
    actions.request_matches(argane, site_id=mill.pk, now=clock.now())
    actions.allocate_lists(now=clock.now())
    (before,) = queries.matches(argane, mill.pk)
    other = STARTING["firm_technology"] | {"readiness": Decimal("0.35"), "horizon": Decimal(0)}
    actions.set_weights("firm_technology", other, author="Nadia", reason="Nobody says when", now=clock.now())
    assert queries.matches(argane, mill.pk)[0].placement.other_side == before.placement.other_side
    actions.allocate_lists(now=clock.now())
    (after,) = queries.matches(argane, mill.pk)
    assert after.score_micro == before.score_micro
    shares = {part["code"]: part["weight"] for part in json.loads(after.placement.other_side)["parts"]}
    assert (shares["readiness"], "horizon" in shares) == ("0.35", False)
    today = queries.other_side_for_partner(after, "fr")
    assert {point.code for point in today.points} == shares.keys()
    assert ParameterSet.objects.filter(subject="firm_technology").count() == 2
