"""What every page shows around its own content."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from frontend import navigation


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the menus, and whether the data are a demonstration."""
    match = request.resolver_match
    route = match.url_name or "" if match else ""
    return {
        "is_demo": settings.DEMO,
        "desk": None,
        "nav": navigation.entries(navigation.VISITOR, route),
        "footer": navigation.footer(),
    }
