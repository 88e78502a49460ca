"""Pages of proofs: a partner sends them; the badge says what was read and until when, and goes on its day."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import Organization
from kernel import clock
from partners import actions, queries
from partners.models import Credential
from tests.documents.files import pdf, scripted_pdf
from tests.factories.accounts import actor_of, make_organization, sign_in
from tests.factories.partners import make_offer, make_partner

pytestmark = pytest.mark.django_db


@pytest.fixture
def chams(client):
    actor = make_partner(region="MA-03")
    sign_in(client, get_user_model().objects.get(pk=actor.user_id))
    return actor


def post(client, content=None, **values):
    sent = {
        "kind": "registration",
        "number": "RC 1",
        "issuer": "Tribunal",
        "valid_from": "",
        "valid_until": "",
        **values,
    }
    return client.post(reverse("credentials"), {**sent, "file": SimpleUploadedFile("rc.pdf", content or pdf())})


def test_a_partner_sends_a_proof_and_takes_it_back(client, chams):
    assert post(client).status_code == 302
    page = client.get(reverse("credentials")).content.decode()
    assert "RC 1" in page
    assert "rc.pdf" in page
    credential = Credential.objects.get()
    assert client.post(reverse("take_back_credential", args=[credential.pk])).status_code == 302
    assert not Credential.objects.exists()


def test_a_file_that_acts_is_refused_beside_its_field_and_nothing_typed_is_lost(client, chams):
    answer = post(client, scripted_pdf(), number="RC 4512")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
    assert "RC 4512" in page
    assert not Credential.objects.exists()


def test_the_badge_says_what_was_read_and_until_when_and_goes_on_its_day(client, chams):
    offer = make_offer(chams)
    post(client)
    now = clock.now()
    until = clock.moroccan_day(now) + timedelta(days=3)
    operator = actor_of(make_organization("Borj", "operator"))
    case = queries.cases(operator).get()
    actions.verify(operator, case_id=case.pk, credential_ids=[Credential.objects.get().pk], until=until, now=now)
    addresses = [reverse("partner", args=[chams.organization_id]), reverse("offer", args=[offer.pk])]
    client.logout()
    for address in addresses:
        assert "Extrait du registre de commerce lu par l’équipe" in client.get(address).content.decode()
    assert client.get("/api/v1/partners/" + str(chams.organization_id) + "/").json()["organization"]["is_verified"]
    with time_machine.travel(now + timedelta(days=5)):
        for address in addresses:
            page = client.get(address).content.decode()
            assert "lu par l’équipe" not in page
            assert "badge--verified" not in page
    assert Organization.objects.get(pk=chams.organization_id).verified_at
