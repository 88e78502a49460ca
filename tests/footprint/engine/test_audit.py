"""The mandatory audit: more than 1,500 toe in industry, more than 500 in services and transport."""

from decimal import Decimal

import pytest

from footprint.engine import inventory, mandatory_audit
from reference.files import load
from tests.footprint.engine.bills import of_year


@pytest.mark.parametrize(
    ("toe", "group", "options", "due", "reason"),
    [
        ("1500.1", "industry", {}, "yes", "above"),
        ("1500", "industry", {}, "no", "not_above"),
        ("1500.1", "agrifood", {}, "yes", "above"),
        ("600", "textile", {}, "no", "not_above"),
        ("500.1", "services", {}, "yes", "above"),
        ("500.1", "tourism", {}, "yes", "above"),
        ("500", "services", {}, "no", "not_above"),
        (None, "industry", {}, "unknown", "toe_unknown"),
        ("600", None, {}, "unknown", "sector_unknown"),
        ("400", None, {}, "no", "not_above"),
        ("1600", None, {}, "yes", "above"),
        ("400", "services", {"is_whole_year": False}, "unknown", "year_incomplete"),
        ("600", "services", {"is_whole_year": False}, "yes", "above"),
        ("9000", "industry", {"iso_50001": True}, "no", "iso_50001"),
        ("9000", "industry", {"iso_50001": False}, "yes", "above"),
    ],
)
def test_answers(toe, group, options, due, reason):
    answer = mandatory_audit(None if toe is None else Decimal(toe), group, **options)
    assert (answer.due, answer.reason) == (due, reason)


def test_a_refrigerated_haulier_is_above_the_threshold_of_services():
    catalogue = load()
    toe = inventory([of_year("diesel_road", 900_000)], catalogue, 2024).toe
    assert mandatory_audit(toe, catalogue.sectors["export_logistics"].group).due == "yes"
