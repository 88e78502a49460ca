"""The OpenAPI document: every operation names the problems it may answer, so that the document is true."""

from collections.abc import Iterator
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema

from api import conditional
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
OTHERS = {
    "412": "It has changed since it was read: the ETag of If-Match is of before.",
    "413": "The body is larger than is read here.",
    "415": "This kind of body is not read here.",
    "422": "The Idempotency-Key came with another body before.",
}
ETAG = {"schema": {"type": "string"}, "description": "Changes whenever the answer does; If-Match takes it."}


class Schema(AutoSchema):
    """Adds the problems and the conditions; an operation is named by its view and its method."""

    def _get_parameters(self) -> list[dict[str, Any]]:
        parameters: list[dict[str, Any]] = super()._get_parameters()
        return parameters + ([condition] if (condition := self._condition()) else [])

    def _condition(self) -> dict[str, Any] | None:
        found = conditional.CONDITIONS.get(self.method)
        return found if found and conditional.reader(self.view) else None

    def _problems(self) -> Iterator[tuple[str, str]]:
        """Yield the problems that may come: those of every operation, of a body, of a condition, of a kept answer."""
        yield from PROBLEMS.items()
        names = {parameter["name"] for parameter in self._get_parameters()}
        may_come = {
            "412": "If-Match" in names,
            "413": self.method in {"POST", "PATCH"},
            "415": self.method in {"POST", "PATCH"} and self.get_request_serializer() is not None,
            "422": "Idempotency-Key" in names,
        }
        yield from ((code, OTHERS[code]) for code, comes in may_come.items() if comes)

    def get_response_serializers(self) -> Any:
        answers = super().get_response_serializers()
        return answers if isinstance(answers, dict) else {self._code(): answers}

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        if self._condition() and self.method != "DELETE":
            bodies["200"]["headers"] = {"ETag": ETAG}
        if self._condition() and self.method == "GET":
            bodies["304"] = {"description": "It is what the caller has already."}
        for code, description in self._problems():
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
