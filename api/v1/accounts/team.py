"""The members of the caller's organization and the people invited; what a key may read, an owner in a session may change."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import actions, queries
from api.idempotent import HEADER, once
from api.permissions import SignedIn
from api.v1.accounts.serializers import AcceptIn, InvitationIn, InvitationOut, MemberIn, MemberOut, OrganizationOut
from api.views import Page, View
from kernel import clock
from kernel.errors import Refused


class Members(Page):
    serializer_class = MemberOut
    orderings = ("id",)

    @extend_schema(operation_id="members", responses=MemberOut(many=True))
    def get(self, _request: Request) -> Response:
        return self.page(queries.team(self.actor))


class Member(View):
    serializer_class = MemberOut

    @extend_schema(operation_id="member")
    def get(self, _request: Request, user_id: UUID) -> Response:
        return self.answer(queries.team(self.actor).get(user_id=user_id))

    @extend_schema(operation_id="member_change", request=MemberIn)
    def patch(self, _request: Request, user_id: UUID) -> Response:
        """Give the member another role."""
        self.allowed(queries.team(self.actor).get(user_id=user_id), "change")
        actions.change_role(self.actor, user_id=user_id, role=self.body(MemberIn)["role"], now=clock.now())
        return self.answer(queries.team(self.actor).get(user_id=user_id))

    @extend_schema(operation_id="member_remove", responses={204: None})
    def delete(self, _request: Request, user_id: UUID) -> Response:
        """Let the member go, or leave; the keys this person made end too."""
        actions.remove_member(self.actor, user_id=user_id, now=clock.now())
        return Response(status=204)


class Invitations(Page):
    """The invitations that wait for an answer, for owners."""

    serializer_class = InvitationOut

    @extend_schema(operation_id="invitations", responses=InvitationOut(many=True))
    def get(self, _request: Request) -> Response:
        return self.page(queries.invitations(self.actor))

    @extend_schema(operation_id="invite", request=InvitationIn, parameters=[HEADER])
    @once
    def post(self, _request: Request) -> Response:
        """Send a person a link by e-mail; sent again, a fresh one takes the place of the first."""
        if not queries.manages(self.actor):
            raise Refused("invite")
        return self.answer(actions.invite(self.actor, **self.body(InvitationIn), now=clock.now()), status=201)


class InvitationWithdraw(View):
    serializer_class = InvitationOut

    @extend_schema(
        operation_id="invitation_withdraw", request=None, responses={200: InvitationOut}, parameters=[HEADER]
    )
    @once
    def post(self, _request: Request, invitation_id: UUID) -> Response:
        return self.answer(actions.withdraw_invitation(self.actor, invitation_id=invitation_id, now=clock.now()))


class InvitationAccept(View):
    """Join the organization that a letter named, in a session of the person it was sent to."""

    serializer_class = OrganizationOut
    permission_classes = (SignedIn,)

    @extend_schema(
        operation_id="invitation_accept",
        request=AcceptIn,
        responses={201: OrganizationOut},
        parameters=[HEADER],
    )
    @once
    def post(self, request: Request) -> Response:
        person: Any = request.user
        token = self.body(AcceptIn)["token"]
        joined = actions.accept_invitation(person, token=token, language=person.language, now=clock.now())
        actor = queries.actor_for(person, joined.organization_id, via="job")
        return self.answer(queries.organization(actor), status=201)
