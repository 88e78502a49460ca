"""What a run keeps of many offers, and what is said of one that it does not."""

import pytest
from django.core.management import call_command

from kernel import clock
from matching import actions, queries
from matching.models import Match
from tests.factories.footprint import make_exporter, make_site, make_year
from tests.factories.partners import make_offer, make_partner

pytestmark = pytest.mark.django_db(transaction=True)


def test_three_of_a_partner_are_kept_for_a_need_and_the_fourth_is_told_why(capsys):
    argane = make_exporter(budget_mad="1800000", goals=["pv_rooftop"])
    mill = make_site(argane, roof_m2="1150", owns_building="yes")
    make_year(argane, mill, kwh="34333")
    chams, rif = make_partner(), make_partner("Rif")
    clones = [make_offer(chams, name_fr=f"Toiture {number}", available_in_days=30 + 30 * number) for number in range(5)]
    other = make_offer(chams, name_fr="Moteurs", measures=["vsd"])
    near = [make_offer(chams, name_fr=f"Loin {number}", regions_served=["MA-06"]) for number in range(4)]
    make_offer(rif, available_in_days=170)
    runs = actions.request_matches(argane, site_id=mill.pk, now=clock.now())
    kept = set(Match.objects.filter(partner=chams.organization_id).values_list("offer_id", flat=True))
    assert kept == {*(one.pk for one in clones[:3]), other.pk, *(one.pk for one in near)}, (
        "near misses are kept as before"
    )
    answers = [queries.why_not(argane, mill.pk, one.pk) for one in (*clones, other, *near)]
    assert [one.is_outranked for one in answers] == [False] * 3 + [True] * 2 + [False] * 5
    call_command("match_replay", str(next(run.pk for run in runs if run.offer_kind == "technology")))
    assert capsys.readouterr().out.split() == ["identical"]
