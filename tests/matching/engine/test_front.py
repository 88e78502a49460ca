from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from matching.engine.front import front

AMOUNTS = st.integers(-5, 5).map(Decimal)
POINTS = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.tuples(AMOUNTS, AMOUNTS), max_size=8)


def beats(one, other):
    return one != other and one[0] >= other[0] and one[1] >= other[1]


def test_by_hand():
    points = {"led": (4, 90), "pv": (60, 40), "boiler": (-9, 500), "heat": (60, 30), "vsd": (10, 90), "twin": (10, 90)}
    found = front({code: (Decimal(tonnes), Decimal(value)) for code, (tonnes, value) in points.items()})
    assert found == ["twin", "vsd", "pv"], (
        "what raises emissions is not there, nor what another beats in one and equals in the other"
    )


@given(POINTS)
def test_nothing_on_the_front_is_beaten_and_all_else_is(points):
    found = front(points)
    lowering = {code: point for code, point in points.items() if point[0] > 0}
    for code, point in lowering.items():
        assert (code in found) != any(beats(other, point) for other in lowering.values())
    assert [points[code][1] for code in found] == sorted((points[code][1] for code in found), reverse=True)
    tonnes = [points[code][0] for code in found]
    assert tonnes == sorted(tonnes), "more tonnes cost value, or they would beat"
