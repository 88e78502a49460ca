"""What search found, as rows that the actor may read; and tags that stand for every code of their kind."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from kernel.actor import Actor
from partners.choices import Intake
from partners.models import Base, Offer
from partners.queries.offers import in_language, measures_of, offers
from partners.queries.profiles import profiles
from reference.queries import names
from search import queries as search
from search.marks import marked
from search.ports import Query

SHORTEST: Final = 2
MOST_NAMES: Final = 5
MOST_TITLES: Final = 5
KINDS = ("offer", "partner")
WITH_EVERY = ("measure", "sector")  # an offer may serve every one of them

Groups = tuple[tuple[str, ...], ...]


def narrowing(groups: Iterable[Iterable[str]]) -> Groups:
    """Return groups of tags in which an offer that serves every code of a kind holds each of them."""
    return tuple((*group, *_every(group)) for group in groups)


def _every(group: Iterable[str]) -> list[str]:
    return sorted({f"{kind}:*" for kind in WITH_EVERY for tag in group if tag.startswith(f"{kind}:")})


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


def readable_rows(actor: Actor, ids: Sequence[UUID], kinds: Iterable[str] = KINDS) -> dict[UUID, tuple[str, Any]]:
    """Return those of these rows that the actor may read, each with its kind."""
    return {row.pk: (kind, row) for kind in kinds for row in readable(actor, kind).filter(pk__in=ids)}


def rows_of(actor: Actor, ids: Sequence[UUID], kinds: Iterable[str] = KINDS) -> list[tuple[str, Any]]:
    """Return the same in the order of their ids."""
    found = readable_rows(actor, ids, kinds)
    return [found[pk] for pk in ids if pk in found]


def bases_of(partner_ids: Collection[UUID]) -> dict[UUID, list[str]]:
    """Return the provinces that these partners work from."""
    found: dict[UUID, list[str]] = {}
    rows = Base.objects.filter(profile__organization_id__in=partner_ids)
    for partner, province in rows.values_list("profile__organization_id", "province"):
        found.setdefault(partner, []).append(province)
    return found


def titles(row: Any) -> list[str]:
    """Return what an offer or a partner is called, in each language that has a name for it."""
    if isinstance(row, Offer):
        return [name for name in (row.name_fr, row.name_ar, row.name_en) if name]
    return [row.organization.name]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a search may be finished with: the name of a code of the reference data, or of an offer or a partner by its id."""

    kind: str
    code: str
    text: str
    row: Any = None


def suggested(actor: Actor, *, text: str, language: str) -> list[Suggestion]:
    """Return names that have a word that begins as the last one typed, then offers and partners whose titles do."""
    if len(text.strip()) < SHORTEST:
        return []
    names = search.complete(text, language, MOST_NAMES)
    named = [Suggestion(kind, code, name) for tag, name in names for kind, _colon, code in [tag.partition(":")]]
    hits = search.find(Query(text, kinds=KINDS, limit=2 * MOST_TITLES, unfinished=True))
    rows = [
        Suggestion(kind, str(row.pk if kind == "offer" else row.organization_id), title, row)
        for kind, row in rows_of(actor, hits.ids)
        if (title := _answering(row, text, language))
    ]
    return [*named, *rows[:MOST_TITLES]]


def _answering(row: Any, text: str, language: str) -> str:
    """Return what a row is called, in the language in which that answers the words; nothing when another word of it did."""
    own = in_language(row, "name", language) if isinstance(row, Offer) else row.organization.name
    return next((name for name in (own, *titles(row)) if _answers(name, text)), "")


def _answers(name: str, text: str) -> bool:
    return any(is_hit for _piece, is_hit in marked(name, text, unfinished=True))


def similar(actor: Actor, row: Offer, *, limit: int = 3) -> list[tuple[str, Any]]:
    """Return offers of the same kind that take requests for what this one was for: in its regions, else anywhere."""
    alike: list[tuple[str, ...]] = [(f"kind:{row.offer_kind}",), (f"status:{Intake.OPEN}", f"status:{Intake.UNKNOWN}")]
    alike += [tags] if (tags := tuple(f"measure:{one}" for one in measures_of(row))) else []
    where = tuple(f"region:{one}" for one in row.terms.get("regions_served") or ())
    found: list[tuple[str, Any]] = []
    for groups in ([[*alike, where]] if where else []) + [alike]:
        if not found:
            hits = search.find(Query(tags=narrowing(groups), kinds=("offer",), without=(row.pk,), limit=2 * limit))
            found = rows_of(actor, hits.ids, ("offer",))[:limit]
    return found
