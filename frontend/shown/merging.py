"""What making two organizations one would move, in words and numbers: facts of the market and counts, never a figure of a firm."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from frontend import formats
from frontend.shown.operator import region, state_of


def candidate(kept: Any, row: Any) -> dict[str, Any]:
    number = row.ice or _("no ICE number")
    return {
        "text": row.name,
        "url": reverse("operator_merge", args=[kept.pk, row.pk]),
        "by": _("since %(day)s") % {"day": formats.day(row.created_at)},
        "note": f"{number} · {region(row.region)}",
    }


def sides(kept: Any, absorbed: Any) -> dict[str, Any]:
    """Return both as the rows of a table, one beside the other."""
    rows = [
        (_("Name"), [one.name for one in (kept, absorbed)]),
        (_("ICE number"), [one.ice or _("not given") for one in (kept, absorbed)]),
        (_("Telephone"), [formats.phone(one.phone) if one.phone else _("not given") for one in (kept, absorbed)]),
        (_("Region"), [" · ".join(filter(None, (region(one.region), one.city))) for one in (kept, absorbed)]),
        (_("State"), [state_of(one) for one in (kept, absorbed)]),
        (_("Here since"), [formats.day(one.created_at) for one in (kept, absorbed)]),
    ]
    columns = [{"label": ""}, {"label": _("The one that stays")}, {"label": _("The one to merge")}]
    return {"columns": columns, "rows": [{"head": head, "cells": cells} for head, cells in rows]}


def moves(counts: Mapping[str, int]) -> list[dict[str, str]]:
    """Return how much of each thing goes over, and what ends instead."""
    goes, ends = _("goes over"), _("end: they were trusted with one of the two alone")
    told = [
        (_("Members"), counts["accounts.Membership"], goes),
        (_("Offers"), counts["partners.Offer"], goes),
        (_("Requests"), counts["marketplace.Lead"], goes),
        (_("Sites, with bills and footprints"), counts["footprint.Site"], goes),
        (_("Exports"), counts["footprint.ExportLine"], goes),
        (_("Files"), counts["documents.Document"], goes),
        (_("Accesses to documents"), counts["documents.Grant"], goes),
        (_("Keys and invitations"), counts["accounts.ApiKey"] + counts["accounts.Invitation"], ends),
    ]
    return [{"term": term, "value": formats.number(number), "note": note} for term, number, note in told if number]
