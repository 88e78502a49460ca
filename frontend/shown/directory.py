"""The directory, a partner and an offer as their pages name them."""

from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from frontend import formats
from frontend.shown.matches import KINDS, offer_name
from partners import queries as partners
from partners.choices import Intake, OfferKind, PartnerKind
from reference import queries as reference

FACETS = {"kind": _("What they do"), "region": _("Region served"), "measure": _("Measure")}
LANGUAGES = {"fr": _("French"), "ar": _("Arabic"), "en": _("English")}
MOST_MEASURES = 12
FIRST_MEASURES = (
    "pv_rooftop solar_pumping solar_water_heating led vsd compressed_air_leaks refrigeration_optimisation "
    "boiler_economiser pipe_insulation energy_audit carbon_footprint water_reuse"
).split()


def tags_of(asked: dict[str, list[str]]) -> tuple[tuple[str, ...], ...]:
    """Return the filters as groups of tags: one of each group must hold."""
    return tuple(tuple(f"{name}:{value}" for value in values) for name, values in asked.items() if values)


def _options(name: str) -> list[tuple[str, str]]:
    if name == "kind":
        return [(code, str(label)) for code, label in KINDS.items()]
    if name == "region":
        return [(code, reference.name("region", code)) for code in sorted(reference.catalogue().regions)]
    return [(code, reference.name("measure", code)) for code in FIRST_MEASURES]


def page(typed: QueryDict, asked: dict[str, list[str]], found: Any, size: int) -> dict[str, Any]:
    """Return the context of the directory."""
    here, words = reverse("directory"), typed.get("q", "")
    pairs = [(name, value) for name, values in asked.items() for value in values]
    every = ([("q", words)] if words else []) + pairs

    def without(pair: tuple[str, str]) -> str:
        return f"{here}?{urlencode([one for one in every if one != pair])}"

    labels = {(name, code): label for name in FACETS for code, label in _options(name)}
    said = ngettext("%(count)s result", "%(count)s results", found.total) % {"count": formats.number(found.total)}
    after = f"{here}?{urlencode([*every, ('after', str(found.next_offset))])}" if found.next_offset else ""
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
                "options": [
                    {"value": code, "label": label, "count": None, "checked": code in asked[name]}
                    for code, label in _options(name)
                ],
            }
            for name, legend in FACETS.items()
        ],
        "applied": len(pairs),
        "chips": [{"label": labels.get(pair, pair[1]), "url": without(pair)} for pair in pairs],
        "clear_url": here if every else "",
        "partners": [_card(kind, row) for kind, row in found.rows],
        "shown": min(size, len(found.rows)),
        "before_url": "",
        "after_url": after,
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
        "is_verified": organization.verified_at is not None,
        "verification_label": gettext("Not verified yet"),
        "is_demo": organization.is_demo,
        "summary": in_language(row, "headline"),
        "tags": [str(PartnerKind(organization.kind).label)],
        "facts": [organization.city] if organization.city else [],
    }


def _offer_row(row: Any) -> dict[str, Any]:
    scheme, organization = partners.scheme_of(row), row.organization
    by = organization.name if organization else scheme.institution if scheme else ""
    return {
        "id": str(row.pk),
        "url": reverse("offer", args=[row.pk]),
        "name": offer_name(row),
        "is_verified": bool(organization and organization.verified_at),
        "verification_label": gettext("From public sources") if scheme else gettext("Not verified yet"),
        "is_demo": bool(organization and organization.is_demo),
        "summary": in_language(row, "description"),
        "tags": [str(OfferKind(row.offer_kind).label), *_status_tag(row)],
        "facts": [by],
    }


def _status_tag(row: Any) -> list[str]:
    return [] if row.intake == Intake.OPEN else [str(Intake(row.intake).label)]


def in_language(row: Any, part: str) -> str:
    """Return a text in the reader's language, else in the first language that has it."""
    for language in (formats.language(), "fr", "en", "ar"):
        if text := getattr(row, f"{part}_{language}"):
            return str(text)
    return ""


def partner_page(profile: Any, offers: list[Any]) -> dict[str, Any]:
    organization = profile.organization
    verified = organization.verified_at
    bases = [", ".join(part for part in (base.city, _province(base.province)) if part) for base in profile.bases.all()]
    served = {code for offer in offers for code in offer.terms.get("regions_served") or []}
    proofs = []
    if verified:
        text = gettext("Identity read by the team")
        proofs.append({"state": "met", "text": text, "end": formats.day(verified), "note": ""})
    return {
        "partner": {
            "id": str(organization.pk),
            "name": organization.name,
            "is_verified": verified is not None,
            "verification_label": gettext("Not verified yet"),
            "is_demo": organization.is_demo,
            "about": in_language(profile, "headline"),
            "say": in_language(profile, "about"),
        },
        "offers": [offer_card(one) for one in offers],
        "proofs": proofs,
        "where": gettext("Works from %(places)s.") % {"places": " · ".join(bases)} if bases else "",
        "regions": regions_map(served),
        "map_key": map_key(),
    }


