"""The public calculator of energy bills: the engine's own figures, with what they rest on, and nothing kept."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from footprint import queries
from kernel import clock
from reference.queries import catalogue

pytestmark = pytest.mark.django_db
PAGE = "/quick/"


def ask(client, language="en", **typed):
    return client.get(PAGE, typed, headers={"accept-language": language})


def test_the_answer_is_the_sum_of_its_lines_with_an_interval_sources_and_dates(client):
    page = ask(client, kwh="3 010", litres="1000", bottles="2")
    answer = page.context["answer"]
    year = clock.now().year - 1
    factors = catalogue().factors
    grid, losses = factors["elec_ma_ember_2024"].kgco2e_per_unit, factors["elec_ma_td_default"].kgco2e_per_unit
    electricity = queries.quick({"electricity_grid": Decimal(3010)}, year)
    assert electricity.total.kg == 36120 * (grid + losses)
    assert answer["mid"] > electricity.total.kg
    assert answer["low"] < answer["mid"] < answer["high"]
    assert len(answer["parts"]) == 3
    assert all(any(char.isdigit() for char in one["note"]) for one in answer["factors"])
    assert answer["sources"]
    shown = page.content.decode()
    assert reverse("account_signup") in shown
    assert "between" in shown


def test_nothing_is_kept_and_nobody_has_to_sign_in(client):
    with CaptureQueriesContext(connection) as found:
        assert ask(client, kwh="100").status_code == 200
    assert not [one["sql"] for one in found if not one["sql"].startswith("SELECT")]
    assert not client.cookies.get("sessionid")


@pytest.mark.parametrize(
    "typed", [{}, {"kwh": ""}, {"kwh": "beaucoup"}, {"litres": "-3"}, {"kwh": "9" * 30}, {"kwh": "0"}]
)
def test_without_a_usable_figure_there_is_no_answer(client, typed):
    page = ask(client, **typed)
    assert page.status_code == 200
    assert page.context["answer"] is None


def test_dirhams_are_not_turned_into_energy_and_slips_are_noticed(client):
    asked = ask(client).content.decode()
    assert "dirhams" in asked
    assert ask(client, kwh="3000000").context["answer"]["doubts"]
    assert not ask(client, kwh="3000").context["answer"]["doubts"]
    (little,) = ask(client, kwh="12").context["answer"]["doubts"]
    assert "less than we expect" in little
    doubtful = ask(client, kwh="12.450", language="fr")
    assert doubtful.context["answer"] is None
    assert doubtful.context["form"].asks


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_home_page_leads_there(client, language):
    assert PAGE in client.get(reverse("home"), headers={"accept-language": language}).content.decode()
