"""The OpenAPI document: every operation names the problems it may answer, so that the document is true."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema

from api.errors import MEDIA_TYPE
from api.serializers import ProblemOut

PROBLEMS = {
    "400": "The request is not valid: each field that is wrong is named.",
    "401": "The key or session is missing, expired or revoked.",
    "403": "The object may be seen, but not this done to it.",
    "404": "There is nothing here, or nothing that the caller may see.",
    "409": "The object moved on, or the first request of the same key is still running.",
    "429": "Too many requests; Retry-After says when to come back.",
}


class Schema(AutoSchema):
    """Adds the problems; an operation is named by its view and its method."""

    def get_response_serializers(self) -> Any:
        answers = super().get_response_serializers()
        return answers if isinstance(answers, dict) else {self._code(): answers}

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        for code, description in PROBLEMS.items():
            body = self._get_response_for_code(ProblemOut, code, [MEDIA_TYPE], direction)
            bodies[code] = {**body, "description": description}
        return bodies

    def _code(self) -> int:
        return {"POST": 201, "DELETE": 204}.get(self.method, 200)


class KeyScheme(OpenApiAuthenticationExtension):
    target_class = "api.authentication.KeyAuthentication"
    name = "organizationKey"

    def get_security_definition(self, _auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "bearerFormat": "qaf_…"}
