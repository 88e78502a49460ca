from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class MatchesReady:
    """A run is complete and served from now on; `need_id` is None for the run over all needs of the site."""

    site_id: UUID
    run_id: UUID
    organization_id: UUID


@dataclass(frozen=True, slots=True)
class NeedsChanged:
    """The needs of a site were computed again and are not what they were."""

    site_id: UUID


@dataclass(frozen=True, slots=True)
class ContestAnswered:
    """The team answered a firm that contests a score."""

    contest_id: UUID
    organization_id: UUID


@dataclass(frozen=True, slots=True)
class WeightsChanged:
    """A new version of the weights of a kind of offer, or of its lists, is in force."""

    subject: str
