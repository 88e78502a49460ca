"""Bodies are measured before they are parsed: their size, then how deep they nest."""

import json
import re
from decimal import Decimal
from typing import IO, Any

from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser

LARGEST_JSON = 1_000_000
LARGEST_LINES = 2_000_000
DEEPEST = 20
_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_BRACKET = re.compile(r"[\[\]{}]")


class TooLarge(APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"


def read(stream: IO[bytes], largest: int) -> str:
    """Return the text of a body, as UTF-8, refused past `largest` bytes."""
    body = stream.read(largest + 1)
    if len(body) > largest:
        raise TooLarge(_("The body exceeds %(bytes)s bytes.") % {"bytes": largest})
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ParseError(_("The body is not UTF-8 text."), code="not_utf8") from error


def loads(text: str) -> Any:
    """
    Return the JSON value of a text, with decimals exact.

    :raises ParseError: when it is no JSON, nests too deep, repeats a name or holds what no text may hold
    """
    if _depth(text) > DEEPEST:
        raise ParseError(_("The JSON nests deeper than %(levels)s levels.") % {"levels": DEEPEST}, code="too_deep")
    try:
        value = json.loads(text, parse_float=Decimal, parse_constant=_refuse_constant, object_pairs_hook=_object)
        json.dumps(value, ensure_ascii=False, default=str).encode()
    except ParseError:
        raise
    except (ValueError, RecursionError) as error:
        raise ParseError(_("The body is not JSON."), code="not_json") from error
    return value


class BoundedJSONParser(BaseParser):
    media_type = "application/json"

    def parse(self, stream: IO[bytes], *_context: Any) -> Any:
        return loads(read(stream, LARGEST_JSON))


class LinesParser(BaseParser):
    """One JSON object a line: the lines are handed on as they are, each is read and judged by the room that takes them."""

    media_type = "application/x-ndjson"

    def parse(self, stream: IO[bytes], *_context: Any) -> Any:
        return read(stream, LARGEST_LINES).split("\n")


def _depth(text: str) -> int:
    depth = deepest = 0
    for bracket in _BRACKET.findall(_STRING.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _refuse_constant(name: str) -> None:
    raise ParseError(_("%(name)s is not a number.") % {"name": name}, code="not_a_number")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ParseError(_("A name is given twice in one object."), code="name_twice")
    return value
