from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class LeadSent:
    """An SME asked a partner."""

    lead_id: UUID
    partner_organization_id: UUID
    organization_id: UUID


@dataclass(frozen=True, slots=True)
class LeadAnswered:
    """The partner accepted or declined."""

    lead_id: UUID
    partner_organization_id: UUID
    organization_id: UUID


@dataclass(frozen=True, slots=True)
class LeadEnded:
    """The SME left Qafila, and its request with it."""

    lead_id: UUID
    partner_organization_id: UUID
    organization_id: UUID


@dataclass(frozen=True, slots=True)
class LeadMoved:
    """The partner opened the lead, or the SME withdrew it: pages follow, nobody is written to."""

    lead_id: UUID
    partner_organization_id: UUID
    organization_id: UUID


@dataclass(frozen=True, slots=True)
class LeadAdvanced:
    """
    Something more happened to a lead, that one of its sides is told: `what` is the code of the notice.

    What may be told more than once has the day `on` which it is.
    """

    lead_id: UUID
    partner_organization_id: UUID
    organization_id: UUID
    told_id: UUID
    what: str
    on: str = ""


@dataclass(frozen=True, slots=True)
class DocumentAsked:
    """A financier asks for one document of a firm's file, by its kind."""

    asked_id: UUID
    lead_id: UUID
    organization_id: UUID
    kind: str


@dataclass(frozen=True, slots=True)
class QuoteSent:
    """A partner sent a quote, or a new version of one."""

    quote_id: UUID
    lead_id: UUID
    partner_organization_id: UUID
    organization_id: UUID


@dataclass(frozen=True, slots=True)
class QuoteDecided:
    """The SME accepted or declined a quote."""

    quote_id: UUID
    lead_id: UUID
    partner_organization_id: UUID
    organization_id: UUID


@dataclass(frozen=True, slots=True)
class QuoteEnds:
    """The last day of an open quote is near."""

    quote_id: UUID
    lead_id: UUID
    partner_organization_id: UUID
    organization_id: UUID


@dataclass(frozen=True, slots=True)
class QuoteEnded:
    """The last day of a quote passed without a decision."""

    quote_id: UUID
    lead_id: UUID
    partner_organization_id: UUID
    organization_id: UUID


@dataclass(frozen=True, slots=True)
class ReportSettled:
    """The team decided what somebody had told it of."""

    report_id: UUID
    organization_id: UUID


@dataclass(frozen=True, slots=True)
class SearchMet:
    """New offers fit a saved search whose member wants to be told: those it was told of at the instant `at`."""

    search_id: UUID
    user_id: UUID
    organization_id: UUID
    at: str
