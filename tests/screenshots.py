"""Pictures of the pages with demo data, in French and Arabic, on a phone and a desk: `make screenshots`."""

from pathlib import Path

import pytest
from django.core.management import call_command

from tests.journeys.conftest import browser_type_launch_args, reference, server  # noqa: F401 - fixtures
from tests.journeys.steps import sign_in

FOLDER = Path("screenshots")
PAGES = {
    "amina@argane.example": ("today", "sites", "bills", "footprint", "needs", "exports"),
    "salma@chams.example": ("today", "desk/requests", "desk/offers", "desk/offers/new", "desk/account"),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("locale", ["fr-FR", "ar-MA"])
@pytest.mark.parametrize("width", [390, 1280])
def test_pictures(server, browser, locale, width):  # noqa: F811 - the fixture
    call_command("seed", verbosity=0)
    FOLDER.mkdir(exist_ok=True)
    for email, pages in PAGES.items():
        page = browser.new_context(viewport={"width": width, "height": 900}, locale=locale).new_page()
        sign_in(page, server, email)
        for name in pages:
            answer = page.goto(f"{server}/{name}/")
            assert answer is not None, name
            assert answer.ok, name
            who = email.partition("@")[0]
            page.screenshot(path=FOLDER / f"{who}-{name.replace('/', '-')}-{locale[:2]}-{width}.png", full_page=True)
