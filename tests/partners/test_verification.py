"""A partner sends proofs, a person reads them and decides, the badge ends on its day; suspended is off the market at once."""

import io
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from django.core.exceptions import ValidationError

from accounts import actions as accounts
from accounts.models import AuditEntry, Organization
from documents import actions as documents
from documents.models import Document
from kernel.errors import Refused
from marketplace.models import Lead
from notices.models import Notice
from partners import actions, queries
from partners.choices import CaseState, CredentialState
from partners.models import Credential, VerificationCase
from tests.documents.files import pdf
from tests.factories.accounts import actor_of, make_organization
from tests.factories.partners import make_offer, make_partner

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
TODAY = date(2026, 11, 25)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def chams():
    return make_partner(region="MA-03")


@pytest.fixture
def borj():
    return make_organization("Borj", "operator", region="MA-03")


def send(partner, kind="registration", number="RC 4512", **values):
    values = {"kind": kind, "number": number, "issuer": "Tribunal de Fès", **values}
    content = io.BytesIO(pdf(f"{partner.organization_id} {kind} {number}"))
    return actions.send_credential(partner, values=values, name=f"{kind}.pdf", file=content, now=NOW)


def state(partner):
    return Organization.objects.get(pk=partner.organization_id)


def test_a_partner_sends_proofs_and_an_operator_reads_and_accepts_them(chams, borj, drain):
    operator = actor_of(borj)
    registration = send(chams)
    insurance = send(chams, "insurance", "AX-9", valid_until=TODAY + timedelta(days=200))
    case = queries.cases_to_verify(operator).get()
    assert {one.pk for one in case.credentials.all()} == {registration.pk, insurance.pk}
    _row, file = documents.open_document(operator, document_id=registration.document_id, now=NOW)
    with file:
        assert file.read().startswith(b"%PDF-")
    until = TODAY + timedelta(days=200)
    actions.verify(operator, case_id=case.pk, credential_ids=[registration.pk, insurance.pk], until=until, now=NOW)
    assert state(chams).is_verified
    assert [kind.value for kind in queries.verified([chams.organization_id])[chams.organization_id].scope] == [
        "insurance",
        "registration",
    ]
    assert set(Credential.objects.values_list("state", flat=True)) == {CredentialState.ACCEPTED}
    told = AuditEntry.objects.get(act="organization_verified")
    assert (told.subject_id, told.user_id) == (str(chams.organization_id), operator.user_id)
    assert told.facts == {"until": until.isoformat(), "scope": ["insurance", "registration"]}
    assert AuditEntry.objects.filter(act="document_read", user_id=operator.user_id).exists()
    drain()
    assert Notice.objects.get(user_id=chams.user_id).kind == "partner_verified"


def test_the_badge_ends_on_its_day_at_display_and_in_the_record(chams, borj, drain):
    registration = send(chams)
    case = queries.cases(actor_of(borj)).get()
    actions.verify(actor_of(borj), case_id=case.pk, credential_ids=[registration.pk], until=TODAY, now=NOW)
    assert state(chams).is_verified
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        assert not state(chams).is_verified, "a day that passed needs no job to be noticed"
        drain()
        assert state(chams).verified_at is None
        kinds = set(Notice.objects.filter(user_id=chams.user_id).values_list("kind", flat=True))
        assert kinds == {"partner_verified", "verification_ended"}


def test_no_day_is_later_than_that_of_the_first_proof_to_end_and_the_registration_is_needed(chams, borj):
    registration = send(chams)
    insurance = send(chams, "insurance", "AX-9", valid_until=TODAY + timedelta(days=30))
    case, operator = queries.cases(actor_of(borj)).get(), actor_of(borj)
    for chosen, until, field in (
        ([registration, insurance], TODAY + timedelta(days=31), "until"),
        ([registration], TODAY + timedelta(days=731), "until"),
        ([registration], TODAY - timedelta(days=1), "until"),
        ([insurance], TODAY, "credentials"),
        ([], TODAY, "credentials"),
    ):
        with pytest.raises(ValidationError) as problem:
            ids = [one.pk for one in chosen]
            actions.verify(operator, case_id=case.pk, credential_ids=ids, until=until, now=NOW)
        assert field in problem.value.error_dict
    assert not state(chams).is_verified


def test_a_refusal_has_a_reason_and_the_partner_is_told_what_to_do(chams, borj, drain):
    send(chams)
    case, operator = queries.cases(actor_of(borj)).get(), actor_of(borj)
    with pytest.raises(ValidationError):
        actions.refuse(operator, case_id=case.pk, reason="mood", now=NOW)
    actions.refuse(operator, case_id=case.pk, reason="unreadable", now=NOW)
    assert queries.last_decision(chams).reason == "unreadable"
    with pytest.raises(Refused):
        actions.refuse(operator, case_id=case.pk, reason="unreadable", now=NOW)
    drain()
    notice = Notice.objects.get(user_id=chams.user_id)
    assert notice.kind == "verification_refused"
    assert send(chams).case_id != case.pk, "what is sent next is a new case"


