"""A message is kept, numbered, sent once, seen by its two sides alone, and hides contacts until they are given."""

import io
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents import actions as documents
from kernel import clock
from kernel.errors import Conflict, Refused
from messaging import actions, queries
from messaging.choices import About
from messaging.models import Conversation, Message, Revision
from tests.documents.files import pdf
from tests.factories.accounts import actor_of, make_organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def sides():
    """Argane, whose name is not given, and Chams, whose is, with one conversation about a made-up lead."""
    argane, chams = (
        actor_of(make_organization(name, kind)) for name, kind in (("Argane", "sme"), ("Chams", "provider"))
    )
    named = {argane.organization_id: False, chams.organization_id: True}
    row = actions.open_conversation(About.LEAD, uuid4(), named=named, now=clock.now())
    return argane, chams, row


def say(actor, row, text, client_id=None):
    return actions.post_message(
        actor, conversation_id=row.pk, client_id=client_id or uuid4(), text=text, now=clock.now()
    )


def read(actor, row):
    return queries.lines(actor, queries.messages(actor, row.pk))


def test_messages_are_numbered_from_one_whoever_writes(sides):
    argane, chams, row = sides
    for actor, text in ((argane, "Bonjour"), (chams, "السلام عليكم"), (argane, "Quel délai ?")):
        say(actor, row, text)
    assert [(one.sequence, one.text, one.mine) for one in read(chams, row)] == [
        (1, "Bonjour", False),
        (2, "السلام عليكم", True),
        (3, "Quel délai ?", False),
    ]
    assert Conversation.objects.get().last_sequence == 3


def test_the_same_message_sent_again_is_the_first_one(sides):
    argane, _chams, row = sides
    name = uuid4()
    first, is_new = say(argane, row, "Bonjour", name)
    again, again_new = say(argane, row, "Bonjour", name)
    assert (first.pk, is_new, again_new) == (again.pk, True, False)
    with pytest.raises(Conflict):
        say(argane, row, "Autre chose", name)
    second, _new = say(argane, row, "Suite")
    assert second.sequence == 2, "what was refused leaves no gap"


def test_who_takes_no_part_sees_nothing_and_a_reader_only_reads(sides):
    argane, _chams, row = sides
    say(argane, row, "Bonjour")
    rival = actor_of(make_organization("Zellige"))
    for ask in (
        lambda: say(rival, row, "?"),
        lambda: queries.conversation(rival, row.pk),
        lambda: actions.mark_read(rival, conversation_id=row.pk, sequence=1, now=clock.now()),
    ):
        with pytest.raises(Conversation.DoesNotExist):
            ask()
    assert not queries.messages(rival, row.pk).exists()
    assert queries.marks(rival, row.pk) == {}
    from accounts.models import Organization

    reader = actor_of(Organization.objects.get(pk=argane.organization_id), "reader")
    assert len(read(reader, row)) == 1
    with pytest.raises(Refused):
        say(reader, row, "Bonjour")


def test_what_is_empty_or_too_long_is_refused_and_lines_are_kept(sides):
    argane, _chams, row = sides
    for text in ("", " \n ", "x" * 10_001):
        with pytest.raises(ValidationError):
            say(argane, row, text)
    kept, _new = say(argane, row, "Une ligne\r\n\n  deux  \x00")
    assert kept.text == "Une ligne\n\n  deux"
    assert kept.sequence == 1


def test_a_closed_conversation_is_read_and_nothing_is_added(sides):
    argane, chams, row = sides
    mine, _new = say(argane, row, "Bonjour")
    actions.close(About.LEAD, row.subject_id, now=clock.now())
    with pytest.raises(Conflict):
        say(chams, row, "Trop tard")
    with pytest.raises(Refused):
        actions.change_message(argane, conversation_id=row.pk, message_id=mine.pk, text="Autre", now=clock.now())
    assert len(read(chams, row)) == 1


