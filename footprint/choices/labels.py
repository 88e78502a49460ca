from django.db import models
from django.utils.translation import gettext_lazy as _


class Voltage(models.TextChoices):
    LV = "LV", _("Low voltage")
    MV = "MV", _("Medium voltage")
    HV = "HV", _("High voltage")
    OFF_GRID = "off_grid", _("Not connected to the grid")


class Document(models.TextChoices):
    INVOICE = "invoice", _("Bill")
    CREDIT_NOTE = "credit_note", _("Credit note")
    ESTIMATE = "estimate", _("Estimate")


class Evidence(models.TextChoices):
    INVOICE = "invoice", _("Bill or delivery note")
    METER = "meter", _("Own reading, or a bill marked as estimated")
    EXTRAPOLATED = "extrapolated", _("Missing days filled from known ones")
    GUESS = "guess", _("No document")


class MissingDays(models.TextChoices):
    """What a person says of the days of a year that no bill covers."""

    UNKNOWN = "unknown", _("Not known: figures are of the days billed")
    FILLED = "filled", _("Filled in at the mean of the other days")
    UNUSED = "unused", _("Nothing was used: this is all the energy of the year")


class SharedBy(models.TextChoices):
    """What the emissions of a site are shared out by over its products."""

    MASS = "mass", _("Mass")
    ENERGY = "energy", _("Energy content")
    ECONOMIC = "economic", _("Sales")


class Output(models.TextChoices):
    """What the output of a site is counted in."""

    TONNE = "t", _("tonnes")
    PIECE = "piece", _("pieces")


class Boundary(models.TextChoices):
    """How far the footprint of a product goes."""

    GATE = "gate", _("Cradle to gate: up to your door")
    PORT = "port", _("Cradle to port: with the transport entered")


SCOPE_3 = {  # the categories of the GHG Protocol that an activity may fall into
    "1": _("Purchased goods and services"),
    "2": _("Capital goods"),
    "3": _("Fuels and energy, upstream and losses"),
    "4": _("Transport you pay"),
    "5": _("Waste"),
    "6": _("Business travel"),
    "7": _("Commuting of staff"),
    "9": _("Transport your customers pay"),
}
