"""
Pictures of every page with demo data, in French and Arabic, on a phone and a desk: `make screenshots`.

No page may scroll sideways: each is held against its width, and on a phone against 360 px too.
"""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from accounts.models import Organization
from footprint.models import Activity, Site
from marketplace.models import Lead
from matching.models import Need
from partners.models import Offer
from tests.factories.accounts import actor_of, make_organization
from tests.journeys.conftest import browser_type_launch_args, reference, server  # noqa: F401 - fixtures
from tests.journeys.test_main_job import sign_in

FOLDER = Path("screenshots")
NARROWEST = 360
SUBMIT = "main button[type=submit]"
# Who looks: the name of the picture, the address, and what is pressed first (a form sent empty shows its errors).
PAGES: dict[str, list[tuple[str, str, str]]] = {
    "visitor": [
        ("home", "/", ""),
        ("directory", "/directory/?q=solaire", ""),
        ("directory-empty", "/directory/?q=zzzz&region=MA-12", ""),
        ("partner", "/partners/{chams}/", ""),
        ("offer", "/offers/{offer}/", ""),
        ("scheme", "/offers/{scheme}/", ""),
        ("cbam", "/cbam/", ""),
        ("cbam-answer", "/cbam/?code=73181582&tonnes=120", ""),
        ("sign-up", "/accounts/signup/", ""),
        ("sign-up-errors", "/accounts/signup/", SUBMIT),
        ("login", "/accounts/login/", ""),
        ("login-errors", "/accounts/login/", SUBMIT),
        ("password", "/accounts/password/reset/", ""),
        ("privacy", "/privacy/", ""),
        ("not-found", "/nothing-here/", ""),
    ],
    "amina@argane.example": [
        ("today", "/today/", ""),
        ("site", "/sites/{site}/", ""),
        ("bills", "/sites/{site}/bills/", ""),
        ("bills-fuels", "/sites/{site}/bills/?kind=fuels", ""),
        ("bill-open", "/sites/{site}/bills/?edit={bill}", ""),
        ("bill-errors", "/sites/{site}/bills/", SUBMIT),
        ("footprint", "/sites/{site}/footprint/", ""),
        ("exports", "/exports/", ""),
        ("needs", "/sites/{site}/needs/", ""),
        ("matches", "/sites/{site}/matches/", ""),
        ("matches-finance", "/sites/{site}/matches/?kind=finance", ""),
        ("need-matches", "/sites/{site}/needs/{need}/matches/", ""),
        ("need-not-matched", "/sites/{site}/needs/{unmatched}/matches/", ""),
        ("ask", "/sites/{site}/ask/{offer}/", ""),
        ("ask-errors", "/sites/{site}/ask/{offer}/", SUBMIT),
        ("requests", "/requests/", ""),
        ("request-seen", "/requests/{seen}/", ""),
        ("request-accepted", "/requests/{accepted}/", ""),
        ("request-declined", "/requests/{declined}/", ""),
        ("notices", "/desk/notices/", ""),
        ("account", "/desk/account/", ""),
    ],
    "salma@chams.example": [
        ("today", "/today/", ""),
        ("inbox", "/desk/requests/", ""),
        ("lead", "/desk/requests/{received}/", ""),
        ("lead-accepted", "/desk/requests/{taken}/", ""),
        ("offers", "/desk/offers/", ""),
        ("editor", "/desk/offers/{offer}/", ""),
        ("editor-new", "/desk/offers/new/", ""),
        ("editor-errors", "/desk/offers/new/", SUBMIT),
        ("import", "/desk/offers/import/", ""),
        ("profile", "/desk/profile/", ""),
        ("account", "/desk/account/", ""),
        ("organization", "/desk/organization/details/", ""),
        ("notices", "/desk/notices/", ""),
    ],
    "karim@mizan.example": [("inbox", "/desk/requests/", ""), ("editor-new", "/desk/offers/new/", "")],
    "newcomer@argane.example": [
        ("today", "/today/", ""),
        ("site-new", "/sites/new/", ""),
        ("site-errors", "/sites/new/", SUBMIT),
        ("exports", "/exports/", ""),
        ("requests", "/requests/", ""),
        ("notices", "/desk/notices/", ""),
    ],
    "new@partner.example": [
        ("today", "/today/", ""),
        ("inbox", "/desk/requests/", ""),
        ("offers", "/desk/offers/", ""),
    ],
    "reader@argane.example": [
        ("bills", "/sites/{site}/bills/", ""),
        ("site", "/sites/{site}/", ""),
        ("needs", "/sites/{site}/needs/", ""),
        ("forbidden", "/sites/{site}/ask/{offer}/", ""),
    ],
}


