"""An institution invites firms: nothing of them is used before they accept, nothing of it stays with it after."""

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import Organization
from footprint import actions, queries
from footprint.actions.firms import forget_unanswered
from footprint.models import PreparedFirm, SmeProfile
from kernel import clock
from kernel.errors import Conflict, Refused
from tests.factories.accounts import actor_of, make_organization
from tests.queue import drain

pytestmark = pytest.mark.django_db
LIST = """Référence;Raison sociale;E-mail;ICE;Région;Secteur;Effectif;Membre de la CGEM
F-1;Dattes du Ziz;contact@dattes.example;;Drâa-Tafilalet;;34;oui
F-2;Zellige Export;contact@zellige.example;;MA-03;;12;non
"""


@pytest.fixture
def borj(db):
    return actor_of(make_organization("Borj", "institution"))


def send(actor, text=LIST):
    job = actions.take_firms_file(actor, filename="firms.csv", content=text.encode(), now=clock.now())
    drain()
    return queries.firms_files(actor).get(pk=job.pk)


def invite(actor, text=LIST):
    job = send(actor, text)
    assert job.state == "ready", [row.problems for row in job.rows.all()]
    actions.apply_firms_file(actor, import_id=job.pk)
    drain()
    return queries.firms(actor)


def firm_and_actor(borj, key="F-1"):
    firm = invite(borj).get(source_key=key)
    actor = actor_of(make_organization(firm.name))
    get_user_model().objects.filter(pk=actor.user_id).update(email=firm.email)
    return firm, actor


def test_each_firm_gets_one_letter_and_no_account_is_made(borj):
    before = Organization.objects.count()
    assert {row.state for row in invite(borj)} == {"invited"}
    assert sorted(letter.to[0] for letter in mail.outbox) == ["contact@dattes.example", "contact@zellige.example"]
    invite(borj)
    assert len(mail.outbox) == 2
    assert Organization.objects.count() == before
    assert not SmeProfile.objects.exists()


def test_a_firm_that_accepts_takes_the_facts_and_the_institution_keeps_the_answer_alone(borj):
    firm, actor = firm_and_actor(borj)
    token = queries.firm_token(firm)
    actions.accept_firm(actor, token=token, email=firm.email, now=clock.now())
    company = SmeProfile.objects.get(organization_id=actor.organization_id)
    assert (company.employees, company.cgem_member) == (34, True)
    firm.refresh_from_db()
    assert (firm.state, firm.name, firm.email, firm.ice, firm.facts) == ("accepted", "Dattes du Ziz", "", "", {})
    with pytest.raises(PreparedFirm.DoesNotExist):
        actions.accept_firm(actor, token=token, email="contact@dattes.example", now=clock.now())


def test_what_the_firm_said_itself_stays(borj):
    firm, actor = firm_and_actor(borj)
    actions.describe_company(actor, values={"employees": 50}, now=clock.now())
    actions.accept_firm(actor, token=queries.firm_token(firm), email=firm.email, now=clock.now())
    company = SmeProfile.objects.get(organization_id=actor.organization_id)
    assert (company.employees, company.cgem_member) == (50, True)


def test_another_address_or_kind_accepts_nothing(borj):
    firm, actor = firm_and_actor(borj)
    token = queries.firm_token(firm)
    with pytest.raises(Conflict):
        actions.accept_firm(actor, token=token, email="other@dattes.example", now=clock.now())
    with pytest.raises(Refused):
        actions.accept_firm(borj, token=token, email=firm.email, now=clock.now())


def test_declined_taken_back_and_unanswered_are_erased_and_never_written_again(borj):
    firms = invite(borj)
    actions.decline_firm(token=queries.firm_token(firms.get(source_key="F-1")), now=clock.now())
    actions.withdraw_firm(borj, firm_id=firms.get(source_key="F-2").pk, now=clock.now())
    assert list(firms.order_by("source_key").values_list("state", "email", "facts")) == [
        ("declined", "", {}),
        ("withdrawn", "", {}),
    ]
    again = send(borj)
    assert list(again.rows.values_list("outcome", flat=True)) == ["left_out", "left_out"]
    invite(borj, "Référence;Raison sociale;E-mail\nF-3;Argane;a@argane.example\n")
    assert forget_unanswered(now=clock.now()) == 0
    assert forget_unanswered(now=clock.now() + queries.LASTS) == 1
    assert not PreparedFirm.objects.exclude(email="").exists()


def test_a_company_number_that_lost_its_zeros_is_refused_with_its_reading(borj):
    job = send(borj, "Référence;Raison sociale;E-mail;ICE\nF-1;Dattes;a@dattes.example;9900001000157\nF-2;X;nowhere;\n")
    assert job.state == "refused"
    first, second = (row.problems for row in job.rows.all())
    assert [one["field"] for one in first] == ["ice"]
    assert [one["field"] for one in second] == ["email"]


def test_others_invite_and_see_nothing(borj):
    invite(borj)
    rival, sme = actor_of(make_organization("Qasr", "institution")), actor_of(make_organization())
    for stranger in (rival, sme):
        assert not queries.firms(stranger).exists()
        assert not queries.firms_files(stranger).exists()
    with pytest.raises(Refused):
        actions.take_firms_file(sme, filename="x.csv", content=b"x", now=clock.now())


def test_the_pages_from_list_to_answer(borj, client):
    client.force_login(get_user_model().objects.get(pk=borj.user_id))
    sent = client.post(reverse("imports", args=["firms"]), {"file": SimpleUploadedFile("f.csv", LIST.encode())})
    drain()
    client.post(f"{sent['Location']}apply/")
    drain()
    listed = client.get(reverse("firms")).content.decode()
    assert "Dattes du Ziz" in listed
    assert "contact@dattes.example" not in listed
    firm = queries.firms(borj).get(source_key="F-1")
    link = reverse("firm", args=[queries.firm_token(firm)])
    client.logout()
    shown = client.get(link).content.decode()
    assert "Dattes du Ziz" in shown
    assert "34" in shown
    assert client.post(link, {"do": "open"})["Location"].startswith(reverse("account_signup"))
    owner = actor_of(make_organization("Dattes du Ziz"))
    person = get_user_model().objects.get(pk=owner.user_id)
    person.email = firm.email
    person.save()
    client.force_login(person)
    assert client.post(link, {"do": "accept"})["Location"] == reverse("today")
    assert client.get(link).status_code == 404
    firm.refresh_from_db()
    assert firm.state == "accepted"
