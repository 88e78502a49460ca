"""The operator's desk: today's queue, organizations, a case, corrections, suspension, the audit trail as page and file."""

import csv
import io
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from accounts import actions as accounts
from accounts.models import AuditEntry, Organization
from kernel import clock
from partners import actions, queries
from tests.documents.files import pdf
from tests.factories.accounts import actor_of, make_organization, sign_in
from tests.factories.partners import make_partner

pytestmark = pytest.mark.django_db


@pytest.fixture
def borj():
    return make_organization("Borj", "operator", region="MA-03")


@pytest.fixture
def desk(client, borj):
    sign_in(client, get_user_model().objects.get(pk=actor_of(borj).user_id))
    return client


def with_proof(name="Chams Solaire", **fields):
    partner = make_partner(name, region="MA-03", **fields)
    values = {"kind": "registration", "number": f"RC {name}", "issuer": "Tribunal"}
    actions.send_credential(partner, values=values, name="rc.pdf", file=io.BytesIO(pdf(name)), now=clock.now())
    return partner


def page(client, name, *args, **typed):
    answer = client.get(reverse(name, args=args), typed)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_queue_shows_what_waits_what_ends_and_what_is_suspended(desk, borj):
    with_proof()
    soon = clock.moroccan_day(clock.now()) + timedelta(days=20)
    for name, fields in {
        "Bientôt": {"verified_at": clock.now(), "verified_until": soon},
        "Plus tard": {"verified_at": clock.now(), "verified_until": soon + timedelta(days=90)},
        "Arrêtée": {"suspended_at": clock.now(), "suspended_for": "insolvent"},
    }.items():
        make_organization(name, "provider", **fields)
    shown = page(desk, "today")
    assert "1 partenaire à vérifier" in shown
    for name in ("Chams Solaire", "Bientôt", "Arrêtée"):
        assert name in shown
    assert "Plus tard" not in shown


def test_a_case_is_read_accepted_and_gone_from_the_queue(desk, borj):
    partner = with_proof()
    case = queries.cases(actor_of(borj)).get()
    shown = page(desk, "operator_case", case.pk)
    document = queries.credentials(actor_of(borj)).get().document_id
    assert reverse("document", args=[document]) in shown
    assert desk.get(reverse("document", args=[document])).status_code == 200
    until = clock.moroccan_day(clock.now()) + timedelta(days=30)
    sent = {"credentials": [str(one.pk) for one in case.credentials.all()], "until": until.strftime("%d/%m/%Y")}
    wrong = desk.post(reverse("operator_case", args=[case.pk]), {**sent, "credentials": []})
    assert wrong.context["form"].errors["credentials"]
    assert desk.post(reverse("operator_case", args=[case.pk]), sent).status_code == 302
    assert Organization.objects.get(pk=partner.organization_id).verified_until == until
    assert "Chams Solaire" not in page(desk, "today").split("Vérifiés")[0]


def test_a_case_is_accepted_as_it_is_proposed(desk, borj):
    partner = with_proof()
    case = queries.cases(actor_of(borj)).get()
    proposed = desk.get(reverse("operator_case", args=[case.pk])).context["form"].initial
    assert desk.post(reverse("operator_case", args=[case.pk]), proposed).status_code == 302
    assert Organization.objects.get(pk=partner.organization_id).is_verified


def test_a_case_is_refused_with_a_reason_that_is_needed(desk, borj):
    with_proof()
    case = queries.cases(actor_of(borj)).get()
    address = reverse("operator_refuse", args=[case.pk])
    assert desk.post(address, {"reason": ""}).context["refuse_form"].errors["reason"]
    assert desk.post(address, {"reason": "unreadable"}).status_code == 302
    assert not queries.cases_to_verify(actor_of(borj)).exists()


def test_organizations_are_found_by_name_number_and_state(desk):
    make_organization("Argane du Souss", ice="001234567000089")
    make_organization("Zellige", suspended_at=clock.now(), suspended_for="asked")
    assert "Zellige" not in page(desk, "operator_organizations", q="souss")
    assert "Argane" in page(desk, "operator_organizations", q="0012345")
    found = page(desk, "operator_organizations", state="suspended")
    assert "Zellige" in found
    assert "Argane" not in found


def test_an_organization_shows_facts_of_the_market_and_no_person(desk):
    firm = make_organization("Argane", phone="+212612345678")
    shown = page(desk, "operator_organization", firm.pk)
    assert "Membres actifs" in shown
    assert firm.memberships.get().user.email not in shown


