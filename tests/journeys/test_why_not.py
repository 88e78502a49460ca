"""A firm asks why a bank is not in its list, tells the missing fact on its phone, and asks it; both read the same reasons."""

import re

import pytest
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import Browser, expect

from kernel import clock
from matching import actions
from matching.models import Match
from tests.factories.footprint import make_exporter, make_site, make_year
from tests.factories.partners import make_offer, make_partner
from tests.journeys.steps import DESK, PHONE, accessible, enter

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_left_out_bank_enters_the_list_once_the_missing_fact_is_told(server, browser: Browser, capsys):
    argane = make_exporter(budget_mad="300000", goals=["pv_rooftop"])
    site = make_site(argane, roof_m2="1150", owns_building="yes")
    make_year(argane, site, kwh="34333")
    mizan = make_partner("Mizan Banque", "financier")
    loan = make_offer(
        mizan, name_fr="Crédit vert", ticket_min_mad="500000", instrument="loan", measures=["*"], languages=["fr", "ar"]
    )
    actions.request_matches(argane, site_id=site.pk, now=clock.now())
    phone, desk = browser.new_context(**PHONE), browser.new_context(**DESK)
    firm, bank = phone.new_page(), desk.new_page()
    enter(firm, server, argane, "ar")
    enter(bank, server, mizan, "fr")

    firm.goto(f"{server}{reverse('matches', args=[site.pk])}?kind=finance")
    firm.locator(".why-not summary").click()
    firm.locator(".why-not a", has_text="Mizan").click()
    expect(firm.locator(".callout--missing")).to_contain_text("ليس في قائمتكم")
    accessible(firm)
    question = firm.locator("#question-budget_mad")
    question.locator("input[name=answer]").fill("١٨٠٠٠٠٠")
    question.locator("button").click()
    expect(firm.locator(".callout--kept")).to_contain_text("في قائمتكم")
    accessible(firm)
    score = firm.locator(".score").first.inner_text()
    with firm.expect_download() as download:
        firm.get_by_role("link", name="هذه الأسباب بصيغة PDF").click()
    assert download.value.suggested_filename.endswith("-ar.pdf")
    firm.get_by_role("link", name="العودة إلى القائمة").click()
    card = firm.locator(".reason-card", has_text="Mizan")
    expect(card).to_have_count(1)
    card.get_by_role("link", name=re.compile("Mizan")).last.click()
    firm.check("input[name=consent]")
    firm.locator("main form .button--main").click()
    expect(firm).to_have_url(re.compile(r"/requests/[0-9a-f-]{36}/"))

    bank.goto(f"{server}/desk/requests/")
    bank.locator(".lead-row a").first.click()
    expect(bank.locator("#sheet .score").first).to_be_visible()
    assert re.findall(r"\d+", score)[0] in bank.locator("#sheet .score").first.inner_text()
    expect(bank.locator("main")).not_to_contain_text("Argane")
    with bank.expect_download() as download:
        bank.get_by_role("link", name="Ces raisons en PDF").click()
    assert download.value.suggested_filename.endswith("-fr.pdf")

    match = Match.objects.get(run__site=site, run__superseded_at=None, offer=loan)
    call_command("match_replay", str(match.pk))
    assert "identical" in capsys.readouterr().out
    for context in (phone, desk):
        context.close()
