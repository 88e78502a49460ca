"""What an offer is, and what it does at one site."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from matching.engine.footprint import Cell
from matching.engine.goals import Target
from matching.engine.needs import Need
from matching.engine.situation import Situation
from partners.files.exchange import EVERY, OfferFacts
from reference.files import Catalogue

OfferKind = Literal["technology", "advice", "finance", "certification"]
ADVICE: Final = frozenset({"measurement", "energy_management"})
KINDS: Final[dict[str, OfferKind]] = {"financier": "finance", "certifier": "certification"}


@dataclass(frozen=True, slots=True)
class Record:
    """What a partner did until a day, in counts: the facts of trust, speed and room."""

    introductions: int = 0
    answers: int = 0
    good: int = 0
    bad: int = 0
    hours_to_answer: tuple[int, ...] = ()
    introductions_month: int = 0


def kind_of(offer: OfferFacts, catalogue: Catalogue) -> OfferKind:
    """Return what the offer is, from who proposes it and what its measures do."""
    if offer.kind in KINDS:
        return KINDS[offer.kind]
    named = () if offer.measures in {None, (EVERY,)} else offer.measures or ()
    known = [catalogue.measures[code].category for code in named if code in catalogue.measures]
    return "advice" if known and all(category in ADVICE for category in known) else "technology"


@dataclass(frozen=True, slots=True)
class Case:
    """
    One offer before one firm on one day.

    `named` are its measures, None when it says none; `acting` those that lower emissions at this site, `maybe` those
    of which that is not known yet.
    """

    situation: Situation
    offer: OfferFacts
    as_of: date
    record: Record | None
    kind: OfferKind
    named: frozenset[str] | None
    acting: tuple[Need, ...]
    maybe: tuple[Need, ...]

    @property
    def is_named_only(self) -> bool:
        """Whether it is advice, metering of obligations or benchmark throughout: judged on the rest."""
        triggers = self.situation.catalogue.triggers
        return bool(self.named) and all(triggers[code].state == "named_only" for code in self.named or ())

    @property
    def all_excluded_by(self) -> frozenset[str]:
        """Return the exclusions that leave the offer nothing to do at this site, if they do."""
        excluded = self.situation.excluded
        if not self.named or not self.named <= excluded.keys():
            return frozenset()
        return frozenset(excluded[one] for one in self.named)

    @property
    def standards(self) -> frozenset[str]:
        return frozenset(self.offer.standards_accredited or ())

    @property
    def served(self) -> tuple[str, ...]:
        """Return the needs of the firm that the offer acts on or settles."""
        settled = sorted(code for code in self.situation.open_obligations if self.settles(code))
        return (*(need.code for need in self.acting), *settled)

    def cells(self, needs: Iterable[Need]) -> frozenset[Cell]:
        """Return the parts of the footprint that some measures of the offer address."""
        footprint = self.situation.footprint
        if footprint is None:
            return frozenset()
        found: frozenset[Cell] = frozenset()
        for need in needs:
            measure = self.situation.catalogue.measures[need.code]
            found |= footprint.hit(measure.applies_to_carrier, self.offer.end_uses or measure.applies_to_end_use)
        return found

    def answers(self, target: Target) -> bool:
        """Whether the offer does what a goal points to; a measure that adds emissions at this site answers nothing."""
        kind, code = target
        if kind == "standard":
            return code in self.standards
        return any(self._serves(one, kind, code) for one in self.named or ())

    def _serves(self, measure: str, kind: str, code: str) -> bool:
        need = self.situation.needs.get(measure)
        if measure in self.situation.excluded or (need and need.figures and need.figures.abatement_t.typ < 0):
            return False
        row = self.situation.catalogue.measures[measure]
        if kind == "measure":
            return measure == code
        if kind == "end_use":
            return code in (self.offer.end_uses or row.applies_to_end_use)
        return code in row.applies_to_carrier

    def settles(self, obligation: str) -> bool:
        standards, measures = self.situation.settled_by(obligation)
        if standards & self.standards:
            return True
        return bool(measures & (self.named or frozenset())) and self.offer.approved_auditor_law_47_09 is not False


def case(situation: Situation, offer: OfferFacts, as_of: date, record: Record | None = None) -> Case:
    """Put an offer before a firm."""
    catalogue = situation.catalogue
    named = None
    if offer.measures is not None:
        every = offer.measures == (EVERY,)
        named = frozenset(catalogue.measures if every else offer.measures)
    known = [situation.needs[code] for code in sorted(named or ()) if code in situation.needs]
    known = [need for need in known if situation.u.get(need.code) is not None]
    return Case(
        situation,
        offer,
        as_of,
        record,
        kind_of(offer, catalogue),
        named,
        acting=tuple(need for need in known if need.lowers),
        maybe=tuple(need for need in known if need.lowers is None and need.state == "unknown"),
    )
