"""The pages of an exporter: site, bills, footprint, border tax, needs, matches, requests sent."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
