"""Pressing twice does it once: the answer to an `Idempotency-Key` is kept in the transaction of the effect."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from api import errors
from api.actors import from_request
from kernel import clock, idempotency

Handler = Callable[..., Any]
HEADER = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    required=False,
    description="Any text of your own, one per intention. The same key with the same body gets the first answer again.",
)


def once(handler: Handler) -> Handler:
    """Make a creating method keep its answer when the request carries a key."""

    @wraps(handler)
    def wrapped(view: Any, request: Request, *args: Any, **kwargs: Any) -> Any:
        key = request.headers.get("Idempotency-Key")
        if key is None:
            return handler(view, request, *args, **kwargs)
        if not (0 < len(key) <= 200 and key.isprintable()):
            raise ValidationError({"Idempotency-Key": [_("Between 1 and 200 printable characters.")]})
        actor = from_request(request)

        def answer() -> idempotency.Answer:
            return _kept(_answered(view, handler, request, *args, **kwargs))

        body = _sent(request)
        owner = f"{actor.user_id}:{actor.organization_id}"
        try:
            kept = idempotency.once(owner, request.path, key, body, answer, now=clock.now())
        except idempotency.OtherBody:
            return errors.problem(422, "other_body", _("This key was used for another body. Choose a new key."))
        except idempotency.StillRunning:
            return errors.problem(
                409, "still_running", _("The first request of this key is still running."), {"Retry-After": "5"}
            )
        return HttpResponse(kept.body, status=kept.status, content_type=_media_type(kept.status))

    return wrapped


def _sent(request: Request) -> bytes:
    """Return what makes one request another: its body, or the fields and files of a form, whatever parts them."""
    if not (request.content_type or "").startswith("multipart/"):
        return request._request.body
    parts, form = [], cast(QueryDict, request.data)
    for name, values in sorted(form.lists()):
        for value in values:
            content = value.read() if hasattr(value, "read") else str(value).encode()
            parts.append(f"{name}:{hashlib.sha256(content).hexdigest()}")
            if hasattr(value, "seek"):
                value.seek(0)
    return "\n".join(parts).encode()


def _answered(view: Any, handler: Handler, *args: Any, **kwargs: Any) -> Response | HttpResponse:
    try:
        return handler(view, *args, **kwargs)
    except Exception as error:  # noqa: BLE001 - the view's own handler answers it, whatever it is
        return view.handle_exception(error)


def _kept(response: Response | HttpResponse) -> idempotency.Answer:
    if isinstance(response, Response):
        return idempotency.Answer(response.status_code, JSONRenderer().render(response.data).decode())
    return idempotency.Answer(response.status_code, response.content.decode())


def _media_type(status: int) -> str:
    return errors.MEDIA_TYPE if status >= 400 else "application/json"
