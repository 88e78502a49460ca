"""The reason card: the same facts for both sides, as sentences, with points that can be added up by hand."""

import json
import re
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from kernel import sentences
from matching.choices import CRITERIA, RULES
from matching.choices.sentences import CRITERION_FACTS, MENDS, RAISES, WHO
from matching.models import Match
from matching.queries import wording
from matching.queries.needs import is_asked, need_name, question_of

START = 50
STRONG = 500_000
OUTWARD = {"ticket_min_mad": ROUND_FLOOR, "ticket_max_mad": ROUND_CEILING}
NOTHING_NAMED = re.compile(r"\s*:\s*\.$")
STATES = {"pass": "met", "fail": "missing", "unknown": "unknown"}


@dataclass(frozen=True, slots=True)
class Point:
    """One criterion: its points, and the ends they may take while a fact is missing."""

    code: str
    label: str
    fact: str
    points: int
    weight: str
    is_missing: bool


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One hard rule: met, missing or unknown, the fact it reads, who can mend or tell it, and how."""

    code: str
    label: str
    state: str
    text: str
    note: str
    fact: str
    who: str


@dataclass(frozen=True, slots=True)
class Raise:
    """A change of one fact and the points it adds."""

    points: int
    text: str
    who: str


@dataclass(frozen=True, slots=True)
class Reach:
    """Changes of the reader's own that take the score to a target, none to spare, and the score then; no score when none do."""

    target: int
    score: int | None
    changes: tuple[Raise, ...]


@dataclass(frozen=True, slots=True)
class Narrow:
    """A missing fact: how many points wide it leaves the score by itself, how it reads, and who can tell it."""

    points: int
    text: str
    note: str
    fact: str
    who: str


@dataclass(frozen=True, slots=True)
class Reasons:
    """A result as both sides read it: start + the points = score; low and high are the ends while facts are missing."""

    match_id: UUID | None
    offer_id: str
    kind: str
    verdict: str
    score: int
    low: int
    high: int
    start: int
    why: str
    points: tuple[Point, ...]
    rules: tuple[RuleLine, ...]
    raises: tuple[Raise, ...]
    questions: tuple[str, ...]
    measures: tuple[str, ...]
    share_pct: str
    cut_t: Decimal | None
    cut_pct: str
    as_of: str
    need: str
    narrows: tuple[Narrow, ...]
    reach: Reach | None = None


def reasons(match: Match, language: str) -> Reasons:
    """Return the reason card of a match for its firm."""
    return reasons_of(json.loads(match.result), language, match.pk)


def match_for_partner(match: Match, language: str) -> Reasons:
    """
    Return the reason card of a match for the partner that was asked: the same reasons, without the firm's name.

    Questions are the firm's to answer; what would raise the score is what the partner itself may change.
    """
    return reasons_of(json.loads(match.result), language, match.pk, for_partner=True)


def reasons_of(
    result: dict[str, Any], language: str, match_id: UUID | None = None, *, for_partner: bool = False
) -> Reasons:
    """Return any result as a reason card."""
    with override(language):
        points = tuple(_point(part, result, language) for part in result["parts"])
        rules = [_rule(one, language, for_partner=for_partner) for one in result["verdicts"] if _speaks(one)]
        raises = [one for one in result["raises"] if one["who"] == ("partner" if for_partner else "sme")]
        return Reasons(
            match_id=match_id,
            offer_id=result["offer_id"],
            kind=result["kind"],
            verdict=result["verdict"],
            score=out_of_100(result["score"]),
            low=out_of_100(result["low"]),
            high=out_of_100(result["high"]),
            start=START,
            why=_why(points),
            points=tuple(sorted(points, key=lambda one: (-abs(one.points), one.code))),
            rules=tuple(rules),
            raises=tuple(raise_of(one, result["score"], language) for one in raises),
            questions=tuple(dict.fromkeys(rule.text for rule in rules if rule.state == "unknown")),
            measures=tuple(wording.code_name(one, language) for one in result["measures"]),
            share_pct=wording.percent(result["share"], language),
            cut_t=None if result.get("cut_t") is None else Decimal(result["cut_t"]),
            cut_pct=wording.percent(result.get("cut_share"), language),
            as_of=result["as_of"],
            need=result["need"] or "",
            narrows=tuple(_narrow(one, points, language, for_partner=for_partner) for one in result["questions"]),
        )


def out_of_100(micro: int) -> int:
    """Return a score as both sides read it, a whole number."""
    return int((Decimal(micro) / 10_000).quantize(Decimal(1), ROUND_HALF_UP))


