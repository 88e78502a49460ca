"""Writing to the team by its pages, without a script: the first message opens, the team finds what waits and answers."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import Organization
from messaging.models import Conversation, Message
from tests.documents.files import pdf
from tests.factories.accounts import actor_of, make_organization

pytestmark = pytest.mark.django_db
TEAM = "Écrire à l’équipe Qafila"


def text(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


def sent(words="Comment ajouter un site ?", **more):
    return {"client_id": str(uuid4()), "text": words, **more}


@pytest.fixture
def borj():
    return actor_of(make_organization("Borj", "operator", region="MA-03"))


@pytest.mark.parametrize("kind", ["sme", "provider", "financier", "certifier", "institution"])
def test_each_organization_finds_where_to_write(signed_in, kind):
    browser = signed_in(actor_of(make_organization("Argane", kind)))
    for route in ("conversations", "account", "mandate"):
        assert reverse("write_to_team") in text(browser.get(reverse(route))), route
    assert reverse("conversations") in text(browser.get(reverse("account")))
    assert TEAM in text(browser.get(reverse("write_to_team")))


def test_the_first_message_opens_and_the_page_leads_there_from_then_on(signed_in):
    browser = signed_in(actor_of(make_organization("Argane")))
    wrong = text(browser.post(reverse("write_to_team"), sent("")))
    assert "Écrivez votre message." in wrong
    assert not Conversation.objects.exists()
    message = sent()
    for _twice in range(2):
        opened = browser.post(reverse("write_to_team"), message)
    row = Conversation.objects.get()
    address = reverse("conversation", args=[row.pk])
    assert opened["Location"] == f"{address}#last"
    assert browser.get(reverse("write_to_team"))["Location"] == address
    assert Message.objects.count() == 1
    shown = text(browser.get(address))
    assert "Comment ajouter un site ?" in shown
    assert "L’équipe Qafila" in shown
    assert reverse("report_message", args=[row.pk]) not in shown
    assert "L’équipe Qafila" in text(browser.get(reverse("conversations")))
    assert "Comment ajouter" in text(browser.get(reverse("conversations"), {"q": "ajouter"}))


def test_the_team_sees_what_waits_and_answers_as_the_team(signed_in, borj):
    argane = signed_in(actor_of(make_organization("Argane", region="MA-03")))
    argane.post(reverse("write_to_team"), sent(file=SimpleUploadedFile("plan.pdf", pdf("plan"), "application/pdf")))
    row = Conversation.objects.get()
    address = reverse("conversation", args=[row.pk])
    team = signed_in(borj)
    assert address in text(team.get(reverse("today")))
    assert "Argane" in text(team.get(reverse("conversations")))
    assert team.get(reverse("write_to_team")).status_code == 404
    shown = text(team.get(address))
    assert "Argane" in shown
    assert "plan.pdf" in shown
    assert team.get(reverse("document", args=[Message.objects.get().document_id])).status_code == 200
    assert team.post(address, sent("Ouvrez la page du site.")).status_code == 302
    assert address not in text(team.get(reverse("today")))
    answered = text(argane.get(address))
    assert "Ouvrez la page du site." in answered
    assert "Personne" not in answered.partition("Ouvrez la page")[0].rpartition("<li")[2]
    report = reverse("report_message", args=[row.pk])
    assert argane.get(report).status_code == argane.post(report, {"reason": "insult"}).status_code == 403


def test_who_only_reads_an_operator_without_the_duty_and_strangers_do_not_write(signed_in, borj):
    firm = make_organization("Argane", region="MA-03")
    owner, reader = (signed_in(actor_of(firm, role)) for role in ("owner", "reader"))
    assert "<textarea" not in text(reader.get(reverse("write_to_team")))
    assert reader.post(reverse("write_to_team"), sent()).status_code == 403
    owner.post(reverse("write_to_team"), sent())
    address = reverse("conversation", args=[Conversation.objects.get().pk])
    assert "<textarea" not in text(reader.get(address))
    operator = Organization.objects.get(pk=borj.organization_id)
    for role in ("read_only", "technical"):
        browser = signed_in(actor_of(operator, role))
        assert browser.get(address).status_code == 404
        assert address not in text(browser.get(reverse("today")))
    far = make_organization("Souss", "operator", region="MA-09")
    far.memberships.update(role="regional")
    for stranger in (actor_of(make_organization("Zellige")), actor_of(far, "regional")):
        assert signed_in(stranger).get(address).status_code == 404
