"""A firm contests a score: a person reads what it was made from, makes it again, and answers; all of it is written down."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts.models import AuditEntry, Organization
from kernel import clock
from kernel.errors import Refused
from matching import actions, queries
from matching.models import Contest, Match, MatchRun
from notices import queries as notices
from tests.factories.accounts import actor_of, make_organization
from tests.factories.footprint import make_exporter, make_site, make_year
from tests.factories.partners import make_offer, make_partner

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def argane():
    return make_exporter(goals=["pv_rooftop"])


@pytest.fixture
def match(argane):
    site = make_site(argane, roof_m2="1150", owns_building="yes")
    make_year(argane, site)
    make_offer(make_partner())
    actions.request_matches(argane, site_id=site.pk, now=clock.now())
    return Match.objects.get()


def contest(actor, match, words="Notre toit est à nous."):
    return actions.contest_match(actor, match_id=match.pk, words=words, now=clock.now())


def test_a_score_is_contested_read_replayed_answered_and_told(argane, match, drain):
    row = contest(argane, match)
    assert contest(argane, match, "Encore").pk == row.pk, "twice, while it is not answered, is once"
    team = actor_of(make_organization("Borj", "operator"))
    (sheet,) = queries.contest_sheets(queries.overseen_contests(team))
    assert (sheet.organization, sheet.words, sheet.partner) == ("Argane", "Notre toit est à nous.", "Chams Solaire")
    found = actions.read_contest(team, contest_id=row.pk, now=clock.now())
    assert found.replays is True
    assert (found.inputs["sme"]["roof_m2"], found.inputs["offer"]["kind"]) == ("1150", "provider")
    Match.objects.update(result=match.result.replace('"score":', '"score":1'))
    assert actions.read_contest(team, contest_id=row.pk, now=clock.now()).replays is False
    MatchRun.objects.update(engine="0")
    assert actions.read_contest(team, contest_id=row.pk, now=clock.now()).replays is None
    for outcome, answer in (("never", "Non"), ("stands", " ")):
        with pytest.raises(ValidationError):
            actions.answer_contest(team, contest_id=row.pk, outcome=outcome, answer=answer, now=clock.now())
    for _again in range(2):
        actions.answer_contest(team, contest_id=row.pk, outcome="facts", answer="Le toit manque.", now=clock.now())
    assert not queries.overseen_contests(team).exists()
    (own,) = queries.contest_sheets(queries.contests(argane))
    assert (own.outcome, own.answer) == ("facts", "Le toit manque.")
    drain()
    (told,) = notices.told(argane, notices.notices(argane).filter(kind="contest_answered"))
    assert str(own.outcome_label) in told.text
    assert told.next_step
    assert told.path == "/contests/"
    acts = list(AuditEntry.objects.filter(subject_kind="contest").order_by("sequence").values_list("act", flat=True))
    assert acts == ["score_contested", *["contest_read"] * 3, "contest_answered"]
    assert contest(argane, match, "Je n’en crois rien.").pk != row.pk, "an answered one may be asked about again"


def test_what_is_contested_is_kept_until_it_is_answered_and_goes_with_its_site(argane, match):
    contest(argane, match)
    MatchRun.objects.update(superseded_at=clock.now())
    actions.forget_runs(before=clock.now() + timedelta(days=1))
    assert Match.objects.filter(pk=match.pk).exists()
    match.run.site.delete()
    assert not Contest.objects.exists()


def test_who_may_contest_read_and_answer(argane, match):
    chams, zellige = actor_of(match.partner), make_exporter("Zellige")
    for stranger in (chams, zellige):
        with pytest.raises(Match.DoesNotExist):
            contest(stranger, match)
    with pytest.raises(Refused):
        contest(actor_of(Organization.objects.get(pk=argane.organization_id), "reader"), match)
    for words in ("", "  ", "x" * 1001):
        with pytest.raises(ValidationError):
            contest(argane, match, words)
    row = contest(argane, match)
    borj = make_organization("Borj", "operator")
    for stranger in (argane, chams, actor_of(borj, "read_only"), actor_of(borj, "technical")):
        assert not queries.overseen_contests(stranger).exists()
        with pytest.raises(Contest.DoesNotExist):
            actions.read_contest(stranger, contest_id=row.pk, now=clock.now())
        with pytest.raises(Contest.DoesNotExist):
            actions.answer_contest(stranger, contest_id=row.pk, outcome="stands", answer="Oui", now=clock.now())
    assert not queries.contests(zellige).exists()
