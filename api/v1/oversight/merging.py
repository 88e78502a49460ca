"""An operator, in person, makes two organizations that are one company one."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import queries as accounts
from api.idempotent import HEADER, once
from api.v1.oversight.serializers import MergeIn, MergerOut, OverseenOut
from api.views import View
from kernel import clock
from marketplace import actions, queries


class OverseenMerge(View):
    """Make two organizations that are one company one: everything of the absorbed goes to the kept."""

    serializer_class = MergerOut

    @extend_schema(operation_id="overseen_merger")
    def get(self, _request: Request, organization_id: UUID, absorbed_id: UUID) -> Response:
        """Tell what it would do, before it is done."""
        return self.answer(queries.merger(self.actor, kept_id=organization_id, absorbed_id=absorbed_id))

    @extend_schema(operation_id="overseen_merge", request=MergeIn, responses={200: OverseenOut}, parameters=[HEADER])
    @once
    def post(self, _request: Request, organization_id: UUID, absorbed_id: UUID) -> Response:
        """Do it, as it was read; there is no way back."""
        self.allowed(accounts.overseen(self.actor).get(pk=organization_id), "merge")
        self.allowed(accounts.overseen(self.actor).get(pk=absorbed_id), "merge")
        sent = self.body(MergeIn)
        digest = sent.pop("digest")
        actions.merge(
            self.actor, kept_id=organization_id, absorbed_id=absorbed_id, digest=digest, choices=sent, now=clock.now()
        )
        return Response(OverseenOut(accounts.overseen(self.actor).get(pk=organization_id)).data)
