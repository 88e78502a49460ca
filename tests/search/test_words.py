"""Words are folded word by word and kept, and come out as of the whole text; phrases are the longest, none left out."""

from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from kernel.text import words as folded
from reference.queries import LANGUAGES, ROWS, catalogue, name
from search import words
from search.engine.judged import read_judged
from search.synonyms import known

DATA = Path(__file__).parent / "data"
LETTERS = "aàâçéèêëîïôùûüœßİıſǅﬁﬀ½²Σς٠١٢۳أإآٱىئؤةـابتحخدلمنهوي\u064e\u0651\u0670\u0301\u0308\u200c\u200d’'-_.,:\ud800"
SPACES = " \n\t\x0b\x1c\x1f\x85\xa0\u2003\u2028\u3000\u00a8"


@given(st.text() | st.text(LETTERS + SPACES, max_size=120))
@example("ΟΔΟΣ ΣΑΣ")
@example("e\u0301 \u0301e\xa0\u0301\u0327 \u0327\u0301")
def test_words_folded_one_by_one_are_those_of_the_whole_text(text):
    assert words.words(text) == tuple(folded(text))


def test_so_are_those_of_the_judged_set_and_of_every_name():
    judged = read_judged(DATA / "corpus.jsonl", DATA / "queries.tsv", DATA / "qrels.txt")
    texts = [f"{one.title} {one.text}" for one in judged.documents] + [one.text for one in judged.queries]
    for kind in ("region", "province", "sector", "measure", "standard", "scheme", "activity"):
        codes = getattr(catalogue(), ROWS[kind][0])
        texts += [name(kind, code, language) for code in codes for language in LANGUAGES]
    for text in texts:
        plain = tuple(folded(text))
        assert words.words(text) == plain
        stems = [words.arabic_stem(one) if words.is_arabic(one) else one for one in plain]
        assert words.arabic(text) == " ".join(stems)
        assert words.beginnings(text) == list(dict.fromkeys([*plain, *stems]))
        marked = [f"_{words.light_stem(one)}_" for one in words.said(text)]
        assert words.grams(text) == list(
            dict.fromkeys(one[at : at + 3] for one in marked for at in range(len(one) - 2))
        )


def test_what_nobody_writes_again_is_not_kept():
    before = words._folded.cache_info().currsize
    assert words.words(f"{'é' * 41} Écran") == ("e" * 41, "ecran")
    assert words._folded.cache_info().currsize == before


@settings(deadline=None)  # the first reads the phrases
@given(st.data())
def test_clauses_hold_every_word_once_and_each_phrase_is_the_longest_that_begins_there(data):
    vocabulary = sorted(known.spelled())
    text = " ".join(data.draw(st.lists(st.sampled_from(vocabulary), max_size=12)))
    clauses, asked = known.clauses(text), words.terms(text)
    assert [word for clause in clauses for word in clause.words] == asked
    at = 0
    for clause in clauses:
        stems = [words.light_stem(word) for word in asked[at:]]
        longest = max((n for n in range(1, len(stems) + 1) if tuple(stems[:n]) in known.phrases), default=0)
        assert (len(clause.words), bool(clause.tags)) == (longest or 1, bool(longest))
        at += len(clause.words)
