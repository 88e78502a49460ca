"""What a firm reads of the codes that it declared: on its first page, and on the page of its codes."""

import pytest
from django.urls import reverse

from footprint import actions
from kernel import clock
from tests.factories.footprint import make_exporter, make_site

pytestmark = pytest.mark.usefixtures("reference")


@pytest.mark.parametrize(
    ("tonnes", "kind", "said"),
    [
        ("45", "probably_exempt", "probably exempt"),
        ("900", "yes", "concerns what you sell"),
        ("", "unknown", "ask it"),
    ],
)
def test_probably_where_the_buyer_is_small_and_a_question_where_nobody_knows(signed_in, tonnes, kind, said):
    bolts = make_exporter("Boulons", sector="steel_products")
    make_site(bolts)
    values = {"code": "7318 15 82", "market": "FR", "importer_tonnes": tonnes}
    actions.declare_export(bolts, values=values, now=clock.now())
    browser, english = signed_in(bolts), {"accept-language": "en"}
    assert said in str(browser.get(reverse("today"), headers=english).context["known"][0]["text"])
    page = browser.get(reverse("cbam_answer"), headers=english)
    assert page.context["answer"]["kind"] == kind
    assert said in page.context["answer"]["title"] + page.context["answer"]["why"]
