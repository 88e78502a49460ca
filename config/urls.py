from django.conf import settings
from django.urls import include, path

from config import health, metrics

handler400 = "frontend.pages.errors.bad_request"
handler403 = "frontend.pages.errors.forbidden"
handler404 = "frontend.pages.errors.not_found"
handler429 = "frontend.pages.errors.too_many"  # asked for by allauth
handler500 = "frontend.pages.errors.server_error"

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
    path("api/", include("api.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/second-factor/", include("allauth.mfa.urls")),
    path("accounts/sessions/", include("allauth.usersessions.urls")),
    path("", include("frontend.urls")),
]

if settings.DEBUG:
    urlpatterns += [path("dev/", include("frontend.dev_urls"))]
