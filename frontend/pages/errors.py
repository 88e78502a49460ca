# ruff: noqa: ARG001 - Django fixes what an error view is given
"""Error pages that keep a way on; an answer under /api/ is JSON and belongs to the API."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader

from kernel.trace import request_id

STATUS = {"400": 400, "403": 403, "403_csrf": 403, "404": 404, "413": 413}


def _page(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, f"{name}.html", status=STATUS[name])


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "400")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "403")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "404")


def too_large(request: HttpRequest) -> HttpResponse:
    """Answer a form whose files are larger than any page takes; nothing of it was read."""
    return _page(request, "413")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose page is too old; the reason is for the log, not for the reader."""
    return _page(request, "403_csrf")


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer with a page that needs nothing: no database, no session, no context processor."""
    return HttpResponse(loader.render_to_string("500.html", {"request_id": request_id.get()}), status=500)