def test_only_who_verifies_in_its_region_sees_proofs_and_decides(chams, borj):
    registration = send(chams)
    case = queries.cases(actor_of(borj)).get()
    elsewhere = make_organization("Borj Souss", "operator", region="MA-09")
    outsiders = [actor_of(elsewhere, "regional"), make_partner("Rival"), actor_of(make_organization("Argane"))]
    for actor in outsiders:
        assert not queries.cases(actor).exists()
        with pytest.raises(VerificationCase.DoesNotExist):
            actions.refuse(actor, case_id=case.pk, reason="unreadable", now=NOW)
        with pytest.raises(Document.DoesNotExist):
            documents.open_document(actor, document_id=registration.document_id, now=NOW)
    for role in ("support", "read_only"):
        watcher = actor_of(borj, role)
        assert queries.cases(watcher).exists()
        assert not queries.credentials(watcher).exists()
        with pytest.raises(Refused):
            actions.refuse(watcher, case_id=case.pk, reason="unreadable", now=NOW)
    assert not queries.cases(actor_of(borj, "technical")).exists()
    actions.refuse(actor_of(borj, "regional"), case_id=case.pk, reason="unreadable", now=NOW)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "diploma"}, "kind"),
        ({"number": " "}, "number"),
        ({"issuer": "x" * 121}, "issuer"),
        ({"kind": "insurance"}, "valid_until"),
        ({"valid_until": TODAY - timedelta(days=1)}, "valid_until"),
        ({"valid_from": TODAY + timedelta(days=9), "valid_until": TODAY + timedelta(days=3)}, "valid_until"),
    ],
)
def test_a_proof_says_what_it_is_and_until_when(chams, values, field):
    with pytest.raises(ValidationError) as problem:
        send(chams, **values)
    assert list(problem.value.error_dict) == [field]
    assert not Document.objects.exists()


def test_an_exporter_and_a_reader_send_no_proof(chams):
    for actor in (actor_of(make_organization("Argane")), actor_of(state(chams), "reader")):
        with pytest.raises(Refused):
            send(actor)


def test_a_proof_that_waits_is_taken_back_with_its_document_and_one_that_was_decided_stays(chams, borj):
    first = send(chams)
    with pytest.raises(Refused):
        documents.remove(chams, document_id=first.document_id, now=NOW)
    actions.take_back_credential(chams, credential_id=first.pk, now=NOW)
    assert not VerificationCase.objects.exists()
    assert Document.objects.get().removed_at is not None
    second = send(chams, number="RC 1")
    case = queries.cases(actor_of(borj)).get()
    actions.verify(actor_of(borj), case_id=case.pk, credential_ids=[second.pk], until=TODAY, now=NOW)
    with pytest.raises(Refused):
        actions.take_back_credential(chams, credential_id=second.pk, now=NOW)


def test_two_companies_of_one_number_are_not_both_verified(borj):
    ice = {"ice": "001234567000089", "region": "MA-03"}
    first, second = make_partner("Chams", **ice), make_partner("Chams bis", **ice)
    operator = actor_of(borj)
    for partner in (first, second):
        send(partner)
    one, two = (queries.cases(operator).get(organization_id=actor.organization_id) for actor in (first, second))
    actions.verify(operator, case_id=one.pk, credential_ids=[one.credentials.get().pk], until=TODAY, now=NOW)
    with pytest.raises(ValidationError) as problem:
        actions.verify(operator, case_id=two.pk, credential_ids=[two.credentials.get().pk], until=TODAY, now=NOW)
    assert "ice" in problem.value.error_dict
    assert VerificationCase.objects.get(pk=two.pk).state == CaseState.OPEN


def test_a_new_name_or_number_has_to_be_verified_again(chams, borj):
    registration = send(chams)
    case = queries.cases(actor_of(borj)).get()
    actions.verify(actor_of(borj), case_id=case.pk, credential_ids=[registration.pk], until=TODAY, now=NOW)
    accounts.change_organization(chams, values={"city": "Fès"})
    assert state(chams).is_verified
    accounts.change_organization(chams, values={"organization": "Banque centrale"})
    assert not state(chams).is_verified


def test_suspended_it_leaves_directory_and_matches_at_once_and_comes_back(chams, borj, drain):
    offer = make_offer(chams)
    reader, operator = actor_of(make_organization("Argane")), actor_of(borj, "regional")
    drain()
    with pytest.raises(ValidationError):
        actions.suspend(operator, organization_id=chams.organization_id, reason="", now=NOW)
    actions.suspend(operator, organization_id=chams.organization_id, reason="complaints", now=NOW)
    actions.suspend(operator, organization_id=chams.organization_id, reason="complaints", now=NOW)
    assert not queries.offers(reader).filter(pk=offer.pk).exists()
    assert not queries.profiles(reader).exists()
    assert offer.pk not in {UUID(one.offer) for one in queries.open_versions()}
    assert AuditEntry.objects.filter(act="organization_suspended").count() == 1
    drain()
    assert queries.directory(reader, text="photovoltaïque").total == 0
    actions.lift_suspension(operator, organization_id=chams.organization_id, now=NOW)
    drain()
    assert queries.directory(reader, text="photovoltaïque").total == 1
    assert state(chams).suspended_for == ""


def test_nobody_but_an_operator_in_charge_suspends_and_no_operator_another(chams, borj):
    for actor in (chams, actor_of(make_organization("Argane")), actor_of(borj, "technical")):
        with pytest.raises(Organization.DoesNotExist):
            actions.suspend(actor, organization_id=chams.organization_id, reason="complaints", now=NOW)
    for actor, target in (
        (actor_of(borj, "support"), chams.organization_id),
        (actor_of(borj), make_organization("Other", "operator").pk),
    ):
        with pytest.raises(Refused):
            actions.suspend(actor, organization_id=target, reason="complaints", now=NOW)
    assert not Lead.objects.exists()
