from django.db import models
from django.utils.translation import gettext_lazy as _


class NeedKind(models.TextChoices):
    MEASURE = "measure", _("Measure")
    OBLIGATION = "obligation", _("Obligation")


class NeedState(models.TextChoices):
    PRICED = "priced", _("Priced")
    CARBON_ONLY = "carbon_only", _("Carbon only")
    NAMED_ONLY = "named_only", _("Named only")
    UNKNOWN = "unknown", _("To complete")


class OfferKind(models.TextChoices):
    TECHNOLOGY = "technology", _("Technology")
    ADVICE = "advice", _("Advice")
    FINANCE = "finance", _("Finance")
    CERTIFICATION = "certification", _("Certification")


class Verdict(models.TextChoices):
    PASS = "pass", _("Fits")
    UNKNOWN = "unknown", _("To confirm")
    FAIL = "fail", _("Does not fit")
