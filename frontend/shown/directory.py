"""The directory and a partner as their pages name them."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from frontend import formats
from frontend.shown.asked import FACETS, FIND, MOST_BEFORE, kinds_of, places_of, text_of, written
from frontend.shown.matches import KINDS
from frontend.shown.offer import map_key, regions_map, terms
from frontend.shown.offers import language_choices
from frontend.shown.verification import proofs
from kernel.sentences import listed
from kernel.text import fold
from kernel.text import words as folded
from marketplace.choices import Order
from partners import queries as partners
from partners.choices import Intake, OfferKind, OfferTicket, PartnerKind
from reference import queries as reference
from search.marks import marked
from search.ports import LONGEST_TEXT
from search.words import spelled
from search.words import terms as terms_of

SUGGESTED = {
    "measure": pgettext_lazy("noun", "Measure"),
    "sector": _("Sector"),
    "standard": _("Standard"),
    "region": _("Region"),
    "instrument": _("Kind of finance"),
    "offer": _("Offer"),
    "partner": _("Partner"),
}
MOST_OPTIONS = 12
ORDERED_BY = {
    Order.DISTANCE: _("By distance from your first site: the nearest base of each partner, as the crow flies."),
    Order.ANSWERS: _(
        "By the share of requests that each partner answered; those with fewer than five answers come last."
    ),
}


def _names(facet: str) -> dict[str, str]:
    """Return what each value of a facet is called, in the order in which a short list shows them."""
    known = {
        "find": FIND.items(),
        "kind": KINDS.items(),
        "partner": PartnerKind.choices,
        "status": Intake.choices,
        "language": language_choices(),
        "ticket": OfferTicket.choices,
    }
    if facet in known:
        return {code: str(label) for code, label in known[facet]}
    if facet == "verified":
        return {"yes": gettext("Registration read by the team")}
    names = reference.names(facet)
    return {code: names[code] for code in sorted(names)} if facet == "region" else names


def label_of(facet: str, code: str) -> str:
    """Return what a value of a facet is called; what is no facet or value of it stays as it is written."""
    return str(_names(facet).get(code, code)) if facet in {*FACETS, "find"} else code


def _options(facet: str, counts: Mapping[str, int], asked: list[str]) -> list[dict[str, Any]]:
    """Return a short list whole; of a long one the values that find most, and those asked for, by name."""
    names = _names(facet)
    found = {code: counts.get(f"{facet}:{code}", 0) for code in names}
    codes = list(names)
    if len(codes) > MOST_OPTIONS:
        most = sorted((code for code in codes if found[code]), key=lambda code: -found[code])[:MOST_OPTIONS]
        codes = sorted({*most, *(code for code in asked if code in names)}, key=lambda code: fold(names[code]))
    return [{"value": code, "label": names[code], "count": found[code], "checked": code in asked} for code in codes]


def page(
    typed: QueryDict, asked: dict[str, list[str]], of: Any, order: Order, found: Any, ways: list[Any]
) -> dict[str, Any]:
    """Return the context of the directory; every address in it holds the whole state."""
    here, words, kinds = reverse("directory"), text_of(typed), kinds_of(typed)
    alone = [("find", kinds[0])] if len(kinds) == 1 else []
    pairs = alone + [(name, value) for name, values in asked.items() for value in values]
    query = [("q", words)] if words else []
    by = [("order", order.value)] if order != Order.RELEVANCE else []
    trail = [("after", written(place)) for place in places_of(typed.getlist("after"))]

    def at(*state: tuple[str, str]) -> str:
        return f"{here}?{urlencode(state)}" if state else here

    def without(pair: tuple[str, str]) -> str:
        return at(*query, *(one for one in pairs if one != pair), *by)

    def left(way: Any) -> list[tuple[str, str]]:
        text = [("q", _as_typed(way.text, words))] if way.text else []
        return [*text, *(pair for pair in pairs if pair not in set(map(_pair, way.without)))]

    every = [*query, *pairs, *by]
    labels = {pair: _names(pair[0]).get(pair[1], pair[1]) for pair in pairs}
    after = [("after", written(found.next))] if found.next else []
    return {
        "query": words,
        "action": here,
        "total": found.total,
        "said": _results(found.total),
        "orders": _orders(of.orders, order, words),
        "order": _order_in_words(order, words, found),
        "keep": [*pairs, *by],
        "keep_query": [*query, *alone, *by],
        "keep_order": [*query, *pairs],
        "groups": [
            {"name": name, "legend": legend, "options": options}
            for name, legend in FACETS.items()
            if (options := _options(name, found.counts, asked[name]))
        ],
        "applied": len(pairs),
        "chips": [{"label": labels[pair], "url": without(pair)} for pair in pairs],
        "clear_url": here if [*query, *pairs] else "",
        "save_url": f"{reverse('save_search')}?{urlencode([*query, *pairs])}" if [*query, *pairs] else "",
        "partners": [card(kind, row, found.meant or words, found.beside.get(row.pk)) for kind, row in found.rows],
        "shown": len(found.rows),
        "before_url": at(*every, *trail[:-1]) if trail else "",
        "after_url": at(*every, *trail[1 - MOST_BEFORE :], *after) if after else "",
        "degraded": found.degraded,
        "near": found.near,
        "is_cut": len(words) > LONGEST_TEXT,
        "meant": found.meant,
        "meant_url": at(("q", found.meant), *pairs, *by) if found.meant else "",
        "nothing": _nothing(words),
        "ways": [
            {"label": _way(one, labels, words), "said": _results(one.total), "url": at(*left(one), *by)} for one in ways
        ],
    }


def _results(total: int) -> str:
    return ngettext("%(count)s result", "%(count)s results", total) % {"count": formats.number(total)}


def _orders(offered: Iterable[Order], order: Order, words: str) -> list[dict[str, Any]]:
    """Return the orders to choose from; without words there is nothing to fit, and the newest come first."""
    asked = order if words or order != Order.RELEVANCE else Order.NEWEST
    listed = [one for one in offered if words or one != Order.RELEVANCE]
    return [{"value": one.value, "label": one.label, "current": one == asked} for one in listed]


def _order_in_words(order: Order, words: str, found: Any) -> str:
    """Say what an order rests on; that the newest come first is said by its name."""
    if found.by_site:
        said = gettext(
            "By how well the words fit, and how well each offer fits your first site; nobody pays to be first."
        )
    elif words and order == Order.RELEVANCE:
        said = gettext("By how well the words fit; nobody pays to be first.")
    else:
        said = str(ORDERED_BY.get(order, ""))
    if not found.cut_at:
        return said
    cut = gettext("Of %(total)s results, the %(count)s that fit best are in this order.")
    return f"{said} {cut % {'total': formats.number(found.total), 'count': formats.number(found.cut_at)}}"


def _nothing(words: str) -> dict[str, str]:
    """Say that nothing was found: no row, or nothing to look for in what was typed."""
    if words.strip() and not terms_of(words):
        common = gettext("These words are too common to look for")
        return {
            "title": common if folded(words) else gettext("Type a word or choose a filter first."),
            "words": gettext("Write what it is about: a machine, an energy, a standard, a place or a name."),
        }
    return {
        "title": gettext("No partner with these words and filters"),
        "words": gettext("Take a filter away, or use a wider word."),
    }


def _way(one: Any, labels: Mapping[tuple[str, str], str], words: str) -> str:
    if one.text == words:
        names = [labels[_pair(tag)] for tag in one.without]
        return (
            gettext("Without any filter")
            if names[1:]
            else gettext("Without the filter “%(name)s”") % {"name": names[0]}
        )
    alone = {"words": _as_typed(one.text, words)}
    return (gettext("“%(words)s” alone, without any filter") if one.without else gettext("“%(words)s” alone")) % alone


def _pair(tag: str) -> tuple[str, str]:
    name, _colon, code = tag.partition(":")
    return name, code


def _as_typed(folded: str, words: str) -> str:
    """Return some of the words as they were typed, accents and capitals as they stood."""
    typed = dict(spelled(words))
    return words if folded == words else " ".join(typed.get(word, word) for word in folded.split())


def card(kind: str, row: Any, typed: str = "", beside: Any = None) -> dict[str, Any]:
    said = _partner_card(row) if kind == "partner" else _offer_row(row)
    facts = [*said["facts"], *(_beside(beside) if beside else [])]
    return said | {"title": _marked(said["name"], typed), "summary": _marked(said["summary"], typed), "facts": facts}


def _marked(text: str, typed: str, *, unfinished: bool = False) -> SafeString:
    pieces = marked(text, typed, unfinished=unfinished)
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", one) if is_hit else one,) for one, is_hit in pieces)
    )


def suggestions(found: Iterable[Any], typed: str) -> dict[str, Any]:
    """Return the context of what the box may be finished with."""
    rows = [
        {
            "title": _marked(one.text, typed, unfinished=True),
            "value": one.text,
            "kind": str(SUGGESTED[one.kind]),
            "url": reverse(one.kind, args=[one.code]) if one.row is not None else "",
        }
        for one in found
    ]
    said = ngettext("%(count)s suggestion", "%(count)s suggestions", len(rows)) % {"count": formats.number(len(rows))}
    return {"suggestions": rows, "said": said}


def _beside(one: Any) -> list[str]:
    """Return what a reader should know of a row: how far, how it answers, how it fits."""
    facts = []
    if one.kilometres is not None:
        facts.append(gettext("About %(distance)s km away") % {"distance": formats.number(round(one.kilometres))})
    if one.answered:
        heard, asked = map(formats.number, one.answered)
        facts.append(
            gettext("Answered %(answered)s of its last %(asked)s requests.") % {"answered": heard, "asked": asked}
        )
    if one.points is not None:
        points = ngettext("%(count)s point of 100 for your site", "%(count)s points of 100 for your site", one.points)
        facts.append(points % {"count": formats.number(one.points)})
    return facts


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
