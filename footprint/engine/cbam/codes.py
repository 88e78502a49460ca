"""Which answer a typed customs code gets (docs/method/cbam.md section 12, "Code entry")."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, Literal

from reference.files import Catalogue

Status = Literal[
    "covered",
    "covered_needs_8",
    "part_concerned",
    "not_concerned",
    "lost_zero",
    "superseded",
    "unknown",
    "unreadable",
]
LEVELS: Final = (6, 4, 2)
MOST_NEIGHBOURS = 12
KAOLIN, KAOLIN_LINE, CALCINED_LINE = "250700", "25070020", "25070080"
DIGITS: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
PREFIX = re.compile(r"^\s*(?:TARIC|HS|SH|CN|NC)[\s:.\-]*", re.IGNORECASE)
SPREADSHEET = re.compile(r"^\s*(\d+)\.0\s*$")
BETWEEN_DIGITS = re.compile(r"[\s.\-/\u00a0\u202f\u2010\u2011\u2013\u200e\u200f]")


@dataclass(frozen=True, slots=True)
class CodeAnswer:
    """
    What a code means for the border mechanism.

    `lines` are the current covered lines it stands for, `proposals` the answers to choose from (a lost zero, the heirs
    of a superseded line), `neighbours` the codes near an unknown one; `notes` are codes of what to say beside it.
    """

    typed: str
    status: Status
    code: str = ""
    lines: tuple[str, ...] = ()
    neighbours: tuple[str, ...] = ()
    proposals: tuple["CodeAnswer", ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_concerned(self) -> bool | None:
        """Return whether the good is covered; None while it is not known."""
        if self.status in {"covered", "covered_needs_8", "superseded"}:
            return True
        return False if self.status == "not_concerned" else None


def resolve(typed: str, catalogue: Catalogue, *, from_moroccan_declaration: bool = False) -> CodeAnswer:
    """Return the answer to a code as typed; nothing is guessed in silence and nothing is padded."""
    digits, notes = _cleaned(typed)
    if not digits:
        return CodeAnswer(typed, "unreadable")
    if len(digits) % 2:
        return _odd(typed, digits, catalogue, notes)
    if len(digits) == 10:
        kept = 6 if from_moroccan_declaration else 8
        digits, notes = digits[:kept], (*notes, "only_six_digits_used" if kept == 6 else "last_two_digits_ignored")
    return _even(typed, digits, catalogue, notes)


def _cleaned(typed: str) -> tuple[str, tuple[str, ...]]:
    text = typed.translate(DIGITS)
    without_prefix = PREFIX.sub("", text)
    notes = ("prefix_dropped",) if without_prefix != text else ()
    digits = BETWEEN_DIGITS.sub("", SPREADSHEET.sub(r"\1", without_prefix))
    readable = digits.isascii() and digits.isdigit() and len(digits) <= 10
    return (digits, notes) if readable else ("", ())


def _odd(typed: str, digits: str, catalogue: Catalogue, notes: tuple[str, ...]) -> CodeAnswer:
    padded = f"0{digits}"
    if padded[:6] not in catalogue.hs:
        return _unknown(typed, digits, catalogue, notes)
    proposal = resolve(padded, catalogue)
    if len(digits) >= 6 and digits[:6] in catalogue.hs:
        return CodeAnswer(typed, "lost_zero", padded, proposals=(proposal, resolve(digits[:6], catalogue)), notes=notes)
    return CodeAnswer(typed, "lost_zero", padded, proposals=(proposal,), notes=notes)


def _even(typed: str, digits: str, catalogue: Catalogue, notes: tuple[str, ...]) -> CodeAnswer:
    if len(digits) == 8:
        return _eight(typed, digits, catalogue, notes)
    if digits not in catalogue.hs:
        return _unknown(typed, digits, catalogue, notes)
    lines = _current(digits, catalogue)
    if not lines:
        return CodeAnswer(typed, "not_concerned", digits, notes=(*notes, *_near(digits, catalogue)))
    if _something_outside(digits, catalogue):
        more: tuple[str, ...] = ("calcined_only",) if digits == KAOLIN else ()
        return CodeAnswer(typed, "part_concerned", digits, lines, notes=(*notes, *more))
    if len(lines) == 1:
        return CodeAnswer(typed, "covered", lines[0], lines, notes=(*notes, "only_line_taken"))
    return CodeAnswer(typed, "covered_needs_8", digits, lines, notes=notes)


def _eight(typed: str, digits: str, catalogue: Catalogue, notes: tuple[str, ...]) -> CodeAnswer:
    line = catalogue.cbam_lines.get(digits)
    if line is not None and line.is_current:
        more: tuple[str, ...] = ("calcined_only",) if digits == CALCINED_LINE else ()
        return CodeAnswer(typed, "covered", digits, (digits,), notes=(*notes, *more))
    if line is not None:
        heirs = tuple(resolve(heir, catalogue) for heir in line.heirs)
        return CodeAnswer(typed, "superseded", digits, line.heirs, proposals=heirs, notes=notes)
    subheading = digits[:6]
    if subheading not in catalogue.hs:
        return _unknown(typed, digits, catalogue, notes)
    if digits == KAOLIN_LINE:
        return CodeAnswer(typed, "not_concerned", digits, notes=(*notes, "near_covered_goods"))
    if _current(subheading, catalogue):
        return _unknown(typed, digits, catalogue, notes)
    more = ("digits_7_8_not_checked", *_near(digits, catalogue))
    return CodeAnswer(typed, "not_concerned", digits, notes=(*notes, *more))


def _unknown(typed: str, digits: str, catalogue: Catalogue, notes: tuple[str, ...]) -> CodeAnswer:
    stem = next((digits[:level] for level in LEVELS if len(digits) >= level and digits[:level] in catalogue.hs), "")
    if not stem:
        return CodeAnswer(typed, "unknown", digits, notes=(*notes, "no_such_chapter"))
    below: Iterable[str] = _current(stem, catalogue) if len(stem) == 6 else ()
    if not below:
        below = [code for code, heading in catalogue.hs.items() if heading.parent == stem] or [stem]
    return CodeAnswer(typed, "unknown", digits, neighbours=_nearest(digits, below), notes=notes)


def _nearest(digits: str, codes: Iterable[str]) -> tuple[str, ...]:
    def distance(code: str) -> tuple[int, str]:
        return abs(int(code) - int(digits[: len(code)].ljust(len(code), "0"))), code

    return tuple(sorted(codes, key=distance)[:MOST_NEIGHBOURS])


def _current(stem: str, catalogue: Catalogue) -> tuple[str, ...]:
    return _below(stem, _sorted(catalogue).lines)


def _something_outside(stem: str, catalogue: Catalogue) -> bool:
    if KAOLIN.startswith(stem):
        return True
    found = _sorted(catalogue)
    return any(code not in found.covered for code in _below(stem, found.subheadings))


@dataclass(frozen=True, slots=True)
class _Sorted:
    """The codes of a catalogue in order, so that those below a stem stand together."""

    of: tuple[Any, Any]
    lines: tuple[str, ...]
    subheadings: tuple[str, ...]
    covered: frozenset[str]


_KEPT: dict[tuple[int, int], _Sorted] = {}
MOST_KEPT = 8


def _sorted(catalogue: Catalogue) -> _Sorted:
    """Return the codes of a catalogue in order; kept with its tables, so that no other table comes under their number."""
    tables = catalogue.cbam_lines, catalogue.hs
    key = id(tables[0]), id(tables[1])
    if (found := _KEPT.get(key)) is None:
        lines = tuple(sorted(cn8 for cn8, line in catalogue.cbam_lines.items() if line.is_current))
        subheadings = tuple(sorted(code for code in catalogue.hs if len(code) == 6))
        found = _Sorted(tables, lines, subheadings, frozenset(cn8[:6] for cn8 in lines))
        if len(_KEPT) >= MOST_KEPT:
            _KEPT.clear()
        _KEPT[key] = found
    return found


def _below(stem: str, codes: tuple[str, ...]) -> tuple[str, ...]:
    return codes[bisect_left(codes, stem) : bisect_left(codes, f"{stem}:")]  # the sign after 9


def _near(digits: str, catalogue: Catalogue) -> tuple[str, ...]:
    return ("near_covered_goods",) if _current(digits[:2], catalogue) else ()
