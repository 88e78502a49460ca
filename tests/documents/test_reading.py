"""Who may read a document: checked at each look, written down for others, ended at once."""

import io
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from accounts.models import AuditEntry
from documents import actions, queries
from documents.actions.storing import discard
from documents.choices import State
from documents.models import Document, Grant, ReadLog
from kernel.errors import Refused
from tests.documents import files
from tests.factories.accounts import actor_of, make_organization, sign_in
from tests.race import race

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)


@pytest.fixture
def now():
    with time_machine.travel(NOW, tick=False):
        yield NOW


@pytest.fixture
def argane():
    return actor_of(make_organization())


@pytest.fixture
def mizan():
    return actor_of(make_organization("Mizan", "financier"))


def keep(actor, text="bilan", purpose="dossier"):
    content = io.BytesIO(files.pdf(text))
    return actions.keep_file(actor, purpose=purpose, name="bilan 2025 – é.pdf", file=content, now=NOW)


def read(actor, document):
    row, file = actions.open_document(actor, document_id=document.pk, now=NOW)
    with file:
        return row, file.read()


def test_a_document_is_its_owners_alone_until_it_is_given(argane, mizan, now):
    kept = keep(argane)
    assert read(argane, kept)[1].startswith(b"%PDF-")
    assert not ReadLog.objects.exists(), "one's own reading is nobody's business"
    with pytest.raises(Document.DoesNotExist):
        read(mizan, kept)
    grant = actions.give(argane, document_id=kept.pk, receiver_id=mizan.organization_id, days=10, now=now)
    assert read(mizan, kept)[1].startswith(b"%PDF-")
    log = ReadLog.objects.get()
    assert (log.document_id, log.organization_id) == (kept.pk, mizan.organization_id)
    assert AuditEntry.objects.filter(act="document_read", subject_id=str(kept.pk)).exists()
    assert queries.readings(argane, [kept.pk]).count() == 1
    assert queries.readings(mizan, [kept.pk]).count() == 0
    actions.withdraw(argane, grant_id=grant.pk, now=now)
    with pytest.raises(Document.DoesNotExist):
        read(mizan, kept)


def test_an_access_ends_by_itself_and_a_new_one_moves_the_end(argane, mizan):
    kept = keep(argane)
    with time_machine.travel(NOW, tick=False):
        actions.give(argane, document_id=kept.pk, receiver_id=mizan.organization_id, days=10, now=NOW)
        actions.give(argane, document_id=kept.pk, receiver_id=mizan.organization_id, days=2, now=NOW)
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        read(mizan, kept)
    with time_machine.travel(NOW + timedelta(days=3), tick=False), pytest.raises(Document.DoesNotExist):
        read(mizan, kept)
    assert Grant.objects.filter(withdrawn_at=None).count() == 1


def test_only_the_owner_gives_and_nobody_gives_on_what_it_was_given(argane, mizan, now):
    kept, other = keep(argane), make_organization("Zellige").pk
    actions.give(argane, document_id=kept.pk, receiver_id=mizan.organization_id, days=10, now=now)
    with pytest.raises(Refused):
        actions.give(mizan, document_id=kept.pk, receiver_id=other, days=10, now=now)
    grant = queries.grants(mizan).get()
    with pytest.raises(Refused):
        actions.withdraw(mizan, grant_id=grant.pk, now=now)
    with pytest.raises(Refused):
        actions.remove(mizan, document_id=kept.pk, now=now)
    for receiver, days in ((argane.organization_id, 5), (kept.pk, 5), (other, 0), (other, 999)):
        with pytest.raises(ValidationError):
            actions.give(argane, document_id=kept.pk, receiver_id=receiver, days=days, now=now)


def test_what_waits_for_the_scanner_is_not_read_by_others_and_what_it_refuses_by_nobody(argane, mizan, now, settings):
    settings.CLAMAV_URL = "tcp://127.0.0.1:1"
    kept = keep(argane)
    assert kept.state == State.PENDING
    with pytest.raises(Refused):
        actions.give(argane, document_id=kept.pk, receiver_id=mizan.organization_id, days=10, now=now)
    Document.objects.filter(pk=kept.pk).update(state=State.CLEAN)
    actions.give(argane, document_id=kept.pk, receiver_id=mizan.organization_id, days=10, now=now)
    read(mizan, kept)
    Document.objects.filter(pk=kept.pk).update(state=State.PENDING)
    with pytest.raises(Document.DoesNotExist):
        read(mizan, kept)
    Document.objects.filter(pk=kept.pk).update(state=State.REFUSED)
    with pytest.raises(Refused):
        read(argane, kept)


