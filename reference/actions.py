"""Load the reference files into the read-only tables: one transaction, the whole edition or nothing."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from reference import files, models, queries
from reference.files import Catalogue, CbamDefault

BATCH = 500


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did; `changed` is false when the tables already held this edition."""

    digest: str
    counts: dict[str, int]
    changed: bool


def load_reference(*, folder: Path = files.DATA, now: datetime) -> Loaded:
    """
    Make the tables hold the rows of this folder; loading the same edition again changes nothing.

    :raises BadReference: naming every bad row, before anything is written
    :raises ProtectedError: if another room still points to a row that the folder dropped
    """
    catalogue = files.load(folder)
    with transaction.atomic():
        edition = models.Edition.objects.filter(pk=catalogue.edition).first()
        if edition is not None:
            return Loaded(edition.digest, edition.counts, changed=False)
        counts = {model._meta.model_name or "": _replace(model, rows) for model, rows in _tables(catalogue)}
        models.Edition.objects.all().delete()
        models.Edition.objects.create(digest=catalogue.edition, loaded_at=now, counts=counts)
    return Loaded(catalogue.edition, counts, changed=True)


def _replace(model: type[models.Named], rows: Iterable[models.Named]) -> int:
    fresh = list(rows)
    columns = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
    model._default_manager.bulk_create(
        fresh, batch_size=BATCH, update_conflicts=True, unique_fields=["code"], update_fields=columns
    )
    kept = {row.code for row in fresh}
    gone = [code for code in model._default_manager.values_list("code", flat=True) if code not in kept]
    model._default_manager.filter(pk__in=gone).delete()
    return len(fresh)


def _tables(catalogue: Catalogue) -> list[tuple[type[models.Named], Iterable[models.Named]]]:
    triggers = catalogue.triggers
    return [
        (models.Region, _rows(models.Region, catalogue.regions)),
        (models.Province, _rows(models.Province, catalogue.provinces, lambda row: {"region_id": row.region_code})),
        (models.Sector, _rows(models.Sector, catalogue.sectors)),
        (
            models.Measure,
            _rows(
                models.Measure,
                catalogue.measures,
                lambda row: {"category": row.category, "state": triggers[row.id].state},
            ),
        ),
        (models.Standard, _rows(models.Standard, catalogue.standards, _same("family"))),
        (models.Scheme, _rows(models.Scheme, catalogue.schemes, _same("kind", "status"))),
        (models.EmissionFactor, _rows(models.EmissionFactor, catalogue.factors, _same("category", "unit"))),
        (
            models.ActivityKind,
            _rows(models.ActivityKind, catalogue.activities, _same("kind", "carrier", "unit", "offer_first")),
        ),
        (models.CbamGood, _rows(models.CbamGood, catalogue.cbam_goods, _same("sector"))),
        (models.CbamDefault, _rows(models.CbamDefault, _defaults(catalogue), _same("country", "cn_digits"))),
    ]


def _same(*columns: str) -> Callable[[Any], dict[str, Any]]:
    return lambda row: {column: getattr(row, column) for column in columns}


def _rows(
    model: type[models.Named], rows: Any, more: Callable[[Any], dict[str, Any]] = lambda _row: {}
) -> Iterable[models.Named]:
    stem = "description" if model is models.CbamGood else "name"
    for code, row in rows.items():
        yield model(
            code=code,
            **{f"name_{language}": _name(row, language, stem) for language in queries.LANGUAGES},
            source=getattr(row, "source", None) or "",
            confidence=getattr(row, "confidence", None) or getattr(row, "evidence", None) or "",
            facts=asdict(row),
            **more(row),
        )


def _name(row: Any, language: str, stem: str) -> str:
    return row.cn_code if isinstance(row, CbamDefault) else queries.name_of(row, language, stem)


def _defaults(catalogue: Catalogue) -> dict[str, CbamDefault]:
    seen: Counter[str] = Counter()
    rows: dict[str, CbamDefault] = {}
    for (country, digits), defaults in catalogue.cbam_defaults.items():
        for row in defaults:
            code = f"{country}/{digits}/{row.route or '-'}"
            seen[code] += 1
            rows[code if seen[code] == 1 else f"{code}#{seen[code]}"] = row
    return rows