def rows() -> dict[str, Any]:
    """Return the rows of the demo data that the addresses name."""
    site = Site.objects.get(name="Moulin de Meknès")
    matched = Lead.objects.filter(site=site)
    return {
        "site": site.pk,
        "bill": Activity.objects.filter(site=site).first().pk,
        "need": matched.get(partner_organization__name="Wafir Leasing").need_id,
        "unmatched": Need.objects.get(site=site, code="led").pk,
        "chams": Organization.objects.get(name="Chams Solaire").pk,
        "offer": Offer.objects.get(name_fr="Photovoltaïque en toiture, 20 à 500 kWc").pk,
        "scheme": Offer.objects.get(scheme_id="tamwilcom_green_invest").pk,
        **{status: matched.filter(status=status).first().pk for status in ("seen", "accepted", "declined")},
        "received": Lead.objects.get(partner_organization__name="Chams Solaire", status="sent").pk,
        "taken": Lead.objects.get(partner_organization__name="Chams Solaire", status="accepted").pk,
    }


def make_people() -> None:
    """Add whom the demo data lack: a newcomer of each side, and a member who only reads."""
    from accounts.models import User
    from config.management.commands.seed import PASSWORD

    newcomers = {
        "newcomer@argane.example": ("Dattes du Ziz", "sme"),
        "new@partner.example": ("Rif Énergie", "provider"),
    }
    actors = {email: actor_of(make_organization(name, kind)) for email, (name, kind) in newcomers.items()}
    argane = Site.objects.get(name="Moulin de Meknès").organization
    for email, actor in {**actors, "reader@argane.example": actor_of(argane, "reader")}.items():
        user = User.objects.get(pk=actor.user_id)
        user.email = email
        user.set_password(PASSWORD)
        user.save()
        user.emailaddress_set.create(email=email, primary=True, verified=True)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("locale", ["fr-FR", "ar-MA"])
@pytest.mark.parametrize("width", [390, 1280])
def test_pictures(server, browser, settings, locale, width):  # noqa: F811 - the fixture
    settings.DEMO = True
    call_command("prepare", demo=True, verbosity=0)
    make_people()
    FOLDER.mkdir(exist_ok=True)
    named, too_wide = rows(), []
    for who, pages in PAGES.items():
        page = browser.new_context(viewport={"width": width, "height": 900}, locale=locale).new_page()
        if "@" in who:
            sign_in(page, server, who)
        for name, address, press in pages:
            answer = page.goto(server + address.format(**named))
            assert answer is not None, name
            assert answer.status == {"not-found": 404, "forbidden": 403}.get(name, 200), (who, name)
            if press:
                page.locator(press).last.click()
            widths = [NARROWEST, width] if width < 768 else [width]
            for one in widths:
                page.set_viewport_size({"width": one, "height": 900})
                across, down = page.evaluate(
                    "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
                )
                too_wide += [(who, name, one, across)] if across > one else []
            page.set_viewport_size({"width": width, "height": max(900, down)})
            page.screenshot(path=FOLDER / f"{who.partition('@')[0]}-{name}-{locale[:2]}-{width}.png")
            page.set_viewport_size({"width": width, "height": 900})
        page.context.close()
    assert not too_wide
