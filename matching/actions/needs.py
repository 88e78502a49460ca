from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from footprint.queries import facts_of
from footprint.queries import site as site_by_id
from kernel import events
from matching.choices import NeedKind
from matching.engine.choice import in_order, own_capex
from matching.engine.figures import prices_taken
from matching.engine.needs import Need as Found
from matching.engine.numbers import micro
from matching.engine.profile import SmeFacts, read_sme
from matching.engine.run import plain
from matching.engine.situation import Situation, situation
from matching.events import NeedsChanged
from matching.models import Need
from matching.queries.records import financed_shares, needs_parameters
from reference.queries import catalogue


class Unreadable(Exception):
    """What the rooms know of a site does not read as a profile: a fault of ours, never of the person."""


def sme_facts(site_id: UUID) -> SmeFacts:
    """Return the profile of a site, whoever asks: the queue acts for its owner."""
    written = facts_of(site_by_id(site_id))
    facts, problems = read_sme(plain(written), catalogue(), own=True)
    if facts is None:
        raise Unreadable(str(problems))
    return facts


def refresh_needs(site_id: UUID, now: datetime) -> Situation:
    """Compute the needs of a site again and keep them; say so when they are not what they were."""
    found = situation(sme_facts(site_id), catalogue(), needs_parameters())
    financed = financed_shares(site_id)
    needs = enumerate(in_order(found.needs.values(), found.u, financed))
    rows = [_row(site_id, need, found, (position, financed), now) for position, need in needs]
    with transaction.atomic():
        before = {need.code: (need.facts, need.position) for need in Need.objects.filter(site_id=site_id)}
        Need.objects.filter(site_id=site_id).exclude(code__in=[row.code for row in rows]).delete()
        Need.objects.bulk_create(
            sorted(rows, key=lambda row: row.code),
            update_conflicts=True,
            unique_fields=["site", "code"],
            update_fields=["kind", "state", "position", "u_micro", "facts", "computed_at"],
        )
        if before != {row.code: (row.facts, row.position) for row in rows}:
            events.publish(NeedsChanged(site_id))
    return found


def _prices(need: Found, found: Situation) -> list[str]:
    """Return the rows of the price file that the money of a need rests on."""
    has_money = need.figures is not None and need.figures.gross_mad is not None
    return list(prices_taken(found.site, need.code)) if has_money else []


def _row(site_id: UUID, need: Found, found: Situation, place: tuple[int, Mapping[str, Decimal]], now: datetime) -> Need:
    position, financed = place
    facts: dict[str, Any] = {
        "certain": need.certain,
        "asks": [fact for fact in need.asks if not (found.sme.owns_building and fact == "landlord_agreement")],
        "due": need.due,
        "figures": plain(need.figures) if need.figures else None,
        "prices": _prices(need, found),
        "rate": plain(found.parameters.rate),
        "border_mad": plain(found.border.get(need.code)),
        "own_capex_mad": plain(own_capex(need, financed[need.code])) if need.code in financed else None,
    }
    return Need(
        site_id=site_id,
        code=need.code,
        kind=NeedKind(need.kind),
        state=need.state,
        position=position,
        u_micro=micro(found.u[need.code]),
        facts=facts,
        computed_at=now,
    )
