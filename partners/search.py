"""What is findable of partners and offers: public words, and tags to narrow by."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kernel import bulk
from partners.choices import OfferTicket
from partners.files.fields import EVERY
from partners.models import Offer, PartnerProfile
from partners.queries.offers import measures_of, on_the_shelf
from reference.queries import catalogue, name
from search import actions as search
from search import registry
from search.models import Findable
from search.ports import LANGUAGES, Document
from search.words import stored_tags, stored_text

MOST_NAMED = 15


def offer_document(row: Offer) -> Document:
    measures = measures_of(row)
    sectors = row.terms.get("sectors_served") or []
    sectors = [EVERY] if EVERY in sectors else sectors
    standards = row.terms.get("standards_accredited") or []
    named = [("measure", one) for one in measures[:MOST_NAMED] if one != EVERY]
    named += [("sector", one) for one in sectors[:MOST_NAMED] if one != EVERY]
    named += [("standard", one) for one in standards]
    partner = row.organization.name if row.organization else _institution(row)
    body = {
        language: " ".join(
            [getattr(row, f"description_{language}"), partner, *(name(kind, one, language) for kind, one in named)]
        )
        for language in LANGUAGES
    }
    regions = row.terms.get("regions_served") or []
    tags = [f"kind:{row.offer_kind}", f"partner:{row.kind}", f"status:{row.intake}"]
    tags += [f"region:{one}" for one in regions] + [f"measure:{one}" for one in measures]
    tags += [f"sector:{one}" for one in sectors] + [f"standard:{one}" for one in standards]
    tags += [f"language:{one}" for one in row.terms.get("languages") or []]
    tags += [f"instrument:{one}" for one in [row.terms.get("instrument")] if one]
    tags += [f"ticket:{one}" for one in OfferTicket.touched(row.ticket_min_mad, row.ticket_max_mad)]
    tags += _verified(row.organization)
    title = {language: getattr(row, f"name_{language}") for language in LANGUAGES}
    return Document(row.pk, "offer", row.row_version, title, body, tuple(tags))


def partner_document(row: PartnerProfile) -> Document:
    organization = row.organization
    title = {language: f"{organization.name} {getattr(row, f'headline_{language}')}" for language in LANGUAGES}
    body = {language: f"{getattr(row, f'about_{language}')} {organization.city}" for language in LANGUAGES}
    provinces = [base.province for base in row.bases.all()]
    known = catalogue().provinces
    regions = {known[one].region_code for one in provinces if one in known} | ({organization.region} - {""})
    tags = [f"partner:{organization.kind}", *(f"region:{one}" for one in sorted(regions))]
    tags += [f"language:{one}" for one in row.languages] + _verified(organization)
    return Document(row.pk, "partner", row.row_version, title, body, tuple(tags))


def find_again(organization_id: UUID) -> list[Offer]:
    """Write the words and tags of all that a partner shows anew, after its name, place or badge changed; return its offers."""
    for row in PartnerProfile.objects.select_for_update().filter(organization_id=organization_id):
        keep_findable(row)
    mine = Offer.objects.select_related("organization").select_for_update(of=("self",))
    offers = list(mine.filter(organization_id=organization_id))
    keep_offers_findable(offers)
    return offers


def keep_findable(row: Findable, *fields: str) -> None:
    """Save a row with its words, tags and next version, and bring the index in step after the transaction."""
    kind = _make_findable(row)
    names = [*fields, "row_version", "search_text", "search_tags"] if fields else None
    if names and row._state.adding:
        names = None
    row.save(update_fields=names)
    search.changed(kind, row.pk)


def statements_of(rows: Sequence[Offer]) -> list[bulk.Statement]:
    """Return what writes many offers, new ones and known ones, with their words, tags and next versions."""
    for row in rows:
        _make_findable(row)
    return bulk.upserts(rows)


def keep_offers_findable(rows: Sequence[Offer], statements: Sequence[bulk.Statement] | None = None) -> None:
    """Save many offers at once, by statements made ready before or now, and bring the index in step."""
    bulk.run(statements_of(rows) if statements is None else statements)
    search.changed("offer", *(row.pk for row in rows))


def _make_findable(row: Findable) -> str:
    document: Document = DOCUMENTS[type(row)](row)
    row.row_version += 1
    row.search_text, row.search_tags = stored_text(document), stored_tags(document)
    return document.kind


def _offers() -> QuerySet[Any]:
    return on_the_shelf().select_related("organization")


def _partners() -> QuerySet[Any]:
    live = PartnerProfile.objects.filter(organization__suspended_at=None)
    return live.select_related("organization").prefetch_related("bases")


def _verified(organization: Any) -> list[str]:
    """The badge alone is a tag: there is no list of those without."""
    return ["verified:yes"] if organization and organization.is_verified else []


def _institution(row: Offer) -> str:
    scheme = catalogue().schemes.get(row.scheme_id)
    return f"{scheme.institution} {scheme.partner_institutions or ''}" if scheme else ""


DOCUMENTS: dict[type, Any] = {Offer: offer_document, PartnerProfile: partner_document}

registry.findable("offer", rows=_offers, document=offer_document)
registry.findable("partner", rows=_partners, document=partner_document)
