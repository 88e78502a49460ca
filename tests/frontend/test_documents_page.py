"""The page of a firm's files: it lists, gives, withdraws and removes, and tells the other side."""

import re

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from documents import queries
from frontend.shown.today import ICONS
from kernel import clock
from notices import queries as notices
from notices.choices import NoticeKind
from tests.documents.files import pdf, scripted_pdf
from tests.factories.accounts import actor_of, make_organization
from tests.factories.marketplace import make_lead
from tests.queue import drain

pytestmark = pytest.mark.django_db


@pytest.fixture
def deal(reference):
    """An exporter and the installer it asked."""
    deal, _lead = make_lead()
    drain()
    mail.outbox.clear()
    return deal


def keep(browser, content=None):
    return browser.post(reverse("documents"), {"file": SimpleUploadedFile("bilan.pdf", content or pdf())})


def told(actor):
    return [one.text for one in notices.told(actor, notices.notices(actor).order_by("pk"))]


def test_a_file_is_kept_given_opened_withdrawn_and_removed(deal, signed_in):
    amina, salma = signed_in(deal.sme), signed_in(deal.partner)
    assert "Aucun fichier" in amina.get(reverse("documents")).content.decode()
    keep(amina)
    paper = queries.own_documents(deal.sme).get()
    page = amina.get(reverse("documents")).content.decode()
    assert "bilan.pdf" in page
    assert "Personne d’autre ne peut l’ouvrir" in page
    receiver = str(deal.partner.organization_id)
    assert f'<option value="{receiver}">' in page
    amina.post(reverse("give_document", args=[paper.pk]), {"receiver": receiver, "days": "30"})
    drain()
    assert "vous laisse ouvrir un de ses fichiers" in told(deal.partner)[-1]
    assert mail.outbox[-1].subject == "Vous pouvez ouvrir un fichier"
    assert reverse("documents") in mail.outbox[-1].body
    assert "Confiés à vous" in salma.get(reverse("documents")).content.decode()
    assert salma.get(reverse("document", args=[paper.pk])).status_code == 200
    page = amina.get(reverse("documents")).content.decode()
    assert "Ouvert par" in page
    grant = re.search(r"/desk/accesses/([0-9a-f-]+)/withdraw/", page)[1]
    amina.post(reverse("withdraw_grant", args=[grant]))
    drain()
    assert "a mis fin à votre accès" in told(deal.partner)[-1]
    assert salma.get(reverse("document", args=[paper.pk])).status_code == 404
    assert "Confiés à vous" not in salma.get(reverse("documents")).content.decode()
    question = amina.get(reverse("remove_document", args=[paper.pk])).content.decode()
    assert "Retirer <bdi>bilan.pdf</bdi>" in question
    amina.post(reverse("remove_document", args=[paper.pk]))
    assert not queries.own_documents(deal.sme).exists()


def test_who_could_open_a_file_is_told_once_that_it_was_removed(deal, signed_in):
    amina = signed_in(deal.sme)
    keep(amina)
    paper = queries.own_documents(deal.sme).get()
    amina.post(reverse("give_document", args=[paper.pk]), {"receiver": str(deal.partner.organization_id), "days": "30"})
    amina.post(reverse("remove_document", args=[paper.pk]))
    drain()
    assert "a retiré un des fichiers que vous pouviez ouvrir" in told(deal.partner)[-1]
    assert "bilan" not in told(deal.partner)[-1]
    assert mail.outbox[-1].subject == "Un fichier que vous pouviez ouvrir a été retiré"
    assert sum("Un fichier que vous" in letter.subject for letter in mail.outbox) == 1
    assert queries.grants(deal.sme).get().withdrawn_at is not None
    assert "a retiré" in signed_in(deal.partner).get(reverse("notices")).content.decode()


def test_an_access_that_was_over_is_told_nothing_when_its_file_goes(deal, signed_in):
    amina = signed_in(deal.sme)
    keep(amina)
    paper, receiver = queries.own_documents(deal.sme).get(), str(deal.partner.organization_id)
    amina.post(reverse("give_document", args=[paper.pk]), {"receiver": receiver, "days": "30"})
    amina.post(reverse("withdraw_grant", args=[queries.grants(deal.sme).get().pk]))
    amina.post(reverse("remove_document", args=[paper.pk]))
    drain()
    assert not any("a retiré" in text for text in told(deal.partner))


def test_every_kind_of_notice_has_its_picture():
    assert set(NoticeKind.values) == ICONS.keys()


def test_only_those_one_deals_with_are_proposed_and_taken(deal, signed_in):
    stranger = make_organization("Inconnu", "financier")
    amina = signed_in(deal.sme)
    keep(amina)
    paper = queries.own_documents(deal.sme).get()
    assert "Inconnu" not in amina.get(reverse("documents")).content.decode()
    amina.post(reverse("give_document", args=[paper.pk]), {"receiver": str(stranger.pk), "days": "30"})
    assert not queries.grants(deal.sme).exists()


def test_a_partner_is_not_told_a_name_that_the_firm_keeps(deal, signed_in):
    salma = signed_in(deal.partner)
    keep(salma)
    assert str(deal.sme.organization_id) not in salma.get(reverse("documents")).content.decode()


def test_a_member_who_reads_sees_the_files_and_changes_nothing(deal, signed_in):
    keep(signed_in(deal.sme))
    paper = queries.own_documents(deal.sme).get()
    reader = signed_in(actor_of(deal.site.organization, "reader"))
    page = reader.get(reverse("documents")).content.decode()
    assert "bilan.pdf" in page
    for address in ("give_document", "remove_document"):
        assert reverse(address, args=[paper.pk]) not in page
        assert reader.post(reverse(address, args=[paper.pk])).status_code == 403


def test_a_file_that_is_refused_says_why_beside_its_field(deal, signed_in):
    page = keep(signed_in(deal.sme), scripted_pdf()).content.decode()
    assert 'id="id_file_error"' in page
    assert not queries.own_documents(deal.sme).exists()


def test_the_page_asks_as_much_for_one_file_as_for_many(deal, signed_in, django_assert_max_num_queries):
    amina = signed_in(deal.sme)
    for text in "abcd":
        keep(amina, pdf(text))
    now = clock.now()
    assert queries.received(deal.partner, now).count() == 0
    with django_assert_max_num_queries(20):
        assert amina.get(reverse("documents")).status_code == 200
