"""
The small closed vocabulary of the measure rules (docs/method/measures.md section 1): read and evaluated, never `eval`.

Conditions are three-valued: True, False, or None when a fact is missing. Sums are Decimal, or None when a fact is missing.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import NamedTuple

Value = Decimal | bool | str | tuple[str, ...]
Facts = Mapping[str, Value | None]

TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?)|([A-Za-z_]\w*)|([-+*/()<>=,;]))")
WORDS = {"yes": True, "no": False}
KEYWORDS = frozenset({"and", "or", "in", "present", "min", "max", "ifknown"})


class BadRule(ValueError):
    """The rule is not in the vocabulary."""


class Rule(NamedTuple):
    """A condition or a sum, with the facts it names."""

    text: str
    names: tuple[str, ...]
    tree: "Node"


@dataclass(frozen=True, slots=True)
class Node:
    """One step of a rule: what to do, with which parts; a leaf holds a number, a name or words."""

    what: str
    parts: tuple["Node", ...] = ()
    leaf: Value = ""


class Output(NamedTuple):
    """One output of a saving rule; `@carbon` counts for CO2 and not for money."""

    name: str
    carbon_only: bool
    rule: Rule


class _Reader:
    """Recursive descent over the tokens of one rule."""

    def __init__(self, text: str) -> None:
        self.text, self.tokens, self.at = text, list(_tokens(text)), 0

    @property
    def next(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self, wanted: str = "") -> str:
        token = self.next
        if not token or (wanted and token != wanted):
            raise BadRule(f"{self.text!r}: {wanted or 'more'} expected, {token or 'the end'} found")
        self.at += 1
        return token

    def name(self) -> str:
        token = self.take()
        if not (token[0].isalpha() or token[0] == "_") or token in KEYWORDS:
            raise BadRule(f"{self.text!r}: {token!r} is no name")
        return token

    def whole(self, tree: Node) -> Node:
        if self.next:
            raise BadRule(f"{self.text!r}: {self.next!r} is too much")
        return tree

    def either(self) -> Node:
        parts = [self.both()]
        while self.next == "or":
            self.take()
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else Node("or", tuple(parts))

    def both(self) -> Node:
        parts = [self.test()]
        while self.next == "and":
            self.take()
            parts.append(self.test())
        return parts[0] if len(parts) == 1 else Node("and", tuple(parts))

    def test(self) -> Node:
        if self.next == "(":
            self.take()
            inside = self.either()
            self.take(")")
            return inside
        fact = Node("name", leaf=self.name())
        how = self.take()
        if how == "present":
            return Node("present", (fact,))
        if how == "in":
            self.take("(")
            options = [self.value()]
            while self.next == ";":
                self.take()
                options.append(self.value())
            self.take(")")
            return Node("in", (fact, *options))
        if how not in {"=", "<", ">"}:
            raise BadRule(f"{self.text!r}: {how!r} compares nothing")
        return Node(how, (fact, self.value()))

    def value(self) -> Node:
        token = self.take()
        if token[0].isdigit():
            return Node("number", leaf=Decimal(token))
        if not token[0].isalpha():
            raise BadRule(f"{self.text!r}: {token!r} is no value")
        return Node("word", leaf=WORDS.get(token, token))

    def total(self) -> Node:
        left = self.product()
        while self.next in {"+", "-"}:
            left = Node(self.take(), (left, self.product()))
        return left

    def product(self) -> Node:
        left = self.factor()
        while self.next in {"*", "/"}:
            left = Node(self.take(), (left, self.factor()))
        return left

    def factor(self) -> Node:
        seen = self.next
        if seen == "-":
            self.take()
            return Node("negative", (self.factor(),))
        if seen == "(":
            self.take()
            inside = self.total()
            self.take(")")
            return inside
        if seen[:1].isdigit():
            return Node("number", leaf=Decimal(self.take()))
        if seen in {"min", "max", "ifknown"}:
            return self.call(self.take())
        return Node("name", leaf=self.name())

    def call(self, what: str) -> Node:
        self.take("(")
        parts = [self.total()]
        while self.next == ",":
            self.take()
            parts.append(self.total())
        self.take(")")
        if what == "ifknown" and (len(parts) != 3 or parts[0].what != "name"):
            raise BadRule(f"{self.text!r}: ifknown takes a fact and two rules")
        return Node(what, tuple(parts))


def _tokens(text: str) -> Iterator[str]:
    at = 0
    while at < len(text.rstrip()):
        found = TOKEN.match(text, at)
        if found is None:
            raise BadRule(f"{text!r}: cannot be read from {text[at : at + 10]!r}")
        at = found.end()
        yield next(group for group in found.groups() if group is not None)


def _names(tree: Node) -> Iterator[str]:
    if tree.what == "name":
        yield str(tree.leaf)
    for part in tree.parts:
        yield from _names(part)


@cache
def condition(text: str) -> Rule:
    """
    Read a trigger or the expression of an exclusion.

    :raises BadRule: when it is outside the vocabulary
    """
    reader = _Reader(text)
    tree = reader.whole(reader.either())
    return Rule(text, tuple(dict.fromkeys(_names(tree))), tree)


@cache
def rule(text: str) -> Rule:
    """
    Read a rule that gives a number.

    :raises BadRule: when it is outside the vocabulary
    """
    reader = _Reader(text)
    tree = reader.whole(reader.total())
    return Rule(text, tuple(dict.fromkeys(_names(tree))), tree)


@cache
def exclusions(text: str | None) -> tuple[tuple[str, Rule], ...]:
    """Read `code: expression | code: expression`."""
    pairs = [part.partition(":") for part in (text or "").split("|") if part.strip()]
    if any(not colon for _, colon, _ in pairs):
        raise BadRule(f"{text!r}: an exclusion has no code")
    return tuple((code.strip(), condition(expression.strip())) for code, _, expression in pairs)


@cache
def outputs(text: str | None) -> tuple[Output, ...]:
    """Read `output: rule; output@carbon: rule`."""
    pairs = [part.partition(":") for part in (text or "").split(";") if part.strip()]
    if any(not colon for _, colon, _ in pairs):
        raise BadRule(f"{text!r}: an output has no name")
    found = []
    for name, _, expression in pairs:
        plain, at, mark = name.strip().partition("@")
        if at and mark != "carbon":
            raise BadRule(f"{text!r}: @{mark} means nothing")
        found.append(Output(plain, bool(at), rule(expression.strip())))
    return tuple(found)


def holds(what: Rule, facts: Facts, minima: frozenset[str] = frozenset()) -> bool | None:
    """
    Return whether a condition holds: None when it hangs on a missing fact.

    A fact named in `minima` is at least what it says: it may pass a bound, and is never known to stay below one.
    """
    return _holds(what.tree, facts, minima)


def _holds(tree: Node, facts: Facts, minima: frozenset[str]) -> bool | None:
    if tree.what in {"and", "or"}:
        decides = tree.what == "or"
        answers = [_holds(part, facts, minima) for part in tree.parts]
        return decides if decides in answers else None if None in answers else not decides
    name = str(tree.parts[0].leaf)
    fact = facts.get(name)
    if fact is None:
        return None
    if tree.what == "present":
        return fact not in (False, ())
    values = [part.leaf for part in tree.parts[1:]]
    if tree.what in {"=", "in"}:
        return fact in values
    if not isinstance(fact, Decimal) or not isinstance(values[0], Decimal):
        raise BadRule(f"{fact!r} and {values[0]!r} have no order")
    if name in minima and fact <= values[0]:
        return None
    return fact < values[0] if tree.what == "<" else fact > values[0]


def hangs_on(what: Rule, facts: Facts, minima: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Return the facts that a condition names and that are missing, or known as a minimum only."""
    return tuple(name for name in what.names if facts.get(name) is None or name in minima)


