"""An institution's program invites firms from a file."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from footprint import queries
from tests.api.program import program_of
from tests.factories.accounts import actor_of, make_organization
from tests.queue import drain

pytestmark = pytest.mark.django_db


def test_a_file_of_firms_is_sent_and_applied_and_is_no_file_of_offers():
    borj = actor_of(make_organization("Borj", "institution"))
    program = program_of(borj)
    file = SimpleUploadedFile("firms.csv", "Référence;Nom;E-mail\nF-1;Dattes;a@dattes.example\n".encode())
    sent = program.client.post("/api/v1/imports/firms/", {"file": file}, headers=program.headers).json()
    drain()
    assert program.get(f"/imports/offers/{sent['id']}/").status_code == 404
    assert program.post(f"/imports/firms/{sent['id']}/apply/").status_code == 200
    drain()
    assert queries.firms(borj).get().state == "invited"
