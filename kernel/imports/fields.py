"""What a column may hold: its names in three languages, the kind of its values, the choices of a list."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from kernel.sheets.layout import key

LANGUAGES = ("fr", "ar", "en")
Options = Callable[[str], Mapping[str, str]]


ALL = ("*", "tous", "toutes", "all", "every", "الكل", "كل")


@dataclass(frozen=True)
class Field:
    """
    One column: `titles` by language, other names that people use, `options` (code to label, by language) of a list.

    Kinds: text, number, percent, count, day, period (a month, some months, a year), measured (a number, its unit behind it
    or not), yes_no, one, many, digits, records (several things of several parts, each read by `read`, which raises
    ValueError). "All" is kept as a star where `every` is set, as each code of the list where `each` is. What is not
    `is_offered` is read where it stands, but no template has it. `called` are other names of choices; one that may stand for
    several is read as {typed, codes}, for the room to settle.
    """

    name: str
    kind: str
    titles: Mapping[str, str]
    also: tuple[str, ...] = ()
    options: Options | None = None
    every: bool = False
    each: bool = False
    is_needed: bool = False
    length: int = 0
    example: str = ""
    unit: str = ""
    is_offered: bool = True
    called: "Callable[[], Mapping[str, tuple[str, ...]]] | None" = None
    read: "Callable[[str, Field], Any] | None" = None

    def title(self, language: str) -> str:
        return self.titles[language] + (f" ({self.unit})" if self.unit else "")

    @cached_property
    def codes(self) -> dict[str, str]:
        """Return the code of each name of a choice, in any language; a name that two codes share is none's."""
        found: dict[str, set[str]] = {}
        for language in LANGUAGES:
            for code, label in self.options(language).items() if self.options else ():
                found.setdefault(key(label), set()).add(code)
                found.setdefault(key(code), set()).add(code)
        if self.every:
            for word in ALL:
                found[key(word)] = {"*"}
        for name, several in self._called.items():
            found.setdefault(name, set(several))
        return {name: next(iter(codes)) for name, codes in found.items() if len(codes) == 1}

    @cached_property
    def several(self) -> dict[str, tuple[str, ...]]:
        """Return the codes of each other name that may stand for more than one."""
        return {name: codes for name, codes in self._called.items() if len(codes) > 1 and name not in self.codes}

    @property
    def _called(self) -> dict[str, tuple[str, ...]]:
        return {key(name): codes for name, codes in self.called().items()} if self.called else {}


class LeftOut(Exception):
    """The row is right, but what it names is not to be changed any more; `message` says why."""

    def __init__(self, message: Any) -> None:
        super().__init__(message)
        self.message = message


class Waiting(Exception):
    """The row waits for the answer to a question of its room; `problems` are (field, message, parameters)."""

    def __init__(self, *problems: tuple[str, Any, Mapping[str, Any]]) -> None:
        super().__init__(len(problems))
        self.problems = problems


@dataclass(frozen=True)
class Example:
    """The filled row of a template, and a sheet of help: its title, its headings, its rows; each by language."""

    row: Callable[[str], Mapping[str, str]]
    sheet: Callable[[str], tuple[str, Sequence[str], Iterable[Sequence[str]]]]


@dataclass(frozen=True)
class Spec:
    """
    What a room takes: its fields, the one that names a row, and what judges and writes rows.

    `judge(organization)` returns (values to known or new, raising ValidationError); `write(job, rows)` writes all rows
    inside the transaction that also marks the import as done; `prepare` does before it what needs no lock.

    `meet(judge, columns, rows)` shows the judge the readable rows together, each with its number as `row`, before any is
    judged, and returns the questions of the room. What is among `presumes` is not asked: rows that look like no data are
    left out, the line that was taken as the header and the order of days that the language has hold, unless the person says otherwise.
    """

    purpose: str
    fields: tuple[Field, ...]
    key: str
    judge: Callable[[Any], Callable[[dict[str, Any]], bool]]
    prepare: Callable[[Any, list[dict[str, Any]]], Any]
    write: Callable[[Any, Any], None]
    meet: Callable[[Any, list[tuple[str, str]], list[dict[str, Any]]], "list[Any]"] | None = None
    key_is_needed: bool = True
    presumes: frozenset[str] = frozenset()
    most_rows: int = 0
    example: Example | None = None
    by_name: dict[str, Field] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {one.name: one for one in self.fields})

    @property
    def offered(self) -> list[Field]:
        """Return the columns of a template."""
        return [one for one in self.fields if one.is_offered]

    @cached_property
    def names(self) -> dict[str, str]:
        """Return the field of each column name."""
        found: dict[str, str] = {}
        for one in self.fields:
            for name in (one.name, *one.titles.values(), *one.also):
                found.setdefault(key(name), one.name)
        return found
