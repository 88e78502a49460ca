"""A partner answers from its letter without signing in: once, while it may, by a POST; scanners that follow links change nothing."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts import actions as accounts
from accounts.models import AuditEntry, Membership, Organization, User
from kernel import clock
from marketplace import actions as marketplace
from marketplace.models import Lead
from messaging import actions as messaging
from messaging import queries as conversations
from messaging.choices import About
from notices import actions, queries
from notices.models import Delivery, Notice
from tests.accounts.test_second_factor import confirm_access
from tests.factories.accounts import make_member, sign_in
from tests.factories.marketplace import make_lead
from tests.frontend.test_sign_up import TYPED
from tests.race import race

pytestmark = pytest.mark.django_db
HOST = "https://qafila.example"


@pytest.fixture(autouse=True)
def _host(settings):
    settings.PUBLIC_URL = HOST


def links(letter):
    """Return every address of this service that a letter holds, as a scanner finds them."""
    whole = f"{letter.body}\n{letter.extra_headers.get('List-Unsubscribe', '')}"
    whole += "".join(content for content, _kind in letter.alternatives)
    return {found.removeprefix(HOST) for found in re.findall(rf"{HOST}[^\s\"<>]*", whole)}


def link_of(letter, part):
    return next(one for one in sorted(links(letter)) if part in one).partition("?")[0]


@pytest.fixture
def asked(drain):
    """A request to a partner of two people, and the answer link in the letter of its owner."""
    deal, lead = make_lead(released=["contact"], message="Pouvez-vous passer ?")
    make_member(Organization.objects.get(pk=deal.partner.organization_id))
    drain()
    owner = User.objects.get(pk=deal.partner.user_id)
    (letter,) = [one for one in mail.outbox if one.to == [owner.email]]
    return deal, lead, link_of(letter, "/letters/answer/")


def press(address, **fields):
    answer = Client().post(address, fields)
    return answer.status_code, answer.content.decode()


def status_of(lead):
    return Lead.objects.get(pk=lead.pk).status


def test_the_page_shows_the_masked_request_and_a_press_takes_it_on(asked, drain):
    deal, lead, address = asked
    page = Client().get(address)
    shown = page.content.decode()
    assert (page.status_code, page["Cache-Control"], page["Referrer-Policy"]) == (200, "no-store", "no-referrer")
    assert "Pouvez-vous passer ?" in shown
    person = User.objects.get(pk=deal.sme.user_id)
    assert "Argane" not in shown
    assert person.email not in shown
    status, said = press(address, do="accept")
    assert (status, status_of(lead)) == (200, "accepted")
    assert "Prise en charge" in said
    assert person.email not in said, "the name and the contact are for who signs in"
    (step,) = Lead.objects.get(pk=lead.pk).steps.filter(status="accepted")
    assert step.user_id == deal.partner.user_id
    entry = AuditEntry.objects.get(act="letter_answered")
    assert (entry.user_id, entry.via, entry.subject_id) == (deal.partner.user_id, "letter", str(lead.pk))
    assert "Il a été utilisé" in press(address, do="decline", reason="too_far")[1]
    assert "Il a été utilisé" in Client().get(address).content.decode()
    assert status_of(lead) == "accepted"


def test_declining_needs_its_reason_and_a_wrong_word_does_not_use_the_link_up(asked):
    _deal, lead, address = asked
    for fields in ({}, {"reason": "nothing"}, {"reason": "closed"}, {"reason": "other"}):
        status, said = press(address, do="decline", **fields)
        assert (status, status_of(lead)) == (200, "sent"), fields
        assert "error" in said
    assert press(address)[0] == 200
    assert press(address, do="withdraw")[0] == 200
    assert status_of(lead) == "sent"
    assert "Déclinée" in press(address, do="decline", reason="too_far", note="Trop loin")[1]
    lead.refresh_from_db()
    assert (lead.status, lead.reason, lead.note) == ("declined", "too_far", "Trop loin")


def test_an_old_link_is_answered_kindly_and_changes_nothing(asked):
    deal, lead, _address = asked
    (told,) = queries.told(deal.partner, queries.notices(deal.partner))
    user = User.objects.get(pk=deal.partner.user_id)
    then = clock.now() - timedelta(days=3, minutes=1)
    old = queries.answer_path(user, deal.partner.organization_id, told, then)
    for said in (Client().get(old).content.decode(), press(old, do="accept")[1]):
        assert "plus de trois jours" in said
        assert f"/desk/requests/{lead.pk}/" in said
    assert status_of(lead) == "sent"


def test_the_right_is_asked_at_the_moment_of_the_answer(asked):
    deal, lead, address = asked
    mine = Membership.objects.filter(user_id=deal.partner.user_id)
    mine.update(role="reader")
    assert "pas y répondre" in press(address, do="accept")[1]
    mine.update(role="member")
    Organization.objects.filter(pk=deal.partner.organization_id).update(suspended_at=clock.now())
    assert press(address, do="accept")[0] == 404
    Organization.objects.filter(pk=deal.partner.organization_id).update(suspended_at=None)
    saved = mine.get()
    mine.delete()
    status, said = press(address, do="accept")
    assert status == 404
    assert "Pouvez-vous passer" not in said
    assert status_of(lead) == "sent"
    saved.pk = None
    saved.save()
    assert press(address, do="accept")[0] == 200
    assert status_of(lead) == "accepted"


def test_a_request_that_was_answered_or_withdrawn_meanwhile_says_so(asked):
    deal, lead, address = asked
    marketplace.withdraw_lead(deal.sme, lead_id=lead.pk, now=clock.now())
    for said in (Client().get(address).content.decode(), press(address, do="accept")[1]):
        assert "Cette demande n’attend plus de réponse" in said
        assert "Pouvez-vous passer" not in said
    assert Delivery.objects.filter(answered_at=None).count() == Delivery.objects.count()


def test_who_reads_or_has_to_prove_a_second_factor_gets_no_link(drain):
    deal, _lead = make_lead()
    organization = Organization.objects.get(pk=deal.partner.organization_id)
    reader = make_member(organization, role="reader")
    Organization.objects.filter(pk=organization.pk).update(kind="financier")
    drain()
    assert len(mail.outbox) == 2
    assert not [letter for letter in mail.outbox if "/letters/answer/" in letter.body]
    Organization.objects.filter(pk=organization.pk).update(kind="provider")
    (told,) = queries.told(deal.partner, queries.notices(deal.partner))
    answer = queries.answer_path(User.objects.get(pk=deal.partner.user_id), organization.pk, told, clock.now())
    Organization.objects.filter(pk=organization.pk).update(kind="financier")
    assert press(answer, do="accept")[0] == 404
    assert reader.email in {one.to[0] for one in mail.outbox}


@pytest.mark.parametrize("answer", ["nothing", "WyJ4Il0:1abc:def"])
def test_a_link_that_was_made_up_opens_nothing(client, answer):
    for ask in (client.get, client.post):
        assert ask(f"/letters/answer/{answer}/", {"do": "accept"}).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_of_many_presses_one_answers(drain):
    _deal, lead = make_lead()
    drain()
    address = link_of(mail.outbox[0], "/letters/answer/")
    race(*[lambda: press(address, do="accept")] * 4)
    assert AuditEntry.objects.filter(act="letter_answered").count() == 1
    assert Lead.objects.get(pk=lead.pk).steps.filter(status="accepted").count() == 1


# RW34: the mail scanner presses the buttons -----------------------------------------------------------------------------


def state():
    """Return all that the database holds, but for the sessions of browsers that asked."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values())
        for model in apps.get_models(include_auto_created=True)
        if model is not Session
    }


