"""What is marked in a text answers what was typed, in whole words, and the text stays what it was."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.marks import marked
from search.words import SPELLED


def hits(text, typed, **options):
    return [piece for piece, is_hit in marked(text, typed, **options) if is_hit]


@pytest.mark.parametrize(
    ("text", "typed", "found"),
    [
        ("Panneaux solaires : pose et suivi", "SOLAIRE", ["Panneaux solaires"]),
        ("Étude d’électricité", "l'electricite", ["électricité"]),
        ("Étude d’e\u0301lectricité", "électricité", ["e\u0301lectricité"]),
        ("Toiture en solaire, pose", "photovoltaïque", ["Toiture en solaire"]),
        ("Photovoltaïque en toiture, pose", "solar panels", ["Photovoltaïque"]),
        ("حلول الطاقة الشمسية للمصانع", "طاقة شمسيه", ["الطاقة الشمسية"]),
        ("Installateur à Ifrane", "installateurs de la région", ["Installateur"]),
        ("Le toit et la cour", "le la de", []),
        ("Toiture", "", []),
        ("<b>toiture</b> & co", "toiture", ["toiture"]),
    ],
)
def test_the_words_that_answer_are_marked(text, typed, found):
    assert hits(text, typed) == found
    assert "".join(piece for piece, _is_hit in marked(text, typed)) == text


def test_a_word_that_is_being_typed_marks_what_begins_so():
    assert hits("Chaudière à grignons", "chau", unfinished=True) == ["Chaudière"]
    assert hits("Chaudière à grignons", "chau") == []


LETTERS = st.text(st.sampled_from("solaire étoiture SPV'’ -<&>1²½ﬁ\u0301\u0640طاقةالشمسيةَّ\u200d\u0000"), max_size=60)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40) | LETTERS, st.text(max_size=20) | LETTERS, st.booleans())
def test_pieces_are_the_text_and_no_word_is_broken(text, typed, unfinished):
    pieces = marked(text, typed, unfinished=unfinished)
    assert "".join(piece for piece, _is_hit in pieces) == text
    assert all(piece for piece, _is_hit in pieces)
    bounds = {edge for one in SPELLED.finditer(text) for edge in (one.start(), one.end())}
    at = 0
    for piece, is_hit in pieces:
        if is_hit:
            assert {at, at + len(piece)} <= bounds
            assert re.search(r"\w", piece)
        at += len(piece)
