"""The entries of each desk and of the visitors' header: at most five, the first of a desk is always today."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Page(NamedTuple):
    """A page that a menu may name: its route, icon, words, and the other routes it stands for."""

    route: str
    icon: str
    label: str | Promise
    family: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Entry:
    """A page as a menu shows it."""

    url: str
    icon: str
    label: str | Promise
    current: bool
    count: int = 0


TALKS = Page(
    "conversations",
    "message-square",
    _("Conversations"),
    frozenset({"conversation", "change_message", "report_message", "write_to_team"}),
)
TODAY = Page("today", "house", _("Today"))
VISITOR = [
    Page("directory", "search", _("Directory"), frozenset({"partner", "offer"})),
    Page("bills", "footprints", _("Measure")),
    Page("cbam", "flag", _("Carbon tax")),
]
DESKS: Mapping[str, list[Page]] = {
    "sme": [
        TODAY,
        Page(
            "footprint",
            "footprints",
            _("Footprint"),
            frozenset({"bills", "sites", "site", "new_site", "cbam_answer", "own_data"}),
        ),
        Page(
            "needs",
            "handshake",
            _("Partners"),
            frozenset(
                {
                    "site_needs",
                    "matches",
                    "need_matches",
                    "reasons",
                    "ask",
                    "ask_for_need",
                    "contests",
                    "contest_match",
                    "requests_sent",
                    "request_sent",
                    "compare_quotes",
                    "quote",
                    "result",
                }
            ),
        ),
        TALKS,
        Page("documents", "file-text", _("Files"), frozenset({"remove_document"})),
    ],
    "institution": [TODAY, Page("firms", "users", _("Firms"), frozenset({"imports", "import"})), TALKS],
    "provider": [
        TODAY,
        Page(
            "inbox",
            "inbox",
            pgettext_lazy("leads", "Requests"),
            frozenset({"lead", "write_quote", "quote", "result", "firm_file"}),
        ),
        Page(
            "offers",
            "store",
            _("Offers"),
            frozenset({"offer_editor", "new_offer", "import_offers", "imports", "import", "demand"}),
        ),
        TALKS,
        Page("profile", "badge-check", _("Profile"), frozenset({"credentials"})),
    ],
}
OVERSIGHT = [
    Page(
        "today",
        "house",
        _("Today"),
        frozenset(
            {
                "operator_case",
                "operator_refuse",
                "operator_report",
                "operator_contest",
                "operator_unmet",
                "conversations",
                *TALKS.family,
            }
        ),
    ),
    Page(
        "operator_organizations",
        "users",
        _("Organizations"),
        frozenset({"operator_organization", "operator_correct", "operator_suspend"}),
    ),
    Page(
        "operator_people",
        "shield-check",
        pgettext_lazy("menu of an operator", "People"),
        frozenset({"operator_person", "operator_remove_factors"}),
    ),
    Page(
        "operator_weights",
        "sliders-horizontal",
        pgettext_lazy("menu of an operator", "Weights"),
        frozenset({"operator_weight_versions"}),
    ),
    Page("trail", "history", _("Audit trail")),
    Page("reference", "file-text", _("Reference data"), frozenset({"reference_table"})),
]
DESKS = {**DESKS, "operator": OVERSIGHT, "financier": DESKS["provider"], "certifier": DESKS["provider"]}


def entries(pages: list[Page], route: str, counts: Mapping[str, int] | None = None) -> list[Entry]:
    """Return the menu of these pages as seen from `route`."""
    return [
        Entry(
            url, page.icon, page.label, route == page.route or route in page.family, (counts or {}).get(page.route, 0)
        )
        for page in pages
        if (url := address(page.route))
    ]


def address(route: str) -> str:
    """Return the address of a route that needs no argument, or nothing while it has no page."""
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""


def footer() -> list[dict[str, object]]:
    """Return the lists of links under a visitor's page; a page that does not exist yet has no link."""
    groups = [
        (
            _("Companies"),
            [
                ("bills", _("Measure my footprint")),
                ("quick_footprint", _("Quick footprint of my energy")),
                ("cbam", _("Carbon border tax")),
                ("directory", _("Find a partner")),
            ],
        ),
        (_("Partners"), [("account_signup", _("Open an account")), ("offers", _("Publish an offer"))]),
        (
            _("Rules of the game"),
            [
                ("how_matching_works", _("How matching works")),
                ("privacy", _("Who sees my data")),
                ("reference", _("Reference data")),
                ("accessibility", _("Accessibility")),
                ("legal", _("Legal notice")),
            ],
        ),
    ]
    shown = [
        {"title": title, "links": [{"url": url, "label": label} for route, label in pages if (url := address(route))]}
        for title, pages in groups
    ]
    return [group for group in shown if group["links"]]
