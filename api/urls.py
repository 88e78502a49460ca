from typing import Any

from django.urls import include, path, re_path
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny
from rest_framework.views import APIView

from api.document import Document


class Nowhere(APIView):
    """Every other address under /api/: a problem in JSON, whatever the method."""

    permission_classes = (AllowAny,)
    authentication_classes = ()
    throttle_classes = ()
    schema = None

    def initial(self, *_args: Any, **_kwargs: Any) -> None:
        raise NotFound


urlpatterns = [
    path("v1/", include("api.v1.urls")),
    path("schema/", Document.as_view(), name="schema"),
    re_path(r"", Nowhere.as_view()),
]
