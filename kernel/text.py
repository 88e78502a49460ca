"""Letters and digits as people type them, in the three languages."""

import re
import unicodedata

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ـ": ""})
_APOSTROPHES = str.maketrans("’ʼ`´", "''''")
_PLAIN: dict[int, int | str] = {**_DIGITS, **_APOSTROPHES, **_ARABIC}
_JOINERS = "\u200c\u200d"  # they shape Arabic and Persian words
_WORD = re.compile(r"\w+")


class _Bare(dict[int, int | str | None]):
    """What becomes of a letter once it stands apart from its marks, hidden ones included; filled as letters are met."""

    def __missing__(self, letter: int) -> int | None:
        is_mark = unicodedata.combining(chr(letter)) or unicodedata.category(chr(letter)) == "Cf"
        self[letter] = kept = None if is_mark else letter
        return kept


_BARE = _Bare(_ARABIC)


def one_line(text: str) -> str:
    """Return a text fit for a name: spaces single, and no control or direction mark that could disguise it or a letter."""
    return " ".join("".join(map(_visible, text)).split())


def plain_lines(text: str) -> str:
    """Return a text of several lines, each as `one_line` has it but for its own spaces; blank ends are left out."""
    return "\n".join("".join(map(_visible, line)).rstrip() for line in text.splitlines()).strip()


def _visible(letter: str) -> str:
    category = unicodedata.category(letter)
    if category in {"Cc", "Zl", "Zp"}:
        return " "
    return "" if category in {"Cf", "Cs", "Co", "Cn"} and letter not in _JOINERS else letter


def ascii_digits(text: str) -> str:
    """Return the text with Arabic-Indic and Persian digits written 0 to 9."""
    return text.translate(_DIGITS)


def fold(text: str) -> str:
    """Return the text in lower case without accents or Arabic marks, alef, ya and ta marbuta in one form."""
    return unicodedata.normalize("NFKD", text.translate(_PLAIN).lower()).translate(_BARE)


def holds(text: str, wanted: list[str]) -> bool:
    """Return whether each of some folded words, or its beginning, is in a text."""
    said = words(text)
    return all(any(one.startswith(word) for one in said) for word in wanted)


def words(text: str) -> list[str]:
    """Return the folded words of a text; an apostrophe parts words (l'huile: l, huile)."""
    return _WORD.findall(fold(text))
