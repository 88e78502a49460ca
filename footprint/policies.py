"""A firm's sites, bills, figures and exports are its own: nobody else reads them, and its readers change nothing."""

from django.db.models import Q

from kernel.actor import Actor
from kernel.policy import NOTHING, Policy, own, own_to_write


def may_write(actor: Actor) -> bool:
    """Return whether this actor may enter anything for its firm."""
    return actor.kind == "sme" and actor.writes


def _own_to_write(actor: Actor) -> Q:
    return own_to_write(actor) if may_write(actor) else NOTHING


def _of_own_site(actor: Actor) -> Q:
    return Q(site__organization_id=actor.organization_id)


def _of_own_site_to_write(actor: Actor) -> Q:
    return _of_own_site(actor) if may_write(actor) else NOTHING


COMPANY = Policy({"read": own, "change": _own_to_write})
SITE = Policy({"read": own, "change": _own_to_write, "enter_bill": _own_to_write})
BILL = Policy({"read": _of_own_site, "change": _of_own_site_to_write, "remove": _of_own_site_to_write})
FOOTPRINT = Policy({"read": _of_own_site})
PRODUCT = Policy({"read": _of_own_site, "change": _of_own_site_to_write, "remove": _of_own_site_to_write})
BASE_YEAR = Policy({"read": own, "remove": _own_to_write})
EXPORT = Policy({"read": own, "change": _own_to_write, "remove": _own_to_write})


def may_invite_firms(actor: Actor) -> bool:
    """Return whether this actor may invite firms to open an account."""
    return actor.kind == "institution" and actor.writes


def _institution(actor: Actor) -> Q:
    return own(actor) if actor.kind == "institution" else NOTHING


FIRM = Policy(
    {
        "read": _institution,
        "withdraw": lambda actor: own(actor) & Q(state="invited") if may_invite_firms(actor) else NOTHING,
    }
)
