"""What is one's own, in a session: a copy of it, closing the account or the organization, taking that back. A key does none of it."""

from typing import Any
from uuid import UUID

from django.contrib.auth import logout
from django.http import FileResponse
from drf_spectacular.utils import OpenApiTypes, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import actions, queries
from api.idempotent import HEADER, once
from api.permissions import SignedIn
from api.v1.accounts.serializers import CopyIn, CopyOut, EndOut, OrganizationOut, PasswordIn
from api.views import Page, View
from kernel import clock
from kernel.policy import require
from marketplace import actions as marketplace
from marketplace import queries as requests
from partners import actions as partners


class Copies(Page):
    """The copies of data that the person asked for and may fetch."""

    serializer_class = CopyOut
    permission_classes = (SignedIn,)

    @extend_schema(operation_id="copies", responses=CopyOut(many=True))
    def get(self, request: Request) -> Response:
        return self.page(queries.copies(self.actor, request._request.session))

    @extend_schema(operation_id="copy_ask", request=CopyIn, responses={201: CopyOut}, parameters=[HEADER])
    @once
    def post(self, request: Request) -> Response:
        """Have one made; asked again within the hour it is the same."""
        of, session = self.body(CopyIn)["of"], request._request.session
        return self.answer(actions.ask_for_copy(self.actor, of=of, session=session, now=clock.now()), status=201)


class CopyFile(View):
    serializer_class = CopyOut
    permission_classes = (SignedIn,)
    is_tagged = False

    @extend_schema(operation_id="copy_file", responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: Request, copy_id: UUID) -> FileResponse:
        """Fetch the archive, in a session of the person who asked for it."""
        session = request._request.session
        row, file = actions.open_copy(self.actor, copy_id=copy_id, session=session, now=clock.now())
        return FileResponse(file, as_attachment=True, filename=queries.copy_name(row), headers=queries.copy_headers())


class AccountEnd(View):
    """Closing the account of the person: what it takes, then the end of it."""

    serializer_class = EndOut
    permission_classes = (SignedIn,)
    is_tagged = False

    @extend_schema(operation_id="account_end")
    def get(self, _request: Request) -> Response:
        """Return how many rows of each kind are erased or lose the person's name."""
        alone = [one.pk for one in queries.owned_alone(self.actor.user_id)]
        return self.answer({"counts": queries.what_leaving_takes(self.actor), "last_owner_of": alone})

    @extend_schema(operation_id="account_close", request=PasswordIn, responses={204: None})
    def post(self, request: Request) -> Response:
        """Erase the person at once; it cannot be taken back."""
        password = self.body(PasswordIn)["password"]
        actions.close_account(self.actor.user_id, password=password, now=clock.now())
        logout(request._request)
        return Response(status=204)


class OrganizationEnd(View):
    """Closing the organization: what it takes, then the end of it, which an owner may take back for some days."""

    serializer_class = EndOut
    is_tagged = False

    @extend_schema(operation_id="organization_end")
    def get(self, _request: Request) -> Response:
        """Return how many rows of each kind are erased in the end, and how many requests end at once."""
        require(queries.organization(self.actor), "close")
        sent, received = requests.open_on_both_sides(self.actor)
        counts = queries.what_closing_takes(self.actor)
        return self.answer({"counts": counts, "open_requests": {"sent": sent, "received": received}})

    @extend_schema(operation_id="organization_close", request=PasswordIn, responses={204: None})
    def post(self, _request: Request) -> Response:
        """Take it off the market and end its requests, keys and accesses."""
        require(queries.organization(self.actor), "close")
        marketplace.close_organization(self.actor, password=self.body(PasswordIn)["password"], now=clock.now())
        return Response(status=204)


class OrganizationReopen(View):
    serializer_class = OrganizationOut
    permission_classes = (SignedIn,)

    @extend_schema(
        operation_id="organization_reopen", request=None, responses={200: OrganizationOut}, parameters=[HEADER]
    )
    @once
    def post(self, request: Request, organization_id: UUID) -> Response:
        """Take a closing back; keys, requests and accesses stay ended."""
        person: Any = request.user
        session = request._request.session
        partners.reopen(person, organization_id=organization_id, session=session, now=clock.now())
        actor = queries.actor_for(person, organization_id, session=session)
        return self.answer(queries.organization(actor))
