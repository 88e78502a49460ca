"""A form with files is measured by what it announces, before a byte of it is parsed."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from api.errors import problem
from frontend.pages.errors import too_large

LARGEST_FORM = 11_000_000
Handler = Callable[[HttpRequest], HttpResponse]


class LargestForm:
    """Django's own limit counts everything in a form but its files."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        announced = request.META.get("CONTENT_LENGTH") or "0"
        is_form = (request.content_type or "").startswith("multipart/")
        if is_form and (not announced.isdigit() or int(announced) > LARGEST_FORM):
            if request.path.startswith("/api/"):
                return problem(413, "too_large", _("The body exceeds %(bytes)s bytes.") % {"bytes": LARGEST_FORM})
            return too_large(request)
        return self.get_response(request)
