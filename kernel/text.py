"""Letters and digits as people type them, in the three languages."""

import re
import unicodedata

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ـ": ""})
_APOSTROPHES = str.maketrans("’ʼ`´", "''''")
_WORD = re.compile(r"\w+")


def ascii_digits(text: str) -> str:
    """Return the text with Arabic-Indic and Persian digits written 0 to 9."""
    return text.translate(_DIGITS)


def fold(text: str) -> str:
    """Return the text in lower case without accents or Arabic marks, alef, ya and ta marbuta in one form."""
    text = ascii_digits(text).translate(_APOSTROPHES).translate(_ARABIC)
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).translate(_ARABIC)


def words(text: str) -> list[str]:
    """Return the folded words of a text; an apostrophe parts words (l'huile: l, huile)."""
    return _WORD.findall(fold(text))
