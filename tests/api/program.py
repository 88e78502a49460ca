"""A program as the API meets it: a key, JSON in and out, no browser."""

from typing import Any

from django.test import Client

from accounts import actions
from kernel import clock
from kernel.actor import Actor


class Program:
    """Calls the API with one key, or with none; keeps no cookie."""

    def __init__(self, secret: str = "", *, language: str = "fr") -> None:
        self.client = Client(raise_request_exception=True)
        self.headers = {"accept-language": language} if language else {}
        if secret:
            self.headers["authorization"] = f"Bearer {secret}"

    def get(self, path: str, **parameters: Any):
        return self.client.get(f"/api/v1{path}", parameters, headers=self.headers)

    def post(self, path: str, body: Any = None, **headers: str):
        return self._send("post", path, body, headers)

    def patch(self, path: str, body: Any, **headers: str):
        return self._send("patch", path, body, headers)

    def delete(self, path: str, **headers: str):
        return self._send("delete", path, None, headers)

    def _send(self, method: str, path: str, body: Any, headers: dict[str, str]):
        call = getattr(self.client, method)
        given = {**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        content = {} if body is None else {"data": body, "content_type": "application/json"}
        return call(f"/api/v1{path}", headers=given, **content)


def program_of(owner: Actor, *, scope: str = "write", language: str = "fr") -> Program:
    """Return a program that holds a new key of this owner's organization."""
    _key, secret = actions.create_key(owner, name="test", scope=scope, now=clock.now())
    return Program(secret, language=language)
