from django_filters import rest_framework as filters

from marketplace.choices import LeadStatus


class LeadFilter(filters.FilterSet):
    status = filters.MultipleChoiceFilter(choices=LeadStatus.choices)
