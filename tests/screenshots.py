"""Pictures of every page, in French and Arabic, on a phone and a desk: `make screenshots`."""

from pathlib import Path

import pytest

from tests.journeys.conftest import browser_type_launch_args, reference, server  # noqa: F401 - fixtures
from tests.journeys.walk import walk

FOLDER = Path("screenshots")


@pytest.mark.django_db(transaction=True)
@pytest.mark.timeout(300)
@pytest.mark.parametrize("locale", ["fr-FR", "ar-MA"])
@pytest.mark.parametrize("width", [390, 1280])
def test_pictures(server, browser, locale, width):  # noqa: F811 - the fixture
    FOLDER.mkdir(exist_ok=True)
    for name, page in walk(server, browser, locale=locale, width=width):
        down = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": width, "height": max(900, down)})
        page.screenshot(path=FOLDER / f"{name}-{locale[:2]}-{width}.png")
        page.set_viewport_size({"width": width, "height": 900})
