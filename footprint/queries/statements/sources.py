"""The lines of a year by what explains them: one activity, one factor, one kind of evidence."""

from collections.abc import Mapping, Sequence

from footprint.engine import Line, totals
from footprint.engine.numbers import ZERO
from footprint.models import Site
from footprint.queries.results import total_of
from footprint.queries.statements.parts import Source
from reference.queries import catalogue, foreign_name, foreign_source, name, source_name

Key = tuple[str, ...]


def sources(by_site: Mapping[Site, Sequence[Line]]) -> tuple[Source, ...]:
    """Return the explained lines, those of one item together, the heaviest item first."""
    groups: dict[Key, list[Line]] = {}
    weights: dict[str, object] = {}
    for site, lines in by_site.items():
        for line in lines:
            groups.setdefault(_key(site, line), []).append(line)
            if line.method != "market":
                weights[line.activity_id] = weights.get(line.activity_id, ZERO) + abs(line.kg)  # type: ignore[operator]
    order = {code: place for place, code in enumerate(sorted(weights, key=lambda one: -weights[one]))}  # type: ignore[operator]
    found = [_source(key[0], lines) for key, lines in groups.items()]
    parts = {"direct": 0, "losses": 1, "upstream": 2}
    return tuple(
        sorted(found, key=lambda one: (order.get(one.activity_id, len(order)), one.site, parts.get(one.part, 3)))
    )


def _key(site: Site, line: Line) -> Key:
    return (
        site.name,
        str(site.pk),
        line.activity_id,
        line.part,
        line.method,
        line.category or "",
        line.factor_id,
        str(line.factor_year),
        str(line.factor),
        line.evidence,
        *line.flags,
    )


def _source(site: str, lines: Sequence[Line]) -> Source:
    first, total = lines[0], totals.total(lines)
    row = catalogue().factors.get(first.factor_id)
    return Source(
        site=site,
        activity_id=first.activity_id,
        label=name("activity", first.activity_id),
        part=first.part,
        method=first.method,
        scope=first.scope,
        category=first.category or "",
        entries=len({line.entry_key for line in lines}),
        quantity=sum((line.quantity for line in lines), ZERO),
        unit=first.unit,
        figure=total_of(first.activity_id, total),
        biogenic_kg=sum((line.biogenic_kg for line in lines), ZERO),
        factor=first.factor,
        factor_id=first.factor_id,
        factor_name=name("factor", first.factor_id) if row else "",
        factor_language=foreign_name("factor", first.factor_id) if row else "",
        factor_year=first.factor_year,
        factor_pct=first.factor_pct,
        factor_evidence=row.evidence if row else first.grade,
        geography=row.geography if row else "",
        source=source_name(row.source) if row else "",
        source_language=foreign_source(row.source) if row else "",
        source_url=(row.source_url or "") if row else "",
        activity_pct=first.activity_pct,
        evidence=first.evidence,
        grade=max(line.grade for line in lines),
        is_memo=first.is_memo,
        flags=first.flags,
    )
