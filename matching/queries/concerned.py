"""Whom an offer may concern: the matched sites whose lists may hold it now, or hold it since before."""

import json
from collections.abc import Collection
from threading import Lock
from typing import Any
from uuid import UUID

from matching.engine.profile import SmeFacts, read_sme
from matching.engine.reach import Firms
from matching.models import MatchRun, Snapshot
from matching.queries.market import on_the_shelf as offers_of
from partners.queries import on_the_shelf
from reference.queries import catalogue

_lock = Lock()
_read: dict[str, SmeFacts | None] = {}
_edition = ""  # of the reference data by which they were read


def concerned_sites(**offers: Any) -> set[UUID]:
    """
    Return the sites to be matched again when these offers came or changed, of those that were matched.

    A site whose firm they refuse for good, as its last run knew it, and that holds none of them is left as it is.
    """
    served = MatchRun.objects.filter(superseded_at=None)
    found = set(
        served.filter(**{f"matches__offer__{name}": value for name, value in offers.items()}).values_list(
            "site_id", flat=True
        )
    )
    known = set(served.order_by().values_list("site_id", "sme_id").distinct())
    profiles = _profiles({digest for _site, digest in known})
    found |= {site for site, digest in known if profiles[digest] is None}
    asked = [(site, sme) for site, digest in known if site not in found and (sme := profiles[digest]) is not None]
    firms = Firms(catalogue(), [sme for _site, sme in asked])
    sites = {site for site, _sme in asked}
    for one in offers_of(on_the_shelf().filter(**offers).values_list("pk", flat=True)):
        if sites <= found:
            break
        found |= {site for (site, _sme), fits in zip(asked, firms.reached(one), strict=True) if fits}
    return found


def _profiles(digests: Collection[str]) -> dict[str, SmeFacts | None]:
    """Return the firms of runs, each read once in the process; None for one that does not read."""
    global _read, _edition  # noqa: PLW0603 - what this process has read
    with _lock:
        held = _read if _edition == catalogue().edition else {}
        new = Snapshot.objects.filter(pk__in=[one for one in digests if one not in held])
        read = {row.pk: read_sme(json.loads(row.facts), catalogue(), own=True)[0] for row in new.iterator()}
        _read = {one: held[one] if one in held else read.get(one) for one in digests}
        _edition = catalogue().edition
        return _read