def test_contacts_are_hidden_from_the_other_side_until_they_are_given(sides):
    argane, chams, row = sides
    say(argane, row, "Argane, appelez Personne au 06 12 34 56 78")
    say(chams, row, "Écrivez à chams@chams.example, Chams")
    (seen, own) = read(chams, row)
    assert (seen.text, seen.hidden, seen.author) == ("•••, appelez ••• au •••", True, "")
    assert own.text == "Écrivez à chams@chams.example, Chams"
    assert read(argane, row)[1].text == "Écrivez à •••, Chams"
    actions.release(About.LEAD, row.subject_id)
    (seen, _own) = read(chams, row)
    assert (seen.text, seen.hidden, seen.author) == ("Argane, appelez Personne au 06 12 34 56 78", False, "Personne")


def test_a_change_keeps_what_was_said_before_and_a_removal_leaves_the_place(sides):
    argane, chams, row = sides
    one, _new = say(argane, row, "Bonjour")
    actions.change_message(argane, conversation_id=row.pk, message_id=one.pk, text="Bonsoir", now=clock.now())
    with pytest.raises(Refused):
        actions.remove_message(chams, conversation_id=row.pk, message_id=one.pk, now=clock.now())
    for _twice in range(2):
        actions.remove_message(argane, conversation_id=row.pk, message_id=one.pk, now=clock.now())
    (gone,) = read(chams, row)
    assert (gone.text, gone.sequence, gone.removed_at is not None) == ("", 1, True)
    assert sorted(Revision.objects.values_list("text", flat=True)) == ["Bonjour", "Bonsoir"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Revision.objects.update(text="rien")


def test_a_file_is_shown_when_it_is_the_sender_s_own(sides):
    argane, chams, row = sides
    paper = documents.keep_file(
        argane, purpose="dossier", name="plan.pdf", file=io.BytesIO(pdf("plan")), now=clock.now()
    )
    values = {"conversation_id": row.pk, "client_id": uuid4(), "text": "", "document_id": paper.pk, "now": clock.now()}
    sent, _new = actions.post_message(argane, **values)
    assert sent.document_id == paper.pk
    with pytest.raises(ValidationError):
        actions.post_message(chams, **{**values, "client_id": uuid4()})


def test_unread_counts_what_others_wrote_and_reading_never_goes_back(sides):
    argane, chams, row = sides
    for text in "abc":
        say(argane, row, text)
    say(chams, row, "d")
    assert queries.unread(chams) == 3
    actions.mark_read(chams, conversation_id=row.pk, sequence=2, now=clock.now())
    actions.mark_read(chams, conversation_id=row.pk, sequence=1, now=clock.now())
    assert queries.unread(chams) == 1
    actions.mark_read(chams, conversation_id=row.pk, sequence=99, now=clock.now())
    assert queries.marks(argane, row.pk) == {chams.organization_id: 4}
    say(argane, row, "e")
    actions.mute(chams, conversation_id=row.pk, muted=True, now=clock.now())
    assert queries.unread(chams) == 0


def test_a_message_takes_few_statements(sides, django_assert_max_num_queries):
    argane, _chams, row = sides
    with django_assert_max_num_queries(8):
        say(argane, row, "Bonjour")


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(script=st.lists(st.tuples(st.booleans(), st.integers(0, 4)), max_size=12))
def test_any_order_of_sends_and_repeats_leaves_each_once_without_a_gap(sides, script):
    argane, chams, row = sides
    with transaction.atomic():
        start = Message.objects.count()
        names = {}
        for is_argane, name in script:
            actor = argane if is_argane else chams
            say(actor, row, f"{name}", names.setdefault((is_argane, name), uuid4()))
        kept = list(Message.objects.order_by("sequence").values_list("sequence", flat=True))
        assert len(kept) - start == len(names)
        assert kept == list(range(1, len(kept) + 1))
        transaction.set_rollback(True)
    assert connection.vendor in {"sqlite", "postgresql"}
