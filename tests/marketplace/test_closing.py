"""An organization is closed by its owner, may be taken back, and is then erased to the last byte."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection

from accounts import actions as accounts
from accounts import queries as account_queries
from accounts.models import ApiKey, AuditEntry, Consent, Membership, Organization, User
from documents import actions as documents
from documents.models import Document, ReadLog
from footprint import actions as footprint
from kernel import clock, personal
from kernel.errors import Refused, TooMany
from marketplace import actions
from marketplace.choices import DeclineReason, LeadStatus
from marketplace.models import Lead, LeadStep
from notices.models import Notice
from partners import actions as partners
from partners import queries as partner_queries
from search import registry
from search.jobs import rebuild_now
from search.ports import Query
from tests.documents.files import pdf
from tests.factories.accounts import actor_of, make_member, make_organization
from tests.factories.marketplace import ask, make_deal

PASSWORD = "a-good-password-1"
MARK = "Zqwxyvk"


def closed(actor, now=None):
    actions.close_organization(actor, password=PASSWORD, now=now or clock.now())


@pytest.mark.django_db
def test_when_a_company_leaves_each_partner_it_asked_is_told(drain):
    deal = make_deal(partners=2)
    first, _second = (one.lead for one in ask(deal))
    actions.accept_lead(deal.partners[0], lead_id=first.pk, now=clock.now())
    closed(deal.sme)
    drain()
    assert set(Lead.objects.values_list("status", flat=True)) == {LeadStatus.WITHDRAWN}
    told = Notice.objects.filter(kind="company_left")
    assert {one.organization_id for one in told} == {one.organization_id for one in deal.partners}
    assert list(first.steps.values_list("status", flat=True).order_by("pk")) == ["sent", "accepted", "withdrawn"]


@pytest.mark.django_db
def test_when_a_partner_leaves_its_offers_go_and_who_asked_has_an_answer_with_a_next_step(drain):
    deal = make_deal()
    lead = ask(deal)[0].lead
    closed(deal.partner)
    drain()
    lead.refresh_from_db()
    assert (lead.status, lead.reason) == (LeadStatus.DECLINED, DeclineReason.CLOSED)
    assert Notice.objects.filter(kind="lead_declined", organization_id=deal.sme.organization_id).exists()
    assert not partner_queries.offers(deal.sme).filter(pk=deal.offer.pk).exists()
    assert deal.offer.pk not in registry.engine().find(Query(limit=50)).ids


@pytest.mark.django_db
def test_nobody_but_an_owner_in_a_session_closes_and_the_password_is_asked():
    argane = make_organization("Argane")
    owner, member = actor_of(argane), actor_of(argane, "member")
    with pytest.raises(ValidationError) as wrong:
        actions.close_organization(owner, password="another-password", now=clock.now())
    assert "password" in wrong.value.error_dict
    with pytest.raises(Refused):
        closed(member)
    _key, secret = accounts.create_key(owner, name="ERP", scope="write", now=clock.now())
    with pytest.raises(Refused):
        closed(account_queries.actor_for_key(secret, clock.now()))
    with pytest.raises(Refused):
        closed(actor_of(make_organization("Borj", "operator")))
    assert not Organization.objects.exclude(suspended_at=None).exists()


@pytest.mark.django_db
def test_a_password_is_tried_ten_times_at_most():
    owner = actor_of(make_organization("Argane"))
    for _ in range(10):
        with pytest.raises(ValidationError):
            actions.close_organization(owner, password="another-password", now=clock.now())
    with pytest.raises(TooMany):
        closed(owner)


@pytest.mark.django_db
def test_a_closed_organization_acts_no_more_and_its_keys_invitations_and_accesses_end(drain):
    deal = make_deal()
    sme, now = deal.sme, clock.now()
    _key, secret = accounts.create_key(sme, name="ERP", scope="write", now=now)
    accounts.invite(sme, email="nadia@argane.example", role="member", now=now)
    accounts.give_mandate(sme, days=7, now=now)
    paper = documents.keep_file(sme, purpose="dossier", name="bilan.pdf", file=io.BytesIO(pdf("bilan")), now=now)
    documents.give(sme, document_id=paper.pk, receiver_id=deal.partner.organization_id, days=30, now=now)
    closed(sme)
    drain()
    user = User.objects.get(pk=sme.user_id)
    assert account_queries.actor_for(user).organization_id.int == 0
    assert account_queries.actor_for_key(secret, clock.now()) is None
    with pytest.raises(Document.DoesNotExist):
        documents.open_document(deal.partner, document_id=paper.pk, now=clock.now())
    accounts.reopen_organization(user, organization_id=sme.organization_id, session={}, now=clock.now())
    assert account_queries.actor_for(user).organization_id == sme.organization_id
    assert account_queries.actor_for_key(secret, clock.now()) is None, "a key does not come back"
    assert not account_queries.invitations(sme).exists()
    assert account_queries.mandate(sme) is None
    with pytest.raises(Document.DoesNotExist):
        documents.open_document(deal.partner, document_id=paper.pk, now=clock.now())


@pytest.mark.django_db
def test_an_owner_takes_it_back_within_the_days_of_grace_and_offers_return(drain):
    deal = make_deal()
    chams, now = deal.partner, clock.now()
    owner = User.objects.get(pk=chams.user_id)
    member = make_member(Organization.objects.get(pk=chams.organization_id))
    closed(chams, now)
    drain()
    for person, later in ((member, now), (owner, now + timedelta(days=31))):
        with pytest.raises(Organization.DoesNotExist):
            partners.reopen(person, organization_id=chams.organization_id, session={}, now=later)
    partners.reopen(owner, organization_id=chams.organization_id, session={}, now=now + timedelta(days=29))
    drain()
    assert partner_queries.offers(deal.sme).filter(pk=deal.offer.pk).exists()
    assert [entry.act for entry in AuditEntry.objects.order_by("sequence")][-2:] == [
        "organization_closed",
        "organization_reopened",
    ]


@pytest.mark.django_db
def test_no_operator_lifts_what_an_owner_closed():
    chams = make_organization("Chams", "provider")
    closed(actor_of(chams))
    borj = actor_of(make_organization("Borj", "operator"))
    with pytest.raises(Refused):
        partners.lift_suspension(borj, organization_id=chams.pk, now=clock.now())
    with pytest.raises(Refused):
        partners.suspend(borj, organization_id=chams.pk, reason="silent", now=clock.now())


def bytes_on_the_disk():
    """Yield (place, bytes) of everything the service keeps: database and its log, index, documents, copies."""
    folders = [Path(settings.DATA), Path(settings.SEARCH_FOLDER), Path(settings.MEDIA_ROOT)]
    for path in {path for folder in folders for path in folder.rglob("*") if path.is_file()}:
        yield path, path.read_bytes()


def places_of(mark):
    return [str(path) for path, content in bytes_on_the_disk() if mark.encode() in content]


def left_with(mark):
    """Return the fields of the database that hold a mark: what an engine keeps elsewhere is looked for on the disk."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        for row in model._base_manager.values():
            found += [f"{model._meta.label}.{name}" for name, value in row.items() if mark in _text(value)]
    return found


