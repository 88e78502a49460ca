"""
The reference rows as tables to browse, filter and point to; only `actions.load_reference` writes them.

`facts` holds the whole row of the file, numbers as text. Arithmetic reads `queries.catalogue()` instead.
"""

from typing import ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class Edition(models.Model):
    """The digest of the files whose rows the tables hold; there is one at most."""

    digest = models.CharField(max_length=64, primary_key=True)
    loaded_at = models.DateTimeField()
    counts = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.digest[:12]


class Named(models.Model):
    """A row of a file under its stable code."""

    code = models.CharField(max_length=100, primary_key=True)
    name_fr = models.TextField()
    name_en = models.TextField()
    name_ar = models.TextField()
    source = models.TextField(blank=True, default="")
    confidence = models.TextField(blank=True, default="")
    facts = models.JSONField(encoder=DjangoJSONEncoder)

    class Meta:
        abstract = True
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return self.code


class Region(Named):
    pass


class Province(Named):
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="province_set")


class Sector(Named):
    pass


class Measure(Named):
    category = models.CharField(max_length=40, db_index=True)
    state = models.CharField(max_length=12)


class Standard(Named):
    family = models.CharField(max_length=40, db_index=True)


class Scheme(Named):
    kind = models.CharField(max_length=24, db_index=True)
    status = models.CharField(max_length=8, db_index=True)


class EmissionFactor(Named):
    category = models.CharField(max_length=40, db_index=True)
    unit = models.CharField(max_length=20)


class ActivityKind(Named):
    kind = models.CharField(max_length=20, db_index=True)
    carrier = models.CharField(max_length=20, db_index=True)
    unit = models.CharField(max_length=20)
    offer_first = models.BooleanField()


class CbamGood(Named):
    sector = models.CharField(max_length=20, db_index=True)


class CbamDefault(Named):
    country = models.CharField(max_length=60, db_index=True)
    cn_digits = models.CharField(max_length=8, db_index=True)
