"""An offer as its page and its card name it."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from frontend import formats
from frontend.shown import matches
from frontend.shown.verification import verified_line
from frontend.templatetags.words import unit
from kernel.sentences import listed
from partners import queries as partners
from partners.choices import Intake, OfferKind
from reference import queries as reference

MOST_MEASURES = 8
LANGUAGES = {"fr": _("French"), "ar": _("Arabic"), "en": _("English")}


def regions_map(served: set[str]) -> dict[str, dict[str, Any]]:
    return {
        code: {
            "name": row.capital_ar if formats.language() == "ar" else row.capital_fr,
            "state": "full" if code in served else "",
        }
        for code, row in reference.catalogue().regions.items()
    }


def served_map(partners_in: dict[str, int]) -> dict[str, dict[str, Any]]:
    """Return the regions of the map on the home page; none while nobody offers anything."""
    if not any(partners_in.values()):
        return {}
    return {code: region | {"count": partners_in.get(code, 0)} for code, region in regions_map(set()).items()}


def map_key() -> list[dict[str, str]]:
    return [{"state": "full", "text": gettext("Serves it")}, {"state": "", "text": gettext("Does not")}]


def terms(row: Any) -> list[dict[str, str]]:
    """Return the terms of an offer that are known, as words."""
    kept, found = row.terms, []

    def add(term: str, text: str) -> None:
        found.append({"term": term, "text": text, "value": text, "note": ""})

    if row.ticket_min_mad is not None or row.ticket_max_mad is not None:
        low = formats.money(row.ticket_min_mad) if row.ticket_min_mad is not None else ""
        high = formats.money(row.ticket_max_mad) if row.ticket_max_mad is not None else ""
        both = gettext("%(low)s to %(high)s") % {"low": low, "high": high}
        above, up_to = gettext("From %(amount)s") % {"amount": low}, gettext("up to %(high)s") % {"high": high}
        add(gettext("Size of project"), both if low and high else above if low else up_to)
    if kept.get("price_low_mad") is not None:
        low, high = (
            formats.money(kept["price_low_mad"]),
            formats.money(kept.get("price_high_mad", kept["price_low_mad"])),
        )
        text = gettext("%(low)s to %(high)s") % {"low": low, "high": high}
        add(gettext("Price"), f"{text} / {unit(kept['price_unit'])}" if kept.get("price_unit") else text)
    if kept.get("available_in_days") is not None:
        add(gettext("Free"), gettext("in %(days)s days") % {"days": formats.number(kept["available_in_days"])})
    if kept.get("grant_pct") is not None:
        add(gettext("Grant"), f"{formats.number(kept['grant_pct'])} %")
    if kept.get("languages"):
        add(gettext("Working languages"), listed(str(LANGUAGES.get(one, one)) for one in kept["languages"]))
    if kept.get("standards_accredited"):
        add(
            gettext("Accredited for"),
            listed(reference.name("standard", one) for one in kept["standards_accredited"]),
        )
    if kept.get("accreditation_valid_until"):
        add(gettext("Accreditation valid until"), _day(kept["accreditation_valid_until"]))
    if row.closes_on:
        add(gettext("Last day to apply"), formats.day(row.closes_on))
    return found


def _day(written: str) -> str:
    return formats.day(date.fromisoformat(written))


def rules(row: Any) -> list[dict[str, str]]:
    """Return what a firm must have, as far as the partner said it."""
    kept = row.terms
    sectors = kept.get("sectors_served") or []
    found = []
    if sectors:
        named = [reference.name("sector", one) for one in sectors if one != "*"]
        found.append((gettext("Sectors served"), listed(named) if named else gettext("Every sector")))
    units = {
        "employees_max": (gettext("At most this many employees"), ""),
        "revenue_min_mad": (gettext("Turnover at least"), gettext("MAD")),
        "own_funds_min_pct": (gettext("Own funds at least"), "%"),
        "min_roof_m2": (gettext("Roof at least"), "m²"),
        "min_annual_kwh": (gettext("Electricity a year at least"), gettext("kWh")),
    }
    for name, (term, symbol) in units.items():
        if kept.get(name) is not None:
            value = formats.number(Decimal(str(kept[name])))
            found.append((term, formats.with_unit(value, symbol) if symbol else value))
    if kept.get("requires_roof_ownership"):
        found.append((gettext("Roof"), gettext("The firm must own its roof, or have an agreement")))
    return [{"term": term, "value": value, "note": ""} for term, value in found]


def offer_page(row: Any) -> dict[str, Any]:
    organization, scheme = row.organization, partners.scheme_of(row)
    served = set(row.terms.get("regions_served") or [])
    measures = partners.measures_of(row)
    named = [gettext("Every measure")] if "*" in measures else [reference.name("measure", one) for one in measures]
    state = {"open": "met", "closed": "missing", "unknown": "unknown"}[row.intake]
    as_of = gettext("As of %(day)s") % {"day": formats.day(row.as_of)} if row.as_of else ""
    return {
        "offer": {
            "title": partners.in_language(row, "name"),
            "kind": row.offer_kind,
            "kind_label": OfferKind(row.offer_kind).label,
            "summary": partners.in_language(row, "description"),
            "covers": "",
            "price": None,
            "is_demo": bool(organization and organization.is_demo),
        },
        "partner": {
            "id": str(organization.pk),
            "name": organization.name,
            "url": reverse("partner", args=[organization.pk]),
            "is_verified": organization.is_verified,
            "verified": verified_line(organization),
            "is_demo": organization.is_demo,
        }
        if organization
        else None,
        "status": {"state": state, "text": str(Intake(row.intake).label), "note": as_of},
        "terms": (
            [
                {
                    "term": pgettext("of a finance product", "Institution"),
                    "text": scheme.institution,
                    "value": scheme.institution,
                }
            ]
            if scheme
            else []
        )
        + terms(row),
        "measures": named[:MOST_MEASURES],
        "more_measures": named[MOST_MEASURES:],
        "more_label": ngettext("%(count)s more measure", "%(count)s more measures", len(named) - MOST_MEASURES)
        % {"count": len(named) - MOST_MEASURES},
        "where": _where(served),
        "regions": regions_map(served),
        "map_key": map_key(),
        "rules": rules(row),
        "apply": matches.apply(scheme) if scheme else None,
        "other_language": ""
        if getattr(row, f"name_{formats.language()}")
        else gettext("Shown in another language: no text in yours yet."),
    }


def withdrawn_page(row: Any) -> dict[str, Any]:
    """Return what is said of an offer that has left the shelf: its name, whose it was, and since when."""
    organization, at = row.organization, row.withdrawn_at
    return {
        "title": partners.in_language(row, "name"),
        "closed": gettext("Closed on %(day)s.") % {"day": formats.day(at)} if at else gettext("Closed."),
        "partner": {"name": organization.name, "url": reverse("partner", args=[organization.pk])}
        if organization
        else None,
    }


def _where(served: set[str]) -> str:
    if not served:
        return gettext("The regions served are not known yet.")
    if len(served) == len(reference.catalogue().regions):
        return gettext("All 12 regions")
    return listed(reference.name("region", code) for code in sorted(served))
