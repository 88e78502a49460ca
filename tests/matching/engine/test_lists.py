"""What holds of any list that is shown: room, pace, places, and the same bytes whatever the order of the rows."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine import lists
from matching.engine.allocation import MILLION, PLACES, Pair, allocate
from matching.engine.capacity import room
from matching.engine.lists import Entry, fair_share, owed, seen, shown_lists
from tests.matching.engine.firms import DAY

quick = settings(max_examples=25, deadline=None)
names = st.sampled_from([f"p{number}" for number in range(8)])
micro = st.integers(1, MILLION)
LISTS = [
    ("site1", "", "technology"),
    ("site1", "vsd", "technology"),
    ("site2", "", "technology"),
    ("site2", "", "finance"),
]


@st.composite
def markets(draw):
    """Lists of partners, each with a score for the firm and one for the partner, and the room of every partner."""
    entry = st.tuples(names, micro, micro, st.booleans(), st.integers(0, 9), st.sampled_from(["pv", "led", ""]))
    found = {}
    for key in LISTS:
        rows = draw(st.lists(entry, max_size=8, unique_by=lambda row: row[0]))
        found[key] = [
            Entry(
                f"{partner}-offer",
                partner,
                score,
                both,
                both,
                0,
                partner,
                passes,
                False,
                count,
                frozenset({does} - {""}),
            )
            for partner, score, both, passes, count, does in rows
        ]
    return found, {f"p{number}": draw(st.integers(0, 3)) for number in range(8)}


def solve(market, limits, rest=frozenset(), **how):
    found = allocate(lists.pairs(market), limits, **how)
    entries = {
        key: [lists.replace(one, mu=found.mu.get((key[0], key[2], one.partner), 0)) for one in rows]
        for key, rows in market.items()
    }
    return found, shown_lists(entries, rest, found.spare)


@quick
@given(markets(), st.sets(names), st.sampled_from([20_000, 0]))
def test_room_is_never_exceeded_and_partners_without_it_come_last(market, rest, most_exact):
    market, limits = market
    found, shown = solve(market, limits, rest, most_exact=most_exact)
    taken = Counter()
    for (_site, _kind, partner), part in found.mu.items():
        taken[partner] += part
    assert all(taken[one] <= limits[one] * MILLION for one in taken)
    places = {(key[0], key[2], row.entry.partner) for key, rows in shown.items() for row in rows if row.entry.has_room}
    held = Counter(partner for *_list, partner in places)
    assert all(held[one] <= limits[one] for one in held)
    if found.method == "exact":
        assert set(found.mu.values()) <= {0, MILLION}
    for rows in shown.values():
        first = [row.entry.goes_first for row in rows]
        assert first == sorted(first, reverse=True)


@quick
@given(markets(), st.sets(names), st.randoms(use_true_random=False))
def test_one_place_a_partner_and_the_order_of_rows_changes_nothing(market, rest, chance):
    market, limits = market
    _found, shown = solve(market, limits, rest)
    for key, rows in shown.items():
        assert len(rows) == min(PLACES, len(market[key]))
        assert len({row.entry.partner for row in rows}) == len(rows)
        assert [row.place for row in rows] == list(range(1, len(rows) + 1))
        assert all(bool(row.moved) == (row.place != row.by_score) for row in rows)
    mixed = {key: chance.sample(rows, len(rows)) for key, rows in chance.sample(list(market.items()), len(market))}
    assert solve(mixed, limits, rest)[1] == shown


@quick
@given(
    st.integers(0, 40),
    st.integers(0, 40),
    st.lists(st.integers(0, 9).map(lambda ago: DAY - timedelta(days=ago)), max_size=15),
)
def test_pace_is_a_tenth_a_day_and_three_tenths_a_week(capacity, month, recent):
    left = room(capacity, month, recent, DAY)
    today, week = sum(day == DAY for day in recent), sum(DAY - day < timedelta(days=7) for day in recent)
    assert 0 <= left <= max(0, capacity - month)
    if left:
        assert today * 10 < capacity + 9
        assert week * 10 < 3 * capacity + 9
    assert room(capacity, month, recent, DAY + timedelta(days=30)) == max(0, capacity - month)


def entry(partner, score, both=None, **more):
    both = score if both is None else both
    return Entry(partner, partner, score, both, both, **{"mu": MILLION, "digest": partner, **more})


def order(*entries, rest=(), spare=None):
    (rows,) = shown_lists({LISTS[0]: entries}, rest, spare or {}).values()
    return [(row.entry.partner, row.moved) for row in rows]


def test_each_step_moves_what_it_is_for_and_says_so():
    assert order(entry("a", 700_000), entry("b", 600_000)) == [("a", ""), ("b", "")]
    assert order(entry("a", 700_000, mu=0), entry("b", 600_000)) == [("b", "room"), ("a", "room")]
    assert order(entry("a", 700_000, mu=0), entry("b", 499_999)) == [("a", ""), ("b", "")], "no poor fit goes first"
    assert order(entry("a", 700_000, mu=0), entry("b", 600_000), spare={"a": 1}) == [("a", ""), ("b", "")]
    assert order(entry("a", 700_000, 300_000), entry("b", 600_000)) == [("b", "mutual"), ("a", "mutual")]
    sun, light = frozenset({"pv"}), frozenset({"led"})
    alike = [entry("a", 700_000, technologies=sun), entry("b", 650_000, technologies=sun)]
    assert order(*alike, entry("c", 600_000, technologies=light)) == [("a", ""), ("c", "variety"), ("b", "variety")]
    known = [entry(f"k{number}", 900_000 - number, introductions=9) for number in range(6)]
    assert order(*known, entry("n", 500_000, introductions=4))[4] == ("n", "new")
    for never in ({"passes": False}, {"introductions": 5}, {"mu": 0}):
        assert "n" not in dict(order(*known, entry("n", 500_000, **{"introductions": 4, **never})))
    assert "n" not in dict(order(*known, entry("n", 499_999, introductions=4)))
    late = entry("z", 510_000, introductions=9)
    assert order(*known, late, rest=["z"])[5] == ("z", "fair")
    assert "z" not in dict(order(*known, late))


def test_the_ledger_owes_a_place_below_half_of_the_fair_share():
    rows = {LISTS[0]: [entry(f"k{number}", 600_000) for number in range(12)]}
    due = fair_share(rows)
    assert set(due.values()) == {MILLION // 2}
    shown = shown_lists(rows, (), {})
    assert sorted(seen(shown).values()) == [MILLION] * 6
    assert owed({"a": (MILLION, 2 * MILLION), "b": (MILLION - 1, 2 * MILLION), "c": (0, 0)}) == {"b"}


@pytest.mark.parametrize("most_exact", [20_000, 0])
def test_scarce_room_goes_where_both_suit_each_other_best(most_exact):
    """One partner for two firms: the firm that it suits best has it; by each side's own list both firms would."""
    pairs = [
        Pair("s1", "technology", "p", 900_000),
        Pair("s2", "technology", "p", 500_000),
        Pair("s2", "technology", "q", 490_000),
    ]
    mu = allocate(pairs, {"p": 1, "q": 1}, most_exact=most_exact).mu
    assert mu["s1", "technology", "p"] > mu["s2", "technology", "p"]
    assert mu["s2", "technology", "q"] > 400_000
    assert allocate([], {}).mu == {}


