"""A copy of one's data: whole, of nobody else, for who asked alone, and soon gone."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core import mail

from accounts import actions, queries
from accounts.models import DataCopy, Membership, User
from documents import actions as documents
from kernel import clock, personal
from kernel.errors import Refused
from tests.documents.files import pdf
from tests.factories.accounts import actor_of, make_organization, proof_of
from tests.factories.marketplace import make_lead

pytestmark = pytest.mark.django_db(transaction=True)


def fetched(actor, of, drain):
    row = actions.ask_for_copy(actor, of=of, session={}, now=clock.now())
    drain()
    _row, file = actions.open_copy(actor, copy_id=row.pk, session={}, now=clock.now())
    with file, zipfile.ZipFile(io.BytesIO(file.read())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def deal():
    deal, _lead = make_lead()
    for number, actor in enumerate((deal.sme, deal.partner)):
        documents.keep_file(
            actor, purpose="dossier", name=f"bilan-{number}.pdf", file=io.BytesIO(pdf(f"n{number}")), now=clock.now()
        )
    return deal


def test_an_owner_gets_all_of_its_organization_and_nothing_of_another(deal, drain):
    found = fetched(deal.sme, "organization", drain)
    lists = {name.removeprefix("data/").removesuffix(".json") for name in found if name.startswith("data/")}
    assert lists == {line.copy for line in personal.lines() if line.whose == "organization" and line.copy}
    for name in ("organization", "members", "sites", "bills", "results", "needs", "requests-sent", "documents"):
        assert json.loads(found[f"data/{name}.json"]), name
    assert json.loads(found["data/bills.json"])[0]["quantity"] == "15200.000000"
    assert [name for name in found if name.startswith("files/")] == ["files/0001-bilan-0.pdf"]
    assert found["files/0001-bilan-0.pdf"].startswith(b"%PDF")
    everything = b"".join(found.values())
    assert b"bilan-1.pdf" not in everything
    assert User.objects.get(pk=deal.partner.user_id).email.encode() not in everything


def test_what_a_partner_copies_of_a_request_holds_no_contact_that_was_not_released(deal, drain):
    found = fetched(deal.partner, "organization", drain)
    asked = json.loads(found["data/requests-received.json"])
    assert [one["status"] for one in asked] == ["sent"]
    everything = b"".join(found.values())
    assert User.objects.get(pk=deal.sme.user_id).email.encode() not in everything
    assert str(deal.sme.organization_id).encode() not in everything
    assert b"Argane" not in everything


def test_a_person_gets_its_own_data_and_the_files_it_uploaded(deal, drain):
    found = fetched(deal.sme, "person", drain)
    (me,) = json.loads(found["data/person.json"])
    assert me["email"] == User.objects.get(pk=deal.sme.user_id).email
    assert "password" not in me
    assert [name for name in found if name.startswith("files/")] == ["files/0001-bilan-0.pdf"]
    assert json.loads(found["data/acts.json"])
    assert b"bilan-1" not in b"".join(found.values())


def test_who_left_a_firm_gets_none_of_its_files(deal, drain):
    person = User.objects.get(pk=deal.sme.user_id)
    actor = actor_of(make_organization("Zellige"))
    Membership.objects.filter(user=person).delete()
    Membership.objects.create(user=person, organization_id=actor.organization_id, role="reader", joined_at=clock.now())
    found = fetched(queries.actor_for(person), "person", drain)
    assert not [name for name in found if name.startswith("files/")]


def test_only_who_asked_opens_it_and_only_for_some_days(deal, drain):
    row = actions.ask_for_copy(deal.sme, of="organization", session={}, now=clock.now())
    with pytest.raises(DataCopy.DoesNotExist):
        actions.open_copy(deal.sme, copy_id=row.pk, session={}, now=clock.now())
    drain()
    colleague = actor_of(row.organization, "owner")
    for who, later in ((deal.partner, 0), (actor_of(row.organization, "member"), 0), (deal.sme, 8)):
        with pytest.raises(DataCopy.DoesNotExist):
            actions.open_copy(who, copy_id=row.pk, session={}, now=clock.now() + timedelta(days=later))
    assert colleague.user_id == deal.sme.user_id
    Membership.objects.filter(user_id=deal.sme.user_id).update(role="member")
    with pytest.raises(DataCopy.DoesNotExist):
        actions.open_copy(
            queries.actor_for(User.objects.get(pk=deal.sme.user_id)), copy_id=row.pk, session={}, now=clock.now()
        )
    place = queries.place_of(row)
    assert place.exists()
    assert place.stat().st_mode & 0o777 == 0o640
    assert actions.forget_copies(before=clock.now()) == 0
    assert actions.forget_copies(before=clock.now() + timedelta(days=8)) == 1
    assert not place.exists()


def test_a_second_factor_is_proved_where_an_organization_asks_for_one(drain):
    mizan = make_organization("Mizan", "financier")
    owner = actor_of(mizan)
    person = User.objects.get(pk=owner.user_id)
    for of in ("person", "organization"):
        with pytest.raises(Refused):
            actions.ask_for_copy(owner, of=of, session={}, now=clock.now())
    row = actions.ask_for_copy(owner, of="person", session=proof_of(person), now=clock.now())
    drain()
    with pytest.raises(DataCopy.DoesNotExist):
        actions.open_copy(owner, copy_id=row.pk, session={}, now=clock.now())
    actions.open_copy(owner, copy_id=row.pk, session=proof_of(person), now=clock.now())[1].close()


def test_a_member_and_a_key_take_no_copy_of_the_organization():
    argane = make_organization("Argane")
    owner = actor_of(argane)
    _key, secret = actions.create_key(owner, name="ERP", scope="write", now=clock.now())
    for actor in (actor_of(argane, "member"), queries.actor_for_key(secret, clock.now())):
        with pytest.raises(Refused):
            actions.ask_for_copy(actor, of="organization", session={}, now=clock.now())


def test_asked_twice_it_is_made_once_and_the_letter_holds_a_link_and_no_file(drain):
    owner = actor_of(make_organization("Argane"))
    rows = {actions.ask_for_copy(owner, of="person", session={}, now=clock.now()).pk for _ in range(3)}
    assert len(rows) == 1
    drain()
    (letter,) = mail.outbox
    assert letter.to == [User.objects.get(pk=owner.user_id).email]
    assert not letter.attachments
    assert str(rows.pop()) not in letter.body


def test_who_leaves_takes_its_copies_along(deal, drain):
    row = actions.ask_for_copy(deal.partner, of="person", session={}, now=clock.now())
    drain()
    actor_of(make_organization("Autre"))
    person = User.objects.get(pk=deal.partner.user_id)
    Membership.objects.filter(user=person).delete()
    actions.close_account(person.pk, password="a-good-password-1", now=clock.now())
    assert not queries.place_of(row).exists()
    assert not DataCopy.objects.exists()
