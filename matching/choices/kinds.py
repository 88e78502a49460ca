from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partners.choices import OfferKind

__all__ = ["Horizon", "NeedKind", "NeedState", "OfferKind", "SizeBand", "Verdict"]


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


class SizeBand(models.TextChoices):
    """Headcount bands, so that an exact figure stays with the SME."""

    MICRO = "micro", _("fewer than 10 people")
    SMALL = "small", _("10 to 49 people")
    MEDIUM = "medium", _("50 to 249 people")
    LARGE = "large", _("250 people or more")
    UNKNOWN = "", _("size not given")

    @classmethod
    def of(cls, employees: int | None) -> "SizeBand":
        if employees is None:
            return cls.UNKNOWN
        bands = ((10, cls.MICRO), (50, cls.SMALL), (250, cls.MEDIUM))
        return next((band for limit, band in bands if employees < limit), cls.LARGE)
