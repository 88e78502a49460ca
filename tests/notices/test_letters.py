"""A person has letters as it wants them: by kind, at its hours, in one a day; a link ends one kind, and reading links nothing."""

from datetime import UTC, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client

from accounts.models import Organization, User
from kernel import clock
from kernel.models import Task
from messaging import actions as messaging
from messaging import queries as conversations
from messaging.choices import About
from notices import actions, jobs, queries
from notices.choices import CHOSEN, NoticeKind, Pace
from notices.engine.quiet import Quiet, next_at, opens
from notices.models import Delivery, Notice, Preference
from tests.factories.accounts import actor_of, make_member, make_organization, sign_in
from tests.factories.marketplace import make_lead

pytestmark = pytest.mark.django_db
NIGHT = Quiet(time(20), time(8), sundays=True)
ALWAYS = Quiet(time(), time(), sundays=False)


@pytest.mark.parametrize(
    ("quiet", "at", "leaves"),
    [
        (NIGHT, "2026-11-25T12:00", "2026-11-25T12:00"),
        (NIGHT, "2026-11-25T19:59", "2026-11-25T19:59"),
        (NIGHT, "2026-11-25T20:00", "2026-11-26T08:00"),
        (NIGHT, "2026-11-26T07:59", "2026-11-26T08:00"),
        (NIGHT, "2026-11-28T21:00", "2026-11-30T08:00"),  # from Saturday evening to Monday morning
        (NIGHT, "2026-11-29T12:00", "2026-11-30T08:00"),
        (Quiet(time(12), time(14), sundays=False), "2026-11-29T13:00", "2026-11-29T14:00"),
        (ALWAYS, "2026-11-29T03:00", "2026-11-29T03:00"),
        (NIGHT, "2026-08-05T19:30", "2026-08-06T07:00"),  # in summer clocks still showed an hour more
    ],
)
def test_a_letter_leaves_after_the_quiet_hours_of_morocco(quiet, at, leaves):
    at, leaves = (datetime.fromisoformat(one).replace(tzinfo=UTC) for one in (at, leaves))
    assert opens(at, quiet, clock.MOROCCO) == leaves


def test_the_next_morning_is_later_than_now():
    assert next_at(datetime(2026, 11, 25, 8, tzinfo=UTC), time(8), clock.MOROCCO).day == 26
    assert next_at(datetime(2026, 11, 25, 7, 59, tzinfo=UTC), time(8), clock.MOROCCO).day == 25


@pytest.fixture
def firm(db, settings):
    settings.PUBLIC_URL = "https://qafila.example"
    return actor_of(make_organization("Chams", "provider"))


def tell(firm, kind=NoticeKind.MERGED, about=None):
    facts = {"absorbed": str(firm.organization_id)}
    actions.post(firm.organization_id, kind=kind, about=about or uuid4(), facts=facts, now=clock.now())


def bring_near(**filters):
    Task.objects.filter(status=Task.Status.READY, **filters).update(run_after=clock.now())


def address_of(letter):
    return letter.extra_headers["List-Unsubscribe"].strip("<>").removeprefix("https://qafila.example")


def test_a_letter_of_the_night_waits_for_the_morning_and_an_urgent_one_does_not(firm, drain, settings):
    settings.QUIET_HOURS = (time(), time(23, 59, 59, 999999))  # the whole day
    tell(firm)
    tell(firm, NoticeKind.OPERATOR_HELPS)
    drain()
    assert [letter.subject for letter in mail.outbox] == ["Un membre de l’équipe agit pour vous"]
    assert Notice.objects.count() == 2, "in the product it is told at once"
    (waiting,) = Task.objects.filter(status="ready", path="notices.jobs.send_email")
    assert waiting.run_after > clock.now()
    settings.QUIET_HOURS = (time(), time())
    bring_near()
    drain()
    assert len(mail.outbox) == 2


def test_what_was_read_during_the_night_is_not_written_in_the_morning(firm, drain, settings):
    settings.QUIET_HOURS = (time(), time(23, 59, 59, 999999))
    tell(firm)
    drain()
    actions.mark_read(firm, now=clock.now())
    settings.QUIET_HOURS = (time(), time())
    bring_near()
    drain()
    assert not mail.outbox


