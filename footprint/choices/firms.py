"""Where an invitation stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class FirmState(models.TextChoices):
    """Where an invitation of a firm by an institution stands."""

    INVITED = "invited", _("Invited")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", pgettext_lazy("firm", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("firm", "Taken back")
