"""The audit trail in words: people and things by the names of now, for whoever may know them; the trail keeps ids alone."""

import csv
import io

import pytest
from django.urls import reverse

from accounts import actions as accounts
from accounts import queries
from accounts.models import AuditEntry, Membership, User
from documents import actions as documents
from kernel import clock
from tests.documents.files import pdf
from tests.factories.accounts import actor_of, make_member, make_organization, owner_of, sign_in
from tests.factories.footprint import make_exporter

pytestmark = pytest.mark.django_db


@pytest.fixture
def argane():
    return make_organization("Argane")


@pytest.fixture
def amina(argane):
    user = owner_of(argane)
    User.objects.filter(pk=user.pk).update(name="Amina Idrissi")
    return actor_of(argane)


@pytest.fixture
def desk(client, amina):
    return sign_in(client, User.objects.get(pk=amina.user_id))


def read(client):
    answer = client.get(reverse("trail"), headers={"accept-language": "fr"})
    assert answer.status_code == 200
    return [f"{one['head']} | {' | '.join(one['cells'])}" for one in answer.context["rows"]]


def keep(actor, name="bilan.pdf"):
    return documents.keep_file(actor, purpose="dossier", name=name, file=io.BytesIO(pdf(name)), now=clock.now())


def test_an_owner_reads_who_did_what_to_what_in_words(desk, amina, argane):
    nadia = make_member(argane)
    User.objects.filter(pk=nadia.pk).update(name="Nadia Alaoui")
    key, _secret = accounts.create_key(amina, name="Comptabilité", scope="read", now=clock.now())
    accounts.change_role(amina, user_id=nadia.pk, role="reader", now=clock.now())
    accounts.invite(amina, email="yto@argane.example", role="member", now=clock.now())
    bank = make_organization("Mizan", "financier")
    documents.give(amina, document_id=keep(amina).pk, receiver_id=bank.pk, days=7, now=clock.now())
    gave, kept, invited, changed, made = read(desk)
    assert "Amina Idrissi · Argane" in made
    assert f"Comptabilité ({key.pk})" in made
    assert "Nadia Alaoui" in changed
    assert "Lecteur" in changed
    assert "yto@argane.example" in invited
    assert "bilan.pdf" in kept
    assert "bilan.pdf → Mizan" in gave
    assert not any(
        word in str(list(AuditEntry.objects.values())) for word in ("Amina", "Nadia", "yto", "bilan", "Compta")
    )


def test_a_person_erased_and_a_thing_gone_are_said_so(desk, amina, argane):
    nadia = make_member(argane, role="owner")
    as_nadia = queries.actor_for(nadia, argane.pk)
    paper = keep(as_nadia)
    documents.remove(as_nadia, document_id=paper.pk, now=clock.now())
    accounts.close_account(nadia.pk, password="a-good-password-1", now=clock.now())
    left, removed, _kept = read(desk)
    assert "une personne effacée · Argane" in removed
    assert "n’est plus là" in removed
    assert "n’est plus là" in left
    assert "bilan" not in str(read(desk))


def test_people_of_another_organization_are_not_named_to_an_owner(desk, amina, argane):
    borj = make_organization("Borj", "operator")
    operator = actor_of(borj)
    User.objects.filter(pk=operator.user_id).update(name="Zineb Tazi")
    accounts.correct(operator, organization_id=argane.pk, values={"city": "Fès"}, reason="typed_wrong", now=clock.now())
    (corrected,) = read(desk)
    assert "Borj" in corrected
    assert "Zineb" not in corrected
    assert "typed_wrong" not in corrected


def test_who_audits_reads_names_of_people_and_no_word_of_a_firm(client, amina):
    accounts.create_key(amina, name="Comptabilité", scope="read", now=clock.now())
    keep(amina)
    sign_in(client, User.objects.get(pk=actor_of(make_organization("Borj", "operator")).user_id))
    shown = str(read(client))
    assert "Amina Idrissi" in shown
    assert "Comptabilité" not in shown
    assert "bilan" not in shown
    found = client.get("/api/v1/audit/").json()["results"]
    kept = next(one for one in found if one["act"] == "document_kept")
    assert kept["names"]["user"] == {"name": "Amina Idrissi", "is_gone": False}
    assert kept["names"]["subject"] == {"name": "", "is_gone": False}


def test_the_file_holds_ids_and_names(desk, amina, argane):
    accounts.create_key(amina, name="Comptabilité", scope="read", now=clock.now())
    answer = desk.get(reverse("trail_file"))
    (line,) = csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")))
    assert line["user_id"] == str(amina.user_id)
    assert (line["user"], line["organization"], line["subject"]) == ("Amina Idrissi", "Argane", "Comptabilité")


def test_a_hundred_entries_are_named_in_as_many_queries_as_ten(django_assert_num_queries):
    amina = make_exporter()
    for number in range(30):
        accounts.create_key(amina, name=f"ERP {number}", scope="read", now=clock.now())
        keep(amina, f"{number}.pdf")
    rows = list(queries.trail(amina))
    for some in (rows[:4], rows):
        with django_assert_num_queries(4):
            assert len(queries.named(amina, some)) == len(some)


def test_a_member_who_left_is_still_named_for_what_was_done_for_the_firm(desk, amina, argane):
    nadia = make_member(argane)
    User.objects.filter(pk=nadia.pk).update(name="Nadia Alaoui")
    keep(queries.actor_for(nadia, argane.pk))
    Membership.objects.filter(user=nadia).delete()
    assert "Nadia Alaoui" in str(read(desk))
