from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partners.choices import OfferKind

__all__ = ["Horizon", "NeedKind", "NeedState", "OfferKind", "Verdict"]


class NeedKind(models.TextChoices):
    MEASURE = "measure", pgettext_lazy("kind of need", "Measure")
    OBLIGATION = "obligation", _("Obligation")


class NeedState(models.TextChoices):
    PRICED = "priced", _("Priced")
    CARBON_ONLY = "carbon_only", _("Carbon only")
    NAMED_ONLY = "named_only", _("Named only")
    UNKNOWN = "unknown", _("To complete")


class Verdict(models.TextChoices):
    PASS = "pass", _("Fits")
    UNKNOWN = "unknown", _("To confirm")
    FAIL = "fail", _("Does not fit")


class Horizon(models.TextChoices):
    """How soon a firm means to buy."""

    SOON = "soon", _("Within three months")
    YEAR = "year", _("Within a year")
    LATER = "later", _("Later")