def scan(*letters):
    """Follow each link of each letter three times without a cookie, as a gateway does; nothing may change."""
    before = state()
    for address in {one for letter in letters for one in links(letter)}:
        for _time in range(3):
            for method in ("get", "head"):
                answer = getattr(Client(), method)(address, follow=True)
                assert answer.status_code == 200, address
    assert state() == before


def newest(address):
    return next(letter for letter in reversed(mail.outbox) if letter.to == [address])


@pytest.fixture
def amina(settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    deal, _lead = make_lead()
    user = User.objects.get(pk=deal.sme.user_id)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user, deal.sme


def local(letter):
    """Have the links of allauth, which name the host that was asked, read like ours."""
    letter.body = letter.body.replace("http://testserver", HOST)
    letter.alternatives = [(content.replace("http://testserver", HOST), kind) for content, kind in letter.alternatives]
    return letter


def test_the_person_answers_a_request_after_the_scanner(asked):
    _deal, lead, address = asked
    scan(*mail.outbox)
    assert status_of(lead) == "sent"
    assert press(address, do="accept")[0] == 200
    assert status_of(lead) == "accepted"


def test_the_person_joins_after_the_scanner(amina, drain):
    _user, argane = amina
    accounts.invite(argane, email="nadia@argane.example", role="member", now=clock.now())
    drain()
    nadia = User.objects.create_user("nadia@argane.example", "a-good-password-1")
    letter = newest(nadia.email)
    scan(letter)
    joined = sign_in(Client(), nadia).post(link_of(letter, "/invitations/"), {"privacy": "on"})
    assert joined.status_code == 302
    assert Membership.objects.filter(user=nadia, organization_id=argane.organization_id).exists()


def test_the_person_signs_up_after_the_scanner():
    Client().post(reverse("account_signup"), TYPED)
    letter = local(newest(TYPED["email"]))
    scan(letter)
    address = link_of(letter, "confirm")
    assert Client().post(address).status_code == 302
    assert EmailAddress.objects.get(email=TYPED["email"]).verified


def test_the_person_changes_its_address_after_the_scanner(amina):
    user, _argane = amina
    browser = Client()
    sign_in(browser, user)
    confirm_access(browser)
    browser.post(reverse("account_email"), {"email": "new@argane.example", "action_add": "1"})
    letter = local(newest("new@argane.example"))
    scan(letter)
    assert browser.post(link_of(letter, "confirm")).status_code == 302
    user.refresh_from_db()
    assert user.email == "new@argane.example"


def test_the_person_chooses_a_new_password_after_the_scanner_and_after_ending_a_kind(amina, drain):
    user, _argane = amina
    address = queries.unsubscribe_path(user.pk, "message_received")
    assert Client().post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    Client().post(reverse("account_reset_password"), {"email": user.email})
    drain()
    letter = local(newest(user.email))
    scan(letter)
    browser = Client()
    form = browser.get(link_of(letter, "reset"), follow=True).redirect_chain[-1][0]
    browser.post(form, {"password1": "une-longue-phrase-9", "password2": "une-longue-phrase-9"})
    user.refresh_from_db()
    assert user.check_password("une-longue-phrase-9")


def test_the_person_ends_a_kind_after_the_scanner(asked, drain):
    deal, lead, _address = asked
    mail.outbox.clear()
    row = conversations.about(deal.sme, About.LEAD, [lead.pk])[lead.pk]
    messaging.post_message(deal.sme, conversation_id=row.pk, client_id=uuid4(), text="?", now=clock.now())
    actions.tell_the_absent(row.pk, now=clock.now() + timedelta(minutes=6))
    drain()
    letter = newest(User.objects.get(pk=deal.partner.user_id).email)
    scan(letter)
    assert press(link_of(letter, "/letters/end/"))[0] == 200
    assert queries.choices(deal.partner.user_id)["message_received"] == "never"


# The address that a letter is answered to -------------------------------------------------------------------------------


def test_the_answer_address_names_the_person_and_the_conversation_and_cannot_be_made_up(asked, drain, settings):
    deal, lead, _address = asked
    settings.REPLY_DOMAIN = "reply.qafila.example"
    mail.outbox.clear()
    row = conversations.about(deal.sme, About.LEAD, [lead.pk])[lead.pk]
    messaging.post_message(deal.sme, conversation_id=row.pk, client_id=uuid4(), text="?", now=clock.now())
    actions.tell_the_absent(row.pk, now=clock.now() + timedelta(minutes=6))
    drain()
    owner = User.objects.get(pk=deal.partner.user_id)
    letter = newest(owner.email)
    address = letter.message()["Reply-To"]
    assert re.fullmatch(r"reply\+[a-z2-7]{50}@reply\.qafila\.example", address)
    assert len(address.partition("@")[0]) <= 64
    assert queries.replied_to(address) == queries.replied_to(address.upper()) == (owner.pk, row.pk)
    others = {one.message()["Reply-To"] for one in mail.outbox}
    assert len(others) == 2, "one for each person"
    for wrong in (address.replace("reply+", "reply+a"), f"reply+{'a' * 50}@x", "reply+@x", "someone@x"):
        with pytest.raises(Notice.DoesNotExist):
            queries.replied_to(wrong)


def test_without_a_domain_for_answers_a_letter_names_none(asked):
    assert not [letter for letter in mail.outbox if letter.reply_to]
