from typing import ClassVar

from django.db import models

from kernel.models import Identified


class Findable(Identified):
    """
    A row that search may find: the folded words and the tags that the database fallback reads.

    `row_version` grows with every save of its owner, so that a late write to an index never wins.
    """

    search_text = models.TextField(blank=True, default="")
    search_tags = models.TextField(blank=True, default="")
    row_version = models.PositiveBigIntegerField(default=0)

    class Meta:
        abstract = True
        ordering: ClassVar = ["-id"]