def test_a_correction_has_a_reason_and_leaves_its_entry(desk):
    firm = make_organization("Argane", region="MA-03", city="Fes")
    address = reverse("operator_correct", args=[firm.pk])
    sent = {"organization": "Argane", "ice": "", "phone": "", "region": "MA-03", "city": "Fès", "reason": ""}
    assert desk.post(address, sent).context["form"].errors["reason"]
    assert desk.post(address, {**sent, "reason": "typed_wrong"}).status_code == 302
    entry = AuditEntry.objects.get(act="organization_corrected")
    assert entry.facts == {"reason": "typed_wrong", "fields": ["city"]}
    assert entry.concerns_id == firm.pk
    doubtful = desk.post(address, {**sent, "ice": "001234567000099", "reason": "typed_wrong"})
    assert doubtful.context["form"].asks["ice"]


def test_suspended_and_lifted_from_its_page(desk):
    firm = make_partner()
    address = reverse("operator_suspend", args=[firm.organization_id])
    assert desk.post(address, {"reason": ""}).context["form"].errors["reason"]
    assert desk.post(address, {"reason": "complaints"}).status_code == 302
    assert "Réclamations" in page(desk, "operator_organization", firm.organization_id)
    desk.post(reverse("operator_lift", args=[firm.organization_id]))
    assert Organization.objects.get(pk=firm.organization_id).suspended_at is None


def test_a_member_of_a_suspended_organization_reads_why_and_acts_no_more(client):
    firm = make_organization("Argane")
    user = firm.memberships.get().user
    sign_in(client, user)
    assert client.get(reverse("bills"), follow=True).status_code == 200
    Organization.objects.filter(pk=firm.pk).update(suspended_at=clock.now(), suspended_for="complaints")
    assert client.get(reverse("bills")).status_code == 302
    assert "Réclamations répétées" in page(client, "account")


def test_the_trail_is_filtered_paged_and_taken_as_a_file_that_leaves_its_own_entry(desk, borj):
    argane = actor_of(make_organization("Argane"))
    for number in range(60):
        accounts.create_key(argane, name=f"ERP {number}", scope="read", now=clock.now())
    accounts.give_mandate(argane, days=3, now=clock.now())
    shown = page(desk, "trail")
    assert "before=" in shown
    assert "Clé d’API créée" in shown
    assert "ERP" not in shown
    only = desk.get(reverse("trail"), {"act": "mandate_given", "subject": str(argane.organization_id)})
    assert len(only.context["rows"]) == 1
    assert len(desk.get(reverse("trail"), {"last": "01/01/2020"}).context["rows"]) == 0
    answer = desk.get(reverse("trail_file"), {"act": "key_made"})
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert len(rows) == 61
    assert AuditEntry.objects.order_by("-sequence").first().act == "trail_exported"


@pytest.mark.parametrize(
    ("role", "opened", "closed"),
    [
        ("support", "operator_organizations", "trail"),
        ("regional", "operator_organizations", "trail"),
        ("technical", "trail", "operator_organizations"),
    ],
)
def test_a_desk_names_only_pages_that_its_role_opens(client, borj, role, opened, closed):
    sign_in(client, get_user_model().objects.get(pk=actor_of(borj, role).user_id))
    shown = page(client, "today")
    assert reverse(opened) in shown
    assert reverse(closed) not in shown
    page(client, opened)


def test_no_page_of_the_desk_asks_the_database_more_for_more_rows(desk, borj, django_assert_max_num_queries):
    for number in range(30):
        with_proof(f"Partenaire {number}")
    for name, most in (("today", 20), ("operator_organizations", 12), ("trail", 12)):
        with django_assert_max_num_queries(most):
            page(desk, name)


def test_the_reference_data_are_open_to_anybody_with_source_date_and_proof(client, django_assert_max_num_queries):
    assert "Facteurs d’émission" in page(client, "reference")
    with django_assert_max_num_queries(0):
        shown = page(client, "reference_table", "factors", q="diesel", confidence="sourced")
    assert "IPCC 2006" in shown
    assert "2006" in shown
    assert "Lu dans la source" in shown
    for table in ("prices", "measures", "cbam", "standards", "finance"):
        page(client, "reference_table", table)
    rows = client.get("/api/v1/reference/factors/?q=diesel&confidence=sourced").json()
    assert rows[0]["source_url"].startswith("http")
    assert client.get("/api/v1/reference/factors/?confidence=perhaps").status_code == 400


def test_what_an_owner_closed_is_named_so_and_offers_no_way_to_lift_it(desk):
    closed = make_organization("Chams", "provider", suspended_at=clock.now(), suspended_for="closed")
    assert "Chams" in page(desk, "today")
    shown = page(desk, "operator_organization", closed.pk)
    assert "Fermée par son propriétaire" in shown
    assert reverse("operator_lift", args=[closed.pk]) not in shown
