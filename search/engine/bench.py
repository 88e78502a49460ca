"""The search bench: queries as typed, without accents and with slips, measured on an engine and on plain BM25."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from search.engine.judged import Asked, Judged
from search.engine.measures import Quality, mean, quality
from search.engine.slips import with_slips, without_accents
from search.ports import LANGUAGES

Ask = Callable[[str], Sequence[str]]
MANNERS: Final[Mapping[str, Callable[[Asked], str]]] = {
    "as typed": lambda one: one.text,
    "no accents": lambda one: without_accents(one.text),
    "one slip a word": lambda one: with_slips(one.text, one.id),
}
ALL: Final = "all"
ACROSS: Final = "across"
PLAIN: Final = "plain BM25"


@dataclass(frozen=True, slots=True)
class Report:
    """Qualities by the manner of typing, the engine, and the group of queries; and how many queries a group has."""

    engine: str
    documents: int
    queries: Mapping[str, int]
    unjudged: int
    found: Mapping[str, Mapping[str, Mapping[str, Quality]]]

    def plain(self) -> dict[str, Any]:
        return asdict(self)


def bench(judged: Judged, engine: str, ask: Ask, ask_plain: Ask) -> Report:
    """Ask every query in each manner of both engines; they return ids of documents, best first."""
    groups = _groups(judged.queries)
    found = {
        manner: {
            name: _measured(groups, {one.id: quality(asked(typed(one)), one.grades) for one in judged.queries})
            for name, asked in ((engine, ask), (PLAIN, ask_plain))
        }
        for manner, typed in MANNERS.items()
    }
    counts = {name: len(members) for name, members in groups.items()}
    return Report(engine, len(judged.documents), counts, judged.unjudged, found)


def _groups(queries: Sequence[Asked]) -> dict[str, list[str]]:
    groups = {ALL: [one.id for one in queries]}
    groups |= {language: [one.id for one in queries if one.language == language] for language in LANGUAGES}
    groups[ACROSS] = [one.id for one in queries if one.across]
    return {name: members for name, members in groups.items() if members}


def _measured(groups: Mapping[str, Sequence[str]], found: Mapping[str, Quality]) -> dict[str, Quality]:
    return {name: mean([found[one] for one in members]) for name, members in groups.items()}


def as_table(report: Report) -> str:
    """Return the report as lines of text: a block for each measure, a column for each group."""
    heads = [f"{name} {count}" for name, count in report.queries.items()]
    lines = []
    for measure in Quality.__dataclass_fields__:
        lines.append(f"{measure.replace('_at_', '@').replace('_', ' '):<34}" + "".join(f"{head:>11}" for head in heads))
        for manner, engines in report.found.items():
            for engine, groups in engines.items():
                values = "".join(f"{getattr(one, measure):>11.4f}" for one in groups.values())
                lines.append(f"{manner:<20}{engine:<14}{values}")
        lines.append("")
    left_out = f", {report.unjudged} queries without a grade above 0 left out" if report.unjudged else ""
    return "\n".join([*lines, f"{report.documents} documents{left_out}"])