def test_no_room_is_spent_on_a_partner_that_may_not_go_first():
    here, there = ("s1", "", "technology"), ("s2", "", "technology")
    market = {here: [entry("p", 490_000, 640_000)], there: [entry("p", 600_000), entry("q", 510_000, 450_000)]}
    found, shown = solve(market, {"p": 1, "q": 9})
    assert found.mu == {("s2", "technology", "p"): MILLION, ("s2", "technology", "q"): MILLION}
    assert [(row.entry.partner, row.entry.goes_first) for row in shown[there]] == [("p", True), ("q", True)]
    assert [row.entry.has_room for row in shown[here]] == [False]


def test_a_balance_gives_whole_places_largest_part_first():
    pairs = [Pair(f"s{number}", "technology", "p", 500_000 + number) for number in range(9)]
    found = allocate(pairs, {"p": 2}, most_exact=0)
    assert {site for (site, _kind, _partner), part in found.mu.items() if part} == {"s7", "s8"}
    assert found.spare == {"p": 0}


def test_the_reason_of_a_move_went_the_way_of_the_entry():
    assert lists._reason([9, 9, 2, 9, 8, 8]) == "mutual", "variety undid most of it, and is no reason why it rose"
    assert lists._reason([4, 1, 3, 5, 5, 5]) == "mutual", "room moved it most, upwards, yet it fell"
    assert lists._reason([4, 5, 5, 5, 5, 5]) == "room"
    assert lists._reason([4, 5, 4, 4, 4, 4]) == ""