def _text(value):
    return bytes(value).decode("latin1") if isinstance(value, bytes | memoryview) else str(value)


@pytest.mark.django_db(transaction=True)
def test_after_the_days_of_grace_no_byte_is_left_and_the_trail_still_holds(drain):
    deal = make_deal(sme=f"Argane {MARK}")
    sme, chams, now = deal.sme, deal.partner, clock.now()
    footprint.change_site(sme, site_id=deal.site.pk, values={"name": f"{MARK} usine"}, now=now)
    ask(deal, message=f"{MARK} bonjour")
    accounts.invite(sme, email=f"nadia@{MARK.lower()}.example", role="member", now=now)
    paper = documents.keep_file(
        sme, purpose="dossier", name=f"{MARK}.csv", file=io.BytesIO(f"a;b\n{MARK};2\n".encode()), now=now
    )
    documents.give(sme, document_id=paper.pk, receiver_id=chams.organization_id, days=30, now=now)
    documents.open_document(chams, document_id=paper.pk, now=now)[1].close()
    partners.change_offer(chams, offer_id=deal.offer.pk, values={"description_fr": f"{MARK} toiture"}, now=now)
    drain()
    rebuild_now()
    assert places_of(MARK), "the mark is nowhere: the search below would prove nothing"
    assert left_with(MARK)
    keep = Consent.objects.count()
    closed(sme, now)
    closed(chams, now)
    drain()
    assert actions.purge_closed(before=now - timedelta(days=1)) == 0, "nothing goes before its day"
    assert actions.purge_closed(before=now + timedelta(seconds=1)) == 2
    drain()
    people = Membership.objects.filter(organization__in=[sme.organization_id, chams.organization_id])
    assert not people.exists()
    assert not Organization.objects.filter(pk__in=[sme.organization_id, chams.organization_id]).exists()
    assert not Lead.objects.exists()
    assert not LeadStep.objects.exists()
    assert not ReadLog.objects.exists()
    assert not ApiKey.objects.exists()
    assert Consent.objects.count() == keep, "the proof of a consent stays, in codes and ids"
    for mark in (MARK, MARK.lower()):
        assert not left_with(mark)
        assert connection.vendor != "sqlite" or not places_of(mark)
    assert not list(Path(settings.MEDIA_ROOT).glob(f"??/{paper.stored}"))
    call_command("audit_check", verbosity=0)
    assert AuditEntry.objects.filter(act="organization_erased").count() == 2
    connection.check_constraints()


@pytest.mark.django_db(transaction=True)
def test_what_the_table_forgets_undoes_the_whole_erasure(monkeypatch):
    """A new model that points to an organization and that no line finds keeps the database from losing half of one."""
    deal = make_deal()
    some = tuple(line for line in personal.lines() if line.model != "footprint.Site")
    monkeypatch.setattr(personal, "lines", lambda: some)
    with pytest.raises(Exception, match=r"(?i)foreign key|violates"):
        accounts.erase_organization(deal.sme.organization_id, now=clock.now())
    assert Organization.objects.filter(pk=deal.sme.organization_id).exists()
