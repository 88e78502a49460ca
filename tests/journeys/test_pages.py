"""Every page is fit for a keyboard, a screen reader and a narrow phone, in both directions."""

import pytest

from tests.journeys.steps import faults
from tests.journeys.walk import walk


@pytest.mark.django_db(transaction=True)
@pytest.mark.one_database
@pytest.mark.timeout(600)
@pytest.mark.parametrize(("locale", "width"), [("fr-FR", 1280), ("ar-MA", 390)])
def test_no_page_has_a_serious_fault_or_scrolls_sideways(server, browser, locale, width):
    found = {name: faults(page) for name, page in walk(server, browser, locale=locale, width=width)}
    assert len(found) > 40
    assert not {name: wrong for name, wrong in found.items() if wrong}
