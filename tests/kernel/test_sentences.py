"""Enumerations are joined in one place, by language."""

from pathlib import Path

import pytest
from django.utils import translation

from footprint.choices.wording import written
from kernel.sentences import listed
from matching.queries import wording

ROOMS = [one.parent for one in Path().glob("*/__init__.py") if one.parent.name not in {"tests", "benchmarks", "config"}]


@pytest.mark.parametrize(("language", "text"), [("fr", "un, deux, 3"), ("ar", "un، deux، 3"), ("en", "un, deux, 3")])
def test_a_list_is_joined_by_the_comma_of_its_language(language, text):
    with translation.override(language):
        assert listed(["un", "deux", 3]) == text
        assert written(["un", "deux", 3]) == text
        assert wording.listed(["un", "deux", "3"], 3) == text


def test_nothing_a_reader_sees_is_joined_elsewhere():
    found = [path for room in ROOMS for path in room.rglob("*.py") if '", ".join' in path.read_text()]
    assert [str(path) for path in found if not {"engine", "management"} & set(path.parts)] == []
