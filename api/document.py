from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiYamlRenderer
from drf_spectacular.views import SpectacularAPIView

from api.throttles import KeyThrottle, PersonThrottle, VisitorThrottle


class PlainJsonRenderer(OpenApiJsonRenderer):
    media_type = "application/json"


class Document(SpectacularAPIView):
    """The OpenAPI document: JSON to whoever asks for JSON, else YAML."""

    renderer_classes = [OpenApiYamlRenderer, OpenApiJsonRenderer, PlainJsonRenderer]
    permission_classes = ()
    throttle_classes = (KeyThrottle, PersonThrottle, VisitorThrottle)
    filter_backends = ()
