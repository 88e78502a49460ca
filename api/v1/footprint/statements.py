"""A year with all that it stands on, what a site makes, and the year that a firm measures itself against."""

from io import BytesIO
from typing import Any
from uuid import UUID

from django.http import FileResponse
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import queries as accounts
from api.idempotent import HEADER, once
from api.serializers import Exact, Strict, TypedNumber
from api.v1.footprint.serializers import FigureOut
from api.views import Page, View
from footprint import actions, queries
from footprint.choices import GWP_SETS, Boundary, Output, SharedBy
from footprint.files import report
from kernel import clock
from kernel.sentences import listed
from kernel.typesetting import HEADERS as PAPER

GWP = OpenApiParameter("gwp_set", str, enum=GWP_SETS, description="Warming potentials to look through; AR5 is kept.")


def _text(**options: Any) -> serializers.CharField:
    return serializers.CharField(**{"required": False, "allow_null": True, "allow_blank": True, **options})


class ProductIn(Strict):
    """What a site made in a year; mass, energy and sales are of all that was made."""

    year, made, exported = TypedNumber(), TypedNumber(help_text="Tonnes or pieces."), TypedNumber()
    name, code = _text(), _text(help_text="A customs code, when you know it.")
    unit = serializers.ChoiceField(choices=Output.choices, required=False)
    mass_kg, energy_mj, revenue_mad = TypedNumber(), TypedNumber(), TypedNumber()
    is_waste = serializers.BooleanField(required=False, help_text="Waste carries nothing.")
    boundary = serializers.ChoiceField(choices=Boundary.choices, required=False)


class ProductOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    site_id = serializers.UUIDField()
    year = serializers.IntegerField()
    name = serializers.CharField()
    code = serializers.CharField()
    unit = serializers.ChoiceField(choices=Output.choices)
    made = Exact()
    exported = Exact(allow_null=True)
    mass_kg = Exact(allow_null=True)
    energy_mj = Exact(allow_null=True)
    revenue_mad = Exact(allow_null=True)
    is_waste = serializers.BooleanField()
    boundary = serializers.ChoiceField(choices=Boundary.choices)
    updated_at = serializers.DateTimeField()
    can_change = serializers.BooleanField()
    can_remove = serializers.BooleanField()


class ProductFilter(filters.FilterSet):
    year = filters.NumberFilter()


class Products(Page):
    """What a site made, of all years."""

    serializer_class = ProductOut
    filterset_class = ProductFilter
    orderings = ("id", "-updated_at")

    @extend_schema(operation_id="products", responses=ProductOut(many=True))
    def get(self, _request: Request, site_id: UUID) -> Response:
        return self.page(queries.products(self.actor, site_id))

    @extend_schema(operation_id="product_add", request=ProductIn, parameters=[HEADER])
    @once
    def post(self, _request: Request, site_id: UUID) -> Response:
        self.allowed(queries.sites(self.actor).get(pk=site_id), "change")
        made = actions.add_product(self.actor, site_id=site_id, values=self.body(ProductIn), now=clock.now())
        return self.answer(queries.product(self.actor, made.pk), status=201)


class Product(View):
    serializer_class = ProductOut

    @extend_schema(operation_id="product")
    def get(self, _request: Request, product_id: UUID) -> Response:
        return self.answer(queries.product(self.actor, product_id))

    @extend_schema(operation_id="product_change", request=ProductIn)
    def patch(self, _request: Request, product_id: UUID) -> Response:
        self.allowed(queries.product(self.actor, product_id), "change")
        values = self.body(ProductIn, partial=True)
        return self.answer(actions.change_product(self.actor, product_id=product_id, values=values, now=clock.now()))

    @extend_schema(operation_id="product_remove", responses={204: None})
    def delete(self, _request: Request, product_id: UUID) -> Response:
        actions.remove_product(self.actor, product_id=product_id)
        return Response(status=204)


class BaseYearIn(Strict):
    year = TypedNumber()


class BaseYearOut(serializers.Serializer[Any]):
    """The year as it was marked, beside the same year as it is computed now."""

    year = serializers.IntegerField()
    marked_at = serializers.DateTimeField()
    kg = Exact()
    recomputed_kg = Exact()
    change_pct = Exact(allow_null=True)
    is_due = serializers.BooleanField(help_text="Above 5 per cent: mark it anew.")
    reasons = serializers.ListField(child=serializers.CharField(), help_text="sites, factors, method, bills")


