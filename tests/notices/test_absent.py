"""Who does not read what was written to it is told once, some minutes later; who reads, has muted or wrote it is not."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail

from accounts.models import Organization, User
from kernel import clock
from kernel.models import Task
from marketplace import actions as marketplace
from messaging import actions as messaging
from messaging import queries as conversations
from messaging.choices import About
from messaging.models import Message
from notices import actions, queries
from notices.models import Notice
from tests.factories.accounts import make_member, sign_in
from tests.factories.marketplace import make_lead

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(drain):
    """Argane and Chams, who can talk about a request; what was told of the request itself is put aside."""
    deal, lead = make_lead(released=["contact"])
    drain()
    mail.outbox.clear()
    return deal, lead, conversations.about(deal.sme, About.LEAD, [lead.pk])[lead.pk]


def say(actor, row, text="Quelle surface ?"):
    return messaging.post_message(actor, conversation_id=row.pk, client_id=uuid4(), text=text, now=clock.now())[0]


def pass_minutes(minutes=6):
    """Let time pass: what was written is so much older, and what waits in the queue so much nearer."""
    by = timedelta(minutes=minutes)
    for row in Message.objects.all():
        Message.objects.filter(pk=row.pk).update(posted_at=row.posted_at - by)
    for task in Task.objects.filter(status=Task.Status.READY):
        Task.objects.filter(pk=task.pk).update(run_after=task.run_after - by)


def read_all(actor, row):
    last = conversations.conversation(actor, row.pk).last_sequence
    messaging.mark_read(actor, conversation_id=row.pk, sequence=last, now=clock.now())


def told(actor):
    return [one for one in queries.told(actor, queries.notices(actor)) if one.kind == "message_received"]


def test_an_absent_reader_is_told_once_for_many_messages(talk, drain, settings):
    settings.PUBLIC_URL = "https://qafila.example"
    deal, _lead, row = talk
    for text in ("Quelle surface ?", "Et quelle tension ?"):
        say(deal.sme, row, text)
    drain()
    assert not told(deal.partner), "it may be reading right now"
    assert not mail.outbox
    pass_minutes()
    drain()
    (notice,) = told(deal.partner)
    assert notice.path == f"/desk/conversations/{row.pk}/"
    assert not told(deal.sme), "who wrote is not told of its own words"
    (letter,) = mail.outbox
    assert letter.to == [User.objects.get(pk=deal.partner.user_id).email]
    assert "Quelle surface ?" in letter.body
    assert "Et quelle tension ?" in letter.body
    assert f"https://qafila.example/desk/conversations/{row.pk}/" in letter.body
    say(deal.sme, row, "Alors ?")
    pass_minutes()
    drain()
    assert len(told(deal.partner)) == len(mail.outbox) == 1, "one notice and one letter for one silence"


def test_one_row_of_the_queue_waits_for_a_conversation_however_much_is_written(talk):
    deal, _lead, row = talk
    for _number in range(4):
        say(deal.sme, row)
    say(deal.partner, row)
    waiting = Task.objects.filter(key__startswith="notices.subscribers.tell_the_absent", status="ready")
    assert [task.key.rpartition(":")[2] for task in waiting] == [str(row.pk)]
    assert waiting[0].run_after > clock.now() + timedelta(minutes=4)


def test_who_read_and_falls_silent_again_is_told_again(talk, drain):
    deal, _lead, row = talk
    say(deal.sme, row)
    pass_minutes()
    drain()
    assert queries.unread_count(deal.partner) == 2
    read_all(deal.partner, row)
    drain()
    assert queries.unread_count(deal.partner) == 1, "reading the conversation answers the bell"
    say(deal.sme, row, "Encore une question")
    pass_minutes()
    drain()
    assert len(told(deal.partner)) == len(mail.outbox) == 2
    assert "Quelle surface" not in mail.outbox[1].body, "what was read is not written again"


def test_who_reads_is_told_nothing_and_what_came_last_is_looked_at_in_its_turn(talk, drain):
    deal, _lead, row = talk
    say(deal.sme, row)
    read_all(deal.partner, row)
    pass_minutes(4)
    say(deal.sme, row, "Et le toit ?")
    pass_minutes(2)
    drain()
    assert not told(deal.partner), "two minutes are no absence"
    pass_minutes(4)
    drain()
    assert len(told(deal.partner)) == len(mail.outbox) == 1


def test_who_muted_the_conversation_is_told_nothing_and_its_colleague_is(talk, drain):
    deal, _lead, row = talk
    firm = Organization.objects.get(pk=deal.partner.organization_id)
    colleague = make_member(firm, language="ar")
    messaging.mute(deal.partner, conversation_id=row.pk, muted=True, now=clock.now())
    say(deal.sme, row)
    pass_minutes()
    drain()
    assert not told(deal.partner)
    (letter,) = mail.outbox
    assert letter.to == [colleague.email]
    assert 'dir="rtl"' in letter.alternatives[0][0]


def test_a_letter_holds_what_its_reader_may_see_and_no_more(talk, drain):
    deal, lead, row = talk
    say(deal.sme, row, "Argane, 06 12 34 56 78, <b>x</b>\nBcc: a@b.example")
    pass_minutes()
    drain()
    letter = mail.outbox[0]
    whole = f"{letter.message()} {letter.body} {letter.alternatives[0][0]}"
    assert "06 12 34 56 78" not in whole
    assert "Argane" not in whole
    assert "a@b.example" not in whole
    assert "•••" in letter.body
    assert "&lt;b&gt;x&lt;/b&gt;" in letter.alternatives[0][0]
    marketplace.accept_lead(deal.partner, lead_id=lead.pk, now=clock.now())
    read_all(deal.partner, row)
    drain()
    mail.outbox.clear()
    say(deal.sme, row, "Argane, 06 12 34 56 78")
    pass_minutes()
    drain()
    assert "06 12 34 56 78" in mail.outbox[-1].body


def test_a_message_taken_away_or_read_before_the_letter_leaves_sends_none(talk, drain):
    deal, _lead, row = talk
    said = say(deal.sme, row)
    messaging.remove_message(deal.sme, conversation_id=row.pk, message_id=said.pk, now=clock.now())
    pass_minutes()
    drain()
    assert not told(deal.partner)
    say(deal.sme, row, "Une autre")
    pass_minutes()
    actions.tell_the_absent(row.pk, now=clock.now())
    read_all(deal.partner, row)
    drain()
    assert not mail.outbox
    assert Notice.objects.get(kind="message_received").read_at is not None


def test_what_happened_to_the_request_is_told_by_its_own_notice(talk, drain):
    deal, lead, _row = talk
    marketplace.accept_lead(deal.partner, lead_id=lead.pk, now=clock.now())
    pass_minutes()
    drain()
    assert not told(deal.sme)
    assert [one.kind for one in queries.told(deal.sme, queries.notices(deal.sme))] == ["lead_accepted"]


def test_who_left_is_told_nothing(talk, drain):
    deal, _lead, row = talk
    say(deal.sme, row)
    pass_minutes()
    colleague = make_member(Organization.objects.get(pk=deal.partner.organization_id))
    User.objects.filter(pk=deal.partner.user_id).update(is_active=False)
    drain()
    assert [one.user_id for one in Notice.objects.filter(kind="message_received")] == [colleague.pk]


def test_the_notice_leads_to_the_conversation(talk, drain, client):
    deal, _lead, row = talk
    say(deal.sme, row)
    pass_minutes()
    drain()
    page = sign_in(client, User.objects.get(pk=deal.partner.user_id)).get("/desk/notices/").content.decode()
    assert f'href="/desk/conversations/{row.pk}/"' in page
