"""One process speaks both: WebSockets to Channels, HTTP to the WSGI handler through a small pool of threads."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.core.wsgi import get_wsgi_application

wsgi = get_wsgi_application()

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.conf import settings

from api.realtime.routing import websocket_urlpatterns
from config.bridge import Bridge
from kernel import running

running.hold()
application = ProtocolTypeRouter(
    {
        "http": Bridge(wsgi, threads=settings.HTTP_THREADS),
        "websocket": AllowedHostsOriginValidator(AuthMiddlewareStack(URLRouter(websocket_urlpatterns))),
    }
)
