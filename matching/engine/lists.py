"""
The list that is shown: the order of the score, then the steps that move an offer, each with its name.

Room: good partners with room come first. Mutual: then whom both sides suit. Variety: not the same technology again and again.
New: the fifth place is for a new partner. Fair: a partner seen too little gets its next fitting place.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from matching.engine.allocation import MILLION, Pair

HUNDRED: Final = 100
STEPS: Final = ("room", "mutual", "variety", "new", "fair")

ListKey = tuple[str, str, str]
"""A site, a need or nothing, a kind of offer."""


@dataclass(frozen=True, slots=True)
class Terms:
    """
    The numbers that lists go by; shares are in per cent.

    Places of a list, the one for a new partner and below how many introductions it is new, the score from which an entry is
    good enough, how much likeness weighs and what the same technology counts for, below which part of its due a partner is
    owed a place, and the part of a month that a partner takes in a day and in a week.
    """

    places: int = 6
    new_place: int = 5
    new_below: int = 5
    good_enough_pct: int = 50
    likeness_pct: int = 20
    alike_pct: int = 60
    owed_below_pct: int = 50
    pace_day_pct: int = 10
    pace_week_pct: int = 30


STARTING_TERMS: Final = Terms()


@dataclass(frozen=True, slots=True)
class Entry:
    """
    The best offer of a partner in one list; scores in millionths, `technologies` the measures it acts by.

    `pull` is what its place goes by: the mutual score, or its part of a place in a market that was balanced.
    A partner without a part of a place may still have one to spare, when lists left it some.
    """

    offer: str
    partner: str
    score: int
    mutual: int
    pull: int
    mu: int = 0
    digest: str = ""
    passes: bool = True
    is_spare: bool = False
    introductions: int = STARTING_TERMS.new_below
    technologies: frozenset[str] = frozenset()
    terms: Terms = STARTING_TERMS

    @property
    def has_room(self) -> bool:
        return self.mu > 0 or self.is_spare

    @property
    def is_good_enough(self) -> bool:
        return HUNDRED * self.score >= self.terms.good_enough_pct * MILLION

    @property
    def goes_first(self) -> bool:
        """Whether a partner has room and is good enough: for want of room nobody gives way to a poor fit."""
        return self.has_room and self.is_good_enough

    @property
    def fits_for_sure(self) -> bool:
        """Whether it goes first and every rule is met: no place is given away below that."""
        return self.passes and self.goes_first

    @property
    def is_new(self) -> bool:
        return self.introductions < self.terms.new_below and self.fits_for_sure


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry in its place, where it stood by the score alone, and the step that moved it most; places count from one."""

    entry: Entry
    place: int
    by_score: int
    moved: str


def pairs(lists: Mapping[ListKey, Collection[Entry]]) -> list[Pair]:
    """
    Return who may have a place where: room is for those who may go first alone.

    A partner takes one place of a site and kind, whatever the need: the one where both suit each other best.
    """
    best: dict[tuple[str, str, str], int] = {}
    for (site, _need, kind), entries in lists.items():
        for one in entries:
            if one.is_good_enough:
                place = (site, kind, one.partner)
                best[place] = max(best.get(place, 0), one.mutual)
    return [Pair(*place, both) for place, both in best.items()]


def shown_lists(
    lists: Mapping[ListKey, Collection[Entry]],
    owed: Collection[str],
    spare: Mapping[str, int],
    terms: Terms = STARTING_TERMS,
) -> dict[ListKey, list[Placed]]:
    """
    Return every list as it is shown, each with its steps.

    `owed` are the partners who were seen too little, `spare` the places that partners have left: they are never given twice.
    """
    left, given = dict(spare), set[tuple[str, str, str]]()
    orders: dict[ListKey, list[list[Entry]]] = {}
    for key, entries in sorted(lists.items()):
        orders[key] = _orders([_spared(key, one, left, given) for one in entries], terms)
        for one in orders[key][-1][: terms.places]:
            _give(key, one, left, given)
    for partner in sorted(owed):
        _give_next_place(partner, orders, (left, given), terms)
    return {key: _placed(steps, terms) for key, steps in orders.items()}


def _spared(key: ListKey, one: Entry, left: Mapping[str, int], given: Collection[tuple[str, str, str]]) -> Entry:
    """Whoever has a place at a site for one need has it for the others."""
    has_one = left.get(one.partner, 0) > 0 or (key[0], key[2], one.partner) in given
    return replace(one, is_spare=has_one and one.is_good_enough)


