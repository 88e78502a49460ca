"""A conversation by its pages, without a script: read, written, sent twice, changed, removed; a part of it for an open page."""

import csv
import io
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kernel import clock
from marketplace import actions as marketplace
from messaging import actions, queries
from messaging.choices import About
from messaging.models import Message
from tests.documents.files import pdf
from tests.factories.accounts import actor_of, make_organization, sign_in
from tests.factories.marketplace import make_lead

pytestmark = pytest.mark.django_db


def client_of(actor):
    return sign_in(Client(), get_user_model().objects.get(pk=actor.user_id))


@pytest.fixture
def talk():
    deal, lead = make_lead(message="Pouvez-vous passer ?")
    row = queries.about(deal.sme, About.LEAD, [lead.pk])[lead.pk]
    return deal, lead, row, reverse("conversation", args=[row.pk])


def text(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


def test_both_sides_find_it_from_their_request_and_from_the_list(talk):
    deal, lead, _row, address = talk
    sme, partner = client_of(deal.sme), client_of(deal.partner)
    assert address in text(sme.get(reverse("request_sent", args=[lead.pk])))
    assert address in text(partner.get(reverse("lead", args=[lead.pk])))
    assert address in text(sme.get(reverse("conversations")))
    assert "Pouvez-vous passer ?" in text(partner.get(address))
    empty = client_of(actor_of(make_organization("Zellige")))
    assert "Aucune conversation" in text(empty.get(reverse("conversations")))
    assert empty.get(address).status_code == 404


def test_a_message_sent_twice_by_its_form_is_one_and_is_seen_as_new(talk):
    deal, _lead, row, address = talk
    sme, partner = client_of(deal.sme), client_of(deal.partner)
    sent = {"client_id": str(uuid4()), "text": "Écrivez à moi@argane.example\n\nMerci"}
    for _twice in range(2):
        answer = sme.post(address, sent)
        assert answer["Location"] == f"{address}#last"
    assert Message.objects.count() == 1
    shown = text(partner.get(address))
    assert "Écrivez à •••" in shown
    assert "moi@argane.example" not in shown
    assert "Les coordonnées sont montrées" in shown
    assert 'class="rail__count">1<' in shown
    partner.post(reverse("read_conversation", args=[row.pk]), {"sequence": "1"})
    assert "rail__count" not in text(partner.get(address)).replace('rail__count">1</span></a></li>', "", 1)
    assert "lu" in text(sme.get(address))
    assert "Écrivez votre message." in text(sme.post(address, {"client_id": str(uuid4()), "text": ""}))


def test_a_file_goes_with_it_and_the_other_side_may_open_it(talk):
    deal, _lead, _row, address = talk
    sme, partner = client_of(deal.sme), client_of(deal.partner)
    file = SimpleUploadedFile("plan.pdf", pdf("plan"), "application/pdf")
    assert sme.post(address, {"client_id": str(uuid4()), "text": "", "file": file}).status_code == 302
    shown = text(partner.get(address))
    assert "plan.pdf" in shown
    url = reverse("document", args=[Message.objects.get().document_id])
    assert partner.get(url).status_code == 200
    wrong = SimpleUploadedFile("plan.exe", b"MZ", "application/pdf")
    answer = text(sme.post(address, {"client_id": str(uuid4()), "text": "Le voici", "file": wrong}))
    assert "Le voici" in answer, "what was typed stays"
    assert Message.objects.count() == 1


def test_its_own_words_are_changed_and_removed_by_their_writer_alone(talk):
    deal, _lead, row, address = talk
    sme, partner = client_of(deal.sme), client_of(deal.partner)
    sme.post(address, {"client_id": str(uuid4()), "text": "Bonjour"})
    change = reverse("change_message", args=[row.pk, Message.objects.get().pk])
    assert change in text(sme.get(address))
    assert partner.get(change).status_code == 403
    sme.post(change, {"text": "Bonsoir"})
    shown = text(partner.get(address))
    assert "Bonsoir" in shown
    assert "modifié" in shown
    sme.post(reverse("remove_message", args=[row.pk, Message.objects.get().pk]))
    assert "Ce message a été retiré." in text(partner.get(address))


def test_a_part_holds_what_came_from_a_place_on_and_nothing_around_it(talk):
    deal, _lead, row, address = talk
    for word in ("un", "deux", "trois"):
        actions.post_message(deal.sme, conversation_id=row.pk, client_id=uuid4(), text=word, now=clock.now())
    part = text(client_of(deal.partner).get(address, {"from": "2"}))
    assert "deux" in part
    assert ">un<" not in part
    assert "<html" not in part


def test_a_request_that_ended_is_read_and_says_so(talk):
    deal, lead, _row, address = talk
    marketplace.decline_lead(deal.partner, lead_id=lead.pk, reason="too_far", now=clock.now())
    sme = client_of(deal.sme)
    shown = text(sme.get(address))
    assert "a décliné la demande" in shown
    assert "<textarea" not in shown
    late = sme.post(address, {"client_id": str(uuid4()), "text": "Encore"}, follow=True)
    assert "Cette conversation est close" in text(late)


def test_a_muted_conversation_counts_no_more(talk):
    deal, _lead, row, address = talk
    partner = client_of(deal.partner)
    partner.post(reverse("mute_conversation", args=[row.pk]), {"muted": "1"})
    actions.post_message(deal.sme, conversation_id=row.pk, client_id=uuid4(), text="Bonjour", now=clock.now())
    shown = text(partner.get(address))
    assert "M’avertir à nouveau" in shown
    assert queries.unread(deal.partner) == 0


def kept(browser, row, extension):
    answer = browser.get(reverse("conversation_file", args=[row.pk, extension]))
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    assert f".{extension}" in answer["Content-Disposition"]
    return b"".join(answer.streaming_content)


def test_a_conversation_is_kept_as_a_file_as_its_reader_sees_it(talk):
    deal, lead, row, address = talk
    sme, partner = client_of(deal.sme), client_of(deal.partner)
    file = SimpleUploadedFile("plan.pdf", pdf("plan"), "application/pdf")
    sme.post(address, {"client_id": str(uuid4()), "text": "=1+1, moi@argane.example\n10:00  Chams 1", "file": file})
    partner.post(address, {"client_id": str(uuid4()), "text": "Provisoire"})
    (mine,) = Message.objects.filter(text="Provisoire")
    partner.post(reverse("remove_message", args=[row.pk, mine.pk]))
    assert reverse("conversation_file", args=[row.pk, "txt"]) in text(partner.get(address))
    masked = kept(partner, row, "txt").decode()
    assert "Pouvez-vous passer ?" in masked
    assert "    =1+1, •••\n    10:00  Chams 1\n    [plan.pdf]\n" in masked, "what was typed stands set in"
    assert "Provisoire" not in masked
    assert "Ce message a été retiré." in masked
    assert "GMT" in masked
    assert "Argane" not in masked
    assert "moi@argane.example" in kept(sme, row, "txt").decode()
    marketplace.accept_lead(deal.partner, lead_id=lead.pk, now=clock.now())
    told = kept(partner, row, "csv").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(told), delimiter=";"))
    assert [len(one) for one in rows] == [5] * 5
    assert rows[2][1:4] == [
        "Argane, Personne",
        "'=1+1, moi@argane.example\n10:00  Chams 1",
        "plan.pdf",
    ]
    assert "a pris la demande en charge" in rows[4][2]
    assert rows[1][0].endswith("+00:00")
    assert kept(partner, row, "xlsx")[:2] == b"PK"
    stranger = client_of(actor_of(make_organization("Zellige")))
    for browser, extension in ((stranger, "txt"), (partner, "html"), (partner, "exe")):
        assert browser.get(reverse("conversation_file", args=[row.pk, extension])).status_code == 404
