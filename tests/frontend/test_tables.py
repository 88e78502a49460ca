"""Lists of a desk as files: one's own rows, with no more than the page shows."""

import csv

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from openpyxl import load_workbook

from accounts.actions import create_key
from accounts.queries import organization
from kernel import clock
from tests.factories.accounts import actor_of, make_organization
from tests.factories.marketplace import make_deal, make_lead
from tests.factories.partners import make_offer

pytestmark = pytest.mark.django_db


@pytest.fixture
def deal(db):
    deal = make_deal()
    make_lead(deal)
    return deal


def read(client, actor, name, **headers):
    client.force_login(get_user_model().objects.get(pk=actor.user_id))
    answer = client.get(reverse("table", args=[name, "csv"]), headers=headers)
    assert answer.status_code == 200, name
    assert "attachment" in answer["Content-Disposition"]
    return list(csv.reader(b"".join(answer.streaming_content).decode("utf-8-sig").splitlines(), delimiter=";"))


def test_each_side_reads_its_own_requests_and_the_firm_stays_masked(client, deal):
    sent = read(client, deal.sme, "requests-sent")
    received = read(client, deal.partner, "requests-received")
    assert len(sent) == len(received) == 2
    assert "Chams" in str(sent)
    assert "Argane" not in str(received)
    stranger = actor_of(make_organization("Zellige"))
    for name in ("requests-sent", "bills", "needs"):
        assert len(read(client, stranger, name)) == 1, "heads alone"


@pytest.mark.parametrize("name", ["bills", "needs", "requests-sent"])
def test_lists_of_firms_and_of_partners_are_not_the_others(client, deal, name):
    client.force_login(get_user_model().objects.get(pk=deal.partner.user_id))
    assert client.get(reverse("table", args=[name, "csv"])).status_code == 404
    client.force_login(get_user_model().objects.get(pk=deal.sme.user_id))
    for foreign, kind in (("offers", "csv"), ("requests-received", "xlsx"), ("everything", "csv"), ("bills", "pdf")):
        assert client.get(reverse("table", args=[foreign, kind])).status_code == 404


def test_bills_and_needs_of_every_site_are_in_the_readers_language(client, deal):
    bills = read(client, deal.sme, "bills", accept_language="ar")
    assert bills[0][3] == "اليوم الأول"
    assert len(bills) > 1
    needs = read(client, deal.sme, "needs", accept_language="fr")
    assert len(needs) > 5


def test_a_workbook_opens_from_right_to_left_in_arabic(client, deal, tmp_path):
    client.force_login(get_user_model().objects.get(pk=deal.partner.user_id))
    answer = client.get(reverse("table", args=["offers", "xlsx"]), headers={"accept-language": "ar"})
    path = tmp_path / "offers.xlsx"
    path.write_bytes(b"".join(answer.streaming_content))
    sheet = load_workbook(path).active
    assert sheet.sheet_view.rightToLeft
    assert sheet.max_row > 1


def test_every_other_list_is_a_file_too(client, deal):
    rows = read(client, deal.sme, "matches")[1:]
    assert "Chams" in str(rows)
    assert all(score.isdigit() for row in rows for score in row[4:]), "out of 100, as the page says it"
    assert max(int(row[4]) for row in rows) > 1
    assert "Chams" in str(read(client, deal.sme, "directory")[1:])
    assert len(read(client, deal.sme, "exports")) == 1
    (member,) = read(client, deal.sme, "team")[1:]
    assert member[3].endswith(("+00:00", "+01:00"))
    assert "." not in member[3]
    create_key(deal.sme, name="ERP", scope="read", now=clock.now())
    assert [row[0] for row in read(client, deal.sme, "keys")[1:]] == ["ERP"]


def test_the_keys_are_not_for_a_member_and_a_draft_is_in_no_directory(client, deal):
    create_key(deal.sme, name="ERP", scope="read", now=clock.now())
    member = actor_of(organization(deal.sme), "member")
    assert len(read(client, member, "keys")) == 1
    make_offer(deal.partner, publish=False, name_fr="Brouillon secret")
    assert "Brouillon" not in str(read(client, deal.partner, "directory"))
