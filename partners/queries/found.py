"""What search found, as rows that the actor may read; and tags that stand for every code of their kind."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kernel.actor import Actor
from partners.models import Base
from partners.queries.offers import offers
from partners.queries.profiles import profiles
from reference.queries import names

KINDS = ("offer", "partner")
WITH_EVERY = ("measure", "sector")  # an offer may serve every one of them

Groups = tuple[tuple[str, ...], ...]


def narrowing(groups: Groups) -> Groups:
    """Return groups of tags in which an offer that serves every code of a kind holds each of them."""
    return tuple((*group, *_every(group)) for group in groups)


def _every(group: tuple[str, ...]) -> set[str]:
    return {f"{kind}:*" for kind in WITH_EVERY for tag in group if tag.startswith(f"{kind}:")}


def counted(facets: Iterable[str], counts: Mapping[str, int]) -> dict[str, int]:
    """Return how many rows a press on each tag would leave: those that serve every code of its kind among them."""
    found = {tag: count for tag, count in counts.items() if not tag.endswith(":*")}
    for kind in {*facets} & {*WITH_EVERY}:
        if every := counts.get(f"{kind}:*"):
            found |= {f"{kind}:{code}": counts.get(f"{kind}:{code}", 0) + every for code in names(kind)}
    return found


def readable(actor: Actor, kind: str) -> QuerySet[Any]:
    return offers(actor) if kind == "offer" else profiles(actor)


def owners(actor: Actor, ids: Collection[UUID], kinds: Iterable[str] = KINDS) -> dict[UUID, UUID | None]:
    """Return whose each of these rows is, of those that the actor may read."""
    asked = [readable(actor, kind).filter(pk__in=ids).order_by() for kind in kinds]
    return {pk: owner for rows in asked for pk, owner in rows.values_list("pk", "organization_id")}


def rows_of(actor: Actor, ids: Sequence[UUID], kinds: Iterable[str] = KINDS) -> list[tuple[str, Any]]:
    """Return these rows in their order, each with its kind, without those that the actor may not read."""
    found = {row.pk: (kind, row) for kind in kinds for row in readable(actor, kind).filter(pk__in=ids)}
    return [found[pk] for pk in ids if pk in found]


def bases_of(partner_ids: Collection[UUID]) -> dict[UUID, list[str]]:
    """Return the provinces that these partners work from."""
    found: dict[UUID, list[str]] = {}
    rows = Base.objects.filter(profile__organization_id__in=partner_ids)
    for partner, province in rows.values_list("profile__organization_id", "province"):
        found.setdefault(partner, []).append(province)
    return found
