"""The demand around a partner's offers as its page names it."""

from typing import Any

from django.urls import reverse

from kernel.sentences import listed


def page(demand: Any) -> dict[str, Any]:
    """Return the offers with their counts, and the needs that firms show."""
    return {
        "offers": [
            {
                "name": one.offer_name,
                "url": reverse("offer_editor", args=[one.offer_id]),
                "fits": one.fits.text,
                "near": [miss.text for miss in one.near_misses],
            }
            for one in demand.offers
        ],
        "needs": [
            {
                "name": one.need_name,
                "about": listed(part for part in (one.sector_name, one.region_name, one.horizon_label) if part),
            }
            for one in demand.needs
        ],
    }
