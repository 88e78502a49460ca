"""What may come in: extension, first bytes and a real parse agree; nothing acts, hides or unpacks to too much."""

import io
import os
import stat
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from PIL import Image

from accounts.models import AuditEntry
from documents import actions, jobs, queries
from documents.actions.storing import path_of
from documents.choices import LARGEST, State
from documents.models import Document
from kernel.errors import Refused
from tests.documents import files
from tests.factories.accounts import actor_of, make_organization

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)


def readable(value):
    return value if isinstance(value, str) and "/" not in value else ""


@pytest.fixture
def argane():
    return actor_of(make_organization())


def send(actor, content, name="extrait.pdf", purpose="dossier"):
    return actions.keep_file(actor, purpose=purpose, name=name, file=io.BytesIO(content), now=NOW)


def code_of(actor, content, name, purpose="dossier"):
    before = set(settings.MEDIA_ROOT.glob("??/*"))
    with pytest.raises(ValidationError) as refusal:
        send(actor, content, name, purpose)
    assert set(settings.MEDIA_ROOT.glob("??/*")) == before, "nothing is left on the disk"
    assert not Document.objects.exists()
    return refusal.value.error_dict["file"][0].code


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (files.pdf(), "extrait.PDF", "application/pdf"),
        (files.photo("PNG"), "photo.png", "image/png"),
        (files.photo("JPEG"), "photo.jpeg", "image/jpeg"),
        (files.photo("WEBP"), "photo.webp", "image/webp"),
        ("année;kWh\n2025;12,5\n".encode("cp1252"), "relevé.csv", "text/csv"),
        (files.xlsx(), "bilan.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (files.docx(), "lettre.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ],
    ids=readable,
)
def test_a_good_file_is_kept_for_this_program_alone_under_a_name_nobody_chose(argane, content, name, media_type):
    kept = send(argane, content, name)
    place = path_of(kept.stored)
    assert (kept.media_type, kept.state) == (media_type, State.CLEAN)
    assert stat.S_IMODE(place.stat().st_mode) == 0o640
    assert kept.name.split(".")[0] not in str(place)
    assert place.is_relative_to(settings.MEDIA_ROOT)
    assert kept.size == place.stat().st_size
    assert AuditEntry.objects.filter(act="document_kept", subject_id=str(kept.pk)).exists()


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"<html><script>alert(1)</script></html>", "page.pdf", "mismatch"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "logo.png", "mismatch"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "logo.svg", "kind"),
        (b"<html></html>", "page.html", "kind"),
        (b"\0\0\0\x18ftypheic", "IMG_1.HEIC", "heic"),
        (files.photo("PNG"), "photo.jpg", "mismatch"),
        (files.pdf() + files.xlsx(), "both.pdf", "mismatch"),
        (files.xlsx(), "bilan.docx", "mismatch"),
        (files.pdf()[:60], "half.pdf", "broken"),
        (b"%PDF-1.7\n%%EOF", "empty.pdf", "broken"),
        (files.photo("JPEG")[:400], "half.jpg", "broken"),
        (files.scripted_pdf(), "script.pdf", "active"),
        (files.packed_script_pdf(), "packed.pdf", "active"),
        (files.launching_pdf(), "launch.pdf", "active"),
        (files.carrying_pdf(), "carrying.pdf", "active"),
        (files.locked_pdf(), "locked.pdf", "encrypted"),
        (files.huge_png(), "huge.png", "too_many_pixels"),
        (files.bomb(), "bomb.xlsx", "bomb"),
        (files.xlsx_with(xl__vbaProject_dot_bin=b"x"), "macro.xlsx", "active"),
        (files.xlsx_with(xl__a_dot_xml=files.DOCTYPE), "doctype.xlsx", "active"),
        (files.docx({"word/_rels/document.xml.rels": files.OUTWARD}), "template.docx", "active"),
        (files.docx({"../evil.xml": "<a/>"}), "climbing.docx", "broken"),
        (b"a;b\n<script>alert(1)</script>;2\n", "page.csv", "mismatch"),
        (b"MZ\x90\0\x03", "tool.csv", "mismatch"),
        (b"", "nothing.csv", "empty"),
        (b"a" * (LARGEST + 1), "long.csv", "too_large"),
        (b"x", "no extension", "kind"),
    ],
    ids=readable,
)
def test_a_file_that_is_not_what_it_says_or_that_acts_is_refused_and_leaves_nothing(argane, content, name, code):
    assert code_of(argane, content, name) == code


