"""What a good plain Django view would answer: the same fields of the same offers, by the same key, in the same pages."""

import hashlib
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, set_response_etag

from accounts.models import ApiKey
from api.v1.offers.serializers import Terms
from partners.models import Offer

COLUMNS = """name_fr name_ar name_en description_fr description_ar description_en source_key intake as_of closes_on
 ticket_min_mad ticket_max_mad id scheme_id kind offer_kind shelf published_at updated_at""".split()
ABSENT = {name: None for name, field in Terms().fields.items() if field.allow_null}


def key_of(request: HttpRequest) -> ApiKey | None:
    """Return the live key of a request, with its organization, by the hash of its secret."""
    digest = hashlib.sha256(request.headers["Authorization"].removeprefix("Bearer ").encode()).hexdigest()
    managed = Q(organization__memberships__user=F("created_by"), organization__memberships__role="owner")
    live = Q(
        revoked_at=None, expires_at__gt=timezone.now(), organization__suspended_at=None, created_by__is_active=True
    )
    keys = ApiKey.objects.select_related("organization", "created_by")
    return keys.filter(managed, live, secret_digest=digest).first()


def readable(key: ApiKey) -> Any:
    on_the_shelf = Q(shelf="published") & (Q(organization=None) | Q(organization__suspended_at=None))
    return Offer.objects.select_related("organization").filter(on_the_shelf | Q(organization=key.organization))


def text(value: Any) -> Any:
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat().replace("+00:00", "Z")
    if isinstance(value, date | UUID):
        return str(value)
    return value


def body(offer: Offer, key: ApiKey) -> dict[str, Any]:
    owner = offer.organization
    may_edit = key.scope == "write" and owner is not None and owner.pk == key.organization_id
    own = {name: text(getattr(offer, name)) for name in COLUMNS}
    for name in ("ticket_min_mad", "ticket_max_mad"):
        own[name] = None if own[name] is None else f"{own[name]:f}".rstrip("0").rstrip(".")
    return {
        **ABSENT,
        **offer.terms,
        **own,
        "organization": owner
        and {
            "id": owner.pk,
            "name": owner.name,
            "is_demo": owner.is_demo,
            "is_verified": owner.is_verified,
            "verified_at": text(owner.verified_at),
            "verified_until": text(owner.verified_until),
        },
        "takes_leads": offer.takes_leads,
        **dict.fromkeys(("can_edit", "can_publish", "can_pause", "can_archive"), may_edit),
    }


def keyed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let only the request of a live key through."""

    def asked(request: HttpRequest, **named: Any) -> HttpResponse:
        key = key_of(request)
        return JsonResponse({"detail": "unknown key"}, status=401) if key is None else view(request, key, **named)

    return asked


@keyed
def offers(request: HttpRequest, key: ApiKey) -> HttpResponse:
    size, rows = int(request.GET["page_size"]), readable(key).order_by("-pk")
    if cursor := request.GET.get("cursor"):
        rows = rows.filter(pk__lt=cursor)
    found = list(rows[: size + 1])
    following = f"{request.path}?page_size={size}&cursor={found[size - 1].pk}" if len(found) > size else None
    return JsonResponse({"next": following, "results": [body(row, key) for row in found[:size]]})


@keyed
def offer(request: HttpRequest, key: ApiKey, offer_id: UUID) -> HttpResponse:
    response = JsonResponse(body(readable(key).get(pk=offer_id), key))
    set_response_etag(response)
    return get_conditional_response(request, etag=response["ETag"], response=response) or response
