"""Ways to reach somebody, hidden in what was typed before they were given."""

import re
from collections.abc import Iterable

HIDDEN = "•••"

_MAIL = r"[\w.+'-]{1,64}\s*(?:@|\(at\)|\[at\]|＠)\s*[\w-]+(?:\s*(?:\.|\(dot\)|\[dot\])\s*[\w-]+)+"
_HOST = r"(?:https?://|www\.|\b(?:wa\.me|t\.me|linkedin\.com|facebook\.com|instagram\.com)/)\S*[^\s.,;:!?)»”]"
_HANDLE = r"(?<![\w@])@[A-Za-z0-9_.]{3,30}"
# As many digits as a telephone or a company number has, in one run of what they are written with; a date has fewer.
_DAY = r"(?!\d{1,2}[./-]\d{1,2}[./-]\d{4}(?!\d))"
_PHONE = (
    _DAY
    + r"(?:(?:\+|(?<!\d)00)\s?\d{1,3}(?:[\s./()-]{0,3}\d){7,12}|(?<!\d)0(?:[\s./()-]{0,3}\d){8,9}|(?<!\d)\d{15})(?!\d)"
)
_WAYS = re.compile("|".join(f"(?:{one})" for one in (_MAIL, _HOST, _HANDLE, _PHONE)), re.IGNORECASE)
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


def mask(text: str, names: Iterable[str] = ()) -> str:
    """
    Return a text in which e-mails, telephones, addresses of pages and these names are hidden.

    >>> mask("Appelez le 06 12 34 56 78")
    'Appelez le •••'
    """
    # One letter for one letter, so that what is found in plain digits is hidden in the text as it was typed.
    plain = text.translate(_DIGITS)
    spans = [found.span() for found in _WAYS.finditer(plain)]
    spans += [found.span() for found in _named(names).finditer(plain)] if any(names) else []
    parts, end = [], 0
    for start, stop in sorted(spans):
        if start >= end:
            parts += [text[end:start], HIDDEN]
        end = max(end, stop)
    return "".join([*parts, text[end:]])


def _named(names: Iterable[str]) -> re.Pattern[str]:
    """Return what finds a name however it is spaced and capitalized, the longest first."""
    whole = sorted({name.strip() for name in names if len(name.strip()) > 2}, key=len, reverse=True)
    written = (r"[\s.-]*".join(map(re.escape, name.split())) for name in whole)
    return re.compile(rf"(?<!\w)(?:{'|'.join(written) or '(?!)'})(?!\w)", re.IGNORECASE)
