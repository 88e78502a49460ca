"""Reports and the operator's queue by their pages, without a script: one or two presses for each act."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry
from kernel import clock
from kernel.ids import uuid7
from marketplace.models import Lead, Report
from messaging import actions as messages
from messaging import queries as messaging
from messaging.choices import About
from tests.factories.accounts import actor_of, make_organization, sign_in
from tests.factories.marketplace import make_lead

pytestmark = pytest.mark.django_db


def client_of(actor):
    return sign_in(Client(), get_user_model().objects.get(pk=actor.user_id))


def text(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


def test_a_message_is_reported_read_and_settled():
    deal, lead = make_lead()
    talk = messaging.about(deal.sme, About.LEAD, [lead.pk])[lead.pk]
    for actor, said in ((deal.sme, "Bonjour"), (deal.partner, "Une insulte")):
        messages.post_message(actor, conversation_id=talk.pk, client_id=uuid7(), text=said, now=clock.now())
    sme, address = client_of(deal.sme), f"{reverse('report_message', args=[talk.pk])}?message=2"
    assert address in text(sme.get(reverse("conversation", args=[talk.pk])))
    assert "field--error" in text(sme.post(address, {"words": "Regardez"}))
    assert sme.post(address, {"reason": "insult", "words": "Regardez"})["Location"]
    report = Report.objects.get()
    team = client_of(actor_of(make_organization("Borj", "operator")))
    page = reverse("operator_report", args=[report.pk])
    assert page in text(team.get("/today/"))
    shown = text(team.get(page))
    assert "Regardez" in shown
    assert "Une insulte" not in shown
    assert not AuditEntry.objects.filter(act="report_read").exists()
    assert "Une insulte" in text(team.post(reverse("operator_read_report", args=[report.pk])))
    assert AuditEntry.objects.filter(act="report_read").count() == 1
    settle = reverse("operator_settle_report", args=[report.pk])
    assert "field--error" in text(team.post(settle, {}))
    assert team.post(settle, {"outcome": "reminded"})["Location"] == "/today/"
    assert page not in text(team.get("/today/"))
    assert settle not in text(team.get(page))


def test_a_late_request_is_acted_on_from_the_queue():
    _deal, lead = make_lead()
    Lead.objects.filter(pk=lead.pk).update(reminded=4)
    team = client_of(actor_of(make_organization("Borj", "operator")))
    shown = text(team.get("/today/"))
    for route in ("operator_remind", "operator_next", "operator_close"):
        assert reverse(route, args=[lead.pk]) in shown
        assert team.post(reverse(route, args=[lead.pk]))["Location"] == "/today/"
    lead.refresh_from_db()
    assert lead.status == "expired"
    watching = text(client_of(actor_of(make_organization("Rif", "operator"), "read_only")).get("/today/"))
    assert reverse("operator_remind", args=[lead.pk]) not in watching