def _give(key: ListKey, one: Entry, left: dict[str, int], given: set[tuple[str, str, str]]) -> None:
    place = (key[0], key[2], one.partner)
    if one.mu == 0 and one.is_spare and place not in given:
        left[one.partner] -= 1
        given.add(place)


def _orders(entries: Iterable[Entry], terms: Terms) -> list[list[Entry]]:
    """Return the order by score, and after each step but the last."""
    by_score = sorted(entries, key=lambda one: (-one.score, one.digest, one.offer))
    by_room = sorted(by_score, key=lambda one: not one.goes_first)
    by_both = sorted(by_room, key=lambda one: (not one.goes_first, -one.pull))
    varied = _varied(by_both, terms)
    return [by_score, by_room, by_both, varied, _with_a_new_one(varied, terms)]


def _varied(entries: Sequence[Entry], terms: Terms) -> list[Entry]:
    """Take in turn the entry whose pull, less its likeness to those taken, is largest (MMR)."""
    left, taken = list(entries), list[Entry]()
    while left and len(taken) < terms.places:
        best = max(range(len(left)), key=lambda at: (left[at].goes_first, _worth(left[at], taken, terms), -at))
        taken.append(left.pop(best))
    return taken + left


def _worth(one: Entry, taken: Iterable[Entry], terms: Terms) -> int:
    alike = any(one.technologies & other.technologies for other in taken)
    likeness = terms.alike_pct * MILLION // HUNDRED if alike else 0
    return (HUNDRED - terms.likeness_pct) * one.pull - terms.likeness_pct * likeness


def _with_a_new_one(entries: list[Entry], terms: Terms) -> list[Entry]:
    newcomer = next((one for one in entries if one.is_new), None)
    if newcomer is None or newcomer in entries[: terms.new_place]:
        return entries
    rest, before = [one for one in entries if one != newcomer], terms.new_place - 1
    return [*rest[:before], newcomer, *rest[before:]]


def _give_next_place(
    partner: str,
    orders: Mapping[ListKey, list[list[Entry]]],
    places: tuple[dict[str, int], set[tuple[str, str, str]]],
    terms: Terms,
) -> None:
    """Put a partner last in the list that it suits best among those that are full without it and gave no place away yet."""
    left, given = places
    fitting = [
        (one.mutual, key, one)
        for key, steps in orders.items()
        for found in steps[-1][terms.places :]
        if found.partner == partner and len(steps) == len(STEPS)
        for one in [_spared(key, found, left, given)]
        if one.fits_for_sure
    ]
    if fitting:
        _mutual, key, one = max(fitting, key=lambda two: (two[0], two[1]))
        rest = [other for other in orders[key][-1] if other.partner != partner]
        orders[key].append([*rest[: terms.places - 1], one, *rest[terms.places - 1 :]])
        _give(key, one, left, given)


def _placed(steps: list[list[Entry]], terms: Terms) -> list[Placed]:
    places = [{one.offer: place for place, one in enumerate(order, 1)} for order in steps]
    return [
        Placed(one, place, places[0][one.offer], _reason([order[one.offer] for order in places]))
        for place, one in enumerate(steps[-1][: terms.places], 1)
    ]


def _reason(places: Sequence[int]) -> str:
    """Return the step that moved an entry most the way it went, nothing when it stands where its score put it."""
    if places[0] == places[-1]:
        return ""
    way = 1 if places[-1] > places[0] else -1
    moves = [way * (after - before) for before, after in pairwise(places)]
    return STEPS[moves.index(max(moves))]


def fair_share(lists: Mapping[ListKey, Collection[Entry]], terms: Terms = STARTING_TERMS) -> dict[str, int]:
    """Return the part of the places that each partner merits, in millionths: those of a list are shared out by the mutual score."""
    due: dict[str, int] = {}
    for entries in lists.values():
        whole = sum(one.mutual for one in entries)
        places = min(terms.places, len(entries)) * MILLION
        for one in entries:
            due[one.partner] = due.get(one.partner, 0) + (places * one.mutual // whole if whole else 0)
    return due


def seen(lists: Mapping[ListKey, Collection[Placed]]) -> dict[str, int]:
    """Return how many places each partner has, in millionths."""
    found: dict[str, int] = {}
    for rows in lists.values():
        for one in rows:
            found[one.entry.partner] = found.get(one.entry.partner, 0) + MILLION
    return found


def owed(ledger: Mapping[str, tuple[int, int]], terms: Terms = STARTING_TERMS) -> frozenset[str]:
    """Return the partners that were seen too little for what they merit, from (seen, due) of the month."""
    return frozenset(
        partner for partner, (places, due) in ledger.items() if HUNDRED * places < terms.owed_below_pct * due
    )
