from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import actions, queries
from api.idempotent import HEADER, once
from api.permissions import SignedIn
from api.v1.accounts.serializers import (
    KeyIn,
    KeyOut,
    MeOut,
    NewKeyOut,
    NewOrganizationIn,
    OrganizationIn,
    OrganizationOut,
)
from api.views import Page, View
from kernel import clock
from kernel.errors import Refused
from notices import queries as notices


class Me(View):
    """Who the key or session acts for, and what it may do."""

    serializer_class = MeOut

    @extend_schema(operation_id="me")
    def get(self, _request: Request) -> Response:
        actor = self.actor
        fields = {name: getattr(actor, name) for name in ("organization_id", "kind", "role", "language", "via")}
        return self.answer({**fields, "scopes": sorted(actor.scopes), "unread_notices": notices.unread_count(actor)})


class Organization(View):
    """The organization that the caller acts for."""

    serializer_class = OrganizationOut

    @extend_schema(operation_id="organization")
    def get(self, _request: Request) -> Response:
        return self.answer(queries.organization(self.actor))

    @extend_schema(operation_id="organization_change", request=OrganizationIn)
    def patch(self, _request: Request) -> Response:
        values = self.body(OrganizationIn, partial=True)
        confirmed = values.pop("confirmed", ())
        if "name" in values:
            values["organization"] = values.pop("name")
        return self.answer(actions.change_organization(self.actor, values=values, confirmed=confirmed))


class Organizations(View):
    """Another organization for a person in a session: a firm that is two opens two."""

    serializer_class = OrganizationOut
    permission_classes = (SignedIn,)

    @extend_schema(
        operation_id="organization_open",
        request=NewOrganizationIn,
        responses={201: OrganizationOut},
        parameters=[HEADER],
    )
    @once
    def post(self, request: Request) -> Response:
        values = self.body(NewOrganizationIn)
        confirmed = values.pop("confirmed")
        values["organization"] = values.pop("name")
        person: Any = request.user
        more: dict[str, Any] = {"language": person.language, "now": clock.now(), "confirmed": confirmed}
        made = actions.open_account(person, values=values, origin="account", **more)
        actor = queries.actor_for(person, made.pk, via="job")
        return self.answer(queries.organization(actor), status=201)


class Keys(Page):
    """The keys of the organization, for its owners; a key makes no keys."""

    serializer_class = KeyOut

    @extend_schema(operation_id="keys", responses=KeyOut(many=True))
    def get(self, _request: Request) -> Response:
        return self.page(queries.keys(self.actor))

    @extend_schema(operation_id="key_create", request=KeyIn, responses={201: NewKeyOut})
    def post(self, _request: Request) -> Response:
        if not queries.manages(self.actor):
            raise Refused("create_key")
        key, secret = actions.create_key(self.actor, **self.body(KeyIn), now=clock.now())
        shown = {"id": key.pk, "name": key.name, "scope": key.scope, "expires_at": key.expires_at, "secret": secret}
        return Response(NewKeyOut(shown).data, status=201)


class KeyRevoke(View):
    serializer_class = KeyOut

    @extend_schema(operation_id="key_revoke", request=None, responses={200: KeyOut}, parameters=[HEADER])
    @once
    def post(self, _request: Request, key_id: UUID) -> Response:
        return self.answer(actions.revoke_key(self.actor, key_id=key_id, now=clock.now()))
