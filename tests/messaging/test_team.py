"""What an organization writes to the team of Qafila: one conversation each, read and answered by the operators in charge of it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from accounts.models import AuditEntry, Organization
from kernel import clock
from kernel.errors import Refused
from marketplace import actions as marketplace
from messaging import actions, queries
from messaging.choices import About
from messaging.models import Conversation, Message, Participant
from notices import actions as telling
from notices import queries as notices
from tests.factories.accounts import actor_of, make_member, make_organization
from tests.factories.marketplace import make_lead
from tests.race import race

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    """Argane in Fès and Chams in Agadir, a national operator, and one of Fès with an animator of that region alone."""
    argane = actor_of(make_organization("Argane", region="MA-03"))
    chams = actor_of(make_organization("Chams", "provider", region="MA-09"))
    national = actor_of(make_organization("Qafila", "operator"))
    borj = make_organization("Borj", "operator", region="MA-03")
    borj.memberships.update(role="regional")
    regional = actor_of(borj, "regional")
    return argane, chams, national, regional


def write(actor, text="Comment faire ?", client_id=None):
    return actions.write_to_team(actor, client_id=client_id or uuid4(), text=text, now=clock.now())[0]


def answer(actor, conversation_id, text="Voici comment."):
    return actions.post_message(actor, conversation_id=conversation_id, client_id=uuid4(), text=text, now=clock.now())[
        0
    ]


def read(actor, conversation_id):
    return queries.lines(actor, queries.messages(actor, conversation_id))


def test_the_first_message_opens_it_and_the_second_finds_it(cast):
    argane, chams, *_team = cast
    name = uuid4()
    first, again, second = write(argane, client_id=name), write(argane, client_id=name), write(argane, "Encore")
    assert (first.pk, first.sequence, second.sequence) == (again.pk, 1, 2)
    row = Conversation.objects.get()
    assert (row.about, row.subject_id, row.is_masked) == (About.OPERATOR, argane.organization_id, False)
    assert write(chams).conversation_id != row.pk


def test_nothing_is_opened_by_what_is_wrong_nor_by_who_only_reads_nor_by_an_operator(cast):
    argane, _chams, national, _regional = cast
    with pytest.raises(ValidationError):
        write(argane, " ")
    reader = actor_of(Organization.objects.get(pk=argane.organization_id), "reader")
    for actor in (reader, national):
        with pytest.raises(Refused):
            write(actor)
    assert not Conversation.objects.exists()


def test_the_operators_in_charge_read_and_answer_and_nobody_else(cast):
    argane, chams, national, regional = cast
    ours, theirs = write(argane).conversation_id, write(chams).conversation_id
    borj = Organization.objects.get(pk=regional.organization_id)
    for actor, seen in (
        (national, {ours, theirs}),
        (regional, {ours}),
        (actor_of(borj, "read_only"), set()),
        (actor_of(borj, "technical"), set()),
        (argane, {ours}),
        (chams, {theirs}),
        (actor_of(make_organization("Zellige", region="MA-03")), set()),
        (actor_of(make_organization("Région", "institution", region="MA-03")), set()),
    ):
        assert set(queries.conversations(actor).values_list("pk", flat=True)) == seen, actor
    with pytest.raises(Conversation.DoesNotExist):
        answer(regional, theirs)
    assert answer(regional, ours).sequence == 2
    assert answer(national, ours).sequence == 3


def test_the_team_is_one_side_and_is_not_named_to_the_other(cast):
    argane, _chams, national, regional = cast
    row = write(argane, "Appelez le 06 12 34 56 78").conversation_id
    answer(regional, row, "Je vous appelle, info@borj.example")
    assert [(one.mine, one.text) for one in read(argane, row)] == [
        (True, "Appelez le 06 12 34 56 78"),
        (False, "Je vous appelle, info@borj.example"),
    ]
    assert [one.mine for one in read(national, row)] == [False, True], (
        "a colleague of another operator is one's own side"
    )
    assert read(argane, row)[1].author == ""
    assert read(national, row)[1].author == "Personne"
    assert read(national, row)[0].author == "Personne"


def test_what_waits_for_an_answer_waits_until_the_team_has_the_last_word(cast):
    argane, chams, national, regional = cast
    row = write(argane).conversation_id
    write(chams)
    waiting = queries.waiting_for_team
    assert [one.subject_id for one in waiting(national)] == [argane.organization_id, chams.organization_id]
    assert [one.pk for one in waiting(regional)] == [row]
    said = answer(regional, row)
    assert [one.subject_id for one in waiting(national)] == [chams.organization_id]
    actions.remove_message(regional, conversation_id=row, message_id=said.pk, now=clock.now())
    assert len(waiting(national)) == 2
    assert not waiting(argane)


def test_each_act_of_the_team_leaves_its_entry_where_the_organization_reads_it(cast):
    argane, _chams, _national, regional = cast
    row = write(argane).conversation_id
    assert not AuditEntry.objects.filter(subject_kind="conversation").exists()
    said = answer(regional, row)
    ids = {"conversation_id": row, "message_id": said.pk, "now": clock.now()}
    actions.change_message(regional, **ids, text="Autrement.")
    actions.remove_message(regional, **ids)
    entries = AuditEntry.objects.filter(subject_id=str(row)).order_by("sequence")
    assert [one.act for one in entries] == ["team_answered", "team_answer_changed", "team_answer_removed"]
    assert {(one.concerns_id, one.facts["message"]) for one in entries} == {(argane.organization_id, 2)}


def test_an_open_page_of_each_side_is_woken_and_no_other(cast):
    argane, chams, national, regional = cast
    ours, theirs = write(argane).conversation_id, write(chams).conversation_id
    team = {national.organization_id, regional.organization_id}
    assert set(queries.listening(ours)) == {argane.organization_id, *team}
    assert set(queries.listening(theirs)) == {chams.organization_id, national.organization_id}
    assert set(queries.others(argane.organization_id, ours)) == team
    assert queries.others(national.organization_id, ours) == [argane.organization_id]


def test_who_is_absent_is_told_on_both_sides_and_a_colleague_who_answered_speaks_for_all(cast, drain):
    argane, _chams, national, regional = cast
    row = write(argane).conversation_id
    late = clock.now() + timedelta(minutes=6)
    telling.tell_the_absent(row, now=late)

    def told(actor):
        return [one for one in notices.told(actor, notices.notices(actor)) if one.kind == "message_received"]

    for operator in (national, regional):
        (notice,) = told(operator)
        assert "Argane" in notice.text
        assert notice.path == f"/desk/conversations/{row}/"
    assert not told(argane)
    answer(regional, row)
    actions.mark_read(regional, conversation_id=row, sequence=2, now=clock.now())
    drain()
    assert [one.read_at is None for one in told(national)] == [False], "it is answered"
    telling.tell_the_absent(row, now=late + timedelta(minutes=6))
    (notice,) = told(argane)
    assert "L’équipe Qafila" in notice.text
    assert notice.lead is None


def test_letters_leave_for_both_sides(cast, mailoutbox, drain):
    argane, _chams, _national, regional = cast
    make_member(Organization.objects.get(pk=regional.organization_id), role="technical")
    row = write(argane, "Quel dossier ?").conversation_id
    telling.tell_the_absent(row, now=clock.now() + timedelta(minutes=6))
    drain()
    assert len(mailoutbox) == 2, "one for each operator who answers"
    assert all("Quel dossier ?" in one.body for one in mailoutbox)
    mailoutbox.clear()
    answer(regional, row, "Celui-ci.")
    telling.tell_the_absent(row, now=clock.now() + timedelta(minutes=6))
    drain()
    (letter,) = mailoutbox
    assert "Celui-ci." in letter.body


def test_what_the_team_writes_is_not_reported_to_itself(cast):
    argane, _chams, national, _regional = cast
    row = write(argane).conversation_id
    answer(national, row)
    with pytest.raises(Refused):
        marketplace.report_message(argane, conversation_id=row, reason="insult", now=clock.now())


def test_a_lead_is_read_by_its_sides_alone_still(cast):
    _argane, _chams, national, _regional = cast
    deal, lead = make_lead()
    row = queries.about(deal.sme, About.LEAD, [lead.pk])[lead.pk]
    assert not queries.conversations(national).exists()
    assert not queries.messages(national, row.pk).exists()
    assert national.organization_id not in queries.listening(row.pk)


@pytest.mark.django_db(transaction=True)
def test_two_first_messages_at_once_open_one(cast):
    argane = cast[0]
    assert race(*[lambda text=text: write(argane, text) for text in ("un", "deux")]) == ["done", "done"]
    assert Conversation.objects.count() == 1
    assert set(Message.objects.values_list("sequence", flat=True)) == {1, 2}


@pytest.mark.parametrize("both", [True, False])
def test_an_organization_that_takes_over_another_has_one_open_conversation(cast, both):
    argane, _chams, national, _regional = cast
    again = actor_of(make_organization("Argane SARL"))
    row = write(argane).conversation_id
    if both:
        write(again)
    actions.absorb(kept_id=again.organization_id, absorbed_id=argane.organization_id, now=clock.now())
    Participant.objects.filter(organization_id=argane.organization_id).update(organization_id=again.organization_id)
    Message.objects.filter(organization_id=argane.organization_id).update(organization_id=again.organization_id)
    said = write(again, "Et maintenant ?")
    assert (said.conversation_id == row) is not both
    assert read(again, row)[0].mine
    assert [one.mine for one in read(national, said.conversation_id)] == [False, False]
    assert len(queries.waiting_for_team(national)) == 1