def test_the_digest_is_one_letter_of_the_unread(firm, drain):
    actions.choose(firm, paces={"merged": "daily", "file_removed": "never"})
    for _number in range(3):
        tell(firm)
    drain()
    actions.mark_read(firm, notice_id=queries.notices(firm).earliest("pk").pk, now=clock.now())
    assert not mail.outbox
    (row,) = Task.objects.filter(path="notices.jobs.send_digest")
    assert row.run_after.astimezone(clock.MOROCCO).hour == 8
    assert timedelta() < row.run_after - clock.now() <= timedelta(days=1)
    bring_near()
    drain()
    (letter,) = mail.outbox
    assert letter.body.count("Chams est fusionné") == 2
    assert not Delivery.objects.filter(sent_at=None, notice__read_at=None).exists()
    jobs.send_digest.func(str(firm.user_id))
    assert len(mail.outbox) == 1, "nothing is told twice, and nothing is no letter"
    client = Client()
    assert client.post(address_of(letter), {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert queries.choices(firm.user_id)[NoticeKind.MERGED] == Pace.NEVER


def test_never_is_never_by_mail_and_always_in_the_product(firm, drain):
    actions.choose(firm, paces={"merged": "never"})
    tell(firm)
    drain()
    assert not mail.outbox
    assert queries.unread_count(firm) == 1


def test_the_link_of_a_letter_ends_its_kind_alone_and_for_its_reader_alone(drain, settings):
    settings.PUBLIC_URL = "https://qafila.example"
    deal, lead = make_lead()
    colleague = make_member(Organization.objects.get(pk=deal.partner.organization_id))
    row = conversations.about(deal.sme, About.LEAD, [lead.pk])[lead.pk]
    messaging.post_message(deal.sme, conversation_id=row.pk, client_id=uuid4(), text="?", now=clock.now())
    actions.tell_the_absent(row.pk, now=clock.now() + timedelta(minutes=6))
    drain()
    of_lead = [one for one in mail.outbox if "demande" in one.subject]
    of_message = [one for one in mail.outbox if "messages" in one.subject]
    assert len(of_lead) == len(of_message) == 2
    assert not [one for one in of_lead if "List-Unsubscribe" in one.extra_headers], "requests always come"
    owner = User.objects.get(pk=deal.partner.user_id)
    (letter,) = [one for one in of_message if one.to == [owner.email]]
    assert letter.message()["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address, nobody = address_of(letter), Client(enforce_csrf_checks=True)
    assert f"https://qafila.example{address}" in letter.body
    for _time in range(3):
        assert nobody.get(address).status_code == nobody.head(address).status_code == 200
    assert not Preference.objects.exists(), "a scanner changes nothing"
    assert "Ne plus les recevoir" in nobody.get(address).content.decode()
    for _time in range(2):
        answer = nobody.post(address, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200, "a mail program follows no redirect"
    assert [(one.user_id, one.kind, one.pace) for one in Preference.objects.all()] == [
        (owner.pk, "message_received", "never")
    ]
    assert set(queries.choices(colleague.pk).values()) == {Pace.AT_ONCE}
    mail.outbox.clear()
    tell(deal.partner, NoticeKind.OPERATOR_HELPS)
    drain()
    assert len(mail.outbox) == 2, "what concerns security still comes to both"


@pytest.mark.parametrize("letter", ["nothing", "WyJ4Il0:1abc:def"])
def test_a_link_that_is_none_of_ours_is_answered_kindly(db, client, letter):
    for ask in (client.get, client.post):
        answer = ask(f"/letters/end/{letter}/")
        assert answer.status_code == 404
        assert "Ce lien ne fonctionne pas" in answer.content.decode()


def test_a_person_chooses_on_its_page(firm):
    browser = sign_in(Client(), User.objects.get(pk=firm.user_id))
    page = browser.get("/desk/notices/choices/").content.decode()
    assert page.count("<select") == len(CHOSEN)
    chosen = dict.fromkeys(CHOSEN, "daily") | {"quiet_from": "22:00", "quiet_until": "06:30"}
    assert browser.post("/desk/notices/choices/", chosen).status_code == 302
    assert queries.quiet_of(firm.user_id) == Quiet(time(22), time(6, 30), sundays=False)
    assert set(queries.choices(firm.user_id).values()) == {Pace.DAILY}
    wrong = browser.post("/desk/notices/choices/", {**chosen, "merged": "hourly", "quiet_from": "25:00"})
    assert wrong.status_code == 200
    assert "field__error" in wrong.content.decode()
    assert queries.quiet_of(firm.user_id).starts == time(22)


def test_a_program_chooses_for_who_made_its_key(firm):
    from tests.api.program import program_of

    program = program_of(firm)
    before = program.get("/notices/choices/").json()
    assert set(before["paces"]) == set(CHOSEN)
    answer = program.patch("/notices/choices/", {"paces": {"merged": "never"}, "quiet_from": "21:00"})
    assert answer.status_code == 200, answer.content
    assert answer.json() == {**before, "paces": {**before["paces"], "merged": "never"}, "quiet_from": "21:00"}
    for wrong in (
        {"paces": {"lead_received": "never"}},
        {"paces": {"merged": "hourly"}},
        {"quiet_from": "25:00"},
        {"x": 1},
    ):
        assert program.patch("/notices/choices/", wrong).status_code == 400, wrong
    assert queries.pace(firm.user_id, NoticeKind.LEAD_RECEIVED) == Pace.AT_ONCE
    assert program_of(firm, scope="read").patch("/notices/choices/", {}).status_code == 403
