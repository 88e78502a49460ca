"""Between what is typed or imported and the columns of an offer: one reader, one sentence per problem."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from partners.choices import ADVICE_CATEGORIES, Intake, OfferKind, PartnerKind
from partners.files.exchange import FIELDS, OfferFacts, Problem, read_offer
from partners.models import Offer
from reference.queries import catalogue

WORDS = tuple(f"{part}_{language}" for part in ("name", "description") for language in ("fr", "ar", "en"))
COLUMNS = ("as_of", "closes_on", "ticket_min_mad", "ticket_max_mad")
NOT_TERMS = {"offer_id", "kind", "name", "description", "description_language", "status", *COLUMNS}
LONGEST = {"name": 200, "description": 4000, "source_key": 80}

SENTENCES: dict[str, Any] = {
    "unknown_field": _("There is no field of this name."),
    "not_text": _("Words are expected here."),
    "too_long": _("This text is too long."),
    "not_a_number": _("This is not a number."),
    "negative": _("This cannot be below zero."),
    "too_high": _("This amount is too large to be right."),
    "above_100": _("A share is at most 100%%."),
    "not_whole": _("A whole number is needed."),
    "not_yes_no": _("Answer yes or no."),
    "not_a_day": _("This is not a day: write year-month-day."),
    "unknown_choice": _("“%(value)s” is none of the choices."),
    "unknown_code": _("“%(value)s” is not in the reference lists."),
    "not_a_list": _("A list is expected here."),
    "empty_list": _("An empty list serves nobody: choose at least one, or leave it out if you do not know."),
    "required": _("This is needed."),
    "below_minimum": _("The largest amount is below the smallest."),
}


def sentence(problem: Problem) -> ValidationError:
    return ValidationError(SENTENCES[problem.code], code=problem.code, params={"value": str(problem.value)[:80]})


def assign(row: Offer, values: Mapping[str, Any]) -> None:
    """
    Put typed values on an offer; fields left out stay, empty ones are unknown.

    :raises ValidationError: naming every field that is wrong or unknown
    """
    given = dict(values)
    problems = _words(row, given)
    if "intake" in given:
        given["status"] = given.pop("intake")
    kept = {**row.terms, **{name: getattr(row, name) for name in COLUMNS}, "status": row.intake}
    written = {**kept, **given, "offer_id": str(row.pk), "kind": row.kind}
    written = {name: value for name, value in written.items() if not _is_unknown(name, value)}
    facts, wrong = read_offer(written, catalogue())
    problems |= {one.field: [sentence(one)] for one in wrong}
    if problems or facts is None:
        raise ValidationError(problems)
    if "references" in written:
        written["references"] = as_confirmed(written["references"], confirmed_of(row))
    _keep(row, facts, written)


def confirmed_of(row: Offer) -> set[tuple[str, int]]:
    """Return the (sector, year) of the past projects that a person of the team confirmed."""
    return {(one["sector"], one["year"]) for one in row.terms.get("references") or () if one.get("verified")}


def as_confirmed(
    references: Iterable[Mapping[str, Any]], confirmed: Collection[tuple[str, int]]
) -> list[dict[str, Any]]:
    """Return past projects, verified where the team confirmed them: that is never the partner's to say."""
    told = [{name: value for name, value in one.items() if name != "verified"} for one in references]
    return [one | ({"verified": True} if (one["sector"], one["year"]) in confirmed else {}) for one in told]


def _words(row: Offer, given: dict[str, Any]) -> dict[str, Any]:
    """Take names, descriptions and the partner's own key out of what was given and put them on the row."""
    problems: dict[str, Any] = {}
    for name in (*WORDS, "source_key"):
        if name not in given:
            continue
        text, longest = str(given.pop(name) or "").strip(), LONGEST[name.rsplit("_", 1)[0] if name in WORDS else name]
        if len(text) > longest:
            too_long = ValidationError(
                _("At most %(longest)s characters."), code="too_long", params={"longest": longest}
            )
            problems[name] = [too_long]
        setattr(row, name, text)
    if not (row.name_fr or row.name_ar or row.name_en):
        problems["name_fr"] = [ValidationError(_("Name the offer in at least one language."), code="required")]
    return problems


def _is_unknown(name: str, value: Any) -> bool:
    """Return whether a value says nothing; an empty list of regions is kept, so that it is refused: it serves nobody."""
    return value is None or value == "" or (value == [] and name not in {"excluded_sectors", "regions_served"})


def _keep(row: Offer, facts: OfferFacts, written: Mapping[str, Any]) -> None:
    for name in COLUMNS:
        setattr(row, name, getattr(facts, name))
    row.intake = facts.status or Intake.UNKNOWN
    row.offer_kind = offer_kind(facts)
    row.terms = {
        name: _plain(written[name])
        for name in sorted(FIELDS - NOT_TERMS)
        if written.get(name) is not None and getattr(facts, name, None) is not None
    }


def offer_kind(facts: OfferFacts) -> OfferKind:
    """Return what the offer is, from who proposes it and what its measures do."""
    if facts.kind == PartnerKind.FINANCIER:
        return OfferKind.FINANCE
    if facts.kind == PartnerKind.CERTIFIER:
        return OfferKind.CERTIFICATION
    measures = facts.measures or ()
    known = catalogue().measures
    if measures and all(one in known and known[one].category in ADVICE_CATEGORIES for one in measures):
        return OfferKind.ADVICE
    return OfferKind.TECHNOLOGY


def _plain(value: Any) -> Any:
    if isinstance(value, bool | int | str) or value is None:
        return value
    if isinstance(value, list | tuple):
        return [_plain(one) for one in dict.fromkeys(value)] if all(isinstance(o, str) for o in value) else list(value)
    return str(value)
