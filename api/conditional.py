"""A change overwrites nobody: each single thing is answered with a strong ETag, read again by it and changed by it."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from kernel import steady

Handler = Callable[..., Any]
CHANGES = ("patch", "delete")
IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "schema": {"type": "string"},
    "description": "The ETag of what was read: nothing is done, and 412 answered, when it has changed since.",
}
IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "schema": {"type": "string"},
    "description": "The ETag of what was read before: 304 without a body while it is the same.",
}
CONDITIONS = {"GET": IF_NONE_MATCH, "PATCH": IF_MATCH, "DELETE": IF_MATCH}


class Stale(APIException):
    status_code = 412
    default_code = "stale"
    default_detail = _("It has changed since you read it. Read it again, then send your change.")


def reader(view: Any) -> Handler | None:
    """Return what reads the one thing of an address, none where there is a list, bytes or nothing to read."""
    if view.pagination_class or not view.is_tagged:
        return None
    found: Handler | None = getattr(view, "current", None) or getattr(view, "get", None)
    return found


def guarded(view: Any, handler: Handler) -> Handler:
    """Make a changing method compare the `If-Match` of a request in the transaction of the change."""

    @wraps(handler)
    def wrapped(request: Request, *args: Any, **kwargs: Any) -> Any:
        asked, read = request.headers.get("If-Match"), reader(view)
        if asked is None or read is None:
            return handler(request, *args, **kwargs)

        def compared() -> Any:
            wanted = parse_etags(asked)
            if "*" not in wanted and _tag(read(request, *args, **kwargs)) not in wanted:
                raise Stale
            return handler(request, *args, **kwargs)

        return steady.run(compared)

    return wrapped


def answered(view: Any, request: Request, response: Any) -> Any:
    """Give an answer its ETag; none of it is sent to who has it already."""
    if response.status_code != 200 or not isinstance(response, Response) or reader(view) is None:
        return response
    if request.method not in {"GET", "HEAD", "PATCH"}:
        return response
    response["ETag"] = tag = _tag(response)
    held = [one.removeprefix("W/") for one in parse_etags(request.headers.get("If-None-Match", ""))]
    if request.method == "PATCH" or not {tag, "*"} & set(held):
        return response
    return _unchanged(response)


def _unchanged(response: HttpResponse) -> HttpResponse:
    headers = {name: response[name] for name in ("ETag", "Vary") if name in response}
    return HttpResponseNotModified(headers=headers)


def _tag(response: Response) -> str:
    return f'"{hashlib.sha256(JSONRenderer().render(response.data)).hexdigest()[:32]}"'
