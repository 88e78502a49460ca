"""Rows as the engine reads them."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from uuid import UUID

from matching.choices import OfferKind, Verdict
from matching.engine.choice import Parameters
from matching.engine.criteria import FULL_RELIEF
from matching.engine.numbers import MICRO
from matching.engine.offers import Record
from matching.engine.parameters import FIRM, NEEDS, STARTING
from matching.models import Match, ParameterSet, PartnerStats


def weights_of(parameters: ParameterSet) -> Mapping[str, Decimal]:
    return {code: Decimal(weight) for code, weight in parameters.weights.items()}


def weights_in_force() -> dict[str, Mapping[str, Decimal]]:
    """Return the parameters of each subject as they are read today: the starting ones until a set replaces them."""
    active = {row.subject: weights_of(row) for row in ParameterSet.objects.filter(active=True)}
    return {subject: active.get(subject, weights) for subject, weights in STARTING.items()}


def needs_parameters() -> Parameters:
    """Return what needs are weighed by today."""
    row = ParameterSet.objects.filter(subject=NEEDS, active=True).first()
    return Parameters(**weights_of(row)) if row else Parameters()


def financed_shares(site_id: UUID) -> dict[str, Decimal]:
    """Return by measure the largest share of its cost that a product in the list of the site takes off for sure: every condition is met."""
    rows = Match.objects.filter(
        run__site_id=site_id, run__superseded_at=None, run__need_code="", run__offer_kind=OfferKind.FINANCE
    )
    shares: dict[str, Decimal] = {}
    for text in rows.filter(verdict=Verdict.PASS).values_list("result", flat=True):
        told = json.loads(text)
        relief = next((part["low"] for part in told["parts"] if part["code"] == "relief"), 0)
        share = FULL_RELIEF * relief / MICRO
        shares |= {code: max(share, shares.get(code, share)) for code in told["measures"]}
    return shares


def firm_weights(in_force: Mapping[str, Mapping[str, Decimal]]) -> dict[str, Mapping[str, Decimal]]:
    """Return by kind of offer what the worth of a firm to its partner goes by."""
    return {kind: in_force[f"{FIRM}{kind}"] for kind in OfferKind.values}


def outcomes(partner_id: UUID) -> dict[str, int]:
    """Return of how many firms of a partner it is known that they signed or not, that a promise was kept or missed."""
    names = ("signed", "unsigned", "kept", "missed")
    row = PartnerStats.objects.filter(organization_id=partner_id).values(*names).first()
    return row or dict.fromkeys(names, 0)


def record_of(row: PartnerStats, as_of: date) -> Record:
    """Return a partner's counts as the score reads them; introductions of another month leave its room."""
    same_month = row.month is not None and (row.month.year, row.month.month) == (as_of.year, as_of.month)
    return Record(
        introductions=row.introductions,
        answers=row.answers,
        good=row.kept,
        bad=row.missed,
        hours_to_answer=tuple(row.hours_to_answer),
        introductions_month=row.introductions_month if same_month else 0,
    )
