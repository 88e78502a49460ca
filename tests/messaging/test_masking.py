"""What people type to get around: hidden as long as contacts are; what prices a project stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messaging.engine.masking import HIDDEN, mask

REACHES = [
    "amina@argane.example",
    "amina (at) argane (dot) example",
    "0612345678",
    "06 12 34 56 78",
    "06.12.34.56.78",
    "+212 6 12-34-56-78",
    "00212612345678",
    "٠٦١٢٣٤٥٦٧٨",
    "+٢١٢ ٦ ١٢ ٣٤ ٥٦ ٧٨",
    "https://argane.example/contact",
    "www.argane.example",
    "wa.me/212612345678",
    "@argane_officiel",
    "001234567000089",
    "153456789000012",
    "Amina Berrada",
    "AMINA  BERRADA",
]
STAYS = [
    "15 200 kWh par an",
    "1 800 000 MAD, soit 1.250.000,50 de prêt",
    "du 01/01/2025 au 31/12/2025",
    "0,95 MAD/kWh",
    "1150 m² de toiture, 250 kWc",
    "٢٥٠ كيلوواط",
    "à 8h30",
]


@pytest.mark.parametrize("typed", REACHES)
def test_each_way_to_reach_somebody_is_hidden_in_the_middle_of_a_sentence(typed):
    assert mask(f"Voici : {typed}, merci", ["Amina Berrada"]) == f"Voici : {HIDDEN}, merci"


@pytest.mark.parametrize("typed", STAYS)
def test_what_prices_a_project_stays(typed):
    assert mask(typed, ["Amina Berrada"]) == typed


def test_a_name_within_a_word_is_no_name():
    assert mask("Minaret", ["Mina"]) == "Minaret"


@given(st.text(), st.lists(st.text(max_size=20), max_size=3))
def test_any_text_is_read_and_masking_twice_changes_nothing_more(text, names):
    once = mask(text, names)
    assert mask(once, names) == once or HIDDEN in once
