"""The pages that people see: templates, components, styles, and the views that fill them."""

from django.apps import AppConfig


class FrontendConfig(AppConfig):
    name = "frontend"
