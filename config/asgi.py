"""One process speaks both: WebSockets to Channels, HTTP to the WSGI handler through a small pool of threads."""

import os
import sys

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

# A thread that computes gives way to the sockets ten times sooner than by default; pages cost no more for it.
sys.setswitchinterval(0.0005)
running.hold()
application = ProtocolTypeRouter(
    {
        "http": Bridge(wsgi, threads=settings.HTTP_THREADS),
        "websocket": AllowedHostsOriginValidator(AuthMiddlewareStack(URLRouter(websocket_urlpatterns))),
    }
)