class BaseYear(View):
    """The year that the firm measures itself against."""

    serializer_class = BaseYearOut

    @extend_schema(operation_id="base_year")
    def get(self, _request: Request) -> Response:
        found = queries.base_year(self.actor)
        if found is None:
            raise NotFound
        return self.answer(found)

    @extend_schema(operation_id="base_year_mark", request=BaseYearIn, parameters=[HEADER])
    @once
    def post(self, _request: Request) -> Response:
        actions.mark_base_year(self.actor, year=self.body(BaseYearIn).get("year"), now=clock.now())
        return self.answer(queries.base_year(self.actor))

    @extend_schema(operation_id="base_year_unmark", responses={204: None})
    def delete(self, _request: Request) -> Response:
        actions.unmark_base_year(self.actor)
        return Response(status=204)


class PlaceOut(serializers.Serializer[Any]):
    site_id = serializers.UUIDField()
    name = serializers.CharField()
    years = serializers.ListField(child=serializers.IntegerField())
    is_counted = serializers.SerializerMethodField()

    def get_is_counted(self, place: Any) -> bool:
        return place.answer is not None


class SourceOut(serializers.Serializer[Any]):
    """The lines of one activity with one factor, as many as there are bills."""

    site = serializers.CharField()
    activity_id = serializers.CharField()
    part = serializers.CharField(help_text="direct, upstream or losses")
    method = serializers.CharField(help_text="both, location or market: the electricity total that it enters")
    scope = serializers.CharField()
    category = serializers.CharField()
    entries = serializers.IntegerField()
    quantity = Exact()
    unit = serializers.CharField()
    figure = FigureOut()
    biogenic_kg = Exact()
    factor = Exact(help_text="kg CO2e per unit")
    factor_id = serializers.CharField()
    factor_year = serializers.IntegerField()
    factor_pct = Exact(help_text="Half-width at 95 %")
    factor_evidence = serializers.CharField()
    geography = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    source_url = serializers.CharField()
    activity_pct = Exact(help_text="Half-width at 95 %")
    evidence = serializers.CharField()
    grade = serializers.CharField()
    is_memo = serializers.BooleanField()
    flags = serializers.ListField(child=serializers.CharField())


class SparedOut(serializers.Serializer[Any]):
    """What own solar spares the grid, never taken off: by the operating margin, and by the factor of the grid."""

    kwh = Exact()
    margin = FigureOut()
    grid = FigureOut()
    source = serializers.CharField()  # type: ignore[assignment]
    source_url = serializers.CharField()


class MendOut(serializers.Serializer[Any]):
    act = serializers.CharField()
    activity_id = serializers.CharField()
    share_pct = Exact(places=1)
    before_pct = Exact(places=1)
    after_pct = Exact(places=1)


class EffectOut(serializers.Serializer[Any]):
    activity_id = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    before_kg = Exact()
    after_kg = Exact()
    activity_kg = Exact()
    factor_kg = Exact()


class CoverOut(serializers.Serializer[Any]):
    """An item that two years do not cover whole: on how many days it is compared, none when it cannot be."""

    site = serializers.CharField()
    activity_id = serializers.CharField()
    days = serializers.IntegerField()
    before_days = serializers.IntegerField()
    after_days = serializers.IntegerField()


class ComparisonOut(serializers.Serializer[Any]):
    """Two years on the days and sites that both cover: the difference is the sum of the effects of use and of factors."""

    before_year = serializers.IntegerField()
    after_year = serializers.IntegerField()
    before = FigureOut()
    after = FigureOut()
    difference_kg = Exact()
    activity_kg = Exact()
    factor_kg = Exact()
    effects = EffectOut(many=True)
    doubts = serializers.ListField(child=serializers.CharField(), help_text="Why the two years are not alike.")
    covers = CoverOut(many=True)


class ProductSheetOut(serializers.Serializer[Any]):
    """What a product carries: its share of scopes 1 and 2, which add up to those of its site, and the chain to its boundary."""

    product = serializers.UUIDField(source="product.pk")
    name = serializers.CharField(source="product.name")
    boundary = serializers.ChoiceField(choices=Boundary.choices, source="product.boundary")
    site = serializers.CharField()
    shared_by = serializers.ChoiceField(choices=SharedBy.choices)
    unit = serializers.ChoiceField(choices=Output.choices)
    share_pct = Exact(places=1, allow_null=True)
    scope12_kg = Exact(allow_null=True)
    scope12_per_unit = Exact(allow_null=True)
    chain_kg = Exact(allow_null=True)
    per_unit = Exact(allow_null=True)
    low_per_unit = Exact(allow_null=True)
    high_per_unit = Exact(allow_null=True)
    exported_kg = Exact(allow_null=True)
    problem = serializers.CharField(
        help_text="What the rule lacks of this product, or `others_needed`; its figures are null."
    )


