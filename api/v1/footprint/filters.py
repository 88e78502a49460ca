from django_filters import rest_framework as filters

from footprint.choices import Document


class BillFilter(filters.FilterSet):
    activity_id = filters.CharFilter()
    document = filters.ChoiceFilter(choices=Document.choices)
    starts_from = filters.DateFilter(field_name="starts_on", lookup_expr="gte")
    ends_until = filters.DateFilter(field_name="ends_on", lookup_expr="lte")
