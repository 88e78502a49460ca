import re

import pytest
from django.core import mail

from accounts.models import Membership, User
from kernel import clock
from kernel.models import Task
from marketplace import actions as marketplace
from notices import actions, jobs, queries
from notices.choices import NoticeKind
from notices.models import Delivery, Notice
from partners import actions as partners
from tests.factories.accounts import actor_of, make_member, make_organization
from tests.factories.marketplace import make_deal, make_lead

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _routes(settings):
    settings.PUBLIC_URL = "https://qafila.example"


def letters_to(user: User) -> list:
    return [letter for letter in mail.outbox if letter.to == [user.email]]


def organization_of(actor):
    from accounts.models import Organization

    return Organization.objects.get(pk=actor.organization_id)


def test_each_member_of_the_partner_is_told_once_in_the_product_and_by_mail(drain):
    deal = make_deal()
    colleague = make_member(organization_of(deal.partner), language="ar")
    _deal, lead = make_lead(deal)
    assert not mail.outbox, "an e-mail is the queue's work, not the request's"
    drain()
    assert Notice.objects.filter(kind=NoticeKind.LEAD_RECEIVED).count() == len(mail.outbox) == 2
    letter = letters_to(colleague)[0]
    assert letter.subject == "طلب جديد ينتظر جوابكم"
    assert "https://qafila.example/" in letter.body
    assert str(lead.pk) in letter.body
    assert [kind for _content, kind in letter.alternatives] == ["text/html"]
    assert 'dir="rtl"' in letter.alternatives[0][0]
    owner = User.objects.get(pk=deal.partner.user_id)
    assert letters_to(owner)[0].subject == "Une nouvelle demande attend votre réponse"


def test_a_request_for_the_whole_site_is_told_by_the_name_of_the_offer(drain):
    deal, _lead = make_lead()
    drain()
    (told,) = queries.told(deal.partner, queries.notices(deal.partner))
    assert told.text.endswith(f" : {deal.offer.name_fr}.")
    assert told.text in mail.outbox[0].body


def test_a_letter_before_the_answer_names_nobody(drain):
    deal = make_deal()
    make_lead(deal, message="<b>Appelez</b> Argane\nBcc: x@y.example")
    drain()
    letter = mail.outbox[0]
    whole = f"{letter.subject} {letter.body} {letter.alternatives[0][0]} {letter.extra_headers}"
    assert "Argane" not in whole
    assert User.objects.get(pk=deal.sme.user_id).email not in whole
    assert "x@y.example" not in str(letter.message())


@pytest.mark.parametrize(
    ("answer", "subject", "words"),
    [
        ({"status": "accepted"}, "Un partenaire a accepté votre demande", "Chams 1 prend en charge votre demande"),
        ({"status": "declined"}, "Un partenaire a décliné votre demande", "Motif : Trop loin de nos équipes"),
    ],
)
def test_the_company_is_told_of_the_answer(drain, answer, subject, words):
    deal, lead = make_lead()
    drain()
    mail.outbox.clear()
    if answer["status"] == "accepted":
        marketplace.accept_lead(deal.partner, lead_id=lead.pk, now=clock.now())
    else:
        marketplace.decline_lead(deal.partner, lead_id=lead.pk, reason="too_far", note="<i>Fès</i>", now=clock.now())
    drain()
    letter = mail.outbox[0]
    assert len(mail.outbox) == 1
    assert letter.subject == subject
    assert words in letter.body
    told = queries.told(deal.sme, queries.notices(deal.sme))
    assert [one.kind for one in told] == [f"lead_{answer['status']}"]
    assert words in told[0].text
    if answer["status"] == "declined":
        assert "Demandez à un partenaire basé plus près" in letter.body
        assert "<i>Fès</i>" in letter.body
        assert "&lt;i&gt;Fès&lt;/i&gt;" in letter.alternatives[0][0]


def test_hearing_twice_and_trying_twice_sends_once(drain):
    deal, lead = make_lead()
    drain()
    actions.post(deal.partner.organization_id, kind=NoticeKind.LEAD_RECEIVED, about=lead.pk, now=clock.now())
    drain()
    notice = Notice.objects.get()
    jobs.send_email.func(str(notice.pk))
    assert len(mail.outbox) == 1
    delivery = Delivery.objects.get()
    assert delivery.sent_at is not None
    assert mail.outbox[0].message()["Message-ID"] == delivery.message_id == f"<notice.{notice.pk}@qafila.example>"


def test_a_letter_that_could_not_leave_is_tried_again_under_the_same_name(drain, monkeypatch):
    make_lead()
    tried = []

    def fail(letter, *_args, **_options):
        tried.append(letter.message()["Message-ID"])
        raise OSError("the mail server is away")

    with monkeypatch.context() as away:
        away.setattr("django.core.mail.EmailMultiAlternatives.send", fail)
        with pytest.raises(AssertionError, match="the mail server is away"):
            drain()
    assert Delivery.objects.get().sent_at is None
    assert not mail.outbox
    Task.objects.exclude(error="").update(run_after=clock.now(), error="")
    drain()
    assert [letter.message()["Message-ID"] for letter in mail.outbox] == tried[:1]


def test_who_left_is_told_nothing(drain):
    deal, _lead = make_lead()
    Membership.objects.filter(organization_id=deal.partner.organization_id).delete()
    drain()
    assert not mail.outbox
    assert not queries.notices(deal.partner).exclude(user_id=deal.partner.user_id).exists()


def test_a_notice_is_its_readers_alone(drain):
    deal, _lead = make_lead()
    colleague = actor_of(organization_of(deal.partner), role="member")
    drain()
    notice = queries.notices(deal.partner).get()
    assert queries.unread_count(deal.partner) == 1
    for other in (deal.sme, colleague):
        with pytest.raises(Notice.DoesNotExist):
            actions.mark_read(other, notice_id=notice.pk, now=clock.now())
    assert actions.mark_read(deal.partner, notice_id=notice.pk, now=clock.now()) == 1
    assert actions.mark_read(deal.partner, notice_id=notice.pk, now=clock.now()) == 0
    assert queries.unread_count(deal.partner) == 0


def test_reading_links_changes_nothing(drain, client):
    make_lead()
    drain()
    link = re.search(r"https://qafila\.example(\S+)", mail.outbox[0].body)[1]
    assert client.get(link).status_code in {200, 302}
    assert Notice.objects.filter(read_at=None).count() == 1


def test_a_request_that_was_answered_waits_on_nobodys_bell(drain):
    deal, lead = make_lead()
    colleague = actor_of(organization_of(deal.partner), role="member")
    drain()
    marketplace.accept_lead(deal.partner, lead_id=lead.pk, now=clock.now())
    drain()
    assert queries.unread_count(deal.partner) == queries.unread_count(colleague) == 0
    assert queries.unread_count(deal.sme) == 1


def test_who_waits_for_a_partner_is_told_when_the_team_suspends_it(drain):
    deal, lead = make_lead()
    drain()
    operator = actor_of(make_organization("Borj", "operator"))
    partners.suspend(operator, organization_id=deal.partner.organization_id, reason="insolvent", now=clock.now())
    drain()
    (told,) = queries.told(deal.sme, queries.notices(deal.sme))
    assert told.kind == "partner_suspended"
    assert told.lead.id == lead.pk
    assert told.next_step
    assert any("suspendu" in message.subject for message in mail.outbox)


def test_every_kind_of_notice_has_its_sign_on_the_page():
    from frontend.shown.today import ICONS

    assert ICONS.keys() == set(NoticeKind.values)
