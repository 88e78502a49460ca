from django.urls import include, path
from django.views.i18n import set_language

from frontend.pages import public

urlpatterns = [
    path("", public.home, name="home"),
    path("gallery/", public.show_gallery, name="gallery"),
    path("language/", set_language, name="set_language"),
    path("style-<slug:digest>.css", public.stylesheet, name="stylesheet"),
    path("", include("frontend.exporter_urls")),
]
