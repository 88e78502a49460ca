"""The judgements of the match bench: firms, offers, and what a person thinks of each pair."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from matching.engine.profile import SmeFacts, read_sme
from partners.files.exchange import OfferFacts, Problem, read_offer
from reference.files import Catalogue

GRADES = frozenset({0, 1, 2, 3})
CASE_FIELDS = frozenset({"case_id", "sme_profile", "candidates", "judgements"})
JUDGEMENT_FIELDS = frozenset({"offer_id", "grade", "reason", "hard_constraints_failed"})


@dataclass(frozen=True, slots=True)
class Judgement:
    offer_id: str
    grade: int
    reason: str
    hard_constraints_failed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JudgedCase:
    """A firm with its candidates; an offer that does not read stands in `unreadable` with its problems."""

    case_id: str
    sme: SmeFacts
    candidates: tuple[OfferFacts, ...]
    judgements: Mapping[str, Judgement]
    unreadable: Mapping[str, tuple[Problem, ...]]


class BadJudgements(Exception):
    """The file holds no case that reads."""


def read_judgements(
    text: str, catalogue: Catalogue, codes: frozenset[str]
) -> tuple[tuple[JudgedCase, ...], tuple[str, ...]]:
    """
    Read one JSON document with `cases`, or one case a line; `codes` are the codes that a refusal may name.

    Return the cases, and every problem of those that do not read, with the case and the field it names.

    :raises BadJudgements: when no case reads
    """
    problems: list[str] = []
    cases = []
    for number, written in enumerate(_cases(text), start=1):
        name = str(written.get("case_id") or f"case {number}")
        wrong, made = _case(written, catalogue, codes)
        problems += [f"{name} {one}" for one in wrong]
        if made is not None:
            cases.append(made)
    if not cases:
        raise BadJudgements("\n".join(problems) or "no case")
    return tuple(cases), tuple(problems)


def _cases(text: str) -> Iterator[Mapping[str, Any]]:
    try:
        whole = _json(text)
    except ValueError:
        whole = None
    if isinstance(whole, dict):
        listed = whole.get("cases", [whole])
    else:
        try:
            listed = [_json(line) for line in text.splitlines() if line.strip()]
        except ValueError as error:
            raise BadJudgements(f"not JSON: {error}") from error
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise BadJudgements("cases are expected")
    yield from listed


def _json(text: str) -> Any:
    return json.loads(text, parse_float=Decimal, parse_constant=_no_constant)


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no number")


def _case(
    written: Mapping[str, Any], catalogue: Catalogue, codes: frozenset[str]
) -> tuple[list[str], JudgedCase | None]:
    problems = [f"{name}: unknown_field" for name in written if name not in CASE_FIELDS]
    sme, wrong = read_sme(written.get("sme_profile") or {}, catalogue)
    problems += [f"sme_profile.{one.field}: {one.code} {one.value}" for one in wrong]
    offers, unreadable = [], {}
    for number, one in enumerate(written.get("candidates") or []):
        offer, wrong = read_offer(one, catalogue)
        if offer is not None:
            offers.append(offer)
        else:
            unreadable[str(one.get("offer_id") or number)] = tuple(wrong)
    known = {offer.offer_id for offer in offers} | unreadable.keys()
    judgements = {}
    for one in written.get("judgements") or []:
        if wrong_judgement := _wrong_judgement(one, known, codes):
            problems.append(wrong_judgement)
            continue
        failed = tuple(one.get("hard_constraints_failed") or ())
        judgements[one["offer_id"]] = Judgement(one["offer_id"], one["grade"], str(one.get("reason", "")), failed)
    if problems or sme is None:
        return problems, None
    return [], JudgedCase(str(written.get("case_id", "")), sme, tuple(offers), judgements, unreadable)


def _wrong_judgement(one: Mapping[str, Any], known: set[str], codes: frozenset[str]) -> str:
    for name in one:
        if name not in JUDGEMENT_FIELDS:
            return f"judgements.{name}: unknown_field"
    if one.get("offer_id") not in known:
        return f"judgements.offer_id: unknown_code {one.get('offer_id')}"
    if one.get("grade") not in GRADES or isinstance(one.get("grade"), bool):
        return f"judgements.grade: unknown_choice {one.get('grade')}"
    unknown = set(one.get("hard_constraints_failed") or ()) - codes
    return f"judgements.hard_constraints_failed: unknown_code {min(unknown)}" if unknown else ""
