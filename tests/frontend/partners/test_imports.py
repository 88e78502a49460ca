"""The page of a file: what it asks in the reader's language, each row with its place, and nothing of the file runs."""

from io import BytesIO

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from kernel import clock
from partners import actions, queries
from partners.files.columns import FIELDS
from tests.factories.accounts import actor_of, make_organization
from tests.factories.partners import make_partner
from tests.queue import drain

pytestmark = pytest.mark.django_db


@pytest.fixture
def chams(client):
    actor = make_partner()
    client.force_login(get_user_model().objects.get(pk=actor.user_id))
    return actor


def send(client, text):
    file = SimpleUploadedFile("offres.csv", text.encode())
    answer = client.post(reverse("imports", args=["offers"]), {"file": file})
    assert answer.status_code == 302, answer.content.decode()
    drain()
    return answer["Location"]


def test_a_person_sends_answers_reads_and_writes(client, chams):
    page = send(client, "Référence;Nom;Projet minimum\nA;X;1.250\n")
    asked = client.get(page, headers={"accept-language": "fr"}).content.decode()
    assert "1.250" in asked
    client.post(page, {"q0": ","})
    assert client.get(page)["Refresh"] == "3"
    drain()
    ready = client.get(page)
    assert "Refresh" not in ready
    assert reverse("apply_import", args=["offers", page.split("/")[-2]]) in ready.content.decode()
    client.post(f"{page}apply/")
    drain()
    assert str(queries.own_offers(chams).get().ticket_min_mad) == "1250.00"


def test_what_a_file_holds_never_becomes_markup(client, chams):
    page = send(client, "Référence;Nom;<script>x\n<b>A;X;<img src=x>\n")
    shown = client.get(page).content.decode()
    assert "<script>x" not in shown
    assert "<img src=x>" not in shown
    assert "&lt;img src=x&gt;" in shown


def test_refused_rows_come_first_and_the_report_holds_every_row(client, chams):
    page = send(client, "Référence;Nom;Prix min\nA;X;beaucoup\nB;=Y();3\n")
    assert "beaucoup" in client.get(page).content.decode()
    report = b"".join(client.get(f"{page}report.xlsx").streaming_content)
    rows = list(load_workbook(BytesIO(report)).active.iter_rows(values_only=True))
    assert len(rows) == 3
    assert rows[1][:2] == (2, "A")
    assert rows[1][3] == "Prix min"


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
@pytest.mark.parametrize("extension", ["xlsx", "csv"])
def test_a_filled_template_of_each_language_comes_back_without_a_question(client, chams, language, extension):
    answer = client.get(reverse("import_template", args=["offers", language, extension]))
    examples = [field.example for field in FIELDS]
    if extension == "csv":
        delimiter = "," if language == "en" else ";"
        content = answer.content + delimiter.join(f'"{one}"' for one in examples).encode() + b"\n"
    else:
        book = load_workbook(BytesIO(answer.content))
        assert book.worksheets[0].data_validations.dataValidation
        assert bool(book.worksheets[0].sheet_view.rightToLeft) is (language == "ar")
        assert book.worksheets[1].max_row == len(FIELDS) + 1
        for place, one in enumerate(examples, start=1):
            book.worksheets[0].cell(2, place, one or None)
        file = BytesIO()
        book.save(file)
        content = file.getvalue()
    job = actions.take_offers_file(chams, filename="x", content=content, now=clock.now())
    drain()
    job = queries.offers_files(chams).get(pk=job.pk)
    assert job.doubts == []
    assert [(row.outcome, row.problems) for row in job.rows.all()] == [("new", [])]


def test_others_find_no_page(client, chams):
    page = send(client, "Référence;Nom\nA;X\n")
    client.force_login(get_user_model().objects.get(pk=make_partner("Rival").user_id))
    assert client.get(page).status_code == 404
    client.force_login(get_user_model().objects.get(pk=actor_of(make_organization()).user_id))
    assert client.get(reverse("imports", args=["offers"])).status_code == 404
