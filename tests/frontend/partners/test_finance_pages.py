"""A financier's queue and the file of a firm in a browser, and what a program and a file to keep hold of the same."""

import pytest
from django.urls import reverse

from kernel import clock
from marketplace import actions
from tests.factories.marketplace import ask, give, make_financed, make_lead

pytestmark = pytest.mark.django_db


@pytest.fixture
def deal():
    return make_financed(2)


@pytest.fixture
def lead(deal):
    return ask(deal, deal.offer)[0].lead


def read(client, name, lead=None, query=""):
    answer = client.get(reverse(name, args=[lead.pk] if lead else []) + query)
    return answer.content.decode()


def test_the_queue_says_that_readiness_is_no_credit_decision_and_filters(deal, lead, signed_in):
    bank = signed_in(deal.partner)
    html = read(bank, "inbox")
    assert "n’est pas une décision de crédit" in html
    assert "Dossier pas ouvert pour vous, 3 sur 7" in html
    assert "Argane" not in html
    for query in ("?readiness=closed", "?region=MA-03&ticket=medium", "?sector=olive_oil&status=sent"):
        assert str(lead.pk) in read(bank, "inbox", query=query), query
    for query in ("?readiness=ready", "?region=MA-12", "?readiness=closed&ticket=huge", "?measure=led"):
        html = read(bank, "inbox", query=query)
        assert str(lead.pk) not in html, query
        assert "Aucune demande ne passe ces filtres" in html
    assert "?readiness=closed" not in read(bank, "inbox", query="?readiness=nothing")


def test_filters_stay_from_page_to_page(deal, lead, signed_in, monkeypatch):
    from frontend import paging

    monkeypatch.setattr(paging.page, "__kwdefaults__", {**paging.page.__kwdefaults__, "size": 1})
    from tests.marketplace.test_sheets import copy_of

    copy_of(lead, 1)
    html = read(signed_in(deal.partner), "inbox", query="?region=MA-03")
    assert "?region=MA-03&amp;before=" in html


def test_a_request_shows_its_rules_and_what_is_missing_and_the_file_only_while_it_is_open(deal, lead, signed_in):
    bank = signed_in(deal.partner)
    html = read(bank, "lead", lead)
    assert "Les règles de votre produit" in html
    assert "Comptes annuels de l’entreprise" in html
    assert reverse("firm_file", args=[lead.pk]) not in html
    assert reverse("write_quote", args=[lead.pk]) not in html
    grant = give(deal)
    assert reverse("firm_file", args=[lead.pk]) in read(bank, "lead", lead)
    html = read(bank, "firm_file", lead)
    assert "Argane" in html
    assert "accounts.pdf" in html
    assert "Calculée le" in html
    document = reverse("document", args=[grant.document_id])
    assert bank.get(document).status_code == 200
    sme = signed_in(deal.sme)
    assert "Lui fermer votre dossier" in read(sme, "request_sent", lead)
    assert sme.post(reverse("close_file", args=[lead.pk])).status_code == 302
    bank = signed_in(deal.partner)
    addresses = (
        reverse("firm_file", args=[lead.pk]),
        document,
        reverse("v1:lead-file", args=[lead.pk]),
        reverse("v1:document-file", args=[grant.document_id]),
    )
    assert [bank.get(one).status_code for one in addresses] == [404] * 4
    assert "Argane" not in read(bank, "lead", lead)


def test_a_document_asked_for_by_page_is_read_by_the_firm_with_its_next_step(deal, lead, signed_in):
    bank = signed_in(deal.partner)
    bank.post(reverse("ask_document", args=[lead.pk]), {"kind": "tax"})
    assert "id_kind_error" in bank.post(reverse("ask_document", args=[lead.pk]), {"kind": "x"}).content.decode()
    assert "Attestation fiscale ou sociale" in read(signed_in(deal.sme), "request_sent", lead)


