"""Not concerned by the border tax comes with who asks instead, by the digits of what is sold."""

import pytest

from footprint import queries
from footprint.choices import ASKERS, askers_of_goods
from footprint.choices.goods import OF_GOODS
from reference.queries import catalogue


@pytest.mark.parametrize(
    ("code", "asked"),
    [
        ("0805 10 22", {"csrd", "organic", "ppwr"}),
        ("09011100", {"csrd", "eudr", "organic", "ppwr"}),
        ("1604 13", {"catch", "csrd", "organic", "ppwr"}),
        ("6109 10 00", {"csrd", "textile", "ppwr"}),
        ("94036010", {"csrd", "eudr", "ppwr"}),
        ("9403", {"csrd", "eudr", "ppwr"}),
        ("7317", {"csrd", "metals", "ppwr"}),
        ("27160000", {"csrd"}),
        ("73181500", set()),
        ("moonshine", set()),
    ],
)
def test_who_asks_hangs_on_the_goods(code, asked):
    found = queries.askers_of([queries.check_code(code)])
    assert {name for name, asker in ASKERS.items() if asker in found} == asked


def test_every_rule_names_codes_that_exist():
    for asker, starts in OF_GOODS.items():
        assert asker in ASKERS
        assert not [start for start in starts if start not in catalogue().hs]
    assert askers_of_goods("0") == []
