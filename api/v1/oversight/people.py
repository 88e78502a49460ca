"""A person who lost its second factor, helped by an operator in a session."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import actions, queries
from accounts.choices import Duty
from api.idempotent import HEADER, once
from api.v1.oversight.serializers import PersonIn, PersonOut, RemoveFactorsIn
from api.views import View
from kernel import clock
from kernel.errors import Refused


class People(View):
    """Find a person by its whole address, which goes in the body so that no log keeps it."""

    serializer_class = PersonOut

    @extend_schema(operation_id="person_find", request=PersonIn, responses={200: PersonOut}, parameters=[HEADER])
    @once
    def post(self, _request: Request) -> Response:
        if not queries.operates(self.actor, Duty.RECOVER):
            raise Refused("recover")
        return self.answer(queries.person_at(self.actor, self.body(PersonIn)["email"]))


class Person(View):
    serializer_class = PersonOut

    @extend_schema(operation_id="person")
    def get(self, _request: Request, user_id: UUID) -> Response:
        return self.answer(queries.people(self.actor).get(pk=user_id))


class PersonRemoveFactors(View):
    """Remove its app, passkeys and recovery codes, end its sessions and write to it; removing twice is once."""

    serializer_class = PersonOut

    @extend_schema(
        operation_id="person_remove_factors",
        request=RemoveFactorsIn,
        responses={200: PersonOut},
        parameters=[HEADER],
    )
    @once
    def post(self, _request: Request, user_id: UUID) -> Response:
        self.allowed(queries.people(self.actor).get(pk=user_id), "remove_factors")
        actions.remove_factors(self.actor, user_id=user_id, **self.body(RemoveFactorsIn), now=clock.now())
        return self.answer(queries.people(self.actor).get(pk=user_id))
