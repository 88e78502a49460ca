from datetime import datetime

from django.db import connection, transaction
from django.db.models import PROTECT, Exists, OuterRef

from kernel.retention import delete_in_parts
from matching.models import Contest, Match, MatchRun, Snapshot


def forget_runs(*, before: datetime) -> int:
    """Forget rankings replaced before this instant, with the facts that no other holds; one that led to a request or is contested stays."""
    runs = MatchRun.objects.filter(superseded_at__lt=before)
    runs = runs.exclude(Exists(Contest.objects.filter(match__run=OuterRef("pk"))))
    for relation in Match._meta.get_fields(include_hidden=True):
        if getattr(relation, "on_delete", None) is PROTECT and relation.auto_created:
            holders = relation.related_model._default_manager  # type: ignore[union-attr]
            runs = runs.exclude(Exists(holders.filter(**{f"{relation.field.name}__run": OuterRef("pk")})))  # type: ignore[union-attr]
    forgotten = delete_in_parts(runs)
    if forgotten:
        forget_facts()
    return forgotten


@transaction.atomic
def forget_facts() -> None:
    """Nobody writes facts meanwhile: what is about to be held again must not go."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {Snapshot._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
    held = (
        MatchRun.objects.filter(sme=OuterRef("pk")),
        Match.objects.filter(offer_facts=OuterRef("pk")),
        Match.objects.filter(stats_facts=OuterRef("pk")),
    )
    delete_in_parts(Snapshot.objects.filter(*[~Exists(rows) for rows in held]))
