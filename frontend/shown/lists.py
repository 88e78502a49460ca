"""More lists as files: what a firm sells abroad and whom it matches, who works for an organization, the directory."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext, pgettext

from accounts import queries as accounts
from accounts.choices import Role, Scope
from footprint import queries as footprint
from footprint.choices import FirmState
from frontend.shown.matches import KINDS
from kernel.actor import Actor
from kernel.sentences import listed
from kernel.tables import Table
from matching import queries as matching
from partners import queries as partners
from partners.choices import Intake, Shelf
from reference import queries as reference

CHUNK = 500


def exports(actor: Actor) -> Table:
    heads = [
        gettext("Customs code"),
        gettext("Code found"),
        gettext("Country"),
        gettext("Tonnes a year"),
        gettext("Importer"),
        gettext("Tonnes of the importer"),
    ]
    rows = (
        (row.code, row.resolved, row.market, row.tonnes_year, row.importer_name, row.importer_tonnes)
        for row in footprint.exports(actor).iterator(CHUNK)
    )
    return Table(gettext("Exports"), heads, rows)


def matches(actor: Actor) -> Table:
    heads = [
        gettext("Site"),
        gettext("Partner"),
        gettext("Offer"),
        gettext("Kind"),
        gettext("Score"),
        gettext("Score, low"),
        gettext("Score, high"),
    ]
    return Table(gettext("Matches"), heads, _matches(actor))


def _matches(actor: Actor) -> Iterator[tuple[Any, ...]]:
    for site in footprint.sites(actor):
        for row in matching.matches(actor, site.pk):
            scores = (matching.out_of_100(micro) for micro in (row.score_micro, row.low_micro, row.high_micro))
            yield (
                site.name,
                row.partner.name if row.partner else "",
                partners.in_language(row.offer, "name"),
                str(KINDS[row.offer.offer_kind]),
                *scores,
            )


def firms(actor: Actor) -> Table:
    """Give the firms that an institution invited with their answers, and nothing that a firm entered."""
    heads = [
        gettext("Your reference"),
        gettext("Name"),
        gettext("State"),
        gettext("Invited on"),
        gettext("Answered on"),
    ]
    rows = (
        (row.source_key, row.name, str(FirmState(row.state).label), row.created_at, row.answered_at)
        for row in footprint.firms(actor).iterator(CHUNK)
    )
    return Table(gettext("Invited firms"), heads, rows)


def team(actor: Actor) -> Table:
    heads = [gettext("Name"), gettext("E-mail"), gettext("Role"), gettext("Since")]
    rows = (
        (row.user.name, row.user.email, str(Role(row.role).label), row.joined_at)
        for row in accounts.team(actor).iterator(CHUNK)
    )
    return Table(gettext("Team"), heads, rows)


def keys(actor: Actor) -> Table:
    """Give what an owner sees of the keys: never a secret, which is kept nowhere."""
    heads = [
        gettext("Name"),
        gettext("What it may do"),
        gettext("Made"),
        gettext("Last used"),
        gettext("Ends"),
        gettext("Revoked"),
    ]
    rows = (
        (row.name, str(Scope(row.scope).label), row.created_at, row.last_used_at, row.expires_at, row.revoked_at)
        for row in accounts.keys(actor).iterator(CHUNK)
    )
    return Table(gettext("Keys"), heads, rows)


def directory(actor: Actor) -> Table:
    """Give every offer on the shelf, the newest first."""
    heads = [
        gettext("Partner"),
        gettext("Offer"),
        gettext("Kind"),
        pgettext("leads", "Requests"),
        gettext("Last day to apply"),
        gettext("Smallest project (MAD)"),
        gettext("Largest project (MAD)"),
        gettext("Measures"),
        gettext("Regions served"),
    ]
    rows = (
        (
            row.organization.name if row.organization else "",
            partners.in_language(row, "name"),
            str(KINDS[row.offer_kind]),
            str(Intake(row.intake).label),
            row.closes_on,
            row.ticket_min_mad,
            row.ticket_max_mad,
            names("measure", row.terms.get("measures", [])),
            names("region", row.terms.get("regions_served", [])),
        )
        for row in partners.offers(actor).filter(shelf=Shelf.PUBLISHED).order_by("-pk").iterator(CHUNK)
    )
    return Table(gettext("Directory"), heads, rows)


def names(kind: str, codes: list[str]) -> str:
    return listed(reference.name(kind, code) if code != "*" else code for code in codes)
