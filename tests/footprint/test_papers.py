"""The photo or PDF of a bill: examined, the firm's alone, gone with its bill, in its copies and erased with it."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError

from documents import actions as documents
from documents import queries as document_queries
from documents.actions.storing import path_of
from documents.models import Document
from footprint import actions
from footprint.models import Activity
from kernel import clock, personal
from kernel.errors import Refused
from kernel.models import Task
from tests.documents.files import pdf
from tests.factories.accounts import actor_of
from tests.factories.footprint import make_bill, make_exporter, make_site
from tests.factories.partners import make_partner
from tests.queue import drain

pytestmark = pytest.mark.django_db


@pytest.fixture
def argane(db):
    return make_exporter()


@pytest.fixture
def bill(argane):
    return make_bill(argane, make_site(argane))


def after_ten_minutes():
    Task.objects.filter(path__contains="drop_paper").update(run_after=clock.now())
    drain()


def keep(actor, bill, content=None, name="facture.pdf"):
    file = BytesIO(pdf() if content is None else content)
    return actions.keep_paper(actor, bill_id=bill.pk, name=name, file=file, now=clock.now())


def test_it_is_kept_replaced_and_gone_with_its_bill(argane, bill, django_capture_on_commit_callbacks):
    first = keep(argane, bill).paper
    assert (first.purpose, first.name) == ("bill", "facture.pdf")
    with django_capture_on_commit_callbacks(execute=True):
        second = keep(argane, bill, pdf("autre")).paper
    assert not path_of(first.stored).exists()
    actions.remove_bill(argane, bill_id=bill.pk, now=clock.now())
    drain()
    assert path_of(second.stored).exists(), "the bill may yet be put back"
    with django_capture_on_commit_callbacks(execute=True):
        after_ten_minutes()
    assert not path_of(second.stored).exists()
    assert not document_queries.documents(argane).exists()


def test_a_paper_of_two_bills_stays_until_the_last_goes(argane, bill):
    other = make_bill(argane, bill.site, activity_id="water_supply", quantity="40", unit="m3")
    assert keep(argane, bill).paper_id == keep(argane, other).paper_id
    actions.remove_bill(argane, bill_id=bill.pk, now=clock.now())
    after_ten_minutes()
    assert document_queries.documents(argane).exists()
    actions.remove_paper(argane, bill_id=other.pk, now=clock.now())
    assert not document_queries.documents(argane).exists()
    assert Activity.objects.count() == 1


def test_what_is_no_photo_or_pdf_is_refused(argane, bill):
    for content, name in ((b"not a pdf", "facture.pdf"), (b"a;b", "facture.csv"), (b"", "facture.png")):
        with pytest.raises(ValidationError):
            keep(argane, bill, content, name)
    bill.refresh_from_db()
    assert bill.paper_id is None


def test_nobody_else_sees_it_and_it_cannot_be_given(argane, bill):
    paper = keep(argane, bill).paper
    reader, rival, chams = actor_of(bill.site.organization, "reader"), make_exporter("Zellige"), make_partner()
    assert document_queries.documents(reader).get().can_open
    with pytest.raises(Refused):
        keep(reader, bill)
    for stranger in (rival, chams):
        with pytest.raises(Document.DoesNotExist):
            documents.open_document(stranger, document_id=paper.pk, now=clock.now())
    with pytest.raises(Refused):
        documents.give(argane, document_id=paper.pk, receiver_id=chams.organization_id, days=30, now=clock.now())
    with pytest.raises(Refused):
        documents.remove(argane, document_id=paper.pk, now=clock.now())


def test_copies_hold_it_and_erasing_the_firm_takes_it(argane, bill):
    paper = keep(argane, bill).paper
    subject = {"id": argane.organization_id}
    lists = {name: list(rows) for name, _model, rows in personal.copy_of("organization", subject)}
    assert [one["paper"] for one in lists["bills"]] == [paper.pk]
    assert paper.pk in {one["id"] for one in lists["documents"]}
    personal.erase("organization", subject)
    assert not Document.objects.exists()
    assert not Activity.objects.exists()
