"""Every error under /api/ as problem+json (RFC 9457), in the caller's language."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from http import HTTPStatus
from typing import Any

from django.core import exceptions as django_errors
from django.core.signals import got_request_exception
from django.db.utils import OperationalError
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.renderers import JSONRenderer

from api.serializers import exact
from kernel import disk
from kernel.errors import Conflict, Question, Refused, TooMany
from kernel.trace import request_id
from kernel.typesetting import NotTypeset

log = logging.getLogger("qafila.api")
MEDIA_TYPE = "application/problem+json"
BUSY_SECONDS = 2


def handler(error: Exception, context: Mapping[str, Any]) -> HttpResponse:
    """Answer what a view, an action or the framework raised."""
    if isinstance(error, django_errors.ValidationError):
        return _invalid(error)
    if isinstance(error, Http404 | django_errors.ObjectDoesNotExist | exceptions.NotFound):
        return problem(404, "not_found", _("There is nothing here, or nothing that you may see."))
    if isinstance(error, Refused | django_errors.PermissionDenied):
        return problem(403, "refused", _("You may see this, but not do this to it."))
    if isinstance(error, Conflict):
        return problem(409, error.code, str(error.message) % error.params if error.message else _conflict())
    if isinstance(error, TooMany):
        seconds = str(int(error.wait.total_seconds()))
        return problem(
            429, "too_many", _("This was done often enough for now. Try again later."), {"Retry-After": seconds}
        )
    if disk.cannot_write(error):
        log.error("nothing can be written", exc_info=error)
        words = _("Nothing was saved: the service cannot write at the moment. Send it again in a minute.")
        return problem(503, "not_saved", words, {"Retry-After": str(disk.RETRY_SECONDS)})
    if isinstance(error, OperationalError | NotTypeset):
        log.warning("the database is busy or away, or a page was not made in time", exc_info=error)
        return problem(
            503, "busy", _("The service is busy. Try again in a moment."), {"Retry-After": str(BUSY_SECONDS)}
        )
    if isinstance(error, exceptions.APIException):
        return _framework(error)
    if isinstance(error, django_errors.SuspiciousOperation):  # such as an address of thousands of parameters
        return problem(400, "invalid", _("The request is not valid"))
    got_request_exception.send(sender=None, request=getattr(context.get("request"), "_request", None))
    log.error("an unexpected error", exc_info=error)
    return problem(500, "error", _("Something went wrong on our side. It has been written down."))


def problem(status: int, code: str, detail: str, headers: Mapping[str, str] | None = None, **more: Any) -> HttpResponse:
    """Return one problem."""
    body = {
        "type": f"urn:qafila:problem:{code}",
        "title": _title(status),
        "status": status,
        "detail": detail,
        "code": code,
        "request_id": request_id.get(),
        **more,
    }
    response = HttpResponse(JSONRenderer().render(body), content_type=MEDIA_TYPE, status=status, headers=headers)
    response["Cache-Control"] = "no-store"
    return response


def by_line(problems: Iterable[tuple[int, str, str]]) -> HttpResponse:
    """Return what is wrong with lines of an import: number, field, words."""
    errors = [
        {"field": f"{line}.{field}".rstrip("."), "code": "invalid", "detail": detail}
        for line, field, detail in problems
    ]
    return problem(400, "invalid", _("Nothing was taken: some lines are not valid."), errors=errors)


def _title(status: int) -> str:
    return {
        400: _("The request is not valid"),
        401: _("Sign in first"),
        403: _("Not allowed"),
        404: _("Not found"),
        405: _("This method does nothing here"),
        406: _("No answer of this kind is given here"),
        409: _("It has changed meanwhile"),
        412: _("It has changed since you read it"),
        413: _("Too large"),
        415: _("This kind of body is not read here"),
        422: _("The same key came with another body"),
        429: _("Too many requests"),
        503: _("Busy"),
    }.get(status, HTTPStatus(status).phrase)


def _conflict() -> str:
    return _("This is no longer in the state that the request assumed.")


def _invalid(error: django_errors.ValidationError) -> HttpResponse:
    readings = (
        {"readings": [_reading(error.field, one) for one in error.readings]} if isinstance(error, Question) else {}
    )
    by_field = error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
    errors = [
        {"field": "" if field == "__all__" else field, "code": each.code or "invalid", "detail": detail, **readings}
        for field, problems in by_field.items()
        for each in problems
        for detail in each.messages
    ]
    code = "question" if isinstance(error, Question) else "invalid"
    return problem(400, code, _summary(errors), errors=errors)


def _reading(field: str, reading: Any) -> dict[str, str]:
    """Return what to send instead: the values of the fields that this reading gives."""
    values = reading if isinstance(reading, Mapping) else {field: reading}
    return {name: exact(value) for name, value in values.items()}


def _framework(error: exceptions.APIException) -> HttpResponse:
    headers = {}
    if isinstance(error, exceptions.Throttled):
        headers["Retry-After"] = str(int(getattr(error, "wait", None) or 1) + 1)
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = str(error.auth_header)  # type: ignore[attr-defined]
    if isinstance(error, exceptions.ValidationError):
        errors = list(_flat(error.detail))
        return problem(error.status_code, "invalid", _summary(errors), headers, errors=errors)
    detail: Any = error.detail
    return problem(error.status_code, getattr(detail, "code", error.default_code), str(detail), headers)


def _flat(detail: Any, field: str = "") -> Iterator[dict[str, str]]:
    """Return one entry per message of the framework's nested dictionaries and lists."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            path = "" if name == "non_field_errors" else str(name)
            yield from _flat(inner, ".".join(filter(None, (field, path))))
    elif isinstance(detail, list):
        for index, inner in enumerate(detail):
            yield from _flat(inner, f"{field}.{index}" if isinstance(inner, Mapping) else field)
    else:
        yield {"field": field, "code": str(getattr(detail, "code", "invalid")), "detail": str(detail)}


def _summary(errors: list[dict[str, Any]]) -> str:
    first = next(iter(errors), {"field": "", "detail": ""})
    return f"{first['field']}: {first['detail']}" if first["field"] else first["detail"]
