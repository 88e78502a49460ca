"""The proofs of the caller's organization: sent with their document, read by a person of the team."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from api.idempotent import HEADER, once
from api.serializers import Strict
from api.views import Page, View
from kernel import clock
from kernel.errors import Refused
from partners import actions, queries
from partners.choices import CredentialKind, CredentialState


class CredentialOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    organization_id = serializers.UUIDField()
    case_id = serializers.UUIDField()
    document_id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=CredentialKind.choices)
    number = serializers.CharField()
    issuer = serializers.CharField()
    valid_from = serializers.DateField(allow_null=True)
    valid_until = serializers.DateField(allow_null=True)
    state = serializers.ChoiceField(choices=CredentialState.choices)
    sent_at = serializers.DateTimeField()
    can_take_back = serializers.BooleanField()


class CredentialIn(Strict):
    kind = serializers.ChoiceField(choices=CredentialKind.choices)
    number = serializers.CharField(max_length=80)
    issuer = serializers.CharField(max_length=120)
    valid_from = serializers.DateField(required=False, allow_null=True)
    valid_until = serializers.DateField(required=False, allow_null=True, help_text="Needed, but for the registration.")
    file = serializers.FileField(help_text="PDF, PNG, JPEG or WebP, at most 10 MB.")


class Credentials(Page):
    serializer_class = CredentialOut
    parser_classes = (MultiPartParser,)

    @extend_schema(operation_id="credentials", responses=CredentialOut(many=True))
    def get(self, _request: Request) -> Response:
        return self.page(queries.credentials(self.actor))

    @extend_schema(operation_id="credential_send", request={"multipart/form-data": CredentialIn}, parameters=[HEADER])
    @once
    def post(self, _request: Request) -> Response:
        """Send a proof; it takes the place of one of its kind and number that still waits."""
        if not queries.may_prove(self.actor):
            raise Refused("send_credential")
        values = self.body(CredentialIn)
        file = values.pop("file")
        sent = actions.send_credential(self.actor, values=values, name=file.name, file=file, now=clock.now())
        return self.answer(sent, status=201)


class Credential(View):
    serializer_class = CredentialOut

    @extend_schema(operation_id="credential")
    def get(self, _request: Request, credential_id: UUID) -> Response:
        return self.answer(queries.credentials(self.actor).get(pk=credential_id))

    @extend_schema(operation_id="credential_take_back", responses={204: None})
    def delete(self, _request: Request, credential_id: UUID) -> Response:
        """Take back a proof that nobody has decided about."""
        actions.take_back_credential(self.actor, credential_id=credential_id, now=clock.now())
        return Response(status=204)
