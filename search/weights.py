"""What a match is worth, the same on both engines; tuned on one half of the judged set of docs/search.md."""

from collections.abc import Mapping
from typing import Final

# Factors of BM25, for a word found by its stem in a title or a text.
PARTS: Final[Mapping[str, float]] = {"title": 3.0, "body": 1.0}

# Constants on the scale of BM25. A thing asked for that a row carries as a tag; in the second try also one that its title
# or its text names, in whatever language.
TAGGED: Final[Mapping[str, float]] = {"tags": 5.0}
NAMED: Final[Mapping[str, float]] = {**TAGGED, "named_title": 5.0, "named_body": 1.0}

# What is found comes before others when its title names the thing: a maker of it before who pays for it among much else.
ABOUT: Final[Mapping[str, float]] = {"named_title": 3.0}

# A word of a title or a text that has one slip more, or goes on.
NEAR: Final[Mapping[str, float]] = {"begins": 0.5, "told": 0.25}

# The beginning of a word of a title, while it is typed.
BEGUN: Final = 1.0

# The second try: rows of all words come first; letters in threes hardly count beside words.
FIRST: Final = 1000.0
GRAMS: Final = 0.1
