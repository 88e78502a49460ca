# ruff: noqa: ARG001 - Django fixes what an error view is given
"""Error pages that keep a way on; an answer under /api/ is JSON and belongs to the API."""

import sys

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template import loader
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext

from frontend.pages.actors import page_of_the_form
from kernel import disk
from kernel.errors import Conflict
from kernel.trace import request_id

STATUS = {"400": 400, "403": 403, "403_csrf": 403, "404": 404, "413": 413, "429": 429}
LIMITS_SECONDS = 60
ACCOUNTS = "/accounts/"  # their forms hold passwords and codes


def _page(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, f"{name}.html", status=STATUS[name])


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return too_large(request) if isinstance(exception, RequestDataTooBig) else _page(request, "400")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "403")


def moved_on(request: HttpRequest, conflict: Conflict) -> HttpResponse:
    """Say what happened before this request; a form that knows more of it answers by itself."""
    return render(request, "409.html", {"words": str(conflict.message) % conflict.params}, status=409)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "404")


def too_large(request: HttpRequest) -> HttpResponse:
    """Answer a form whose files are larger than any page takes; nothing of it was read."""
    return _page(request, "413")


def too_many(request: HttpRequest) -> HttpResponse:
    """Answer who met a limit; each of them counts a minute. Counts that cannot be written refuse everybody."""
    if disk.trouble(settings.DATA):
        return not_saved(request)
    response = _page(request, "429")
    response["Retry-After"] = str(LIMITS_SECONDS)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """
    Lead a form whose page is too old back to that page, where what was typed is kept, or to sign in first.

    A form of another site, or of a browser without our cookies, is refused; the reason is for the log.
    """
    ours = url_has_allowed_host_and_scheme(request.headers.get("Referer", ""), {request.get_host()})
    without_cookies = settings.CSRF_COOKIE_NAME not in request.COOKIES and request.path.startswith(ACCOUNTS)
    if not ours or without_cookies:
        return _page(request, "403_csrf")
    back = page_of_the_form(request)
    if not request.user.is_authenticated:
        return redirect_to_login(back)
    messages.warning(
        request, gettext("Nothing was saved: this page was from an earlier session. Check it and send it again.")
    )
    return redirect(f"{back}#unsent")


def not_saved(request: HttpRequest) -> HttpResponse:
    """Answer, without database or session, that nothing can be written; what was typed goes with the page."""
    kept = _typed(request)
    context = {
        "kept": kept,
        "token": get_token(request) if kept else "",
        "action": request.get_full_path(),
        "back": page_of_the_form(request),
    }
    page = loader.render_to_string("503.html", context)
    answer = HttpResponse(page, status=503, headers={"Retry-After": str(disk.RETRY_SECONDS)})
    answer["Cache-Control"] = "no-store"
    return answer


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what a form sent, unless it held a secret or a file: those are never written into a page."""
    if request.method != "POST" or request.FILES or request.path.startswith(ACCOUNTS):
        return []
    rows = ((name, str(value)) for name, values in request.POST.lists() for value in values)
    return [(name, value) for name, value in rows if name != "csrfmiddlewaretoken"]


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer with a page that needs nothing: no database, no session, no context processor."""
    if disk.cannot_write(sys.exc_info()[1]):
        return not_saved(request)
    return HttpResponse(loader.render_to_string("500.html", {"request_id": request_id.get()}), status=500)