class RatioOut(serializers.Serializer[Any]):
    """Null is unknown, never zero."""

    code = serializers.CharField(help_text="revenue_mad, employees, tonnes or pieces")
    unit = serializers.CharField()
    divisor = Exact(allow_null=True)
    scope12_kg = Exact(allow_null=True)
    total_kg = Exact(allow_null=True)


class StatementOut(serializers.Serializer[Any]):
    """A year of one site or of all, under one set of warming potentials, with every source."""

    year = serializers.IntegerField()
    years = serializers.ListField(child=serializers.IntegerField())
    gwp_set = serializers.CharField()
    editions = serializers.ListField(child=serializers.CharField())
    engines = serializers.ListField(child=serializers.CharField())
    computed_at = serializers.DateTimeField()
    is_a_year = serializers.BooleanField()
    places = PlaceOut(many=True)
    total = FigureOut()
    market = FigureOut()
    scopes = FigureOut(many=True)
    scope12 = FigureOut()
    electricity_location = FigureOut()
    electricity_market = FigureOut()
    sites = FigureOut(many=True)
    items = FigureOut(many=True)
    categories = FigureOut(many=True)
    gases = FigureOut(many=True)
    biogenic = FigureOut()
    memo = FigureOut()
    avoided = SparedOut(allow_null=True)
    toe = Exact()
    grade = serializers.CharField()
    on_grade_a_pct = serializers.IntegerField()
    on_invoices_pct = serializers.IntegerField()
    missing = serializers.ListField(child=serializers.DictField())
    lines = SourceOut(many=True)
    mends = MendOut(many=True)
    comparison = ComparisonOut(allow_null=True)
    base = BaseYearOut(allow_null=True)
    products = ProductSheetOut(many=True)
    ratios = RatioOut(many=True)


class _Statements(View):
    serializer_class = StatementOut
    parameters = ("gwp_set",)

    def found(self, year: int, site_id: UUID | None = None) -> queries.Statement:
        asked = self.request.query_params.get("gwp_set", GWP_SETS[0])
        chosen = next((one for one in GWP_SETS if one == asked), None)
        if chosen is None:
            raise serializers.ValidationError({"gwp_set": [listed(GWP_SETS)]}, code="invalid_choice")
        found = queries.statement(self.actor, year, site_id=site_id, gwp_set=chosen)
        if found is None:
            raise NotFound
        return found

    def paper(self, found: queries.Statement) -> FileResponse:
        firm: Any = accounts.organization(self.actor)
        made = BytesIO(report.pdf(found, firm=firm.name, is_demo=firm.is_demo))
        return FileResponse(made, as_attachment=True, filename=report.file_name(found, firm.name), headers=PAPER)


class SiteStatement(_Statements):
    """A year of a site: compared, explained line by line, shared out over products."""

    @extend_schema(operation_id="statement", parameters=[GWP])
    def get(self, _request: Request, site_id: UUID, year: int) -> Response:
        return self.answer(self.found(year, site_id))


class FirmStatement(_Statements):
    """A year of all sites of the firm in one sum."""

    @extend_schema(operation_id="firm_statement", parameters=[GWP])
    def get(self, _request: Request, year: int) -> Response:
        return self.answer(self.found(year))


class SiteReport(_Statements):
    """The report of a site's year as a PDF, in the language of the request."""

    is_tagged = False

    @extend_schema(
        operation_id="statement_file",
        parameters=[GWP],
        responses={(200, "application/pdf"): OpenApiTypes.BINARY},
    )
    def get(self, _request: Request, site_id: UUID, year: int) -> FileResponse:
        return self.paper(self.found(year, site_id))


class FirmReport(_Statements):
    """The report of the firm's year as a PDF, in the language of the request."""

    is_tagged = False

    @extend_schema(
        operation_id="firm_statement_file",
        parameters=[GWP],
        responses={(200, "application/pdf"): OpenApiTypes.BINARY},
    )
    def get(self, _request: Request, year: int) -> FileResponse:
        return self.paper(self.found(year))
