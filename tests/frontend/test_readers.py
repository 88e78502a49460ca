"""A member who reads is offered nothing that is then refused: every link and every button of its pages answers."""

from html.parser import HTMLParser

import pytest
from django.urls import reverse

from kernel import clock
from matching import actions as matching
from matching import queries as needs
from tests.factories.accounts import actor_of
from tests.factories.marketplace import make_lead

pytestmark = pytest.mark.usefixtures("reference")


class Offered(HTMLParser):
    """The links of a page's main part, and the addresses of its forms that have a button."""

    def __init__(self, html):
        super().__init__()
        self.links, self.forms, self.form, self.inside = set(), set(), None, False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.inside = self.inside or tag == "main"
        if tag == "a" and self.inside and values["href"].startswith("/"):
            self.links.add(values["href"].partition("#")[0])
        if tag == "form" and self.inside and values.get("method") == "post":
            self.form = values.get("action", "")
        if tag == "button" and self.form is not None:
            self.forms.add(values.get("formaction", self.form))

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        if tag == "main":
            self.inside = False


@pytest.fixture
def deal(drain):
    deal, lead = make_lead()
    matching.refresh_needs(deal.site.pk, clock.now())
    need = needs.needs(deal.sme, deal.site.pk).first()
    drain()
    return deal, lead, need


def pages_of_the_firm(deal, lead, need):
    site = [reverse(name, args=[deal.site.pk]) for name in ("site", "bills", "footprint", "site_needs", "matches")]
    need_page = reverse("need_matches", args=[deal.site.pk, need.pk])
    request = reverse("request_sent", args=[lead.pk])
    return [*site, need_page, request, *map(reverse, ("today", "cbam_answer", "requests_sent", "notices", "account"))]


def pages_of_the_partner(deal, lead, need):
    rows = [reverse("lead", args=[lead.pk]), reverse("offer_editor", args=[deal.offer.pk])]
    return [*rows, *map(reverse, ("today", "inbox", "offers", "profile", "notices", "account", "organization"))]


@pytest.mark.parametrize(
    ("side", "pages"), [("sme", pages_of_the_firm), ("partner", pages_of_the_partner)], ids=["firm", "partner"]
)
def test_nothing_that_a_reader_sees_is_refused(deal, signed_in, side, pages):
    organization = deal[0].site.organization if side == "sme" else deal[0].offer.organization
    actors = {role: actor_of(organization, role) for role in ("owner", "reader")}
    offered = {}
    for role, actor in actors.items():
        client, forms, links = signed_in(actor), set(), set()
        for url in pages(*deal):
            found = Offered(client.get(url).content.decode())
            forms |= {action or url for action in found.forms}
            links |= found.links
        offered[role] = (client, forms, links)
    assert len(offered["owner"][1]) > len(offered["reader"][1])
    client, forms, links = offered["reader"]
    assert not [url for url in links if client.get(url).status_code == 403]
    assert not [url for url in forms - {reverse("account_logout")} if client.post(url).status_code == 403]