def test_terms_and_a_refusal_are_read_by_the_firm_alone(deal, lead, signed_in):
    bank = signed_in(deal.partner)
    assert "Remboursement non démontré" in read(bank, "lead", lead)
    bank.post(reverse("accept_lead", args=[lead.pk]))
    bank.post(reverse("offer_terms", args=[lead.pk]), {"note": "Taux fixe sur cinq ans"})
    html = read(signed_in(deal.sme), "request_sent", lead)
    assert "conditions annoncées" in html
    assert "Taux fixe sur cinq ans" in html
    signed_in(deal.partner).post(reverse("lose_lead", args=[lead.pk]), {"reason": "collateral", "note": ""})
    html = read(signed_in(deal.sme), "request_sent", lead)
    assert "Garanties manquantes" in html
    assert "fonds de garantie" in html
    rival = signed_in(deal.partners[1])
    assert rival.get(reverse("lead", args=[lead.pk])).status_code == 404


def test_the_sme_gives_its_quotes_and_takes_them_back_in_one_click(deal, lead, signed_in):
    sme = signed_in(deal.sme)
    for given in ("1", ""):
        sme.post(reverse("give_quotes", args=[lead.pk]), {"given": given})
        lead.refresh_from_db()
        assert lead.gives_quotes == bool(given)


@pytest.mark.parametrize("name", ["queue", "requests-received"])
def test_a_file_to_keep_names_no_firm_that_is_closed_and_no_decision_of_another(deal, lead, signed_in, name):
    ask(deal, deal.offers[1])
    actions.decline_lead(deal.partner, lead_id=lead.pk, reason="repayment", note="Trop endettée", now=clock.now())
    table = reverse("table", args=[name, "csv"])
    own = b"".join(signed_in(deal.partner).get(table).streaming_content).decode()
    other = b"".join(signed_in(deal.partners[1]).get(table).streaming_content).decode()
    assert "Remboursement non démontré" in own
    assert "Remboursement" not in other
    assert "Argane" not in own + other
    if name == "queue":
        assert "Comptes annuels" in other


def test_the_queue_is_a_financiers_alone(signed_in):
    deal, _lead = make_lead()
    assert signed_in(deal.partner).get(reverse("table", args=["queue", "csv"])).status_code == 404
    assert signed_in(deal.partner).get(reverse("v1:leads-queue")).json()["results"] == []


def test_a_program_reads_filters_and_pages_the_queue(deal, lead, signed_in):
    from tests.marketplace.test_sheets import copy_of

    give(deal)
    copy_of(lead, 1)
    bank = signed_in(deal.partner)
    first = bank.get(reverse("v1:leads-queue"), {"page_size": 1}).json()
    second = bank.get(first["next"]).json()
    found = [*first["results"], *second["results"]]
    assert len({one["id"] for one in found}) == 2
    assert [one["readiness"]["met"] for one in found] == [5, 5]
    assert second["next"] is None
    only = bank.get(reverse("v1:leads-queue"), {"ticket": "medium", "readiness": "incomplete"}).json()["results"]
    assert len(only) == 2
    assert bank.get(reverse("v1:leads-queue"), {"readiness": "closed"}).json()["results"] == []
    assert bank.get(reverse("v1:leads-queue"), {"readiness": "x"}).status_code == 400
    file = bank.get(reverse("v1:lead-file", args=[lead.pk])).json()
    assert (file["accesses"][0]["kind"], file["lead"]["company"]["label"]) == ("accounts", "Argane")
    assert "lines" not in file["footprint"]


def test_another_financier_finds_nothing_of_it_by_a_program(deal, lead, signed_in):
    actions.decline_lead(deal.partner, lead_id=lead.pk, reason="repayment", now=clock.now())
    rival = signed_in(deal.partners[1])
    for name in ("leads-queue", "leads-inbox", "leads-sent", "notices"):
        assert str(lead.pk) not in rival.get(reverse(f"v1:{name}")).content.decode()
    for name in ("lead", "lead-file"):
        assert rival.get(reverse(f"v1:{name}", args=[lead.pk])).status_code == 404
    record = reverse("v1:partner-record", args=[deal.partner.organization_id])
    counts = dict.fromkeys(("answered", "asked", "ended", "signed", "measured", "kept"), 0)
    assert rival.get(record).json() == {"is_new": True, "median_days": None, **counts}
    found = rival.get(reverse("directory"), {"q": "Argane"}).content.decode()
    assert "repayment" not in found
