from typing import Any

from django_filters import rest_framework as filters

from marketplace import queries
from marketplace.choices import LeadStatus, Readiness, TicketBand
from reference import queries as reference


class LeadFilter(filters.FilterSet):
    status = filters.MultipleChoiceFilter(choices=LeadStatus.choices)


def _names(kind: str) -> Any:
    return lambda: list(reference.names(kind).items())


class QueueFilter(filters.FilterSet):
    """The filters of a financier's queue: one value of each must hold."""

    readiness = filters.MultipleChoiceFilter(choices=Readiness.choices, method="narrow")
    status = filters.MultipleChoiceFilter(choices=LeadStatus.choices, method="narrow")
    region = filters.MultipleChoiceFilter(choices=_names("region"), method="narrow")
    sector = filters.MultipleChoiceFilter(choices=_names("sector"), method="narrow")
    measure = filters.MultipleChoiceFilter(choices=_names("measure"), method="narrow")
    ticket = filters.MultipleChoiceFilter(choices=[one for one in TicketBand.choices if one[0]], method="narrow")

    def narrow(self, rows: Any, name: str, values: list[str]) -> Any:
        return queries.narrowed(rows, name, values) if values else rows
