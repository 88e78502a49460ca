"""What people call the measures, sectors, regions with their places, and standards: handed down to search by tag."""

import re
from collections.abc import Iterable, Iterator

from reference import choices
from reference.queries import LANGUAGES, catalogue, name
from search import registry

KINDS = {"measure": "measures", "sector": "sectors", "standard": "standards"}
SHORTEST_PLACE = 4
INSTRUMENTS = """
loan = prêt | crédit | emprunt | ligne de crédit | loan | credit line | قرض | قروض
guarantee = garantie de crédit | garantie des crédits | fonds de garantie | loan guarantee | guarantee fund | ضمان القروض | صندوق الضمان
grant = subvention | prime | prime à l'investissement | don | aide de l'État | grant | subsidy | منحة | منح | هبة | دعم
leasing = crédit-bail | leasing | lease | إيجار تمويلي | كراء تمويلي
equity = fonds propres | capital-investissement | equity | رأسمال استثماري
technical_assistance = assistance technique | technical assistance | مساعدة تقنية
loan guarantee grant leasing = financement | financer | financing | finance | تمويل
"""
_IN_BRACKETS = re.compile(r"\([^)]*\)")


def names() -> Iterator[tuple[list[str], set[str]]]:
    """Return the tag of each code with its names in the three languages, whole and without what stands in brackets."""
    for kind, rows in KINDS.items():
        for code in getattr(catalogue(), rows):
            called = _names(kind, code)
            yield [f"{kind}:{code}"], called | {_IN_BRACKETS.sub(" ", one) for one in called}


def places() -> Iterator[tuple[list[str], set[str]]]:
    """Return the tag of each region with its names and those of its provinces, whole and by part (Agadir-Ida-Ou-Tanane)."""
    known = catalogue()
    every = [("region", code, code) for code in known.regions]
    every += [("province", code, province.region_code) for code, province in known.provinces.items()]
    for kind, code, region in every:
        called = _names(kind, code)
        parts = {part.strip() for one in called for part in one.split("-")}
        yield [f"region:{region}"], called | {part for part in parts if len(part) >= SHORTEST_PLACE}


def labels() -> Iterator[tuple[str, dict[str, str]]]:
    """Return the tag of each code with its name by language."""
    kinds: dict[str, Iterable[str]] = {kind: getattr(catalogue(), rows) for kind, rows in KINDS.items()}
    for kind, codes in {**kinds, "region": catalogue().regions, "instrument": choices.INSTRUMENTS}.items():
        for code in codes:
            yield f"{kind}:{code}", {language: name(kind, code, language) for language in LANGUAGES}


def _names(kind: str, code: str) -> set[str]:
    return {name(kind, code, language) for language in LANGUAGES}


def instruments() -> Iterator[tuple[list[str], list[str]]]:
    """Return the tag of each kind of finance with what people call it."""
    for line in INSTRUMENTS.strip().splitlines():
        codes, _, phrases = line.partition(" = ")
        yield [f"instrument:{code}" for code in codes.split()], phrases.split(" | ")


registry.synonyms(names)
registry.synonyms(places)
registry.synonyms(instruments)
registry.named(labels)
