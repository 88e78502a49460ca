"""
Numbers, amounts and dates as each language writes them in Morocco.

Django's own `ar` says أغسطس and groups no thousands; Morocco says غشت and writes 1.234.567,50. Babel's fr_MA abbreviates
months in an unusual way (jui. beside juil.), so short months come from plain `fr`; full names are the same.
Western digits everywhere; the minus is U+2212; a value and its unit are held together by a no-break space.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from babel.dates import format_date
from babel.numbers import format_decimal
from django.utils.html import format_html
from django.utils.translation import get_language, gettext, pgettext

from kernel.clock import MOROCCO
from kernel.locales import DAYS, NUMBERS

NO_BREAK = "\u00a0"
NARROW = "\u202f"
MINUS = "\u2212"
MARKS = re.compile("[\u200e\u200f\u061c]")

Number = Decimal | int | float


def language() -> str:
    """Return the two letters of the active language: fr, ar or en."""
    code = (get_language() or "fr")[:2]
    return code if code in NUMBERS else "fr"


def in_language(text: str, code: str) -> str:
    """Mark words with their language where that is not the reader's; a name without a language stays as it is."""
    if code in {"", language()}:
        return str(text)
    return format_html('<span lang="{}" dir="{}">{}</span>', code, "rtl" if code == "ar" else "ltr", text)


def exact(value: Number | str) -> Decimal:
    """Return the value as a Decimal; a float by its shortest writing, never by its bits."""
    return value if isinstance(value, Decimal) else Decimal(str(value))


def rounded(value: Number, places: int) -> Decimal:
    """Round half up, as a person does, not half to even."""
    return exact(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def significant(value: Number, figures: int = 3) -> Decimal:
    """Keep so many significant figures; more than that would promise what an emission factor cannot."""
    amount = exact(value)
    if not amount:
        return Decimal(0)
    once = rounded(amount, figures - amount.adjusted() - 1)
    return rounded(once, figures - once.adjusted() - 1)


def number(value: Number, places: int | None = None, *, most: int = 2) -> str:
    """Write a number with exactly `places` decimals; without them, at most `most` and no trailing zero."""
    amount = rounded(value, most if places is None else places)
    decimals = "#" * most if places is None else "0" * places
    pattern = "#,##0" + (f".{decimals}" if decimals else "")
    text = format_decimal(amount, format=pattern, locale=NUMBERS[language()], decimal_quantization=False)
    return (MINUS if amount < 0 else "") + MARKS.sub("", text).lstrip("-")


def signed(value: Number, places: int | None = None) -> str:
    """Write a number with its sign, plus included."""
    return ("+" if exact(value) > 0 else "") + number(value, places)


def percent(share: Number, places: int = 0) -> str:
    """Write a share of one as a percentage; French sets a no-break space before the sign."""
    return number(exact(share) * 100, places) + (NO_BREAK if language() == "fr" else "") + "%"


def share(part: Number) -> str:
    """Write a part of one as a percentage; what is small is never nothing."""
    if part and abs(exact(part)) < Decimal("0.005"):
        return gettext("under %(share)s") % {"share": percent(Decimal("0.01"))}
    return percent(part)


def with_unit(text: str, unit: str) -> str:
    """Join a written value and its unit so that no line ends between them."""
    return f"{text}{NO_BREAK}{unit}" if unit else text


def currency(code: str) -> str:
    """Return what a currency is called beside an amount."""
    names = {"MAD": gettext("MAD"), "EUR": gettext("EUR")}
    return names.get(code, code)


def money(amount: Number, places: int = 0, code: str = "MAD") -> str:
    """Write an amount: whole, except on a bill, where cents count."""
    return with_unit(number(amount, places), currency(code))


def millions(amount: Number, code: str = "MAD") -> str:
    """Write a large amount in millions with three significant figures, a small one whole."""
    if abs(exact(amount)) < 1_000_000:
        return money(amount, code=code)
    text = number(significant(exact(amount) / 1_000_000))
    return pgettext("amount", "%(amount)s million %(currency)s") % {"amount": text, "currency": currency(code)}


@dataclass(frozen=True)
class Mass:
    """A mass of CO₂e ready to be set: the value, its interval on the same unit, and the unit."""

    value: str
    unit: str
    low: str = ""
    high: str = ""

    def __str__(self) -> str:
        return with_unit(self.value, self.unit)


def mass(kilograms: Number, low: Number | None = None, high: Number | None = None) -> Mass:
    """Write kilograms of CO₂e with three significant figures, in tonnes from one tonne on; the middle decides the unit."""
    middle = exact(kilograms)
    tonnes = abs(middle) >= 1000 or not middle
    divisor = 1000 if tonnes else 1
    unit = gettext("tCO₂e") if tonnes else gettext("kgCO₂e")

    def write(part: Number | None) -> str:
        return "" if part is None else number(significant(exact(part) / divisor), most=6)

    return Mass(write(middle), unit, write(low), write(high))


def local(moment: date | datetime) -> date | datetime:
    """Bring an instant to the clocks of Morocco; a plain day stays itself."""
    if isinstance(moment, datetime) and moment.tzinfo is not None:
        return moment.astimezone(MOROCCO)
    return moment


DAY_PATTERNS = {
    "long": "d MMMM y",
    "short": "d MMM y",
    "weekday": "EEEE d MMMM",
    "full": "EEEE d MMMM y",
    "month": "LLLL",
    "month_year": "LLLL y",
    "month_short": "LLL",
}


def day(moment: date | datetime, style: str = "long") -> str:
    """Write a day, a month or a weekday; styles are the keys of DAY_PATTERNS."""
    shown, pattern = local(moment), DAY_PATTERNS[style]
    if language() == "fr" and shown.day == 1:
        pattern = pattern.replace("d MMM", "d'er' MMM")  # French counts the first of a month, and no other
    return MARKS.sub("", format_date(shown, pattern, locale=DAYS[language()]))


def hour(moment: datetime | time) -> str:
    """Write the hour on a 24-hour clock, the same in the three languages; that of an instant names its zone."""
    at = local(moment) if isinstance(moment, datetime) else moment
    written = f"{at.hour}:{at.minute:02d}"  # type: ignore[union-attr]
    offset = at.utcoffset()  # type: ignore[union-attr]
    if offset is None:
        return written
    return f"{written}{NO_BREAK}GMT" + (f"{offset // timedelta(hours=1):+d}" if offset else "")


FRENCH_BEFORE = re.compile(r"[ \u00a0](?=[;!?»%])|(?<=\S) (?=:)")
FRENCH_AFTER = re.compile(r"(?<=«) ")


def french_spaces(text: str) -> str:
    """Make the spaces of French punctuation no-break, so that no line starts with a question mark."""
    return FRENCH_AFTER.sub(NO_BREAK, FRENCH_BEFORE.sub(NO_BREAK, text))


PHONE = re.compile(r"\+?[\d\s().-]+")


def phone(value: str) -> str:
    """Write a phone number in groups, Moroccan ones two by two: +212 6 00 12 34 56."""
    import phonenumbers

    if not PHONE.fullmatch(value):
        return value
    try:
        parsed = phonenumbers.parse(value, "MA")
    except phonenumbers.NumberParseException:
        return value
    national = str(parsed.national_number)
    if parsed.country_code == 212 and len(national) == 9:
        return " ".join(["+212", national[0], *(national[at : at + 2] for at in range(1, 9, 2))])
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