def compute(what: Rule, facts: Facts, flags: set[str] | None = None) -> Decimal | None:
    """Return the number of a rule, None when a fact is missing; limits that `min` ignored go into `flags`."""
    return _compute(what.tree, facts, set() if flags is None else flags)


def _compute(tree: Node, facts: Facts, flags: set[str]) -> Decimal | None:
    if tree.what == "number":
        return tree.leaf if isinstance(tree.leaf, Decimal) else None
    if tree.what == "name":
        fact = facts.get(str(tree.leaf))
        if fact is not None and (isinstance(fact, bool) or not isinstance(fact, Decimal)):
            raise BadRule(f"{tree.leaf} is no number")
        return fact
    if tree.what == "ifknown":
        known = facts.get(str(tree.parts[0].leaf)) is not None
        return _compute(tree.parts[1 if known else 2], facts, flags)
    if tree.what == "min":
        values = [_compute(part, facts, flags) for part in tree.parts]
        flags.update(
            name for part, value in zip(tree.parts, values, strict=True) if value is None for name in _names(part)
        )
        return min((value for value in values if value is not None), default=None)
    values = [_compute(part, facts, flags) for part in tree.parts]
    numbers = [value for value in values if value is not None]
    return _arithmetic(tree.what, numbers) if len(numbers) == len(values) else None


def _arithmetic(what: str, numbers: list[Decimal]) -> Decimal | None:
    if what == "negative":
        return -numbers[0]
    if what == "max":
        return max(numbers)
    left, right = numbers
    if what == "+":
        return left + right
    if what == "-":
        return left - right
    if what == "*":
        return left * right
    return left / right if right else None
