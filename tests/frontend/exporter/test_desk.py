"""The exporter's pages with a client of the site: what is typed twice-readable is asked about, what is wrong stays typed."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from footprint.models import Activity, ExportLine, Site, SmeProfile
from kernel import clock
from matching import actions as matching
from matching import queries as needs
from partners import actions as partners
from reference.queries import name as reference_name
from tests.factories.footprint import make_bill, make_exporter, make_site, make_year
from tests.factories.marketplace import make_deal
from tests.factories.partners import make_offer, make_partner
from tests.queue import drain

pytestmark = pytest.mark.usefixtures("reference")
DESK_QUERIES = 20
BILL = {
    "activity": "electricity_grid",
    "quantity": "15200",
    "unit": "kWh",
    "start": "01/01/2025",
    "end": "31/01/2025",
    "document": "invoice",
    "evidence": "invoice",
}


@pytest.fixture
def argane():
    return make_exporter()


@pytest.fixture
def site(argane):
    return make_site(argane)


@pytest.fixture
def desk(signed_in, argane):
    return signed_in(argane)


def bill(desk, site, *, headers=None, **typed):
    return desk.post(reverse("bills", args=[site.pk]), BILL | typed, headers=headers)


def about(asked) -> str:
    """Return what the question beside the quantity says it is about."""
    return asked.context["forms"][0].asks["quantity"].about


def answers(asked) -> set[str]:
    return {one["value"] for one in asked.context["forms"][0].asks["quantity"].answers}


@pytest.mark.parametrize("route", ["sites", "bills", "footprint", "needs"])
def test_a_firm_without_a_site_is_led_to_its_first_one(desk, route):
    assert desk.get(reverse(route)).url == reverse("new_site")


@pytest.mark.parametrize(
    ("route", "page"), [("sites", "site"), ("bills", "bills"), ("footprint", "footprint"), ("needs", "site_needs")]
)
def test_the_menu_opens_the_first_site(desk, site, route, page):
    assert desk.get(reverse(route)).url == reverse(page, args=[site.pk])


@pytest.mark.parametrize(("answer", "kept"), [("12345", "12345"), ("12.345", "12.345")])
def test_a_quantity_with_two_readings_is_kept_as_the_one_chosen(desk, site, answer, kept):
    asked = bill(desk, site, quantity="12.345", unit="kWh")
    assert not Activity.objects.exists()
    values = {one["value"] for one in asked.context["forms"][0].asks["quantity"].answers}
    assert values == {"12345:kWh", "12.345:kWh", "again"}
    assert 'value="12.345"' in asked.content.decode()
    typed = {"quantity": "12.345", "quantity_asked": about(asked), "quantity_reading": f"{answer}:kWh", "unit": "kWh"}
    assert bill(desk, site, **typed).status_code == 302
    assert Activity.objects.get().quantity == Decimal(kept)


def test_an_amount_with_two_readings_is_asked_about_beside_the_amount(desk, site):
    asked = bill(desk, site, amount="18.240")
    assert not Activity.objects.exists()
    assert asked.context["forms"][0].asks.keys() == {"amount"}
    assert asked.content.decode().count('name="amount_reading"') == 3
    assert bill(desk, site, amount="18.240", amount_asked="18.240", amount_reading="18.24").status_code == 302
    assert Activity.objects.get().amount_mad == Decimal("18.24")


@pytest.mark.parametrize(
    ("typed", "unit", "kept"),
    [("15 200 kWh", "kWh", "15200"), ("15,2 MWh", "MWh", "15.2"), ("١٥٢٠٠ كيلوواط ساعة", "kWh", "15200")],
)
def test_a_unit_typed_after_the_quantity_is_the_unit(desk, site, typed, unit, kept):
    bill(desk, site, quantity=typed, headers={"accept-language": "ar"} if "ك" in typed else None)
    one = Activity.objects.get()
    assert (one.quantity, one.unit) == (Decimal(kept), unit)


def test_an_amount_is_read_with_the_money_written_after_it(desk, site):
    bill(desk, site, amount="18 240 DH", tax="3,04 KDH")
    kept = Activity.objects.get()
    assert (kept.amount_mad, kept.tax_mad) == (Decimal(18240), Decimal(3040))


def test_a_day_that_is_none_is_said_beside_it_and_a_day_with_two_readings_is_asked_about(desk, site):
    assert bill(desk, site, end="31/02/2025").context["forms"][0].errors.keys() == {"end"}
    desk.cookies["django_language"] = "en"
    asked = bill(desk, site, start="03/01/2025")
    assert {one["value"] for one in asked.context["forms"][0].asks["start"].answers} == {
        "2025-01-03",
        "2025-03-01",
        "again",
    }
    chosen = {"start": "03/01/2025", "start_asked": "03/01/2025", "start_reading": "2025-01-03"}
    assert bill(desk, site, **chosen).status_code == 302
    assert Activity.objects.get().starts_on == date(2025, 1, 3)


def test_a_quantity_that_is_a_thousand_times_too_much_is_a_question_and_may_be_right(desk, site, argane):
    make_year(argane, site, 2024)
    asked = bill(desk, site, quantity="15200000")
    assert "mwh_or_kwh" in answers(asked)
    assert Activity.objects.filter(starts_on__year=2025).count() == 0
    typed = {"quantity": "15200000", "quantity_asked": about(asked), "quantity_reading": "mwh_or_kwh"}
    assert bill(desk, site, **typed).status_code == 302


def test_a_quantity_a_thousandth_of_what_a_site_uses_is_a_question_asked_once(desk, site):
    asked = bill(desk, site, quantity="12", headers={"accept-language": "en"})
    assert {one.rpartition(":")[2] for one in answers(asked)} == {"MWh", "thousandth", "again"}
    assert "12 kWh is very little for a site. Did you mean 12 MWh?" in asked.content.decode()
    assert 'value="12"' in asked.content.decode()
    typed = {"quantity": "12", "quantity_asked": about(asked), "quantity_reading": "thousandth"}
    assert bill(desk, site, **typed).status_code == 302
    kept = Activity.objects.get()
    again = f"{reverse('bills', args=[site.pk])}?edit={kept.pk}"
    assert desk.post(again, BILL | {"quantity": "12", "amount": "180"}).status_code == 302, (
        "nothing doubtful has changed"
    )


@pytest.mark.parametrize("first", ["15200:kWh", "mwh_or_kwh"])
def test_each_doubt_has_its_own_answer_and_the_answers_before_it_hold(desk, site, argane, first):
    make_year(argane, site, 2025)
    typed = {"quantity": "15200", "unit": "MWh"}
    amount = bill(desk, site, **typed)
    assert 'value="15200"' in amount.content.decode(), "what was typed stays"
    days = bill(desk, site, **typed, quantity_asked=about(amount), quantity_reading=first)
    assert answers(days) == {f"{first}|overlap", "again"}
    assert Activity.objects.count() == 12
    answered = {**typed, "quantity_asked": about(days), "quantity_reading": f"{first}|overlap"}
    assert bill(desk, site, **answered, start="02/01/2025").status_code == 200, "other days than those asked about"
    assert bill(desk, site, **answered).status_code == 302
    kept = Activity.objects.latest("entered_at")
    assert (kept.quantity, kept.unit) == (15200, "kWh" if ":" in first else "MWh")


def test_a_year_that_is_none_opens_the_newest(desk, site):
    assert desk.get(reverse("bills", args=[site.pk]), {"year": "9" * 5000}).status_code == 200


def test_tonnes_with_two_readings_are_asked_about_by_visitor_and_firm(client, desk):
    typed = {"code": "73181582", "tonnes": "1.234"}
    asked = client.get(reverse("cbam"), typed)
    assert asked.content.decode().count('name="tonnes_reading"') == 3
    assert client.get(reverse("cbam"), typed | {"tonnes_asked": "1.234", "tonnes_reading": "1234"}).context["answer"]
    url = reverse("cbam_answer")
    assert 'name="tonnes_reading"' in desk.post(url, typed).content.decode()
    assert not ExportLine.objects.exists()
    assert desk.post(url, typed | {"tonnes_asked": "1.234", "tonnes_reading": "1.234"}).status_code == 302
    assert ExportLine.objects.get().tonnes_year == Decimal("1.234")
    assert desk.post(url, {"code": "73181582", "tonnes": "-3"}).context["form"].errors.keys() == {"tonnes"}


def test_a_number_of_the_firm_with_two_readings_is_asked_about_once(desk):
    typed = {"name": "Moulin", "region": "MA-03", "sector": "olive_oil", "revenue_mad": "4.500"}
    url = reverse("new_site")
    assert 'name="revenue_mad_reading"' in desk.post(url, typed).content.decode()
    assert not Site.objects.exists()
    answered = typed | {"revenue_mad_asked": "4.500", "revenue_mad_reading": "4500"}
    assert desk.post(url, answered).status_code == 302
    page = desk.get(reverse("site", args=[Site.objects.get().pk])).content.decode()
    assert 'value="4\u202f500"' in page or 'value="4\u00a0500"' in page or 'value="4.500"' in page


def test_an_answer_to_a_question_stays_typed_while_it_is_wrong_and_is_asked_about_when_doubtful(desk, site, argane):
    make_year(argane, site)
    matching.refresh_needs(site.pk, clock.now())
    found = next(ask for card in needs.need_cards(argane, site.pk) for ask in card.asks if ask.kind == "number")
    url = reverse("answer_fact", args=[site.pk])
    typed = {"fact": found.fact, "kind": "number", "answer": "beaucoup"}
    html = desk.post(url, typed).content.decode()
    assert 'value="beaucoup"' in html
    assert "field--error" in html
    html = desk.post(url, typed | {"answer": "1.234"}).content.decode()
    assert html.count('name="answer_reading"') == 3
    answered = typed | {"answer": "1.234", "answer_asked": "1.234", "answer_reading": "1234"}
    assert desk.post(url, answered).status_code == 302


def test_an_answer_is_read_with_its_unit(desk, site):
    url = reverse("answer_fact", args=[site.pk])
    assert desk.post(url, {"fact": "lit_m2", "kind": "number", "answer": "400 m²"}).status_code == 302
    site.refresh_from_db()
    assert Decimal(site.facts["lit_m2"]) == 400


def test_pages_ask_the_database_as_often_for_one_bill_as_for_two_years(
    desk, site, argane, drain, django_assert_max_num_queries
):
    partner = make_partner()
    for _ in range(3):
        make_offer(partner)
    make_year(argane, site, 2024)
    make_year(argane, site, 2025)
    drain()
    matching.request_matches(argane, site_id=site.pk, now=clock.now())
    drain()
    for name in ("site", "bills", "footprint", "site_needs", "matches"):
        with django_assert_max_num_queries(DESK_QUERIES):
            assert desk.get(reverse(name, args=[site.pk])).status_code == 200
    for name in ("today", "cbam_answer", "requests_sent"):
        with django_assert_max_num_queries(DESK_QUERIES):
            assert desk.get(reverse(name)).status_code == 200


def test_a_rival_and_a_partner_find_nothing(desk, site, signed_in):
    for actor in (make_exporter("Rival"), make_partner("Autre")):
        other = signed_in(actor)
        for name in ("site", "bills", "footprint", "site_needs", "matches"):
            assert other.get(reverse(name, args=[site.pk])).status_code == 404
        assert bill(other, site).status_code == 404
    assert not Activity.objects.exists()


def test_the_few_questions_behind_the_most_tonnes_come_first_and_the_others_wait_behind_one_line(desk, site, argane):
    make_year(argane, site)
    matching.refresh_needs(site.pk, clock.now())
    context = desk.get(reverse("site_needs", args=[site.pk])).context
    asked = [one["fact"] for one in context["questions"] + context["more_questions"]]
    assert len(context["questions"]) == 3
    assert len(asked) == len(set(asked)) > 3
    tonnes = dict.fromkeys(asked, 0)
    for card in needs.need_cards(argane, site.pk):
        for fact in {ask.fact for ask in card.asks} & set(asked):
            tonnes[fact] += max(card.abatement_t.typ, 0) if card.abatement_t else 0
    assert [tonnes[one] for one in asked] == sorted(tonnes.values(), reverse=True)


def test_the_page_of_a_need_says_what_it_does_by_which_prices_and_how_sure_that_is(desk, site, argane):
    make_year(argane, site)
    matching.refresh_needs(site.pk, clock.now())
    cards = {card.code: card for card in needs.need_cards(argane, site.pk)}
    page = desk.get(reverse("need_matches", args=[site.pk, cards["vsd"].id]))
    told = page.context["figures"]
    assert len(told["rows"]) == 7, "tonnes twice, money, cost, payback, life and value"
    assert "D" in told["grades"]
    assert any("1,0101 / 0,7398 / 1,4157 MAD/kWh" in line for line in told["prices"])
    assert "\u2066\u2212" in str(told["rows"][6]["value"]), "what may be lost keeps its sign before it, in Arabic too"
    assert cards["vsd"].source[:40] in page.content.decode()
    audit = desk.get(reverse("need_matches", args=[site.pk, cards["carbon_footprint"].id]))
    assert audit.context["figures"] is None
    listed = desk.get(reverse("site_needs", args=[site.pk]))
    row = next(one for one in listed.context["needs"] if one["head"] == cards["vsd"].name)
    assert " à " in row["cells"][3], "a payback has its interval"
    assert "note D" in row["note"]
    assert "12 %" in listed.context["front"]["rate"].replace("\u00a0", " ")


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_goals_are_read_and_written_in_the_readers_words_and_kept_as_codes(desk, site, language):
    desk.cookies["django_language"] = language
    url = reverse("site", args=[site.pk])
    typed = {"name": "Moulin", "region": "MA-03"}
    goals = f"{reference_name('measure', 'pv_rooftop', language)}\nISO 14001\nplus de froid, moins de gaz"
    assert desk.post(url, typed | {"goals": goals}).status_code == 302
    assert SmeProfile.objects.get().goals == ["pv_rooftop", "iso_14001", "plus de froid", "moins de gaz"]
    shown = desk.get(url).context["form"]["goals"].value()
    assert shown.splitlines() == [*goals.splitlines()[:2], "plus de froid", "moins de gaz"]


def test_a_bill_is_removed_from_its_row(desk, site, argane):
    make_year(argane, site)
    row = Activity.objects.first()
    html = desk.get(reverse("bills", args=[site.pk]), {"edit": row.pk}).content.decode()
    removal = reverse("remove_bill", args=[row.pk])
    assert f'formaction="{removal}"' in html
    assert desk.post(removal).status_code == 302
    assert not Activity.objects.filter(pk=row.pk).exists()


def test_a_year_and_a_site_are_a_link_away(desk, site, argane):
    make_year(argane, site, 2024)
    make_year(argane, site, 2025)
    second = make_site(argane, name="Second")
    html = desk.get(reverse("footprint", args=[site.pk])).content.decode()
    for url in (f"{reverse('footprint', args=[site.pk])}?year=2024", reverse("footprint", args=[second.pk])):
        assert f'href="{url}"' in html
    assert f'href="{reverse("site", args=[site.pk])}"' in html
    assert "year=2024" in desk.get(reverse("bills", args=[site.pk])).content.decode()


@pytest.mark.parametrize("fact", ["%", "%(x)s", "100%", "", "no_such_fact", "x" * 500])
@pytest.mark.parametrize("kind", ["number", "yes_no", ""])
def test_an_answer_to_no_question_is_refused_not_a_fault(desk, site, fact, kind):
    answer = desk.post(reverse("answer_fact", args=[site.pk]), {"fact": fact, "kind": kind, "answer": "1"})
    assert answer.status_code in {200, 302}
    site.refresh_from_db()
    assert fact not in site.facts


def test_choices_stand_in_the_order_of_the_language(desk):
    names = [name for _code, name in desk.get(reverse("new_site")).context["form"].fields["sector"].choices][1:]
    assert names.index("Aéronautique") < names.index("Aluminium (profilés, produits)")
    assert names.index("Électronique et composants") < names.index("Engrais")


def test_a_scope_without_a_line_is_not_zero(desk, argane):
    site = make_site(argane)
    make_year(argane, site)
    drain()
    url = reverse("footprint", args=[site.pk])
    shown = desk.get(url)
    burnt = shown.context["scopes"][0]
    assert (burnt["kg"], burnt["percent"]) == (None, None)
    assert "rien de saisi" in shown.content.decode()
    make_bill(argane, site, activity_id="diesel_road", quantity="100", unit="L")
    drain()
    shown = desk.get(url)
    assert shown.context["scopes"][0]["kg"] > 0
    for pattern in ("p-slash", "p-dots"):
        assert shown.content.decode().count(f'fill="url(#{pattern})"') == 2, (
            "in the bar and in its key, not by colour alone"
        )
    assert "rien de saisi" not in shown.content.decode()


def test_bills_of_some_months_give_no_saving_a_year_until_the_firm_says_what_the_other_days_were(desk, argane):
    site = make_site(argane, roof_m2="1150")
    make_bill(argane, site, quantity="10000")
    make_bill(argane, site, activity_id="natural_gas", quantity="900", starts_on="2025-01-01", ends_on="2025-01-01")
    drain()
    pages = [reverse("footprint", args=[site.pk]), reverse("site_needs", args=[site.pk])]
    for page in pages:
        asked = desk.get(page)
        assert [one["value"] for one in asked.context["missing_days"]["options"]] == ["filled", "unused"]
        text = asked.context["missing_days"]["text"]
        assert "Électricité du réseau, 31 " in text, "each energy by its name, not the least covered for all"
        assert "Gaz naturel, kWh PCS (facture), 1 " in text
    cards = {card.code: card for card in needs.need_cards(argane, site.pk)}
    assert cards["pv_rooftop"].net_mad is None
    assert not cards["pv_rooftop"].certain, "ten megawatt hours of January may be a hundred of the year"
    told = desk.post(reverse("missing_days", args=[site.pk, 2025]), {"answer": "filled"})
    assert told.url == f"{pages[0]}?year=2025"
    drain()
    page = desk.get(told.url)
    assert [one["value"] for one in page.context["missing_days"]["options"]] == ["unknown"]
    assert page.context["missing"] == [], "the other days are told: nothing says that they are not"
    cards = {card.code: card for card in needs.need_cards(argane, site.pk)}
    assert cards["pv_rooftop"].certain
    assert cards["pv_rooftop"].net_mad.typ > 0
    wrong = desk.post(reverse("missing_days", args=[site.pk, 2025]), {"answer": "perhaps"}, follow=True)
    assert wrong.context["missing_days"]["options"][0]["value"] == "unknown"
    assert list(wrong.context["messages"])


def test_a_declared_code_is_changed_on_its_page_and_one_of_no_list_is_named(signed_in, argane):
    client, url = signed_in(argane), reverse("cbam_answer")
    client.post(url, {"code": "73181599999", "tonnes": "20 t", "code_reading": ""})
    client.post(url, {"code": "0805 10 22", "tonnes": "20 t"})
    line = ExportLine.objects.get(code="0805 10 22")
    assert line.tonnes_year == 20
    page = client.get(url, {"edit": line.pk})
    assert page.context["form"].initial["tonnes"] == "20"
    assert client.post(f"{url}?edit={line.pk}", {"code": "0805 10 22", "tonnes": "35"}).status_code == 302
    line.refresh_from_db()
    assert line.tonnes_year == 35


def test_a_code_of_no_list_is_named_where_the_answer_says_we_do_not_know(signed_in, argane):
    client, url = signed_in(argane), reverse("cbam_answer")
    client.post(url, {"code": "7318159", "tonnes": "20"})
    assert "7318159" in str(client.get(url).context["changes"]).replace(" ", "")
    strangers = signed_in(make_exporter("Zellige")).get(url, {"edit": ExportLine.objects.get().pk})
    assert not strangers.context["form"].initial


def test_lines_without_energy_ask_nothing_of_a_year_of_it(desk, argane, site):
    make_bill(argane, site, activity_id="freight_van", quantity="12 × 450", unit="")
    page = desk.get(reverse("footprint", args=[site.pk]))
    assert page.context["total"]
    assert page.context["missing_days"] is None


def test_a_firm_says_in_which_languages_it_works(desk, argane, site):
    typed = {"name": "Moulin", "region": "MA-03", "languages": ["ar", "en"]}
    assert desk.post(reverse("site", args=[site.pk]), typed).status_code == 302
    assert SmeProfile.objects.get().languages == ["ar", "en"]
    page = desk.get(reverse("site", args=[site.pk]))
    assert page.context["form"]["languages"].initial == ["ar", "en"]


@pytest.mark.parametrize(("away", "reason"), [(True, "est absent en ce moment"), (False, "plus de place")])
def test_a_partner_that_is_away_or_full_is_not_offered_to_be_asked_and_says_why(signed_in, away, reason):
    deal, now = make_deal(), clock.now()
    page, ask = reverse("matches", args=[deal.site.pk]), reverse("ask", args=[deal.site.pk, deal.offer.pk])
    browser = signed_in(deal.sme)
    assert ask in browser.get(page).content.decode()
    today = clock.moroccan_day(now)
    if away:
        partners.add_absence(deal.partner, starts_on=today, ends_on=today, now=now)
    else:
        partners.set_full(deal.partner, full=True, now=now)
    shown = browser.get(page).content.decode()
    assert ask not in shown
    assert reason in shown
