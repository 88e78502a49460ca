"""Partners and offers as tests need them: valid by default, made through the real actions."""

from typing import Any

from kernel import clock
from partners import actions
from partners.models import Offer
from tests.factories.accounts import actor_of, make_organization

TERMS: dict[str, Any] = {
    "regions_served": ["MA-03"],
    "sectors_served": ["*"],
    "measures": ["pv_rooftop"],
    "languages": ["fr", "ar"],
    "intake": "open",
    "as_of": "2026-11-02",
}


def make_partner(name: str = "Chams Solaire", kind: str = "provider", **fields: Any):
    """Return the actor of a new partner with a profile."""
    actor = actor_of(make_organization(name, kind, **fields))
    actions.save_profile(actor, values={"headline_fr": "Solaire", "bases": [{"province": "03.231"}]}, now=clock.now())
    return actor


def make_offer(actor, *, publish: bool = True, **values: Any) -> Offer:
    values = {"name_fr": "Photovoltaïque en toiture", **TERMS, **values}
    row = actions.create_offer(actor, values=values, now=clock.now())
    return actions.publish_offer(actor, offer_id=row.pk, now=clock.now()) if publish else row