def test_a_document_that_bursts_when_unpacked_is_refused_in_bounded_memory_and_time(argane):
    content, started = files.bursting_pdf(), time.monotonic()
    assert code_of(argane, content, "burst.pdf") in {"broken", "bomb"}
    assert time.monotonic() - started < 10


def test_an_examination_that_takes_too_long_ends_and_the_file_is_refused(argane, monkeypatch):
    monkeypatch.setattr("documents.actions.storing._SECONDS", 0.01)
    assert code_of(argane, files.pdf(), "slow.pdf") == "broken"


def test_a_proof_is_a_document_or_a_picture_never_a_workbook(argane):
    assert code_of(argane, files.xlsx(), "bilan.xlsx", "credential") == "kind"


def test_a_photo_loses_where_it_was_taken_and_stands_upright(argane):
    for form, name in (("JPEG", "p.jpg"), ("PNG", "p.png"), ("WEBP", "p.webp")):
        sent = files.photo(form) + b"<script>after the last pixel</script>"
        content = files.kept_bytes(send(argane, sent, name))
        with Image.open(io.BytesIO(content)) as drawn:
            assert not dict(drawn.getexif()), form
            assert drawn.size == (40, 60), form
        assert b"Nadia" not in content, form
        assert b"script" not in content, form


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\users\\nadia\\extrait.pdf", "extrait.pdf"),
        ("facture\u202efdp.exe.pdf", "facturefdp.exe.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("السجل التجاري.pdf", "السجل التجاري.pdf"),
        ("..pdf", "document.pdf"),
        ("n" * 300 + ".pdf", "n" * 100 + ".pdf"),
    ],
)
def test_the_name_is_only_shown_and_shows_no_folder_and_no_trick(argane, name, shown):
    assert send(argane, files.pdf(), name).name == shown


def test_the_same_file_twice_is_one_document_and_one_file(argane):
    first, again = send(argane, files.pdf()), send(argane, files.pdf())
    assert first.pk == again.pk
    assert len(list(settings.MEDIA_ROOT.glob(f"*/{first.stored}"))) == 1


def test_an_organization_keeps_no_more_than_its_quota(argane, monkeypatch):
    first = send(argane, files.pdf("one"))
    monkeypatch.setattr("documents.actions.documents.QUOTA", first.size + 10)
    with pytest.raises(ValidationError) as refusal:
        send(argane, files.pdf("two"))
    assert refusal.value.error_dict["file"][0].code == "quota"
    actions.remove(argane, document_id=first.pk, now=NOW)
    assert send(argane, files.pdf("two"))


def test_a_reader_sends_nothing(argane):
    reader = actor_of(make_organization("Zellige"), "reader")
    with pytest.raises(Refused):
        send(reader, files.pdf())


def test_what_a_kill_left_half_written_is_swept_and_what_is_named_stays(argane):
    kept = send(argane, files.pdf())
    half = path_of("0" * 32)
    half.parent.mkdir(parents=True, exist_ok=True)
    half.write_bytes(b"%PDF-")
    fresh = path_of("1" * 32)
    fresh.parent.mkdir(parents=True, exist_ok=True)
    fresh.write_bytes(b"%PDF-")
    old = time.time() - timedelta(hours=3).total_seconds()
    for one in (half, path_of(kept.stored)):
        os.utime(one, (old, old))
    jobs.sweep.func()
    assert not half.exists()
    assert fresh.exists()
    assert path_of(kept.stored).exists()
    fresh.unlink()


def test_removing_takes_the_bytes_away_for_everybody(argane, django_capture_on_commit_callbacks):
    kept = send(argane, files.pdf())
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove(argane, document_id=kept.pk, now=NOW)
    assert not path_of(kept.stored).exists()
    with pytest.raises(Document.DoesNotExist):
        queries.document(argane, kept.pk)
