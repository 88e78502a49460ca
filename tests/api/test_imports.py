"""A program sends a spreadsheet, reads the dry run, answers, and has it written."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kernel.models import Import
from partners import queries
from tests.api.program import program_of
from tests.factories.footprint import make_exporter
from tests.factories.partners import make_partner
from tests.queue import drain

pytestmark = pytest.mark.django_db
ASKS = "Référence;Nom;Projet minimum (MAD)\nA;X;1.250\n"


def send(program, text, **headers):
    given = {**program.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
    file = SimpleUploadedFile("offres.csv", text.encode())
    answer = program.client.post("/api/v1/imports/offers/", {"file": file}, headers=given)
    drain()
    return answer


def test_a_file_is_sent_asked_about_answered_and_written():
    chams = make_partner()
    program = program_of(chams)
    sent = send(program, ASKS)
    assert sent.status_code == 201
    path = f"/imports/offers/{sent.json()['id']}/"
    job = program.get(path).json()
    assert (job["state"], [one["id"] for one in job["questions"]]) == ("asked", ["marks"])
    early = program.post(f"{path}apply/")
    assert (early.status_code, early.json()["code"]) == (409, "not_ready")
    assert program.post(f"{path}answers/", {"answers": {"marks": "?"}}).status_code == 400
    assert program.post(f"{path}answers/", {"answers": {"marks": ","}}).status_code == 200
    drain()
    rows = program.get(f"{path}rows/", outcome="new").json()["results"]
    assert [(row["number"], row["values"]["ticket_min_mad"]) for row in rows] == [(2, "1250")]
    assert program.post(f"{path}apply/").json()["state"] == "applying"
    drain()
    assert program.get(path).json()["state"] == "applied"
    assert queries.own_offers(chams).get().source_key == "A"


def test_the_same_key_and_file_are_one_import_and_another_file_is_refused():
    program = program_of(make_partner())
    first, again = (send(program, ASKS, Idempotency_Key="one") for _ in range(2))
    assert first.json()["id"] == again.json()["id"]
    assert Import.objects.count() == 1
    assert send(program, ASKS + "B;Y;3\n", Idempotency_Key="one").status_code == 422


def test_refused_rows_name_row_and_column_in_the_callers_language():
    program = program_of(make_partner(), language="en")
    job = send(program, "Référence;Nom;Prix min\nA;X;beaucoup\n").json()
    (row,) = program.get(f"/imports/offers/{job['id']}/rows/").json()["results"]
    assert row["problems"] == [
        {"field": "price_low_mad", "letter": "C", "column": "Prix min", "detail": "“beaucoup” is not a number."}
    ]


def test_files_are_the_partners_alone():
    mine = send(program_of(make_partner()), ASKS).json()
    rival, firm = program_of(make_partner("Rival")), program_of(make_exporter())
    for stranger in (rival, firm):
        assert stranger.get(f"/imports/offers/{mine['id']}/").status_code == 404
        assert stranger.post(f"/imports/offers/{mine['id']}/apply/").status_code == 404
    assert firm.get("/imports/offers/").status_code == 404
    assert rival.get("/imports/offers/").json()["results"] == []
    assert rival.get("/imports/everything/").status_code == 404


def test_a_key_that_only_reads_sends_nothing():
    assert send(program_of(make_partner(), scope="read"), ASKS).status_code == 403
