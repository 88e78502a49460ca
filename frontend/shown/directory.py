"""The directory and a partner as their pages name them."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from frontend import formats
from frontend.shown.matches import KINDS
from frontend.shown.offer import map_key, regions_map, terms
from frontend.shown.offers import language_choices
from frontend.shown.verification import proofs
from kernel.sentences import listed
from kernel.text import fold
from partners import queries as partners
from partners.choices import Intake, OfferKind, PartnerKind
from reference import queries as reference

FACETS = {
    "kind": _("What they do"),
    "region": _("Region served"),
    "measure": pgettext_lazy("noun", "Measure"),
    "sector": _("Sector served"),
    "standard": _("Standard"),
    "language": _("Working language"),
    "status": _("Takes requests"),
}
MOST_OPTIONS = 12


def tags_of(asked: dict[str, list[str]]) -> tuple[tuple[str, ...], ...]:
    """Return the filters as groups of tags: one of each group must hold."""
    return tuple(tuple(f"{name}:{value}" for value in values) for name, values in asked.items() if values)


def _names(facet: str) -> dict[str, str]:
    """Return what each value of a facet is called, in the order in which a short list shows them."""
    if facet == "kind":
        return {code: str(label) for code, label in KINDS.items()}
    if facet == "status":
        return {code: str(label) for code, label in Intake.choices}
    if facet == "language":
        return dict(language_choices())
    names = reference.names(facet)
    return {code: names[code] for code in sorted(names)} if facet == "region" else names


def label_of(facet: str, code: str) -> str:
    """Return what a value of a facet is called; what is no facet or value of it stays as it is written."""
    return str(_names(facet).get(code, code)) if facet in FACETS else code


def _options(facet: str, counts: Mapping[str, int], asked: list[str]) -> list[dict[str, Any]]:
    """Return a short list whole; of a long one the values that find most, and those asked for, by name."""
    names = _names(facet)
    found = {code: counts.get(f"{facet}:{code}", 0) for code in names}
    codes = list(names)
    if len(codes) > MOST_OPTIONS:
        most = sorted((code for code in codes if found[code]), key=lambda code: -found[code])[:MOST_OPTIONS]
        codes = sorted({*most, *(code for code in asked if code in names)}, key=lambda code: fold(names[code]))
    return [{"value": code, "label": names[code], "count": found[code], "checked": code in asked} for code in codes]


def page(typed: QueryDict, asked: dict[str, list[str]], found: Any, offset: int, size: int) -> dict[str, Any]:
    """Return the context of the directory."""
    here, words = reverse("directory"), typed.get("q", "")
    pairs = [(name, value) for name, values in asked.items() for value in values]
    every = ([("q", words)] if words else []) + pairs

    def without(pair: tuple[str, str]) -> str:
        return f"{here}?{urlencode([one for one in every if one != pair])}"

    labels = {(name, code): _names(name).get(code, code) for name, code in pairs}
    said = ngettext("%(count)s result", "%(count)s results", found.total) % {"count": formats.number(found.total)}

    def at(place: int) -> str:
        return f"{here}?{urlencode([*every, ('after', str(place))] if place else every)}"

    return {
        "query": words,
        "action": here,
        "total": found.total,
        "said": said,
        "order": gettext("By how well the words fit; nobody pays to be first.") if words else gettext("Newest first"),
        "keep": pairs,
        "keep_query": [("q", words)] if words else [],
        "groups": [
            {
                "name": name,
                "legend": legend,
                "options": options,
            }
            for name, legend in FACETS.items()
            if (options := _options(name, found.counts, asked[name]))
        ],
        "applied": len(pairs),
        "chips": [{"label": labels.get(pair, pair[1]), "url": without(pair)} for pair in pairs],
        "clear_url": here if every else "",
        "partners": [_card(kind, row) for kind, row in found.rows],
        "shown": min(size, len(found.rows)),
        "before_url": at(max(0, offset - size)) if offset else "",
        "after_url": at(found.next_offset) if found.next_offset else "",
        "degraded": gettext("Search runs on its fallback for a moment: simpler, but complete.")
        if found.degraded
        else "",
    }


def _card(kind: str, row: Any) -> dict[str, Any]:
    return _partner_card(row) if kind == "partner" else _offer_row(row)


def _partner_card(row: Any) -> dict[str, Any]:
    organization = row.organization
    return {
        "id": str(organization.pk),
        "url": reverse("partner", args=[organization.pk]),
        "name": organization.name,
        "is_verified": organization.is_verified,
        "verification_label": gettext("Not verified yet"),
        "is_demo": organization.is_demo,
        "summary": partners.in_language(row, "headline"),
        "tags": [str(PartnerKind(organization.kind).label)],
        "facts": [organization.city] if organization.city else [],
    }


def _offer_row(row: Any) -> dict[str, Any]:
    scheme, organization = partners.scheme_of(row), row.organization
    by = organization.name if organization else scheme.institution if scheme else ""
    return {
        "id": str(row.pk),
        "url": reverse("offer", args=[row.pk]),
        "name": partners.in_language(row, "name"),
        "is_verified": bool(organization and organization.is_verified),
        "verification_label": gettext("From public sources") if scheme else gettext("Not verified yet"),
        "is_demo": bool(organization and organization.is_demo),
        "summary": partners.in_language(row, "description"),
        "tags": [str(OfferKind(row.offer_kind).label), *_status_tag(row)],
        "facts": [by],
    }


def _status_tag(row: Any) -> list[str]:
    return [] if row.intake == Intake.OPEN else [str(Intake(row.intake).label)]


def partner_page(profile: Any, offers: list[Any]) -> dict[str, Any]:
    organization = profile.organization
    bases = [listed(part for part in (base.city, _province(base.province)) if part) for base in profile.bases.all()]
    served = {code for offer in offers for code in offer.terms.get("regions_served") or []}
    return {
        "partner": {
            "id": str(organization.pk),
            "name": organization.name,
            "is_verified": organization.is_verified,
            "verification_label": gettext("Not verified yet"),
            "is_demo": organization.is_demo,
            "about": partners.in_language(profile, "headline"),
            "say": partners.in_language(profile, "about"),
        },
        "offers": [offer_card(one) for one in offers],
        "proofs": proofs(organization),
        "where": gettext("Works from %(places)s.") % {"places": " · ".join(bases)} if bases else "",
        "regions": regions_map(served),
        "map_key": map_key(),
    }


def _province(code: str) -> str:
    return reference.name("province", code)


def offer_card(row: Any) -> dict[str, Any]:
    organization, scheme = row.organization, partners.scheme_of(row)
    by: dict[str, Any] | None = None
    if organization:
        by = {
            "name": organization.name,
            "url": reverse("partner", args=[organization.pk]),
            "is_demo": organization.is_demo,
        }
    elif scheme:
        by = {"name": scheme.institution, "url": "", "is_demo": False}
    return {
        "url": reverse("offer", args=[row.pk]),
        "kind": row.offer_kind,
        "kind_label": OfferKind(row.offer_kind).label,
        "title": partners.in_language(row, "name"),
        "summary": partners.in_language(row, "description"),
        "is_new": False,
        "price": None,
        "terms": terms(row)[:3],
        "partner": by,
        "note": "",
    }
