"""The messages that no server carries: read on a page while one builds."""

import email
import email.policy
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

SHOWN = 50


@dataclass(frozen=True)
class Letter:
    subject: str
    to: str
    at: str
    text: str


def _letters() -> list[Letter]:
    folder = Path(settings.EMAIL_FILE_PATH)
    files = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime_ns, reverse=True)[:SHOWN]
    letters = []
    for path in files:
        for raw in reversed(path.read_bytes().split(b"\n" + b"-" * 79 + b"\n")):
            message = email.message_from_bytes(raw.strip(), policy=email.policy.default)
            body = message.get_body(("plain",))
            if message["To"] and body is not None:
                letters.append(
                    Letter(str(message["Subject"]), str(message["To"]), str(message["Date"]), body.get_content())
                )
    return letters[:SHOWN]


@require_safe
def mail(request: HttpRequest) -> HttpResponse:
    """List the newest messages with their links."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "pages/mail.html", {"letters": _letters()})