def test_a_reading_is_written_once(argane, mizan, now):
    kept = keep(argane)
    actions.give(argane, document_id=kept.pk, receiver_id=mizan.organization_id, days=10, now=now)
    read(mizan, kept)
    for change in ("UPDATE documents_readlog SET at = NULL", "DELETE FROM documents_readlog"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)


@pytest.mark.parametrize("route", ["document", "v1:document-file"])
def test_it_leaves_as_a_file_to_keep_that_no_browser_runs_and_nobody_stores(argane, client, route):
    kept = keep(argane)
    sign_in(client, get_user_model().objects.get(pk=argane.user_id))
    answer = client.get(reverse(route, args=[kept.pk]))
    assert b"".join(answer.streaming_content) == files.kept_bytes(kept)
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''bilan%202025%20")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Content-Type"] == "application/pdf"


@pytest.mark.parametrize("route", ["document", "v1:document-file"])
def test_a_document_that_the_disk_lost_is_said_to_be_lost(argane, client, route, caplog):
    kept = keep(argane)
    discard(kept.stored)
    sign_in(client, get_user_model().objects.get(pk=argane.user_id))
    answer = client.get(reverse(route, args=[kept.pk]))
    assert answer.status_code == 409
    assert "n’est plus sur notre disque" in answer.content.decode()
    assert "a kept document has no file" in caplog.text, "the operator learns of it"


def test_a_visitor_and_a_stranger_get_no_document(argane, mizan, client):
    address = reverse("document", args=[keep(argane).pk])
    assert client.get(address).status_code == 302
    sign_in(client, get_user_model().objects.get(pk=mizan.user_id))
    assert client.get(address).status_code == 404


def test_a_program_sends_a_file_and_learns_what_is_wrong_with_it(argane, client):
    sign_in(client, get_user_model().objects.get(pk=argane.user_id))
    good = SimpleUploadedFile("bilan.pdf", files.pdf())
    answer = client.post("/api/v1/documents/", {"file": good, "purpose": "dossier"})
    assert (answer.status_code, answer.json()["name"]) == (201, "bilan.pdf")
    bad = SimpleUploadedFile("bilan.pdf", b"<html>")
    answer = client.post("/api/v1/documents/", {"file": bad, "purpose": "dossier"})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "mismatch")
    assert client.get("/api/v1/documents/").json()["results"][0]["sha256"] == Document.objects.get().sha256


@pytest.mark.parametrize("address", ["/api/v1/documents/", "/desk/account/"])
def test_a_form_too_large_is_refused_by_what_it_announces(client, address):
    answer = client.generic(
        "POST", address, b"--x--", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH="20000000"
    )
    assert answer.status_code == 413


@pytest.mark.django_db(transaction=True)
def test_of_several_who_give_the_same_access_at_once_one_stays(argane, mizan):
    kept = keep(argane)

    def give():
        actions.give(argane, document_id=kept.pk, receiver_id=mizan.organization_id, days=10, now=NOW)

    race(give, give, give)
    assert Grant.objects.filter(withdrawn_at=None).count() == 1


class Scanner:
    """A daemon that speaks ClamAV's INSTREAM and finds what holds a word."""

    def __enter__(self):
        import socket
        import threading

        self.server = socket.create_server(("127.0.0.1", 0))
        self.url = f"tcp://127.0.0.1:{self.server.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.close()

    def _serve(self):
        while True:
            try:
                client, _address = self.server.accept()
            except OSError:
                return
            with client, client.makefile("rb") as told:
                assert told.read(10) == b"zINSTREAM\0"
                content = b""
                while size := int.from_bytes(told.read(4), "big"):
                    content += told.read(size)
                client.sendall(b"stream: Bad.Word FOUND\0" if b"EICAR" in content else b"stream: OK\0")


def test_the_scanner_is_asked_and_heeded(argane, settings, drain):
    with Scanner() as scanner:
        settings.CLAMAV_URL = scanner.url
        good, bad = keep(argane, "good"), keep(argane, "EICAR")
        drain()
    states = {row.pk: row.state for row in Document.objects.all()}
    assert states == {good.pk: State.CLEAN, bad.pk: State.REFUSED}