def reach_sentence(told: Reasons, language: str) -> str:
    """Return in words what it takes to reach the target; nothing when no change of the reader's does."""
    reach = told.reach
    if reach is None or not reach.changes or reach.score is None:
        return ""
    with override(language):
        params = {"target": wording.number(reach.target, language), "score": wording.number(reach.score, language)}
        params["changes"] = sentences.listed(one.text for one in reach.changes)
        return str(_("To reach %(target)s: %(changes)s. That makes %(score)s.") % params)


def _point(part: dict[str, Any], result: dict[str, Any], language: str) -> Point:
    code, missing = part["code"], part["x"] is None
    worded = CRITERION_FACTS[code]
    sentence = worded.strong if not missing and part["x"] >= STRONG else worded.weak
    if missing:
        is_asked_for = any(one["criterion"] == code for one in result["questions"])
        sentence = worded.missing if is_asked_for or worded.beside is None else worded.beside
    params = {
        "answers": wording.listed(
            (wording.code_name(one, language) for one in result["answers"]), len(result["answers"])
        ),
        "settles": wording.listed((_obligation(one, language) for one in result["settles"]), len(result["settles"])),
        "measures": wording.listed(
            (wording.code_name(one, language) for one in result["measures"]), len(result["measures"])
        ),
        "share": wording.percent(result["share"], language),
    }
    fact = NOTHING_NAMED.sub(".", str(sentence) % params)
    return Point(code, str(CRITERIA[code]), fact, part["points"], part["weight"], missing)


def _obligation(code: str, language: str) -> str:
    return need_name(code, language) or code


def _speaks(verdict: dict[str, Any]) -> bool:
    """Keep what asks something of this offer: a rule it never states is met without a word."""
    return verdict["verdict"] != "pass" or verdict["required"] not in (None, [None, None])


def _rule(verdict: dict[str, Any], language: str, *, for_partner: bool = False) -> RuleLine:
    rule, state = RULES[verdict["code"]], STATES[verdict["verdict"]]
    sentence = {"met": rule.met, "missing": rule.failed, "unknown": rule.unknown}[state]
    params = {
        name: wording.value(verdict["fact"], verdict[name], verdict["unit"], language)
        for name in ("required", "actual")
    }
    text, note = str(sentence) % params, ""
    if state == "missing":
        note = str(MENDS.get(verdict["how"], "")) or str(_("Nothing either side can change today."))
    elif state == "unknown":
        note = str(WHO[verdict["who"]][for_partner])
        if for_partner and verdict["who"] == "sme":
            text = str(_("%(rule)s: not told yet.") % {"rule": rule.label})
    return RuleLine(verdict["code"], str(rule.label), state, text, note, verdict["fact"], verdict["who"])


def raise_of(fix: dict[str, Any], score: int, language: str) -> Raise:
    gain = out_of_100(score + fix["gain"]) - out_of_100(score)
    sentence = str(RAISES[fix["fact"]])
    value = fix["value"] if fix["fact"] not in OUTWARD else _outward(Decimal(fix["value"]), OUTWARD[fix["fact"]])
    text = sentence % {"value": wording.number(value, language)} if "%(value)s" in sentence else sentence
    return Raise(gain, text, fix["who"])


def _narrow(asked: dict[str, Any], points: tuple[Point, ...], language: str, *, for_partner: bool) -> Narrow:
    text = next(one.fact for one in points if one.code == asked["criterion"])
    if asked["who"] == "sme" and not for_partner and is_asked(asked["fact"]):
        text = question_of(asked["fact"], language)
    return Narrow(out_of_100(asked["narrows"]), text, str(WHO[asked["who"]][for_partner]), asked["fact"], asked["who"])


def _outward(amount: Decimal, rounding: str) -> Decimal:
    """Return an amount to its first figure, on the wide side: what a partner would have to take tells no firm's budget."""
    step = Decimal(10) ** amount.adjusted()
    return (amount / step).quantize(Decimal(1), rounding) * step


def _why(points: tuple[Point, ...]) -> str:
    """Return one sentence with the best and the worst."""
    ordered = sorted(points, key=lambda one: (-one.points, one.code))
    best, worst = ordered[0], ordered[-1]
    if best.points > 0 and worst.points < 0:
        return str(_("%(best)s But: %(worst)s") % {"best": best.fact, "worst": worst.fact})
    return best.fact if best.points > 0 else worst.fact