def _province(code: str) -> str:
    return reference.name("province", code)


def regions_map(served: set[str]) -> dict[str, dict[str, Any]]:
    return {
        code: {
            "name": row.capital_ar if formats.language() == "ar" else row.capital_fr,
            "state": "full" if code in served else "",
        }
        for code, row in reference.catalogue().regions.items()
    }


def map_key() -> list[dict[str, str]]:
    return [{"state": "full", "text": gettext("Serves it")}, {"state": "", "text": gettext("Does not")}]


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
        "title": offer_name(row),
        "summary": in_language(row, "description"),
        "is_new": False,
        "price": None,
        "terms": terms(row)[:3],
        "partner": by,
        "note": "",
    }


def terms(row: Any) -> list[dict[str, str]]:
    """Return the terms of an offer that are known, as words."""
    kept, found = row.terms, []

    def add(term: str, text: str) -> None:
        found.append({"term": term, "text": text, "value": text, "note": ""})

    if row.ticket_min_mad is not None or row.ticket_max_mad is not None:
        low = formats.money(row.ticket_min_mad) if row.ticket_min_mad is not None else ""
        high = formats.money(row.ticket_max_mad) if row.ticket_max_mad is not None else ""
        both = gettext("%(low)s to %(high)s") % {"low": low, "high": high}
        add(gettext("Size of project"), both if low and high else low or gettext("up to %(high)s") % {"high": high})
    if kept.get("price_low_mad") is not None:
        low, high = (
            formats.money(kept["price_low_mad"]),
            formats.money(kept.get("price_high_mad", kept["price_low_mad"])),
        )
        text = gettext("%(low)s to %(high)s") % {"low": low, "high": high}
        add(gettext("Price"), f"{text} / {kept.get('price_unit', '')}" if kept.get("price_unit") else text)
    if kept.get("available_in_days") is not None:
        add(gettext("Free"), gettext("in %(days)s days") % {"days": formats.number(kept["available_in_days"])})
    if kept.get("grant_pct") is not None:
        add(gettext("Grant"), f"{formats.number(kept['grant_pct'])} %")
    if kept.get("languages"):
        add(gettext("Working languages"), ", ".join(str(LANGUAGES.get(one, one)) for one in kept["languages"]))
    if kept.get("standards_accredited"):
        add(
            gettext("Accredited for"),
            ", ".join(reference.name("standard", one) for one in kept["standards_accredited"]),
        )
    if kept.get("accreditation_valid_until"):
        add(gettext("Accreditation valid until"), str(kept["accreditation_valid_until"]))
    if row.closes_on:
        add(gettext("Last day to apply"), formats.day(row.closes_on))
    return found


def offer_page(row: Any) -> dict[str, Any]:
    organization, scheme = row.organization, partners.scheme_of(row)
    served = set(row.terms.get("regions_served") or [])
    measures = row.terms.get("measures") or []
    state = {"open": "met", "closed": "missing", "unknown": "unknown"}[row.intake]
    as_of = gettext("As of %(day)s") % {"day": formats.day(row.as_of)} if row.as_of else ""
    return {
        "offer": {
            "title": offer_name(row),
            "kind": row.offer_kind,
            "kind_label": OfferKind(row.offer_kind).label,
            "summary": in_language(row, "description"),
            "covers": "",
            "price": None,
            "is_demo": bool(organization and organization.is_demo),
        },
        "partner": {
            "id": str(organization.pk),
            "name": organization.name,
            "url": reverse("partner", args=[organization.pk]),
            "is_verified": organization.verified_at is not None,
            "is_demo": organization.is_demo,
        }
        if organization
        else None,
        "status": {"state": state, "text": str(Intake(row.intake).label), "note": as_of},
        "terms": (
            [{"term": gettext("Institution"), "text": scheme.institution, "value": scheme.institution}]
            if scheme
            else []
        )
        + terms(row),
        "measures": [gettext("Every measure")]
        if "*" in measures
        else [reference.name("measure", one) for one in measures],
        "where": _where(served),
        "regions": regions_map(served),
        "map_key": map_key(),
        "rules": [],
        "apply": _apply(scheme),
        "other_language": ""
        if getattr(row, f"name_{formats.language()}")
        else gettext("Shown in another language: no text in yours yet."),
    }


def _where(served: set[str]) -> str:
    if not served:
        return gettext("The regions served are not known yet.")
    if len(served) == len(reference.catalogue().regions):
        return gettext("All 12 regions")
    return ", ".join(reference.name("region", code) for code in sorted(served))


def _apply(scheme: Any) -> dict[str, str] | None:
    if scheme is None:
        return None
    how = scheme.apply_at or gettext("Not said by the source; ask the institution.")
    conditions = f" {scheme.conditions}" if scheme.conditions else ""
    return {"how": f"{how}{conditions}", "source": f"{scheme.source} ({scheme.as_of})", "url": scheme.source_url}
