from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Order(TextChoices):
    """How the directory is put in order; nobody pays to be first in any of them."""

    RELEVANCE = "relevance", _("What fits best")
    NEWEST = "newest", _("Newest first")
    DISTANCE = "distance", _("Nearest to my site")
    ANSWERS = "answers", _("Who answers most")
