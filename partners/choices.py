from django.db import models
from django.utils.translation import gettext_lazy as _


class Shelf(models.TextChoices):
    """Where the partner put the offer."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    PAUSED = "paused", _("Paused")
    ARCHIVED = "archived", _("Archived")


class Intake(models.TextChoices):
    """Whether applications are taken, on the day of `as_of`."""

    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")
    UNKNOWN = "unknown", _("To confirm")


class OfferKind(models.TextChoices):
    TECHNOLOGY = "technology", _("Technology")
    ADVICE = "advice", _("Advice")
    FINANCE = "finance", _("Finance")
    CERTIFICATION = "certification", _("Certification")


class PartnerKind(models.TextChoices):
    """The kinds of organization that publish offers."""

    PROVIDER = "provider", _("Provider")
    FINANCIER = "financier", _("Financier")
    CERTIFIER = "certifier", _("Certifier")


ADVICE_CATEGORIES = frozenset({"measurement", "energy_management"})
