"""What people type becomes values: repaired where that is sure, asked about where it is not, else refused by name."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kernel.actor import Actor
from kernel.errors import Question
from kernel.numbers import Ambiguous, Unreadable, parse_date, parse_decimal
from kernel.text import fold, one_line

Reader = Callable[[Any, str], Any]

_YES = {"true", "yes", "oui", "نعم", "1", "on"}
_NO = {"false", "no", "non", "لا", "0", "off"}


def language_of(actor: Actor) -> str:
    """Return the language whose separators this actor types; programs write decimal points."""
    return "program" if actor.via == "key" else actor.language


def read(values: Mapping[str, Any], readers: Mapping[str, Reader], *, language: str) -> dict[str, Any]:
    """
    Return the values read, None for what was left empty.

    :raises ValidationError: naming every field that is wrong or unknown
    :raises Question: when all are readable but one has several readings
    """
    cleaned: dict[str, Any] = {}
    problems: dict[str, Any] = {}
    doubt: Question | None = None
    for field, typed in values.items():
        if field not in readers:
            problems[field] = [ValidationError(_("There is no field of this name."), code="unknown_field")]
            continue
        try:
            cleaned[field] = None if _is_blank(typed) else readers[field](typed, language)
        except Ambiguous as several:
            doubt = doubt or Question(field, _("Which one did you mean?"), code="ambiguous", readings=several.readings)
        except ValidationError as problem:
            problems[field] = [problem]
    if problems:
        raise ValidationError(problems)
    if doubt:
        raise doubt
    return cleaned


def need(cleaned: Mapping[str, Any], *fields: str) -> None:
    """
    Check that these fields hold something.

    :raises ValidationError: naming each one that does not
    """
    missing = [field for field in fields if cleaned.get(field) in (None, "")]
    if missing:
        raise ValidationError({field: [ValidationError(_("This is needed."), code="required")] for field in missing})


def number(
    *,
    lowest: int | None = 0,
    highest: Decimal = Decimal(10) ** 11,
    places: int = 6,
    parse: Callable[[Any, str], Decimal] = parse_decimal,
) -> Reader:
    def reader(typed: Any, language: str) -> Decimal:
        try:
            value = parse(typed, language)
        except Unreadable as error:
            raise ValidationError(_("This is not a number."), code="not_a_number") from error
        if lowest is not None and value < lowest:
            raise ValidationError(_("This cannot be below %(lowest)s."), code="too_low", params={"lowest": lowest})
        if abs(value) > highest:
            raise ValidationError(_("This cannot exceed %(highest)s."), code="too_high", params={"highest": highest})
        if value and not round(value, places):
            raise ValidationError(_("This is too small to be kept."), code="too_small")
        return round(value, places)

    return reader


def whole(*, highest: int) -> Reader:
    read_number = number(highest=Decimal(highest))

    def reader(typed: Any, language: str) -> int:
        value = read_number(typed, language)
        if value != int(value):
            raise ValidationError(_("A whole number is needed."), code="not_whole")
        return int(value)

    return reader


def day(typed: Any, language: str) -> date:
    try:
        value = parse_date(typed, language)
    except Unreadable as error:
        raise ValidationError(_("This is not a day of the calendar."), code="not_a_day") from error
    if value.year < 1990:
        raise ValidationError(_("This day is too far back."), code="too_old")
    return value


def yes_no(typed: Any, _language: str) -> bool:
    word = fold(str(typed).strip())
    if word in _YES or word in _NO:
        return word in _YES
    raise ValidationError(_("Answer yes or no."), code="not_yes_no")


def text(longest: int) -> Reader:
    def reader(typed: Any, _language: str) -> str:
        value = one_line(str(typed))
        if len(value) > longest:
            raise ValidationError(_("At most %(longest)s characters."), code="too_long", params={"longest": longest})
        return value

    return reader


def one_of(options: Callable[[], Collection[str]]) -> Reader:
    def reader(typed: Any, _language: str) -> str:
        value = str(typed).strip()
        if value not in options():
            raise ValidationError(
                _("“%(value)s” is none of the choices."), code="unknown_choice", params={"value": value}
            )
        return value

    return reader


def some_of(options: Callable[[], Collection[str]] | None = None, *, longest: int = 80) -> Reader:
    """Return a reader of lists: codes of the options, or free words when there are none."""
    read_one = one_of(options) if options else text(longest)

    def reader(typed: Any, language: str) -> list[str]:
        items = typed if isinstance(typed, list | tuple) else str(typed).split(",")
        found = [read_one(item, language) for item in items if str(item).strip()]
        if len(found) > 50:
            raise ValidationError(_("At most %(longest)s entries."), code="too_many", params={"longest": 50})
        return list(dict.fromkeys(found))

    return reader


def _is_blank(typed: Any) -> bool:
    return typed is None or (isinstance(typed, str) and not typed.strip())
