from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import get_language

from accounts.queries import still_holds
from kernel.actor import Actor
from kernel.canonical import decimal_text
from partners.choices import Intake, Shelf
from partners.files.fields import EVERY
from partners.models import Offer
from partners.policies import LIVE, OFFER
from reference.files import Scheme
from reference.queries import catalogue

LANGUAGES = ("fr", "ar", "en")
_COLUMNS = (
    *("id", "organization_id", "scheme_id", "source_key", "kind", "offer_kind", "shelf", "intake", "terms"),
    *(f"{part}_{language}" for part in ("name", "description") for language in LANGUAGES),
    *("as_of", "closes_on", "ticket_min_mad", "ticket_max_mad", "published_at", "updated_at"),
    *("can_edit", "can_publish", "can_pause", "can_archive"),
)
_AT_ONCE = 500
_OWNER = ("name", "is_demo", "verified_at", "verified_until")


def offers(actor: Actor) -> QuerySet[Offer]:
    """Return the offers this actor may read, with what they may do to each."""
    rows = Offer.objects.select_related("organization")
    return OFFER.abilities(actor, OFFER.scope(actor, "read", rows))


def own_offers(actor: Actor) -> QuerySet[Offer]:
    """Return the offers of the actor's organization, drafts and archive included."""
    return offers(actor).filter(organization_id=actor.organization_id)


def offer(actor: Actor, offer_id: UUID) -> Offer:
    """
    Return one offer.

    :raises Offer.DoesNotExist: if the actor may not see it
    """
    return offers(actor).get(pk=offer_id)


def withdrawn(offer_id: UUID) -> Offer:
    """
    Return an offer that was public and has left the shelf: whoever kept its address is told so.

    :raises Offer.DoesNotExist: when there is none that ever was public, or its partner is out of the market
    """
    rows = Offer.objects.select_related("organization").filter(LIVE, published_at__isnull=False)
    return rows.filter(shelf__in=(Shelf.PAUSED, Shelf.ARCHIVED)).get(pk=offer_id)


def offer_rows(actor: Actor) -> QuerySet[Offer, dict[str, Any]]:
    """Return the same offers as rows of columns, for `told`: a list of them costs half of what objects do."""
    return _rows(actor).all()


@lru_cache(maxsize=200)
def _rows(actor: Actor) -> QuerySet[Offer, dict[str, Any]]:
    """Build the query once for each actor: that costs as much as asking it; it is never asked itself."""
    return offers(actor).values(*_COLUMNS, *(f"organization__{name}" for name in _OWNER))


def told(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows of columns with the terms among them, and whose offer each is, as the objects say it."""
    return [{**row["terms"], **row, "takes_leads": not row["scheme_id"], "organization": _owner(row)} for row in rows]


def _owner(row: dict[str, Any]) -> dict[str, Any] | None:
    if row["organization_id"] is None:
        return None
    owner = {name: row[f"organization__{name}"] for name in _OWNER}
    return {
        "id": row["organization_id"],
        **owner,
        "is_verified": still_holds(owner["verified_at"], owner["verified_until"]),
    }


def on_the_shelf() -> QuerySet[Offer]:
    """Return the offers that may be found and matched."""
    return Offer.objects.filter(Q(shelf=Shelf.PUBLISHED) & LIVE)


class Version(NamedTuple):
    """
    Which state of an offer: every change of its row counts one more; whose it is may change without.

    Ids are as the database writes them, since to make 100,000 objects of them costs more than to ask for them.
    """

    offer: str
    organization: str | None
    number: int


def open_versions() -> list[Version]:
    """
    Return the versions of the offers to be matched.

    Closed offers come too, since "why not this one?" must be answerable; their rule refuses them.
    """
    rows = _with_versions(on_the_shelf()).order_by("pk").values_list("as_text", "owner_as_text", "row_version")
    return [Version(*row) for row in rows.iterator(chunk_size=5_000)]


def open_offers(versions: Sequence[Version]) -> Iterator[tuple[Version, UUID | None, dict[str, Any]]]:
    """Return each of these offers that is still to be matched: its version now, whose it is, and what it says."""
    for start in range(0, len(versions), _AT_ONCE):
        wanted = [UUID(one.offer) for one in versions[start : start + _AT_ONCE]]
        rows = _with_versions(on_the_shelf().filter(pk__in=wanted)).defer("search_text", "search_tags")
        for row in rows:
            version = Version(row.as_text, row.owner_as_text, row.row_version)
            yield version, row.organization_id, exchange(row)


def _with_versions(rows: QuerySet[Offer]) -> QuerySet[Any]:
    return rows.annotate(as_text=Cast("pk", CharField()), owner_as_text=Cast("organization_id", CharField()))


def exchange(row: Offer) -> dict[str, Any]:
    """Return the offer as an object of the exchange format; what is not known is left out."""
    language = next((one for one in LANGUAGES if getattr(row, f"name_{one}")), "fr")
    facts: dict[str, Any] = {
        **row.terms,
        "offer_id": str(row.pk),
        "kind": row.kind,
        "name": getattr(row, f"name_{language}"),
        "status": row.intake if row.intake in Intake.values else Intake.UNKNOWN.value,
        "description": getattr(row, f"description_{language}"),
        "description_language": language,
        "as_of": row.as_of.isoformat() if row.as_of else None,
        "closes_on": row.closes_on.isoformat() if row.closes_on else None,
        "ticket_min_mad": _plain(row.ticket_min_mad),
        "ticket_max_mad": _plain(row.ticket_max_mad),
    }
    return {name: value for name, value in facts.items() if value not in (None, "")}


def measures_of(row: Offer) -> list[str]:
    """Return the measures of an offer: a category stands for each of its own, and who does everything needs no list."""
    listed, known = row.terms.get("measures") or [], catalogue().measures
    if EVERY in listed:
        return [EVERY]
    of_category = [one.id for one in known.values() if one.category in listed]
    return list(dict.fromkeys([*(one for one in listed if one in known), *of_category]))


def scheme_of(row: Offer) -> Scheme | None:
    """Return the finance product of the reference data behind an offer, with its source and how to apply."""
    return catalogue().schemes.get(row.scheme_id) if row.scheme_id else None


def owner_name(row: Offer) -> str:
    """Return whose offer it is: a member, the institution of a product of the reference data, else its own name."""
    scheme = scheme_of(row)
    return row.organization.name if row.organization else scheme.institution if scheme else in_language(row, "name")


def in_language(row: Any, part: str, language: str = "") -> str:
    """Return a text of an offer or a profile in the reader's language, else in the first language that has it."""
    asked = (language or get_language() or "fr")[:2]
    texts = (getattr(row, f"{part}_{one}") for one in (asked, *LANGUAGES))
    return next((str(text) for text in texts if text), "")


def _plain(amount: Any) -> str | None:
    return None if amount is None else decimal_text(amount)
