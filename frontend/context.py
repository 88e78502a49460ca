"""What every page shows around its own content."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from accounts import queries as accounts
from accounts.choices import PARTNER_KINDS, Duty, Kind
from frontend import navigation
from frontend.pages.actors import actor_of
from kernel.actor import Actor
from kernel.ids import NIL
from marketplace import queries as marketplace
from messaging import queries as messaging
from notices import queries as notices


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the menus, whether the data are a demonstration, and where a change of language comes back to."""
    match = request.resolver_match
    route = match.url_name or "" if match else ""
    return {
        "is_demo": settings.DEMO,
        "here": request.get_full_path(),
        "desk": _desk(request, route),
        "nav": navigation.entries(navigation.VISITOR, route),
        "footer": navigation.footer(),
    }


def _counts(actor: Actor) -> dict[str, int]:
    """Return what waits behind the entries of a desk."""
    counts = {"inbox": marketplace.waiting(actor)} if actor.kind in PARTNER_KINDS else {}
    return counts | ({"conversations": messaging.unread(actor)} if actor.kind != Kind.OPERATOR else {})


def _pages(actor: Actor) -> list[navigation.Page]:
    """Return the pages of a desk, but for those that the role of an operator does not open."""
    pages = navigation.DESKS.get(actor.kind, [navigation.TODAY])
    if actor.kind != Kind.OPERATOR:
        return pages
    opens = {
        "trail": accounts.may_read_trail(actor),
        "operator_organizations": accounts.operates(actor, Duty.OVERSEE),
        "operator_people": accounts.operates(actor, Duty.RECOVER),
    }
    return [one for one in pages if opens.get(one.route, True)]


def _desk(request: HttpRequest, route: str) -> dict[str, Any] | None:
    """Return the desk of a signed-in member, nothing for a visitor."""
    if not hasattr(request, "user") or not request.user.is_authenticated:
        return None
    actor = actor_of(request)
    if actor.organization_id == NIL:
        return None
    organization = accounts.organization(actor)
    return {
        "organization": {
            "id": str(organization.pk),
            "name": organization.name,
            "note": Kind(organization.kind).label,
            "is_demo": organization.is_demo,
        },
        "entries": navigation.entries(_pages(actor), route, _counts(actor)),
        "unread": notices.unread_count(actor),
        "notices_url": reverse("notices"),
        "account_url": reverse("account"),
        "is_exporter": actor.kind == Kind.SME,
        "is_operator": actor.kind == Kind.OPERATOR,
        "acting": bool(actor.operator_id.int),
    }
