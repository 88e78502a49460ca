"""The code rule of docs/method/cbam.md section 12: every row of its table, and every form a person types."""

import pytest

from footprint.engine.cbam import resolve
from reference.files import load

CATALOGUE = load()
LINES_731815 = tuple(f"731815{end}" for end in (20, 35, 42, 48, 52, 58, 62, 68, 75, 82, 88, 95))


def answer(typed, **options):
    return resolve(typed, CATALOGUE, **options)


@pytest.mark.parametrize(
    ("typed", "status", "code"),
    [
        ("080510", "not_concerned", "080510"),
        ("31056000", "not_concerned", "31056000"),
        ("72023000", "not_concerned", "72023000"),
        ("31021010", "superseded", "31021010"),
        ("0805 10 22", "not_concerned", "08051022"),
        ("7318158200", "covered", "73181582"),
        ("731815", "covered_needs_8", "731815"),
        ("310530", "covered", "31053000"),
        ("2716", "covered", "27160000"),
        ("7202", "part_concerned", "7202"),
        ("3105", "part_concerned", "3105"),
        ("72", "part_concerned", "72"),
        ("250700", "part_concerned", "250700"),
        ("2507", "part_concerned", "2507"),
        ("2507 00 20", "not_concerned", "25070020"),
        ("2507 00 80", "covered", "25070080"),
        ("2507 00 10", "unknown", "25070010"),
        ("7610", "covered_needs_8", "7610"),
        ("7317", "not_concerned", "7317"),
        ("7322", "not_concerned", "7322"),
        ("7615", "not_concerned", "7615"),
        ("7602", "not_concerned", "7602"),
        ("8544", "not_concerned", "8544"),
        ("6810", "not_concerned", "6810"),
        ("8210.00.00.90", "not_concerned", "82100000"),
    ],
)
def test_answers(typed, status, code):
    found = answer(typed)
    assert (found.status, found.code) == (status, code)


@pytest.mark.parametrize(
    "typed",
    [
        "7318.15.82",
        "7318 15 82",
        "73 18 15 82 00",
        "7318-15-82",
        "7318/15/82",
        "٧٣١٨١٥٨٢",
        "۷۳۱۸۱۵۸۲",
        "CN 73181582",
        "cn:7318.15.82",
        "HS73181582",
        "NC 7318 15 82",
        "TARIC 7318158200",
        "SH 7318.15.82",
        "73181582.0",
        " 73181582 ",
    ],
)
def test_every_way_of_writing_one_line(typed):
    found = answer(typed)
    assert (found.status, found.code, found.lines) == ("covered", "73181582", ("73181582",))


@pytest.mark.parametrize("typed", ["", "   ", "screws", "7.318E+07", "7318A582", "12345678901", "HS", "7318,15"])
def test_unreadable(typed):
    assert answer(typed).status == "unreadable"


@pytest.mark.parametrize("typed", ["7318159", "73181500"])
def test_an_unknown_line_has_its_twelve_neighbours_and_is_never_padded(typed):
    found = answer(typed)
    assert (found.status, found.is_concerned) == ("unknown", None)
    assert tuple(sorted(found.neighbours)) == LINES_731815
    assert found.lines == ()


def test_neighbours_come_nearest_first():
    assert answer("73181500").neighbours == LINES_731815
    assert answer("73181560").neighbours[:3] == ("73181558", "73181562", "73181552")
    assert answer("731500").neighbours == (
        "731511",
        "731512",
        "731519",
        "731520",
        "731581",
        "731582",
        "731589",
        "731590",
    )
    assert answer("7399").neighbours[0] == "7326"
    assert len(answer("8599").neighbours) == 12


@pytest.mark.parametrize("typed", ["77", "98", "99", "7700", "990000", "77000000"])
def test_no_chapter_of_goods(typed):
    found = answer(typed)
    assert (found.status, found.neighbours, found.notes) == ("unknown", (), ("no_such_chapter",))


def test_a_lost_zero_is_proposed_and_never_applied():
    found = answer("8051022")
    assert (found.status, found.is_concerned) == ("lost_zero", None)
    assert [(one.code, one.status) for one in found.proposals] == [("08051022", "not_concerned")]


def test_a_lost_zero_that_is_also_a_subheading_shows_both():
    found = answer("2101110")
    assert found.status == "lost_zero"
    assert [one.code for one in found.proposals] == ["02101110", "210111"]


def test_no_covered_line_can_lose_a_zero():
    assert not any(cn8.startswith("0") for cn8 in CATALOGUE.cbam_lines)


def test_a_superseded_line_names_its_heirs():
    found = answer("31021010")
    assert [(one.code, one.status) for one in found.proposals] == [
        ("31021012", "covered"),
        ("31021015", "covered"),
        ("31021019", "covered"),
    ]


def test_a_code_from_a_moroccan_declaration_counts_for_six_digits():
    found = answer("7318158299", from_moroccan_declaration=True)
    assert (found.status, found.code, found.notes) == ("covered_needs_8", "731815", ("only_six_digits_used",))
    assert found.lines == LINES_731815


def test_what_is_said_beside_an_answer():
    assert "last_two_digits_ignored" in answer("7318158200").notes
    assert "digits_7_8_not_checked" in answer("08051022").notes
    assert "near_covered_goods" in answer("7317").notes
    assert "near_covered_goods" not in answer("8544").notes
    assert "calcined_only" in answer("25070080").notes
    assert answer("25070020").notes == ("near_covered_goods",)


def test_every_current_line_is_covered_and_every_stem_knows_its_lines():
    current = [cn8 for cn8, line in CATALOGUE.cbam_lines.items() if line.is_current]
    assert len(current) == 571
    for cn8 in current:
        assert answer(cn8).status == "covered"
        assert cn8 in answer(cn8[:6]).lines
        assert answer(cn8[:6]).is_concerned is not False
